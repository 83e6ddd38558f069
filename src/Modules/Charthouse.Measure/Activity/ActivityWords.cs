using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Ui;

namespace Charthouse.Measure.Activity;

/// <summary>How the Activity page puts things in words.</summary>
internal static class ActivityWords
{
    /// <summary>"Drop · 300 s · v1", under each number.</summary>
    public static string Badge(CreditRule rule, MeasureDefinition measure) => $"{rule.Estimator} · {Seconds(rule)} · v{measure.Version}";

    /// <summary>"drop, 300 s, le"</summary>
    public static string Rule(CreditRule rule, CultureInfo culture) =>
        string.Create(culture, $"{SensitivityDefinitions.EstimatorName(rule.Estimator)}, {rule.TimeOutMicroseconds / Microseconds.PerSecond} s, {(rule.Boundary == TimeOutBoundary.Inclusive ? "le" : "lt")}");

    public static string GroupName(string key) => key switch
    {
        ActivityFilter.NoGroup => "Without an entry",
        "all" => "All selected",
        _ => key,
    };

    public static string Category(int category) => category switch
    {
        (int)ActivityCategory.NoteWriting => "Note writing",
        (int)ActivityCategory.ChartReview => "Chart review",
        _ => char.ToUpperInvariant(ActivityCategories.Names[category][0]) + ActivityCategories.Names[category][1..],
    };

    public static string Kind(GroupBy by) => by.ToString().ToLowerInvariant();

    public static string Kinds(GroupBy by) => by switch
    {
        GroupBy.Specialty => "specialties",
        _ => Kind(by) + "s",
    };

    public static string Plural(long count, string one) => $"{Numbers.Whole(count)} {one}{(count == 1 ? "" : "s")}";

    /// <summary>A plain difference in words; compared before rounding. The footer says which period is meant.</summary>
    public static string Change(Reading now, Reading? before)
    {
        if (now.Value is not { } value) return "";
        if (before?.Value is not { } earlier) return before is null ? "no earlier period" : before.IsHidden ? "before: hidden" : "before: no value";
        var text = Numbers.Fixed(Math.Abs(value - earlier), 2);
        return text.Any(c => c is >= '1' and <= '9') ? $"{text} h {(value > earlier ? "more" : "less")} than before" : "as before";
    }

    /// <summary>"1st", "2nd", "3rd", "11th"</summary>
    public static string Ordinal(int rank) => rank.ToString(CultureInfo.InvariantCulture) + (rank % 100 is >= 11 and <= 13 ? "th" : (rank % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });

    /// <summary>The sheet behind the badge of one measure.</summary>
    /// <param name="value">The value on the page and, for each rule, the value under it.</param>
    public static DefinitionSheet Sheet(MeasureDefinition measure, CreditRule rule, IReadOnlyList<RuleFigures> rules, GroupFigures group, Func<GroupFigures, Reading> value)
    {
        var reading = value(group);
        var hasNumbers = reading.Value is not null && group.ScheduledHours is not null;
        return new DefinitionSheet($"{measure.Name}, {measure.Code}", measure.Sentence)
        {
            Status = $"in use · v{measure.Version}",
            Formula = new Formula(
                measure.Factor, measure.Numerator, measure.Denominator ?? "1",
                hasNumbers ? Numbers.WithUnit(Numbers.Fixed(reading.Value!.Value * group.ScheduledHours!.Value / 8, 0), "h") : null,
                hasNumbers ? Numbers.WithUnit(Numbers.Fixed(group.ScheduledHours!.Value, 0), "h") : null,
                hasNumbers ? Numbers.Hours(reading.Value!.Value) : null),
            Parameters =
            [
                .. Parameters(rule),
                new DefinitionParameter("Hours", "Appointments that are not cancelled"),
                // One clinician is nobody's group.
                group.Clinicians > 1
                    ? new DefinitionParameter("People", $"{Numbers.Whole(group.Included ?? 0)} of {Plural(group.Clinicians ?? 0, "clinician")}: in each week those with 8 scheduled hours in the four weeks up to its end")
                    : new DefinitionParameter("Least", "8 scheduled hours in the period"),
                new DefinitionParameter("Source", measure.Source),
            ],
            OtherRules = [.. rules.Select(other => new OtherRule(other.Name, value(other.Figures), other.IsInUse))],
            OtherRulesUnit = "h",
            Links = Links(measure),
        };
    }

    /// <summary>The sheet of a measure that has no fraction of its own on the page.</summary>
    public static DefinitionSheet PlainSheet(MeasureDefinition measure, CreditRule rule) => new($"{measure.Name}, {measure.Code}", measure.Sentence)
    {
        Status = $"v{measure.Version}",
        Formula = measure.Denominator is null ? null : new Formula(measure.Factor, measure.Numerator, measure.Denominator, null, null, null),
        Parameters = [.. Parameters(rule), new DefinitionParameter("Source", measure.Source)],
        Links = Links(measure),
    };

    private static Link[] Links(MeasureDefinition measure) => [new("Full definition", "definitions/" + measure.Id)];

    private static IEnumerable<DefinitionParameter> Parameters(CreditRule rule) =>
    [
        new("Estimator", rule.Estimator switch
        {
            Estimator.Drop => "Drop: gaps longer than the time-out do not count",
            Estimator.Cap => "Cap: longer gaps count up to the time-out",
            _ => "Union: as cap, and the last action of all gets the time-out",
        }),
        new("Time-out", $"{Seconds(rule)}; a gap of exactly that {(rule.Boundary == TimeOutBoundary.Inclusive ? "counts" : "does not count")}"),
    ];

    private static string Seconds(CreditRule rule) => Numbers.WithUnit(Numbers.Whole(rule.TimeOutMicroseconds / Microseconds.PerSecond), "s");
}
