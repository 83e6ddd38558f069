using System.ComponentModel.DataAnnotations;

namespace Charthouse.Access.Notifications;

/// <summary>Settings of notifications. The host binds the section <c>Notifications</c>.</summary>
public sealed class NotificationSettings : IValidatableObject
{
    /// <summary>Time zone of the daily e-mail, such as <c>America/New_York</c>; <c>null</c> for the organisation's.</summary>
    public string? TimeZone { get; set; }

    /// <summary>Hour of that day at which the daily e-mail goes out, 0 to 23.</summary>
    [Range(0, 23, ErrorMessage = "must be an hour from 0 to 23")]
    public int DigestHour { get; set; } = 6;

    /// <summary>What is wrong with the settings; the messages go on after the name of the setting.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (TimeZone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _)) yield return new ValidationResult("is no time zone; write it as America/New_York", [nameof(TimeZone)]);
    }

    /// <summary>The last moment before <paramref name="now"/> at which the daily e-mail was due.</summary>
    /// <param name="now">Now.</param>
    /// <param name="organisation">Civil time of the organisation; <c>null</c> is UTC.</param>
    internal DateTimeOffset LastDigestBefore(DateTimeOffset now, TimeZoneInfo? organisation)
    {
        var zone = TimeZone is { } id ? TimeZoneInfo.FindSystemTimeZoneById(id) : organisation ?? TimeZoneInfo.Utc;
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
