namespace Charthouse.Measure;

/// <summary>Settings of the module.</summary>
public sealed class MeasureSettings
{
    /// <summary>Name of the organisation, shown in the app bar.</summary>
    public required string OrganisationName { get; init; }

    /// <summary>The organisation's civil time; <c>null</c> for the zone of most clinicians in the log.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>Days to mark in trends, until there is a register of go-lives.</summary>
    public IReadOnlyList<ActivityMark> Marks { get; init; } = [];
}

/// <summary>A day on which something changed that trends should mark.</summary>
/// <param name="Date">First day with the change.</param>
/// <param name="Label">What changed, in a few words.</param>
public sealed record ActivityMark(DateOnly Date, string Label);
