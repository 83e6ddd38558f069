namespace Charthouse.Demo;

/// <summary>A measure that the demo's quality team enters by hand, month by month: notes signed within a day. The middle is 78 in 100; a letter to the departments moved nothing.</summary>
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
}
