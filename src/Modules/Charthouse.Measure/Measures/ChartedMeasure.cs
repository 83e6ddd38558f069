using Charthouse.Platform;
using Charthouse.Spc;

namespace Charthouse.Measure.Measures;

/// <summary>How often a measure gets a point.</summary>
internal enum MeasureFrequency { Daily, Weekly, Monthly, Quarterly, Irregular }

/// <summary>A measure that somebody follows over time: what it is, who owns it, and how its chart is made.</summary>
internal sealed class ChartedMeasure
{
    public const string RecordKind = "measure";
    public const int LongestName = 200;
    public const int LongestText = 2000;
    public const int LongestWord = 400;

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public string? Definition { get; set; }

    public string? Unit { get; set; }

    public ImprovementDirection Direction { get; set; }

    /// <summary>What the figures are; decides which charts fit.</summary>
    public FigureKind Figures { get; set; }

    public string? NumeratorWords { get; set; }

    public string? DenominatorWords { get; set; }

    /// <summary>What a ratio is multiplied by: 100 for per cent.</summary>
    public double Factor { get; set; } = 1;

    public string? Source { get; set; }

    public MeasureFrequency Frequency { get; set; } = MeasureFrequency.Weekly;

    /// <summary>Account of the owner.</summary>
    public Guid? OwnerId { get; set; }

    /// <summary>Who reads it, separated by commas.</summary>
    public string? Audience { get; set; }

    public DateOnly? ReviewOn { get; set; }

    /// <summary>Name of a <see cref="ChartKind"/>; <c>null</c> leaves it to the advisor.</summary>
    public string? Chart { get; set; }

    /// <summary>Name of a rule set, as in <see cref="RuleSets"/>.</summary>
    public string Rules { get; set; } = RuleSets.Default;

    /// <summary>Limits come from so many first points of each part; <c>null</c>: from all of the part.</summary>
    public int? BaselinePoints { get; set; }

    /// <summary>Lines do not go below it.</summary>
    public double? LowestPossible { get; set; }

    public double? HighestPossible { get; set; }

    /// <summary>Lines stay within; what is not said follows from the figures.</summary>
    public (double? Lowest, double? Highest) Possible => (LowestPossible ?? (IsCount ? 0 : null), HighestPossible ?? (Figures == FigureKind.UnitsAmongUnits ? Factor : null));

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Whether each point is a numerator over a denominator.</summary>
    public bool IsRatio => Figures is FigureKind.UnitsAmongUnits or FigureKind.EventsPerExposure;

    /// <summary>Whether negative numbers are mistakes.</summary>
    public bool IsCount => Figures is not FigureKind.Measurement;

    public IReadOnlyList<string> Audiences => (Audience ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public Problem? Archive(DateTimeOffset now)
    {
        if (ArchivedAt is not null) return MeasureProblems.IsArchived;
        ArchivedAt = now;
        Version++;
        return null;
    }

    public Problem? Restore()
    {
        if (ArchivedAt is null) return MeasureProblems.IsNotArchived;
        ArchivedAt = null;
        Version++;
        return null;
    }

    internal static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What is aimed at from a day on; a target may change, and the old one stays true for its time.</summary>
internal sealed class MeasureTarget
{
    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    /// <summary>First day; <see cref="DateOnly.MinValue"/> for the target that a measure begins with.</summary>
    public required DateOnly FromOn { get; init; }

    /// <summary><c>null</c>: from then on nothing is aimed at.</summary>
    public double? Value { get; set; }
}

/// <summary>Where a person decided that new limits start, and why.</summary>
internal sealed class MeasurePart
{
    public const string PartName = "rebase";

    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required string Reason { get; init; }

    /// <summary>What the engine saw when it was decided.</summary>
    public required string Evidence { get; init; }

    public required DateTimeOffset DecidedAt { get; init; }

    public required string DecidedBy { get; init; }
}

/// <summary>A point that a person left out of the limits, and why. It stays on the chart.</summary>
internal sealed class MeasureExclusion
{
    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    public required DateOnly On { get; init; }

    public required string Reason { get; init; }
}

/// <summary>A measure that is read from the activity log, through the same suppression as the page Activity: nothing is copied, so it is always what the log says.</summary>
internal sealed class ActivityFeed
{
    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    /// <summary>Id of the definition, such as <c>note-time</c>.</summary>
    public required string Definition { get; init; }

    public string? Site { get; init; }

    public string? Department { get; init; }

    public string? Specialty { get; init; }

    public string? Role { get; init; }

    public required string Estimator { get; init; }

    public required int TimeOutSeconds { get; init; }

    /// <summary><c>le</c> or <c>lt</c>.</summary>
    public required string Boundary { get; init; }
}
