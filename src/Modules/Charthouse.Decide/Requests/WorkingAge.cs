using Charthouse.Planning.ServiceLevels;

namespace Charthouse.Decide.Requests;

/// <summary>Ages of requests in working days: Monday to Friday. Holidays of the house are not known yet.</summary>
internal static class WorkingAge
{
    /// <summary>Working days since an instant: 0 on the day itself.</summary>
    public static int Days(DateTimeOffset since, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local) => Between(DateOnly.FromDateTime(local(since).DateTime), today);

    /// <summary>Working days from one day to another, the first one not counted; 0 for a day that has not come.</summary>
    public static int Between(DateOnly from, DateOnly to) => WorkingCalendar.Default.WorkingDaysBetween(from, to);

    /// <summary>The day some working days after another.</summary>
    public static DateOnly After(DateOnly from, int days) => WorkingCalendar.Default.AddWorkingDays(from, days);
}
