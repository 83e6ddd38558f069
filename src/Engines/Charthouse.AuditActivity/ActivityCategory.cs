namespace Charthouse.AuditActivity;

/// <summary>What a logged action is about. Every action maps to one category; an action without a mapping is <see cref="Unmapped"/>.</summary>
public enum ActivityCategory : byte
{
    /// <summary>An action that no mapping names. Its share of time is reported, never hidden.</summary>
    Unmapped = 0,
    /// <summary>Reading and handling messages.</summary>
    Inbox = 1,
    /// <summary>Writing, editing and signing documentation. Reading notes is chart review.</summary>
    NoteWriting = 2,
    /// <summary>Reading the chart: notes, reports, history.</summary>
    ChartReview = 3,
    /// <summary>Reading and acknowledging results.</summary>
    Results = 4,
    /// <summary>Entering and signing orders other than prescriptions.</summary>
    Orders = 5,
    /// <summary>Prescriptions: new, refill, prior authorisation.</summary>
    Prescriptions = 6,
    /// <summary>Decision support shown to the clinician.</summary>
    Alerts = 7,
    /// <summary>Moving between screens, lists and schedules.</summary>
    Navigation = 8,
    /// <summary>Handing over patients.</summary>
    Handoff = 9,
    /// <summary>Discharge work.</summary>
    Discharge = 10,
    /// <summary>Viewing images.</summary>
    Imaging = 11,
    /// <summary>Mapped, but to none of the above.</summary>
    Other = 12,
}

/// <summary>The names of the categories in files and JSON.</summary>
public static class ActivityCategories
{
    private static readonly string[] names =
    [
        "unmapped", "inbox", "note-writing", "chart-review", "results", "orders", "prescriptions", "alerts",
        "navigation", "handoff", "discharge", "imaging", "other",
    ];

    /// <summary>How many categories there are, <see cref="ActivityCategory.Unmapped"/> included.</summary>
    public const int Count = 13;

    /// <summary>All names, indexed by category.</summary>
    public static IReadOnlyList<string> Names => names;

    /// <summary>The name used in files and JSON, such as <c>note-writing</c>.</summary>
    public static string Name(ActivityCategory category) => names[(int)category];

    /// <summary>
    /// Reads a category name. Names of other sources are understood too: note entry, note review, report review, navigator, BPA and rx
    /// (activity-cli.md, "Canonical files"). Case, blanks, hyphens and underscores do not matter.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ActivityCategory category)
    {
        Span<char> folded = stackalloc char[32];
        var length = 0;
        foreach (var character in text)
        {
            if (character is ' ' or '-' or '_') continue;
            if (length == folded.Length) break;
            folded[length++] = char.ToLowerInvariant(character);
        }

        ActivityCategory? found = folded[..length] switch
        {
            "unmapped" => ActivityCategory.Unmapped,
            "inbox" => ActivityCategory.Inbox,
            "notewriting" or "noteentry" => ActivityCategory.NoteWriting,
            "chartreview" or "notereview" or "reportreview" => ActivityCategory.ChartReview,
            "results" or "resultsreview" => ActivityCategory.Results,
            "orders" or "orderentry" => ActivityCategory.Orders,
            "prescriptions" or "rx" => ActivityCategory.Prescriptions,
            "alerts" or "bpa" => ActivityCategory.Alerts,
            "navigation" or "navigator" => ActivityCategory.Navigation,
            "handoff" => ActivityCategory.Handoff,
            "discharge" => ActivityCategory.Discharge,
            "imaging" => ActivityCategory.Imaging,
            "other" => ActivityCategory.Other,
            _ => null,
        };
        category = found ?? ActivityCategory.Unmapped;
        return found is not null;
    }
}
