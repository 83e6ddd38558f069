namespace Charthouse.Demo;

/// <summary>The categories of the interchange files, in the order of the arrays of this project; the last has no name there.</summary>
internal enum Category
{
    Inbox, NoteWriting, ChartReview, Results, Orders, Prescriptions, Alerts, Navigation, Handoff, Discharge, Imaging, Other, Unmapped,
}

internal sealed record AuditAction(string Name, Category Category, int Weight, string[]? Details = null, bool AfterGoLiveOnly = false);

/// <summary>The words of the log: every action, its category, how often it occurs among its category.</summary>
internal static class AuditActions
{
    public const int CategoryCount = 13;

    private static readonly string[] Reports =
    [
        "Snapshot", "Problem list", "Health maintenance", "Labs, last 7 days", "Medication history", "Immunizations",
        "Encounter timeline", "Growth chart \"percentiles\"", "Diabetes summary", "Intake and output", "Vitals flowsheet", "Care team",
    ];

    private static readonly string[] Tests =
        ["CBC", "Basic metabolic panel", "HbA1c", "Lipid panel", "TSH", "Urinalysis", "Blood culture", "Troponin", "Pathology report"];

    private static readonly string[] Messages =
        ["Result", "Patient advice request", "Rx refill", "Staff message", "Patient call", "CC'd chart", "System notice"];

    private static readonly string[] Advisories =
        ["Influenza vaccine due", "Duplicate order", "Renal dose check", "Sepsis screen", "Opioid and benzodiazepine", "Statin suggested", "Missing weight"];

    private static readonly string[] Studies = ["Chest radiograph", "CT abdomen, with contrast", "MRI knee", "Echocardiogram", "Ultrasound thyroid"];

    public static readonly AuditAction[] All =
    [
        new("In Basket message viewed", Category.Inbox, 38, Messages),
        new("In Basket folder opened", Category.Inbox, 16),
        new("In Basket message completed", Category.Inbox, 18, Messages),
        new("In Basket reply sent", Category.Inbox, 11),
        new("In Basket message forwarded", Category.Inbox, 6),
        new("Result note sent to patient", Category.Inbox, 7),
        new("Secure chat opened", Category.Inbox, 9),

        new("Note created", Category.NoteWriting, 8),
        new("Note edited", Category.NoteWriting, 40),
        new("Note saved", Category.NoteWriting, 20),
        new("Note pended", Category.NoteWriting, 7),
        new("Note signed", Category.NoteWriting, 8),
        new("SmartText inserted", Category.NoteWriting, 9),
        new("SmartLink refreshed", Category.NoteWriting, 6),
        new("Note addendum started", Category.NoteWriting, 2),
        new("Ambient note draft inserted", Category.NoteWriting, 14, AfterGoLiveOnly: true),

        new("Chart review tab opened", Category.ChartReview, 24),
        new("Encounter summary viewed", Category.ChartReview, 14),
        new("Note viewed", Category.ChartReview, 24),
        new("Report viewed", Category.ChartReview, 20, Reports),
        new("Problem list viewed", Category.ChartReview, 7),
        new("Medication list viewed", Category.ChartReview, 8),
        new("History viewed", Category.ChartReview, 5),
        new("Outside records viewed", Category.ChartReview, 5),
        new("Chart searched", Category.ChartReview, 3),
        new("Flowsheet viewed", Category.ChartReview, 7),

        new("Results review opened", Category.Results, 30),
        new("Result viewed", Category.Results, 44, Tests),
        new("Result acknowledged", Category.Results, 14, Tests),
        new("Result trend displayed", Category.Results, 8, Tests),

        new("Order entry opened", Category.Orders, 24),
        new("Order searched", Category.Orders, 18),
        new("Order set opened", Category.Orders, 8),
        new("Order details edited", Category.Orders, 20),
        new("Orders signed", Category.Orders, 22),
        new("Order discontinued", Category.Orders, 4),
        new("Diagnosis associated", Category.Orders, 10),
        new("Referral entered", Category.Orders, 4),

        new("Prescription entered", Category.Prescriptions, 26),
        new("Prescription refilled", Category.Prescriptions, 26),
        new("Prescription details edited", Category.Prescriptions, 18),
        new("Pharmacy selected", Category.Prescriptions, 10),
        new("Controlled substance signed", Category.Prescriptions, 6),
        new("Prior authorization viewed", Category.Prescriptions, 6),
        new("Medication reconciliation marked", Category.Prescriptions, 10),

        new("BPA displayed", Category.Alerts, 50, Advisories),
        new("BPA acknowledged", Category.Alerts, 26, Advisories),
        new("BPA override reason entered", Category.Alerts, 12, Advisories),
        new("Medication warning displayed", Category.Alerts, 22),

        new("Patient chart opened", Category.Navigation, 20),
        new("Patient chart closed", Category.Navigation, 14),
        new("Activity tab switched", Category.Navigation, 34),
        new("Schedule viewed", Category.Navigation, 12),
        new("Patient list viewed", Category.Navigation, 8),
        new("Patient lookup", Category.Navigation, 8),
        new("Workspace secured", Category.Navigation, 4),

        new("Handoff report viewed", Category.Handoff, 40),
        new("Handoff note edited", Category.Handoff, 26),
        new("Treatment team changed", Category.Handoff, 10),

        new("Discharge navigator opened", Category.Discharge, 24),
        new("Discharge instructions edited", Category.Discharge, 24),
        new("Discharge orders reconciled", Category.Discharge, 16),
        new("After-visit summary printed", Category.Discharge, 12),

        new("Image viewed", Category.Imaging, 40, Studies),
        new("Imaging report viewed", Category.Imaging, 30, Studies),

        new("Level of service entered", Category.Other, 22),
        new("Charge captured", Category.Other, 14),
        new("Visit diagnosis entered", Category.Other, 20),
        new("Follow-up requested", Category.Other, 12),
        new("Letter composed", Category.Other, 10),
        new("Patient education assigned", Category.Other, 10),
        new("Allergies reviewed", Category.Other, 12),

        // Left out of the actions file on purpose: a log always knows more words than its mapping.
        new("Print group formatted", Category.Unmapped, 30),
        new("Side panel refreshed", Category.Unmapped, 30),
        new("External link launched", Category.Unmapped, 14),
        new("Dictation device connected", Category.Unmapped, 8),
        new("Banner expanded", Category.Unmapped, 18),
    ];

    public static IEnumerable<string> Unmapped => All.Where(a => a.Category == Category.Unmapped).Select(a => a.Name);

    public static readonly byte ChartOpened = (byte)Array.FindIndex(All, a => a.Name == "Patient chart opened");

    /// <summary>Mean pause after a row, in seconds.</summary>
    public static readonly double[] PauseSeconds =
        [30, 78, 36, 32, 36, 33, 13, 15, 38, 36, 62, 27, 13];

    /// <summary>The word of the interchange files.</summary>
    public static string Word(Category category) => category switch
    {
        Category.Inbox => "inbox",
        Category.NoteWriting => "note-writing",
        Category.ChartReview => "chart-review",
        Category.Results => "results",
        Category.Orders => "orders",
        Category.Prescriptions => "prescriptions",
        Category.Alerts => "alerts",
        Category.Navigation => "navigation",
        Category.Handoff => "handoff",
        Category.Discharge => "discharge",
        Category.Imaging => "imaging",
        Category.Other => "other",
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Unmapped actions are not in the actions file."),
    };
}
