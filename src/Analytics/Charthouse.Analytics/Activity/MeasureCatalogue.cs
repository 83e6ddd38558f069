using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>Whether less or more of a measure is better.</summary>
public enum MeasureDirection
{
    /// <summary>A description; neither is better.</summary>
    None,
    /// <summary>Less is better.</summary>
    Lower,
    /// <summary>More is better.</summary>
    Higher,
}

/// <summary>A parameter of a definition.</summary>
/// <param name="Name">Name.</param>
/// <param name="Text">Its values and its default.</param>
public sealed record MeasureParameter(string Name, string Text);

/// <summary>A place that shows a measure.</summary>
/// <param name="Name">A page, or a command.</param>
/// <param name="Href">Address of the page relative to the base; <c>null</c> for a command.</param>
public sealed record MeasureUse(string Name, string? Href = null);

/// <summary>The open definition of one measure.</summary>
/// <param name="Id">Stable name in addresses.</param>
/// <param name="Name">Name on screen.</param>
/// <param name="Code">Short code, such as EHR-Time₈.</param>
/// <param name="Unit">Unit.</param>
/// <param name="Sentence">The definition as plain sentences.</param>
public sealed record MeasureDefinition(string Id, string Name, string Code, string Unit, string Sentence)
{
    /// <summary>Changes when the meaning changes.</summary>
    public string Version { get; init; } = "1";

    /// <summary>Which way is better.</summary>
    public MeasureDirection Direction { get; init; }

    /// <summary>What stands before the fraction, such as <c>8 ×</c>.</summary>
    public string? Factor { get; init; }

    /// <summary>What is counted.</summary>
    public required string Numerator { get; init; }

    /// <summary>What it is divided by; <c>null</c> for a sum.</summary>
    public string? Denominator { get; init; }

    /// <summary>The formula on one line.</summary>
    public string Formula => (Factor is null ? "" : Factor + " ") + Numerator + (Denominator is null ? "" : " ÷ " + Denominator);

    /// <summary>What can be set.</summary>
    public IReadOnlyList<MeasureParameter> Parameters { get; init; } = [];

    /// <summary>Where the definition comes from.</summary>
    public required string Source { get; init; }

    /// <summary>Where it is used.</summary>
    public IReadOnlyList<MeasureUse> UsedIn { get; init; } = [];

    /// <summary>File under <c>docs/methods</c> with worked examples.</summary>
    public required string MethodPage { get; init; }
}

/// <summary>All measures about EHR activity.</summary>
public static class MeasureCatalogue
{
    private const string Sinsky = "Sinsky et al. 2020, JAMIA 27(4):639-643, doi 10.1093/jamia/ocz223";
    private const string PerEightUnit = "h per 8 scheduled";
    private const string Scheduled = "scheduled patient hours";

    private static readonly MeasureUse activityPage = new("Activity", "activity");
    private static readonly MeasureUse reportCommand = new("charthouse activity report");
    private static readonly MeasureUse sensitivityCommand = new("charthouse activity sensitivity");
    private static readonly MeasureUse[] pageAndReport = [activityPage, reportCommand];

    private static readonly MeasureParameter[] creditParameters =
    [
        new("Estimator", "drop (default): a gap longer than the time-out does not count; cap: it counts up to the time-out; union: as cap, and the last event of all gets the time-out"),
        new("Time-out", "300 s by default; 1 to 86,400 s"),
        new("Boundary", "a gap of exactly the time-out counts (le, default) or does not (lt)"),
    ];

    private static readonly MeasureParameter[] perEightParameters =
    [
        .. creditParameters,
        new("Scheduled time", "union of appointments that are not cancelled; overlaps count once"),
        new("Minimum", "8 scheduled hours for each clinician in the period; below it no value"),
        new("Period", "4 weeks by default; numerators and denominators are added up first, then divided"),
    ];

    /// <summary>EHR-Time8.</summary>
    public static MeasureDefinition EhrTime { get; } = PerEight("ehr-time", "EHR time", "EHR-Time₈",
        "Hours of active EHR use, at any time and place, for each 8 hours of scheduled patient care.", "active hours, all", MeasureDirection.Lower, pageAndReport.Append(sensitivityCommand));

    /// <summary>WOW8.</summary>
    public static MeasureDefinition OutsideVisits { get; } = PerEight("outside-visits", "Outside visits", "WOW₈",
        "Work outside of work: hours of active EHR use outside scheduled patient time, on any day and without a margin, for each 8 hours of scheduled patient care.",
        "active hours outside scheduled patient time", MeasureDirection.Lower, pageAndReport);

    /// <summary>Note-Time8.</summary>
    public static MeasureDefinition NoteTime { get; } = PerEight("note-time", "Note writing", "Note-Time₈",
        "Hours of writing, editing and signing documentation for each 8 hours of scheduled patient care. Reading notes is chart review. "
        + "Access logs undercount it, because typing makes no rows.", "active hours of note writing", MeasureDirection.Lower, pageAndReport);

    /// <summary>IB-Time8.</summary>
    public static MeasureDefinition InboxTime { get; } = PerEight("inbox-time", "Inbox", "IB-Time₈",
        "Hours in the inbox for each 8 hours of scheduled patient care. Time in a chart that was opened from a message counts only where the log says so.",
        "active hours in the inbox", MeasureDirection.Lower, pageAndReport);

    /// <summary>Rx-Time8.</summary>
    public static MeasureDefinition RxTime { get; } = PerEight("rx-time", "Prescriptions", "Rx-Time₈",
        "Hours of prescription work (new prescriptions, refills, prior authorisation) for each 8 hours of scheduled patient care.",
        "active hours of prescription work", MeasureDirection.Lower, pageAndReport);

    /// <summary>TWORD, which needs orders.</summary>
    public static MeasureDefinition OrdersWithTeam { get; } = new("orders-with-team", "Orders with team", "TWORD", "%",
        "Share of a physician's orders to which somebody else contributed before the signature. It needs an order log, which has not been imported.")
    {
        Direction = MeasureDirection.Higher,
        Factor = "100 ×",
        Numerator = "orders pended, queued, entered or released by another user",
        Denominator = "all orders by the physician",
        Parameters = [new("Left out", "orders of interfaces and background jobs")],
        Source = Sinsky,
        UsedIn = [activityPage],
        MethodPage = "per-eight-hours.md",
    };

    /// <summary>ATTN, which needs room times.</summary>
    public static MeasureDefinition Attention { get; } = new("attention", "Attention", "ATTN", "share of visit time",
        "Share of visit time without EHR use. It needs the times at which patients were roomed, which this log does not hold.")
    {
        Direction = MeasureDirection.Higher,
        Numerator = "visit time − EHR time within it",
        Denominator = "visit time",
        Parameters = [new("Clipping", "a negative share counts as 0; the median over visits is shown")],
        Source = Sinsky,
        UsedIn = [activityPage],
        MethodPage = "per-eight-hours.md",
    };

    /// <summary>Active hours.</summary>
    public static MeasureDefinition ActiveHours { get; } = new("active-hours", "Active hours", "AT", "h",
        "Time between one logged action and the next of the same clinician, credited to the earlier action by the estimator.")
    {
        Numerator = "sum of credited gaps",
        Parameters = creditParameters,
        MethodPage = "active-time.md",
        UsedIn = pageAndReport,
        Source = "Lou, Kim, Kannampallil (WUSTL) for drop with 300 s; Rule et al. 2020 for the kinds of estimators",
    };

    /// <summary>The eight windows, in the order of <see cref="ActivityWindowNames.Keys"/>.</summary>
    public static IReadOnlyList<MeasureDefinition> Windows { get; } =
    [
        Window("outside-scheduled", "Outside visits", "WOW", "all time not in a visit", "outside the union of scheduled visits, on any day, without a margin", "Sinsky et al. 2020; recommended by Arndt and Rule 2024"),
        Window("outside-schedule-30", "30 min margin", "OSH30", "visit days, half an hour aside", "on days with a visit, before the first start minus 30 minutes or from the last end plus 30 minutes", "Epic: time outside scheduled time (30 min buffer)"),
        Window("unscheduled-day", "Days without visits", "UNSCHED", "days on which no visit starts", "on days on which no visit starts", "Epic: time on unscheduled days"),
        Window("outside-7-to-19", "Nights", "7TO7", "19:00 to 07:00 every day", "before 07:00 or from 19:00, on every day", "Epic: time outside 7 AM to 7 PM"),
        Window("evenings-and-weekends", "Evenings and weekends", "EVE", "17:30 to 07:00 and Sat, Sun", "on weekdays before 07:00 or from 17:30, and on all of Saturday and Sunday", "Rotenstein et al. 2023 (pajama time)"),
        Window("after-18-and-weekends", "After 18 and weekends", "18TO6W", "18:00 to 06:00 and Sat, Sun", "on weekdays before 06:00 or from 18:00, and on all of Saturday and Sunday", "Overhage and McCallie 2020 (Cerner)"),
        Window("18-to-6", "18 to 6", "18TO6", "18:00 to 06:00 every day", "before 06:00 or from 18:00, on every day", "WUSTL: Lou, Kim, Kannampallil"),
        Window("weekends", "Weekends", "WKND", "Saturday and Sunday", "on Saturday and Sunday", "Epic: share of minutes on Saturday and Sunday"),
    ];

    /// <summary>Few words on what each window counts, in the same order.</summary>
    public static IReadOnlyList<string> WindowHints { get; } =
    [
        "all time not in a visit", "visit days, half an hour aside", "days on which no visit starts", "19:00 to 07:00 every day",
        "17:30 to 07:00 and Sat, Sun", "18:00 to 06:00 and Sat, Sun", "18:00 to 06:00 every day", "all of Sat and Sun",
    ];

    /// <summary>Sessions.</summary>
    public static MeasureDefinition Sessions { get; } = new("sessions", "Sessions", "SES", "sessions",
        "Runs of one clinician's actions without a gap beyond the time-out. A session starts at the first action of the period and after each longer gap.")
    {
        Numerator = "number of sessions",
        Parameters = creditParameters[1..],
        MethodPage = "sessions-and-switches.md",
        UsedIn = [reportCommand],
        Source = "WUSTL: Lou, Kim, Kannampallil",
    };

    /// <summary>Patient switches.</summary>
    public static MeasureDefinition PatientSwitches { get; } = new("patient-switches", "Patient switches", "SW", "switches",
        "Changes of the patient within a session. Actions without a patient are passed over.")
    {
        Numerator = "number of switches",
        Parameters = creditParameters[1..],
        MethodPage = "sessions-and-switches.md",
        UsedIn = [reportCommand],
        Source = "WUSTL: Lou et al. 2022, Kim et al. 2024",
    };

    /// <summary>Scheduled hours.</summary>
    public static MeasureDefinition ScheduledHours { get; } = new("scheduled-hours", "Scheduled hours", "PSH", "h",
        "Length of the union of a clinician's appointments in the period. Cancelled ones are left out, no-shows stay, overlaps count once.")
    {
        Numerator = "length of the union of appointments",
        Parameters = [new("Mode", "appointments (the only one in this version)")],
        MethodPage = "scheduled-hours.md",
        UsedIn = pageAndReport,
        Source = Sinsky,
    };

    /// <summary>Active days.</summary>
    public static MeasureDefinition ActiveDays { get; } = new("active-days", "Active days", "DAYS", "clinician-days",
        "Local dates on which a clinician has at least one logged action.")
    {
        Numerator = "number of clinician-days with an action",
        MethodPage = "active-time.md",
        UsedIn = [reportCommand],
        Source = "Charthouse",
    };

    /// <summary>Time by kind of action.</summary>
    public static MeasureDefinition ActionTime { get; } = PerEight("action-time", "Time by category", "CAT₈",
        "Active time by what was done: each logged action belongs to one of twelve categories, or to none. A gap belongs to the action that it follows.",
        "active hours of the category", MeasureDirection.None, pageAndReport, "categories.md", "Mapping of actions by the hospital; categories of activity.md §1");

    /// <summary>Unmapped share.</summary>
    public static MeasureDefinition UnmappedShare { get; } = new("unmapped-share", "Unmapped time", "UNM", "%",
        "Share of active time of actions that no mapping names. It is reported, never hidden; 2.7 % in the one public mapping.")
    {
        Direction = MeasureDirection.Lower,
        Factor = "100 ×",
        Numerator = "active hours of unmapped actions",
        Denominator = "active hours, all",
        Parameters = creditParameters,
        MethodPage = "categories.md",
        UsedIn = [activityPage, new("Unmapped actions", "actions/unmapped"), reportCommand],
        Source = "Charthouse; public WUSTL mapping for comparison",
    };

    /// <summary>Rank agreement.</summary>
    public static MeasureDefinition RankAgreement { get; } = new("rank-agreement", "Rank agreement", "τ-b", "−1 to 1",
        "How well two definitions agree on the order of the groups: 1 is the same order, 0 no relation, −1 the reverse. Hidden groups are left out.")
    {
        Numerator = "pairs of groups in the same order − pairs in the reverse order",
        Denominator = "geometric mean of the pairs without a tie under each",
        Parameters = [new("Definitions", "3 estimators × time-outs of 30, 60, 90 and 300 s, and the eight windows")],
        MethodPage = "sensitivity.md",
        UsedIn = [activityPage, sensitivityCommand],
        Source = "Kendall 1945, tau-b",
    };

    /// <summary>Hour of the week.</summary>
    public static MeasureDefinition HourOfWeek { get; } = new("hour-of-week", "Hours of the week", "HOW", "min per clinician",
        "Average minutes of active EHR use per clinician in each hour of the week, by the local clock.")
    {
        Numerator = "active minutes in that hour of the week",
        Denominator = "clinicians × weeks",
        Parameters = creditParameters,
        MethodPage = "active-time.md",
        UsedIn = [activityPage],
        Source = "Charthouse",
    };

    /// <summary>All measures, in the order of the page.</summary>
    public static IReadOnlyList<MeasureDefinition> All { get; } =
    [
        EhrTime, OutsideVisits, NoteTime, InboxTime, RxTime, OrdersWithTeam, Attention, ActiveHours, ScheduledHours, ActionTime, UnmappedShare,
        .. Windows, HourOfWeek, RankAgreement, Sessions, PatientSwitches, ActiveDays,
    ];

    /// <summary>A measure by its id, or <c>null</c>.</summary>
    public static MeasureDefinition? Find(string id) => All.FirstOrDefault(measure => string.Equals(measure.Id, id, StringComparison.Ordinal));

    private static MeasureDefinition PerEight(
        string id, string name, string code, string sentence, string numerator, MeasureDirection direction, IEnumerable<MeasureUse> uses,
        string methodPage = "per-eight-hours.md", string source = Sinsky) => new(id, name, code, PerEightUnit, sentence)
        {
            Direction = direction,
            Factor = "8 ×",
            Numerator = numerator,
            Denominator = Scheduled,
            Parameters = perEightParameters,
            Source = source,
            UsedIn = [.. uses],
            MethodPage = methodPage,
        };

    private static MeasureDefinition Window(string id, string name, string code, string hint, string where, string source) =>
        PerEight("window-" + id, name, code, $"Active EHR time that lies {where}, for each 8 hours of scheduled patient care. In short: {hint}.",
            "active hours " + where, MeasureDirection.Lower, [activityPage, reportCommand, sensitivityCommand], "windows.md", source);
}
