namespace Charthouse.Spc;

/// <summary>What a rule looks for.</summary>
public enum RulePattern
{
    /// <summary>A point outside the limits.</summary>
    OutsideLimits,

    /// <summary>Points on one side of the centre.</summary>
    SameSide,

    /// <summary>Points that all rise or all fall.</summary>
    Trend,

    /// <summary>So many of a window beyond the same sigma line.</summary>
    BeyondLine,

    /// <summary>Points that all lie within 1 sigma; on the line is within.</summary>
    WithinOneSigma,

    /// <summary>Points that go up and down in turn.</summary>
    Alternating,

    /// <summary>Points that all lie beyond 1 sigma, some above and some below.</summary>
    BeyondBothSides,
}

/// <summary>What a tie does: a point on the centre line, or an equal neighbour in a trend.</summary>
public enum TiePolicy
{
    /// <summary>It ends the pattern.</summary>
    Ends,

    /// <summary>It is passed over.</summary>
    IsSkipped,
}

/// <summary>Which points carry the signal.</summary>
public enum MarkedPoints
{
    /// <summary>Every point of the pattern.</summary>
    WholePattern,

    /// <summary>Those of the pattern that count, such as the two of three beyond the line.</summary>
    Counting,

    /// <summary>The point at which the pattern is complete and each later one while it lasts; where a line counts, only if it is itself beyond it.</summary>
    Completing,
}

/// <summary>What is asked of the points of a window that do not count.</summary>
public enum OtherPoints
{
    /// <summary>Nothing.</summary>
    Anywhere,

    /// <summary>All of the window lies on one side of the centre.</summary>
    OnTheSameSide,

    /// <summary>None lies beyond the opposite line.</summary>
    NotBeyondOpposite,
}

/// <summary>One rule, as data: changed with <c>with</c>, put together to a <see cref="RuleSet"/>.</summary>
public sealed record Rule
{
    /// <summary>Its name in results, such as <c>we2</c>; with <see cref="NamesDirection"/> the stem, such as <c>shift</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it looks for.</summary>
    public required RulePattern Pattern { get; init; }

    /// <summary>Whether <c>-high</c> and <c>-low</c> (trends: <c>-up</c>, <c>-down</c>) are added to the name.</summary>
    public bool NamesDirection { get; init; }

    /// <summary>How many points make it.</summary>
    public int Count
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A rule needs at least one point.");
    } = 1;

    /// <summary>Beyond a line: of how many neighbours they are.</summary>
    public int Window
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A window holds at least one point.");
    } = 1;

    /// <summary>Beyond a line: which one, 1 or 2 sigma.</summary>
    public int SigmaLine
    {
        get;
        init => field = value is 1 or 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The line of 1 or of 2 sigma is wanted.");
    } = 2;

    /// <summary>Beyond a line: whether points outside the limits count too.</summary>
    public bool CountsOutside { get; init; } = true;

    /// <summary>Beyond a line: what is asked of the others.</summary>
    public OtherPoints Others { get; init; }

    /// <summary>Beyond a line: whether a window cut short by the start of the part will do.</summary>
    public bool ShortAtStart { get; init; }

    /// <summary>What ties do.</summary>
    public TiePolicy Ties { get; init; }

    /// <summary>Which points carry the signal.</summary>
    public MarkedPoints Marks { get; init; }

    /// <summary>The name of its signal in a direction.</summary>
    /// <param name="direction">Where it points.</param>
    public string SignalName(SignalDirection direction) => !NamesDirection ? Name : (Pattern, direction) switch
    {
        (RulePattern.Trend, SignalDirection.Up) => Name + "-up",
        (RulePattern.Trend, _) => Name + "-down",
        (_, SignalDirection.Up) => Name + "-high",
        _ => Name + "-low",
    };
}
