namespace Charthouse.Access.Notifications;

/// <summary>Settings of notifications. The host binds the section <c>Notifications</c>.</summary>
public sealed class NotificationSettings
{
    /// <summary>Time zone of the organisation, such as <c>America/New_York</c>.</summary>
    public string TimeZone { get; init; } = TimeZoneInfo.Local.Id;

    /// <summary>Hour of the organisation's day at which the daily e-mail goes out, 0 to 23.</summary>
    public int DigestHour { get; init; } = 6;

    internal TimeZoneInfo Zone => TimeZoneInfo.FindSystemTimeZoneById(TimeZone);

    /// <summary>What is wrong; <c>null</c> when nothing is.</summary>
    internal string? Check() =>
        !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _) ? $"Notifications:TimeZone is “{TimeZone}”, which is no time zone. Write it as America/New_York."
        : DigestHour is < 0 or > 23 ? $"Notifications:DigestHour is {DigestHour}. Use an hour from 0 to 23."
        : null;

    /// <summary>The last moment before <paramref name="now"/> at which the daily e-mail was due.</summary>
    internal DateTimeOffset LastDigestBefore(DateTimeOffset now)
    {
        var zone = Zone;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        var due = At(day);
        return due <= now ? due : At(day.AddDays(-1));

        DateTimeOffset At(DateOnly on)
        {
            var clock = on.ToDateTime(new TimeOnly(DigestHour, 0));
            // An hour that the change to summer time skips is due when it would have been.
            while (zone.IsInvalidTime(clock)) clock = clock.AddMinutes(30);
            return new DateTimeOffset(clock, zone.GetUtcOffset(clock));
        }
    }
}
