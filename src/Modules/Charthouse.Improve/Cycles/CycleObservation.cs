namespace Charthouse.Improve.Cycles;

/// <summary>What was measured on one day of a cycle.</summary>
internal sealed class CycleObservation
{
    public required Guid Id { get; init; }

    public required Guid CycleId { get; init; }

    public required DateOnly On { get; init; }

    public required double Value { get; set; }

    public string? Note { get; set; }
}
