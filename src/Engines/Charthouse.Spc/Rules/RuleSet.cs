using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>Rules that belong together, in order of precedence. The sets of the literature and of the tools, all as data (docs/methods/rules.md).</summary>
/// <param name="Name">Name in settings.</param>
/// <param name="Rules">The rules, the one that decides first.</param>
/// <param name="TellsDirection">Whether its signals make a point an improvement or a concern.</param>
public sealed record RuleSet(string Name, ImmutableArray<Rule> Rules, bool TellsDirection)
{
    private static readonly Rule outside = new() { Name = "outside", Pattern = RulePattern.OutsideLimits, NamesDirection = true };

    /// <summary>No rules.</summary>
    public static RuleSet None { get; } = new("none", [], TellsDirection: false);

    /// <summary>Outside the limits only; shifts are for the runs analysis, which needs no rule (Anhøj and Olesen 2014).</summary>
    public static RuleSet Anhoej { get; } = new("anhoej", [outside], TellsDirection: true);

    /// <summary>NHS England, Making Data Count, as in NHSRplotthedots 0.2: the two of three lie between 2 and 3 sigma.</summary>
    public static RuleSet Nhs { get; } = new(
        "nhs",
        [
            outside,
            new() { Name = "trend", Pattern = RulePattern.Trend, Count = 7, NamesDirection = true },
            new() { Name = "two-of-three", Pattern = RulePattern.BeyondLine, Count = 2, Window = 3, CountsOutside = false, Others = OtherPoints.OnTheSameSide, Marks = MarkedPoints.Counting, NamesDirection = true },
            new() { Name = "shift", Pattern = RulePattern.SameSide, Count = 7, NamesDirection = true },
        ],
        TellsDirection: true);

    /// <summary>NHS England as announced in November 2023: of the two of three, points outside the limits count too.</summary>
    public static RuleSet NhsNovember2023 { get; } = new("nhs-2023", [.. Nhs.Rules.Select(rule => rule.Pattern == RulePattern.BeyondLine ? rule with { CountsOutside = true } : rule)], TellsDirection: true);

    /// <summary>Western Electric (1956), marked as qcc does.</summary>
    public static RuleSet WesternElectric { get; } = new(
        "western-electric",
        [
            new() { Name = "we1", Pattern = RulePattern.OutsideLimits },
            new() { Name = "we2", Pattern = RulePattern.BeyondLine, Count = 2, Window = 3, Marks = MarkedPoints.Completing },
            new() { Name = "we3", Pattern = RulePattern.BeyondLine, Count = 4, Window = 5, SigmaLine = 1, Marks = MarkedPoints.Completing },
            new() { Name = "we4", Pattern = RulePattern.SameSide, Count = 8, Marks = MarkedPoints.Completing },
        ],
        TellsDirection: false);

    /// <summary>Nelson (1984), marked as qcc does.</summary>
    public static RuleSet Nelson { get; } = new(
        "nelson",
        [
            new() { Name = "nelson1", Pattern = RulePattern.OutsideLimits },
            new() { Name = "nelson2", Pattern = RulePattern.SameSide, Count = 9, Marks = MarkedPoints.Completing },
            new() { Name = "nelson3", Pattern = RulePattern.Trend, Count = 6, Marks = MarkedPoints.Completing },
            new() { Name = "nelson4", Pattern = RulePattern.Alternating, Count = 14, Marks = MarkedPoints.Completing },
            new() { Name = "nelson5", Pattern = RulePattern.BeyondLine, Count = 2, Window = 3, Marks = MarkedPoints.Completing },
            new() { Name = "nelson6", Pattern = RulePattern.BeyondLine, Count = 4, Window = 5, SigmaLine = 1, Marks = MarkedPoints.Completing },
            new() { Name = "nelson7", Pattern = RulePattern.WithinOneSigma, Count = 15, Marks = MarkedPoints.Completing },
            new() { Name = "nelson8", Pattern = RulePattern.BeyondBothSides, Count = 8, Marks = MarkedPoints.Completing },
        ],
        TellsDirection: false);

    /// <summary>The five rules of the IHI for control charts (Provost and Murray, The Health Care Data Guide): ties are passed over, whole patterns are marked.</summary>
    public static RuleSet Ihi { get; } = new(
        "ihi",
        [
            new() { Name = "ihi1", Pattern = RulePattern.OutsideLimits },
            new() { Name = "ihi2", Pattern = RulePattern.SameSide, Count = 8, Ties = TiePolicy.IsSkipped },
            new() { Name = "ihi3", Pattern = RulePattern.Trend, Count = 6, Ties = TiePolicy.IsSkipped },
            new() { Name = "ihi4", Pattern = RulePattern.BeyondLine, Count = 2, Window = 3 },
            new() { Name = "ihi5", Pattern = RulePattern.WithinOneSigma, Count = 15 },
        ],
        TellsDirection: false);

    /// <summary>Run-chart rules of Perla, Provost and Murray (2011): six on one side, five rising or falling, ties passed over. The number of runs is <see cref="RunCount"/>; "astronomical" is for people to say.</summary>
    public static RuleSet RunChart { get; } = new(
        "run-chart",
        [
            new() { Name = "shift", Pattern = RulePattern.SameSide, Count = 6, Ties = TiePolicy.IsSkipped, NamesDirection = true },
            new() { Name = "trend", Pattern = RulePattern.Trend, Count = 5, Ties = TiePolicy.IsSkipped, NamesDirection = true },
        ],
        TellsDirection: true);

    /// <summary>The adjustable rules of PowerBI-SPC and the controlcharts package.</summary>
    /// <param name="shiftPoints">Points on one side, at least 2.</param>
    /// <param name="trendPoints">Points rising or falling, at least 2.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 2.</exception>
    public static RuleSet Adjustable(int shiftPoints = 8, int trendPoints = 6)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shiftPoints, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(trendPoints, 2);
        return new(
            "adjustable",
            [
                outside,
                new() { Name = "two-of-three", Pattern = RulePattern.BeyondLine, Count = 2, Window = 3, Others = OtherPoints.NotBeyondOpposite, ShortAtStart = true, Marks = MarkedPoints.Counting, NamesDirection = true },
                new() { Name = "trend", Pattern = RulePattern.Trend, Count = trendPoints, NamesDirection = true },
                new() { Name = "shift", Pattern = RulePattern.SameSide, Count = shiftPoints, NamesDirection = true },
            ],
            TellsDirection: true);
    }
}
