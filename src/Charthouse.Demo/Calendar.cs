namespace Charthouse.Demo;

/// <summary>The calendar of the hospital: days are counted from its first Monday, instants in milliseconds from that day's midnight UTC.</summary>
internal static class Calendar
{
    public const long DayMilliseconds = 86_400_000;
    public const long WeekMilliseconds = 7 * DayMilliseconds;

    /// <summary>Further weeks would need the clock changes of the next year.</summary>
    public const int LongestWeeks = 56;

    public static readonly DateOnly FirstDay = new(2026, 2, 2);

    private static readonly long SummerFrom = LocalSeconds(new DateOnly(2026, 3, 8), 2 * 3600);
    private static readonly long SummerTo = LocalSeconds(new DateOnly(2026, 11, 1), 2 * 3600);

    private static readonly int[] Holidays =
        [DayOf(new(2026, 5, 25)), DayOf(new(2026, 7, 3)), DayOf(new(2026, 9, 7)), DayOf(new(2026, 11, 26)), DayOf(new(2026, 12, 25)), DayOf(new(2027, 1, 1))];

    /// <summary>Every event of a week that ends before this instant is certain to be earlier than those of the next.</summary>
    public static long EarliestInstantOfWeek(int week) => week * WeekMilliseconds + 4 * 3_600_000L;

    public static int DayOf(DateOnly date) => date.DayNumber - FirstDay.DayNumber;

    public static bool IsHoliday(int day) => Array.IndexOf(Holidays, day) >= 0;

    /// <summary>The instant of a wall clock; the rule of the United States for 2026, the same on a machine without a time-zone database.</summary>
    public static long ToUtc(int day, double minutes, int winterOffsetHours)
    {
        var seconds = (long)(minutes * 60);
        return (day * 86_400L + seconds - OffsetHours(day, seconds, winterOffsetHours) * 3600L) * 1000;
    }

    public static int OffsetHours(int day, long seconds, int winterOffsetHours)
    {
        var local = day * 86_400L + seconds;
        return winterOffsetHours + (local >= SummerFrom && local < SummerTo ? 1 : 0);
    }

    private static long LocalSeconds(DateOnly date, int seconds) => DayOf(date) * 86_400L + seconds;
}
