using Charthouse.Analytics.Activity;

namespace Charthouse.Analytics.Conformance;

/// <summary>Answers as lines of text, so that a difference can be read.</summary>
internal static class Answers
{
    public static async Task<string> TextAsync<TRow>(IAnalyticsEngine engine, Question<TRow> question) =>
        Text(await engine.AskAsync(question, CancellationToken.None));

    public static string Text<TRow>(IReadOnlyList<TRow> rows) => string.Join('\n', rows.Select(row => Line(row!)));

    private static string Line(object row) => row switch
    {
        ClinicianActivity a =>
            $"{a.Key} {a.User} events {a.Totals.Events} sessions {a.Totals.Sessions} switches {a.Totals.PatientSwitches} days {a.Totals.ActiveDays} scheduled {a.Totals.ScheduledDays} {a.Totals.ScheduledMicroseconds} active {a.Totals.ActiveMicroseconds} categories {List(a.Totals.CategoryMicroseconds)} windows {List(a.Totals.WindowMicroseconds)}",
        ClinicianSensitivity s =>
            $"{s.Key} {s.User} {s.IsPresent} {s.ScheduledMicroseconds} active {List(s.ActiveMicroseconds)} windows {List(s.WindowMicroseconds)}",
        ClinicianWeek w =>
            $"{w.Week} {w.User} {w.Keys} events {w.Events} scheduled {w.ScheduledMicroseconds} {string.Join("; ", w.Credit.Select(time => $"categories {List(time.CategoryMicroseconds)} windows {List(time.WindowMicroseconds)}"))}",
        WeekHours h => $"{h.Week} {h.Keys} {List(h.HourMicroseconds)}",
        ActionTotal t => $"{t.Action} {t.Category} {t.Events} {t.ActiveMicroseconds}",
        _ => throw new ArgumentOutOfRangeException(nameof(row)),
    };

    private static string List(ReadOnlySpan<long> numbers) => string.Join(' ', numbers.ToArray());
}
