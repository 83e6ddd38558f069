using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Activity;

/// <summary>The filters of the Activity page as they stand in its address.</summary>
internal sealed record ActivityQuery
{
    /// <summary>The day after the period, yyyy-MM-dd, as on the command line.</summary>
    public string? To { get; set; }

    public string? Weeks { get; set; }

    public string? Site { get; set; }

    public string? Department { get; set; }

    public string? Specialty { get; set; }

    public string? Role { get; set; }

    public string? Estimator { get; set; }

    public string? Timeout { get; set; }

    public string? Boundary { get; set; }
}

/// <summary>What the Activity page is about: whom, when, by which rule.</summary>
internal sealed record ActivitySelection(DateOnly To, int Weeks, ActivityFilter Filter, CreditRule Rule)
{
    public static IReadOnlyList<int> WeeksOffered { get; } = [4, 8, 13, 26];

    public LocalPeriod Period => new(To.AddDays(-7 * Weeks), To);

    public int TimeOutSeconds => (int)(Rule.TimeOutMicroseconds / Microseconds.PerSecond);

    /// <summary>The finest kind of group that the filters leave open, in the order in which people think of them; <c>null</c> when all are fixed.</summary>
    public GroupBy? By => Filter switch
    {
        { Specialty: null } => GroupBy.Specialty,
        { Department: null } => GroupBy.Department,
        { Role: null } => GroupBy.Role,
        { Site: null } => GroupBy.Site,
        _ => null,
    };

    /// <summary>Reads an address. What it cannot take is said in a message, and the default holds.</summary>
    public static ActivitySelection Read(ActivityQuery query, LogFacts facts, List<string> messages)
    {
        var to = facts.LatestEnd;
        if (!string.IsNullOrEmpty(query.To))
        {
            if (!DateOnly.TryParseExact(query.To, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var asked))
                messages.Add($"“{Short(query.To)}” is not a date; write it as 2026-11-09. The latest full week is shown.");
            else if (asked.Year is < 1990 or > 2200) messages.Add($"{query.To} lies outside the years that Charthouse reads. The latest full week is shown.");
            else
            {
                // Weeks that begin on different days would overlap in part, and figures of single days come out of their difference.
                to = LogFacts.MondayOf(asked);
                if (to != asked) messages.Add($"Periods are whole weeks from Monday to Sunday. Shown are the weeks before Monday, {to:yyyy-MM-dd}.");
            }
        }

        var weeks = Number(query.Weeks, 1, 52, 4, "number of weeks", messages);
        var seconds = Number(query.Timeout, 1, 86_400, 300, "time-out in seconds", messages);
        var estimator = Word(query.Estimator, "estimator", Charthouse.AuditActivity.Estimator.Drop, messages, ("drop", Charthouse.AuditActivity.Estimator.Drop), ("cap", Charthouse.AuditActivity.Estimator.Cap), ("union", Charthouse.AuditActivity.Estimator.Union));
        var boundary = Word(query.Boundary, "boundary", TimeOutBoundary.Inclusive, messages, ("le", TimeOutBoundary.Inclusive), ("lt", TimeOutBoundary.Exclusive));
        var filter = new ActivityFilter(
            Group(query.Site, GroupBy.Site, "site"), Group(query.Department, GroupBy.Department, "department"),
            Group(query.Specialty, GroupBy.Specialty, "specialty"), Group(query.Role, GroupBy.Role, "role"));
        return new ActivitySelection(to, weeks, filter, new CreditRule(estimator, seconds * Microseconds.PerSecond, boundary));

        string? Group(string? value, GroupBy by, string kind)
        {
            if (string.IsNullOrEmpty(value)) return null;
            if (string.Equals(value, ActivityFilter.NoGroup, StringComparison.Ordinal) || facts.Groups[by].Contains(value, StringComparer.Ordinal)) return value;
            messages.Add($"There is no {kind} “{Short(value)}” in the people file. All are shown.");
            return null;
        }
    }

    /// <summary>The address with these filters; what is at its default is left out, so that an address says only what was chosen.</summary>
    public string Query(LogFacts facts, params ReadOnlySpan<(string Name, string? Value)> more)
    {
        List<(string, string?)> parts =
        [
            ("to", To == facts.LatestEnd ? null : To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("weeks", Weeks == 4 ? null : Weeks.ToString(CultureInfo.InvariantCulture)),
            ("site", Filter.Site), ("department", Filter.Department), ("specialty", Filter.Specialty), ("role", Filter.Role),
            ("estimator", Rule.Estimator == Estimator.Drop ? null : SensitivityDefinitions.EstimatorName(Rule.Estimator)),
            ("timeout", TimeOutSeconds == 300 ? null : TimeOutSeconds.ToString(CultureInfo.InvariantCulture)),
            ("boundary", Rule.Boundary == TimeOutBoundary.Exclusive ? "lt" : null),
            .. more,
        ];
        var text = string.Join('&', parts.Where(part => !string.IsNullOrEmpty(part.Item2)).Select(part => part.Item1 + "=" + Uri.EscapeDataString(part.Item2!)));
        return text.Length == 0 ? "" : "?" + text;
    }

    private static int Number(string? text, int least, int most, int otherwise, string what, List<string> messages)
    {
        if (string.IsNullOrEmpty(text)) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        messages.Add(string.Create(CultureInfo.CurrentCulture, $"“{Short(text)}” is not a {what} from {least:N0} to {most:N0}. {otherwise:N0} is used."));
        return otherwise;
    }

    private static T Word<T>(string? text, string what, T otherwise, List<string> messages, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (string.IsNullOrEmpty(text)) return otherwise;
        List<string> words = [];
        foreach (var (word, value) in choices)
        {
            if (string.Equals(text, word, StringComparison.Ordinal)) return value;
            words.Add(word);
        }

        messages.Add($"“{Short(text)}” is not an {what}; there are {string.Join(", ", words)}. {words[0]} is used.");
        return otherwise;
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;
}
