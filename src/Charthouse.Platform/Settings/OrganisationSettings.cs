using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace Charthouse.Platform.Settings;

/// <summary>A setting that is never printed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;

/// <summary>Section <c>Organisation</c>: who runs this installation, and how it writes times and numbers.</summary>
public sealed class OrganisationSettings : IValidatableObject
{
    /// <summary>Name, shown in the app bar; <c>null</c> for the name of the data directory.</summary>
    [MaxLength(200, ErrorMessage = "is longer than 200 characters")]
    public string? Name { get; set; }

    /// <summary>Civil time, such as <c>Europe/Berlin</c>; <c>null</c> for the zone of most clinicians in the log.</summary>
    public string? TimeZone { get; set; }

    /// <summary>How numbers and dates are written, such as <c>de-CH</c>; <c>null</c> for plain English.</summary>
    public string? Locale { get; set; }

    /// <summary>The zone that <see cref="TimeZone"/> names.</summary>
    public TimeZoneInfo? Zone => TimeZone is { } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out var zone) ? zone : null;

    /// <summary>The culture that <see cref="Locale"/> names.</summary>
    public CultureInfo? Culture => Locale is { } name && IsKnown(name) ? CultureInfo.GetCultureInfo(name) : null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Name is not null && string.IsNullOrWhiteSpace(Name)) yield return new ValidationResult("is empty; leave it out, or give the name of the hospital", [nameof(Name)]);
        if (TimeZone is not null && Zone is null) yield return new ValidationResult("is no time zone; use a name such as Europe/Berlin or America/New_York", [nameof(TimeZone)]);
        if (Locale is not null && Culture is null) yield return new ValidationResult("is no locale that this machine knows; use one such as en-GB or de-CH", [nameof(Locale)]);
    }

    private static bool IsKnown(string name) => CultureInfo.GetCultures(CultureTypes.SpecificCultures | CultureTypes.NeutralCultures).Any(culture => culture.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && culture.Name.Length > 0);
}
