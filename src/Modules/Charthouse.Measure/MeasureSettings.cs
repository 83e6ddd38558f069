namespace Charthouse.Measure;

/// <summary>Settings of the module.</summary>
public sealed class MeasureSettings
{
    /// <summary>Name of the organisation, shown in the app bar.</summary>
    public required string OrganisationName { get; init; }
}
