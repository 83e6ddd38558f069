namespace Charthouse.Analytics.Activity;

/// <summary>A published figure that a hospital may read its own beside: context, never a target.</summary>
/// <param name="Group">Whom it was measured on.</param>
/// <param name="HoursPerEight">EHR hours per 8 scheduled patient hours.</param>
/// <param name="Statistic">Mean or median.</param>
/// <param name="Citation">Where it was published.</param>
public sealed record PublishedReference(string Group, double HoursPerEight, string Statistic, string Citation);

/// <summary>Published minutes per clinician-day of one kind of work.</summary>
/// <param name="Kind">Kind of work.</param>
/// <param name="PrimaryCare">Primary care.</param>
/// <param name="Medical">Medical specialties.</param>
/// <param name="Surgical">Surgical specialties.</param>
public sealed record PublishedMinutes(string Kind, double PrimaryCare, double Medical, double Surgical);

/// <summary>Reference values of activity.md §10. Their estimators differ from ours and from each other, so figures are not comparable one to one.</summary>
public static class PublishedReferences
{
    private const string Ambulatory = "JGIM 2024 and AMA: 200,081 ambulatory physicians, 396 organisations, Nov 2021 to Apr 2022, Epic";
    private const string Ama = "AMA, on the same 200,081 physicians";

    /// <summary>EHR time per 8 scheduled hours.</summary>
    public static IReadOnlyList<PublishedReference> EhrTimePerEight { get; } =
    [
        new("All ambulatory physicians", 5.8, "mean", Ambulatory),
        new("Two organisations, Epic and Cerner", 5.23, "median", "Melnick et al. 2021, JAMIA, doi 10.1093/jamia/ocab011: 573 physicians, Aug 2019"),
        new("Infectious disease", 8.4, "mean", Ama),
        new("Endocrinology", 7.7, "mean", Ama),
        new("Nephrology", 7.5, "mean", Ama),
        new("Primary care (family and internal medicine)", 7.3, "mean", Ama),
        new("Hematology", 7.2, "mean", Ama),
        new("Dermatology", 4.3, "mean", Ama),
        new("General surgery", 4.0, "mean", Ama),
        new("Otolaryngology", 4.0, "mean", Ama),
        new("Orthopedics", 3.3, "mean", Ama),
        new("Anesthesiology", 2.5, "mean", Ama),
    ];

    /// <summary>Minutes per clinician-day.</summary>
    public static IReadOnlyList<PublishedMinutes> MinutesPerDay { get; } =
    [
        new("Total active", 115.0, 85.7, 45.6),
        new("After hours", 29.8, 26.2, 16.0),
        new("Notes", 51.5, 40.8, 22.0),
    ];

    /// <summary>Where <see cref="MinutesPerDay"/> was published.</summary>
    public const string MinutesPerDayCitation = "351 US organisations, Epic, Jan to Aug 2019; time stops 5 s after the last key or mouse movement";
}
