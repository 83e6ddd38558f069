using Charthouse.Spc;

namespace Charthouse.Measure.Measures;

/// <summary>The rule sets that a chart can be read by, with their names on the page.</summary>
internal static class RuleSets
{
    public const string Default = "nhs";

    public static IReadOnlyList<(RuleSet Rules, string Title)> All { get; } =
    [
        (RuleSet.Nhs, "NHS Making Data Count"), (RuleSet.NhsNovember2023, "NHS Making Data Count, November 2023"), (RuleSet.Anhoej, "Anhøj (outside the limits, runs analysis)"),
        (RuleSet.RunChart, "Run-chart rules"), (RuleSet.WesternElectric, "Western Electric"), (RuleSet.Nelson, "Nelson"), (RuleSet.Ihi, "IHI"), (RuleSet.None, "No rules"),
    ];

    public static (RuleSet Rules, string Title) Find(string name) => All.FirstOrDefault(set => set.Rules.Name == name, All[0]);

    /// <summary>A rule in a few words.</summary>
    public static string Words(Rule rule) => rule.Pattern switch
    {
        RulePattern.OutsideLimits => "Outside the limits",
        RulePattern.SameSide => $"{rule.Count} on one side of the centre",
        RulePattern.Trend => $"{rule.Count} rising or falling",
        RulePattern.BeyondLine => $"{rule.Count} of {rule.Window} beyond {rule.SigmaLine} sigma",
        RulePattern.WithinOneSigma => $"{rule.Count} within 1 sigma",
        RulePattern.Alternating => $"{rule.Count} going up and down in turn",
        _ => $"{rule.Count} beyond 1 sigma on both sides",
    };
}
