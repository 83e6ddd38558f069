namespace Charthouse.Demo;

/// <summary>A change to the record system that a page can mark.</summary>
/// <param name="Name">What went live.</param>
/// <param name="Date">The first day with it.</param>
/// <param name="Specialties">Who got it.</param>
/// <param name="Description">One sentence.</param>
public sealed record GoLive(string Name, DateOnly Date, IReadOnlyList<string> Specialties, string Description);

/// <summary>The synthetic hospital of the demo. No person, patient or event in it is real.</summary>
public static class HarborRegionalHealth
{
    /// <summary>The name of the hospital.</summary>
    public const string Name = "Harbor Regional Health";

    /// <summary>How many weeks the log covers.</summary>
    public const int Weeks = 40;

    internal const int Seed = 20260202;
    internal const int ClinicianCount = 160;

    /// <summary>All but one, whom the people file does not know.</summary>
    internal const int ProfileCount = ClinicianCount - 1;

    internal const int WeeksBeforeGoLive = 26;

    /// <summary>A Monday.</summary>
    public static DateOnly FirstDay => Calendar.FirstDay;

    /// <summary>A Sunday, included.</summary>
    public static DateOnly LastDay => Calendar.FirstDay.AddDays(7 * Weeks - 1);

    /// <summary>What changed in the period.</summary>
    public static IReadOnlyList<GoLive> GoLives { get; } =
    [
        new(
            "Ambient note drafting",
            Calendar.FirstDay.AddDays(7 * WeeksBeforeGoLive),
            [.. Specialty.All.Where(s => s.NoteTimeCutAtGoLive > 0).Select(s => s.Name)],
            "Drafts the visit note from the conversation for physicians and advanced practice providers to edit and sign."),
    ];

    /// <summary>The actions that the actions file leaves out.</summary>
    public static IReadOnlyList<string> UnmappedActions { get; } = [.. AuditActions.Unmapped];

    /// <summary>Writes events (one file per month), people, actions and appointments; about 6 million events, always the same bytes.</summary>
    public static HospitalFiles Write(string folder, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Write(folder, 0, Weeks, progress, cancellationToken);

    /// <summary>Writes the people and the organisation as the file that <c>charthouse people import</c> reads; always the same bytes.</summary>
    /// <param name="folder">Folder for the file.</param>
    /// <returns>The file.</returns>
    public static string WriteDirectory(string folder) => DirectoryFile.Write(Path.Combine(folder, "people-directory.csv"));

    internal static HospitalFiles Write(string folder, int firstWeek, int lastWeek, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var clinicians = Roster.Make(ProfileCount, Seed, withVacations: true);
        clinicians.Add(Roster.WithoutProfile(clinicians.Count, Seed));
        return HospitalLog.Write(
            folder, clinicians, Seed, firstWeek, lastWeek, Weeks, WeeksBeforeGoLive, events: null, monthly: true, progress, cancellationToken);
    }
}
