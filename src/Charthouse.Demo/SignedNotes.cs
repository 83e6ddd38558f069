namespace Charthouse.Demo;

/// <summary>Measures that the demo's quality team enters by hand, month by month: notes signed within a day. The middle is 78 in 100; a letter to the departments moved nothing. One department signs later than chance explains.</summary>
public static class SignedNotes
{
    /// <summary>Name of the measure.</summary>
    public const string Name = "Notes signed within 24 hours";

    private static readonly int[] perThousand = [781, 774, 790, 768, 785, 779, 792, 771, 783, 776, 765, 788, 780, 773, 786, 769, 791, 777];

    /// <summary>First day of the month, notes signed in time, and all notes; the last month is the last whole one of the log.</summary>
    public static IReadOnlyList<(DateOnly Month, int Signed, int Notes)> Months { get; } =
    [
        .. perThousand.Select((share, i) => (Month: new DateOnly(HarborRegionalHealth.LastDay.Year, HarborRegionalHealth.LastDay.Month, 1).AddMonths(i - perThousand.Length), Notes: 940 + ((i * 37) % 120), share))
            .Select(month => (month.Month, month.Notes * month.share / 1000, month.Notes)),
    ];

    /// <summary>The same of some departments, which have fewer notes and so vary more.</summary>
    public static IReadOnlyList<(string Department, IReadOnlyList<(DateOnly Month, int Signed, int Notes)> Months)> Departments { get; } =
    [
        Of("Family Medicine Harbor", 148, 0.786), Of("Family Medicine Lakeshore", 96, 0.769), Of("General Surgery", 61, 0.793), Of("Internal Medicine North Bay", 118, 0.781),
        Of("Orthopedics Harbor", 83, 0.664), Of("Pediatrics", 127, 0.808),
    ];

    // Around the department's own share, three notes more or fewer by turns that repeat after seven months.
    private static (string, IReadOnlyList<(DateOnly, int, int)>) Of(string department, int notes, double share) =>
        (department, [.. Months.Select((month, i) => (Month: month.Month, All: notes + (i * 11 % 17) - 8, i)).Select(month => (month.Month, (int)(month.All * share) + (month.i * 5 % 7) - 3, month.All))]);
}
