namespace Charthouse.Demo;

/// <summary>When the work on the record is done, as shares of all of it; what is left falls on days without visits.</summary>
internal sealed record Hours(double Visits, double Desk, double Early, double Evening, double Weekend);

/// <summary>What a specialty looks like in the log.</summary>
/// <param name="Name">As in the people file.</param>
/// <param name="EhrTime8">Hours on the record per 8 scheduled hours (activity.md §10); null where there are no visits.</param>
/// <param name="VisitMinutes">Length of an appointment slot.</param>
/// <param name="HalfDaysPerWeek">Mean number of clinic half-days.</param>
/// <param name="When">When the work is done.</param>
/// <param name="Mix">Share of time by <see cref="Category"/>.</param>
/// <param name="NoteTimeCutAtGoLive">How much less time note writing takes after the go-live, as a share.</param>
internal sealed record Specialty(
    string Name, double? EhrTime8, int VisitMinutes, double HalfDaysPerWeek, Hours When, double[] Mix, double NoteTimeCutAtGoLive = 0)
{
    //                                                    inbox  notes review result order rx    alert navig hand  disch image other unmapped
    private static readonly double[] PrimaryCareMix = [.135, .460, .155, .052, .100, .055, .016, .042, .001, .001, .007, .015, .025];
    private static readonly double[] MedicalMix = [.100, .480, .175, .065, .090, .045, .014, .040, .001, .001, .005, .014, .025];
    private static readonly double[] CardiologyMix = [.090, .465, .175, .055, .095, .035, .013, .040, .006, .006, .040, .015, .025];
    private static readonly double[] SurgicalMix = [.060, .510, .140, .030, .110, .025, .012, .042, .010, .015, .055, .018, .025];
    private static readonly double[] HospitalMix = [.025, .330, .235, .075, .130, .015, .020, .052, .055, .040, .015, .010, .025];

    public static readonly double[] NurseMix = [.310, .140, .190, .060, .090, .060, .020, .070, .005, .005, .005, .020, .025];
    public static readonly double[] PharmacistMix = [.150, .170, .190, .080, .070, .210, .030, .055, .002, .003, .003, .012, .025];

    public static readonly Specialty[] All =
    [
        new("Family Medicine", 7.3, 20, 3.4, new(.47, .17, .015, .165, .085), PrimaryCareMix, .27),
        new("Internal Medicine", 7.4, 30, 3.4, new(.44, .16, .02, .19, .10), PrimaryCareMix),
        new("Pediatrics", 6.2, 20, 3.2, new(.50, .18, .01, .14, .07), PrimaryCareMix, .27),
        new("Cardiology", 5.9, 30, 3.1, new(.40, .17, .04, .19, .10), CardiologyMix, .27),
        new("Endocrinology", 7.8, 30, 3.1, new(.42, .16, .01, .22, .11), MedicalMix),
        new("Dermatology", 4.3, 15, 3.2, new(.60, .20, .00, .08, .03), MedicalMix),
        new("Infectious Disease", 8.4, 40, 2.7, new(.36, .16, .03, .21, .14), MedicalMix),
        new("Orthopedics", 3.3, 15, 2.8, new(.42, .18, .10, .14, .09), SurgicalMix),
        new("General Surgery", 4.0, 20, 2.6, new(.36, .18, .13, .15, .10), SurgicalMix),
        new("Hospital Medicine", null, 30, 0, new(0, 0, 0, 0, 0), HospitalMix),
    ];

    public static Specialty Named(string name) => All.Single(s => s.Name == name);
}
