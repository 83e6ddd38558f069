using System.Globalization;

namespace Charthouse.Ui;

/// <summary>Dates as the product prints them: the year only when it is not the year of <c>today</c>.</summary>
public static class Dates
{
    /// <summary>"Tue 17 Nov", "Mon 17 Nov 2025"</summary>
    public static string Day(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? "ddd d MMM" : "ddd d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>"17 Nov", "17 Nov 2025"</summary>
    public static string ShortDay(DateOnly day, DateOnly today) =>
        day.ToString(day.Year == today.Year ? "d MMM" : "d MMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>"12 Oct to 8 Nov" for the half-open window that ends on 9 November.</summary>
    public static string Window(DateOnly start, DateOnly end, DateOnly today)
    {
        var last = end.AddDays(-1);
        return start == last ? Day(start, today) : $"{ShortDay(start, today)} to {ShortDay(last, today)}";
    }

    /// <summary>When something is due, seen from today: "2 days late", "today", "Fri 20 Nov"</summary>
    public static string Due(DateOnly on, DateOnly today) => (today.DayNumber - on.DayNumber) switch
    {
        0 => "today",
        1 => "1 day late",
        > 1 and var days => $"{Numbers.Whole(days)} days late",
        _ => Day(on, today),
    };

    /// <summary>"Tue 17 Nov 06:51"</summary>
    public static string Moment(DateTimeOffset moment, DateOnly today) =>
        $"{Day(DateOnly.FromDateTime(moment.DateTime), today)} {moment.ToString("HH:mm", CultureInfo.InvariantCulture)}";

    /// <summary>"2026-11-17 06:51:09 -05:00", for tooltips.</summary>
    public static string Exact(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);
}
