namespace Charthouse.Decide.Requests;

/// <summary>Ages in working days.</summary>
internal static class WorkingAge
{
    /// <summary>Working days since an instant: 0 on the day itself.</summary>
    public static int Days(DateTimeOffset since, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local) => Between(DateOnly.FromDateTime(local(since).DateTime), today);

    /// <summary>Working days from one day to another, the first one not counted.</summary>
    public static int Between(DateOnly from, DateOnly to)
    {
        var days = 0;
        for (var day = from; day < to; day = day.AddDays(1)) if (day.AddDays(1).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) days++;
        return days;
    }

    /// <summary>The day some working days after another.</summary>
    public static DateOnly After(DateOnly from, int days)
    {
        while (days > 0) if ((from = from.AddDays(1)).DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) days--;
        return from;
    }
}
