using System.Collections.Frozen;

namespace Charthouse.Planning.ServiceLevels;

/// <summary>When work is done: on working days that are no holidays, from opening to closing (docs/methods/service-levels.md). All times are local wall-clock times; a change of the clock is not known here.</summary>
/// <param name="Opens">Start of a working day.</param>
/// <param name="Closes">End of a working day, after <paramref name="Opens"/>; 00:00 is the midnight at its end.</param>
/// <param name="WorkingDays">Days of the week on which work is done.</param>
/// <param name="Holidays">Dates on which it is not.</param>
public sealed record WorkingCalendar(TimeOnly Opens, TimeOnly Closes, IReadOnlySet<DayOfWeek> WorkingDays, IReadOnlySet<DateOnly> Holidays)
{
    /// <summary>After more closed days in a row than this, a calendar is taken for wrong.</summary>
    internal const int MostClosedDays = 366;

    /// <summary>All hours of all days.</summary>
    public static WorkingCalendar AroundTheClock { get; } = new(default, default, Enum.GetValues<DayOfWeek>().ToFrozenSet(), FrozenSet<DateOnly>.Empty);

    /// <summary>Monday to Friday, 07:00 to 19:00, without holidays.</summary>
    public static WorkingCalendar Default { get; } = new(new TimeOnly(7, 0), new TimeOnly(19, 0), new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }.ToFrozenSet(), FrozenSet<DateOnly>.Empty);

    /// <summary>Whether work is done on a date.</summary>
    public bool IsWorkingDay(DateOnly day) => WorkingDays.Contains(day.DayOfWeek) && !Holidays.Contains(day);

    /// <summary>The first moment at which so much working time has passed since <paramref name="local"/>. Work that ends with the day ends at closing, not at the next opening; no work at all ends at once, also outside working hours.</summary>
    /// <param name="local">Local time, not UTC.</param>
    /// <param name="working">Working time, 0 or more.</param>
    /// <exception cref="ArgumentException"><paramref name="local"/> is UTC.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="working"/> is negative, or the end lies after the year 9999.</exception>
    /// <exception cref="InvalidOperationException">The calendar closes before it opens, or has no working day in 366 days.</exception>
    public DateTime Add(DateTime local, TimeSpan working)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(working, TimeSpan.Zero);
        var from = Local(local);
        if (working == TimeSpan.Zero) return from;
        var left = working;
        var closed = 0;
        for (var day = DateOnly.FromDateTime(from); ; day = day.AddDays(1))
        {
            if (!IsWorkingDay(day)) closed = Closed(closed, day);
            else
            {
                closed = 0;
                var (opens, closes) = Hours(day);
                var start = from > opens ? from : opens;
                if (closes - start >= left) return start + left;
                if (closes > start) left -= closes - start;
            }

            if (day == DateOnly.MaxValue) throw new ArgumentOutOfRangeException(nameof(working), working, "So much working time ends after the year 9999.");
        }
    }

    /// <summary>Working time between two local times; 0 when <paramref name="to"/> is not after <paramref name="from"/>.</summary>
    /// <exception cref="ArgumentException">A time is UTC.</exception>
    /// <exception cref="InvalidOperationException">The calendar closes before it opens.</exception>
    public TimeSpan Between(DateTime from, DateTime to)
    {
        var (start, end) = (Local(from), Local(to));
        var sum = TimeSpan.Zero;
        if (end <= start) return sum;
        for (var day = DateOnly.FromDateTime(start); ; day = day.AddDays(1))
        {
            if (IsWorkingDay(day))
            {
                var (opens, closes) = Hours(day);
                var (first, last) = (start > opens ? start : opens, end < closes ? end : closes);
                if (last > first) sum += last - first;
            }

            if (day >= DateOnly.FromDateTime(end)) return sum;
        }
    }

    /// <summary>The <paramref name="count"/>-th working day after a date; the date itself when that is 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or the day lies after the year 9999.</exception>
    /// <exception cref="InvalidOperationException">There is no working day in 366 days.</exception>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var closed = 0;
        while (count > 0)
        {
            if (day == DateOnly.MaxValue) throw new ArgumentOutOfRangeException(nameof(count), count, "So many working days end after the year 9999.");
            day = day.AddDays(1);
            if (IsWorkingDay(day)) (count, closed) = (count - 1, 0);
            else closed = Closed(closed, day);
        }

        return day;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; 0 when <paramref name="to"/> is not after <paramref name="from"/>. So from one working day to the next it is 1.</summary>
    public int WorkingDaysBetween(DateOnly from, DateOnly to)
    {
        var count = 0;
        while (from < to)
        {
            from = from.AddDays(1);
            if (IsWorkingDay(from)) count++;
        }

        return count;
    }

    private (DateTime Opens, DateTime Closes) Hours(DateOnly day)
    {
        if (Closes <= Opens && Closes != default) throw new InvalidOperationException($"The working calendar closes at {Closes:HH':'mm}, which is not after it opens at {Opens:HH':'mm}. Set a later closing time; 00:00 is midnight.");
        // The midnight after the last day of the calendar has no date; its last moment stands for it.
        return (day.ToDateTime(Opens), Closes != default ? day.ToDateTime(Closes) : day == DateOnly.MaxValue ? DateTime.MaxValue : day.AddDays(1).ToDateTime(default));
    }

    private static int Closed(int before, DateOnly day) => before < MostClosedDays ? before + 1 : throw new InvalidOperationException(FormattableString.Invariant($"The working calendar has no working day from {day.AddDays(-MostClosedDays):yyyy-MM-dd} to {day:yyyy-MM-dd}. Set its working days, or take out holidays."));

    // A time of UTC would silently be hours away from the opening times.
    internal static DateTime Local(DateTime time) => time.Kind != DateTimeKind.Utc ? DateTime.SpecifyKind(time, DateTimeKind.Unspecified) : throw new ArgumentException("Working time needs local wall-clock time; this is UTC. Convert it to the zone of the calendar.", nameof(time));
}
