using Charthouse.Deliver.Effects;
using Charthouse.Deliver.Projects;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.GoLives;

/// <summary>What became of a go-live.</summary>
internal enum GoLiveState
{
    Planned,
    Live,
    RolledBack,
    Cancelled,
}

/// <summary>The day on which a project changes the work of some departments. Once it is live it stands on the charts of the measures that belong to its thread.</summary>
internal sealed class GoLive : IArchived
{
    public const string RecordKind = "go-live";
    public const int LongestName = 200, LongestText = 2000;

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public string Name { get; private set; } = "";

    /// <summary>Who gets it, one on each line, named as the activity log names them.</summary>
    public string? Departments { get; private set; }

    /// <summary>Who gets it, one on each line, named as the activity log names them.</summary>
    public string? Specialties { get; private set; }

    public DateOnly PlannedOn { get; private set; }

    /// <summary>The first day with it; <c>null</c> until then.</summary>
    public DateOnly? LiveOn { get; private set; }

    /// <summary>The first day without it again; <c>null</c> when it was not rolled back.</summary>
    public DateOnly? RolledBackOn { get; private set; }

    public GoLiveState State { get; private set; }

    /// <summary>Why it was rolled back or cancelled; <c>null</c> in other states.</summary>
    public string? StateReason { get; private set; }

    /// <summary>The day from which its state holds.</summary>
    public DateOnly StateSince { get; private set; }

    /// <summary>Who said go or no-go, and on what grounds.</summary>
    public string? GoNote { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>The day that counts now: the real one, else the planned one.</summary>
    public DateOnly On => LiveOn ?? PlannedOn;

    /// <summary>Whether its day has passed and nobody has said what became of it.</summary>
    public bool IsLate(DateOnly today) => ArchivedAt is null && State == GoLiveState.Planned && PlannedOn < today;

    /// <summary>As what happened, for the charts of measures; <c>null</c> while it is not live.</summary>
    public DatedEvent? Happened => LiveOn is { } on ? new(new(RecordKind, Id), on, $"Go-live: {Name}", $"go-lives/{Id}") : null;

    /// <summary>What was found out about it would hang in the air.</summary>
    public async Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        await db.Set<Effect>().AnyAsync(e => e.GoLiveId == Id && e.ArchivedAt == null, cancellationToken) ? GoLiveProblems.HasEffect with { Field = null } : null;

    /// <summary>Changes the go-live; changes nothing when it is refused.</summary>
    /// <param name="project">Its project.</param>
    /// <param name="today">Today in the hospital.</param>
    public List<Problem> Save(GoLiveForm form, Project project, DateOnly today)
    {
        var read = new FormReader();
        var name = read.Required("Name", "a name", form.Name, LongestName);
        var (departments, specialties) = (Lines.Read("Departments", form.Departments, read), Lines.Read("Specialties", form.Specialties, read));
        var (planned, live, back) = (read.Day("PlannedOn", form.PlannedOn), read.Day("LiveOn", form.LiveOn), read.Day("RolledBackOn", form.RolledBackOn));
        var (reason, note) = (read.Text("StateReason", form.StateReason, LongestText), read.Text("GoNote", form.GoNote, LongestText));
        var state = FormReader.Choice<GoLiveState>(form.State) ?? GoLiveState.Planned;
        var wasLive = state is GoLiveState.Live or GoLiveState.RolledBack;

        if (FormReader.Clean(form.PlannedOn) is null) read.Missing("PlannedOn", "the day for which it is planned");
        if (departments is null && specialties is null) read.Problems.Add(GoLiveProblems.ForNobody);
        if (wasLive && FormReader.Clean(form.LiveOn) is null) read.Missing("LiveOn", "the first day with it");
        if (!wasLive && live is not null) read.Problems.Add(GoLiveProblems.DayWithoutState);
        if (live > today) read.Problems.Add(GoLiveProblems.LiveInTheFuture);
        if (planned < project.StartsOn) read.Problems.Add(GoLiveProblems.BeforeTheProject("PlannedOn", project.StartsOn.Value));
        if (live < project.StartsOn) read.Problems.Add(GoLiveProblems.BeforeTheProject("LiveOn", project.StartsOn.Value));
        if (state is GoLiveState.RolledBack or GoLiveState.Cancelled && reason is null) read.Problems.Add(GoLiveProblems.NoReason(state));
        if (state == GoLiveState.RolledBack && FormReader.Clean(form.RolledBackOn) is null) read.Missing("RolledBackOn", "the first day without it again");
        if (state == GoLiveState.RolledBack && back < live) read.Problems.Add(GoLiveProblems.BackBeforeLive);
        if (state == GoLiveState.RolledBack && back > today) read.Problems.Add(GoLiveProblems.BackInTheFuture);
        if (state == GoLiveState.Planned && project.IsOver) read.Problems.Add(GoLiveProblems.ProjectIsOver(project.State));
        if (read.Problems.Count > 0) return read.Problems;

        StateSince = state switch
        {
            GoLiveState.Live => live!.Value,
            GoLiveState.RolledBack => back!.Value,
            _ => Version == 0 || state != State ? today : StateSince,
        };
        (Name, Departments, Specialties, PlannedOn, State, GoNote) = (name, departments, specialties, planned!.Value, state, note);
        LiveOn = wasLive ? live : null;
        RolledBackOn = state == GoLiveState.RolledBack ? back : null;
        StateReason = state is GoLiveState.RolledBack or GoLiveState.Cancelled ? reason : null;
        Version++;
        return [];
    }
}

/// <summary>A go-live as its form holds it.</summary>
internal sealed class GoLiveForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }

    /// <summary>The project of a new one, as <c>project/0190…</c>.</summary>
    public string? From { get; set; }
    public string? Name { get; set; }
    public string? Departments { get; set; }
    public string? Specialties { get; set; }
    public string? PlannedOn { get; set; }
    public string? State { get; set; }
    public string? LiveOn { get; set; }
    public string? RolledBackOn { get; set; }
    public string? StateReason { get; set; }
    public string? GoNote { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Name", "Name"), ("Departments", "Departments"), ("Specialties", "Specialties"), ("PlannedOn", "Planned for"), ("State", "State"), ("LiveOn", "First day with it"), ("RolledBackOn", "First day without it again"),
        ("StateReason", "Why it was rolled back or cancelled"), ("GoNote", "Go or no-go"),
    ];

    public static GoLiveForm Of(GoLive live) => new()
    {
        Version = live.Version,
        Name = live.Name,
        Departments = live.Departments,
        Specialties = live.Specialties,
        PlannedOn = FormReader.Iso(live.PlannedOn),
        State = live.State.ToString(),
        LiveOn = FormReader.Iso(live.LiveOn),
        RolledBackOn = FormReader.Iso(live.RolledBackOn),
        StateReason = live.StateReason,
        GoNote = live.GoNote,
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Name"] = Name,
        ["Departments"] = Departments,
        ["Specialties"] = Specialties,
        ["PlannedOn"] = PlannedOn,
        ["State"] = State,
        ["LiveOn"] = LiveOn,
        ["RolledBackOn"] = RolledBackOn,
        ["StateReason"] = StateReason,
        ["GoNote"] = GoNote,
    };
}

/// <summary>Refusals about go-lives.</summary>
internal static class GoLiveProblems
{
    public static readonly Problem NotFound = new("deliver.go-live-not-found", ProblemKind.NotFound, "There is no such go-live.");
    public static readonly Problem NoProject = new("deliver.go-live-no-project", ProblemKind.Invalid, "Choose the project that goes live.", "From");
    public static readonly Problem ForNobody = new("deliver.go-live-for-nobody", ProblemKind.Invalid, "Say who gets it: at least one department or specialty.", "Departments");
    public static readonly Problem DayWithoutState = new("deliver.go-live-day-without-state", ProblemKind.Invalid, "Something that is not live has no first day. Set the state to live, or empty the day.", "LiveOn");
    public static readonly Problem LiveInTheFuture = new("deliver.go-live-in-the-future", ProblemKind.Invalid, "This day has not come yet. Leave the go-live planned, and write the first day down when it has come.", "LiveOn");
    public static readonly Problem BackBeforeLive = new("deliver.go-live-back-first", ProblemKind.Invalid, "It cannot be rolled back before it was live.", "RolledBackOn");
    public static readonly Problem BackInTheFuture = new("deliver.go-live-back-in-the-future", ProblemKind.Invalid, "This day has not come yet. Write it down when it has come.", "RolledBackOn");
    public static readonly Problem HasEffect = new("deliver.go-live-has-effect", ProblemKind.Conflict, "It has been written down what this go-live changed, so it was live. Archive the effect first.", "State");

    public static Problem NoReason(GoLiveState state) => new("deliver.go-live-no-reason", ProblemKind.Invalid, $"Say why it was {GoLiveWords.State(state)}: the next team will need to know.", "StateReason");

    public static Problem BeforeTheProject(string field, DateOnly starts) => new("deliver.go-live-before-project", ProblemKind.Invalid, $"The project starts on {FormReader.Iso(starts)}; nothing of it goes live before. Give a later day, or move the start of the project.", field);

    public static Problem ProjectIsOver(ProjectState state) => new("deliver.go-live-project-over", ProblemKind.Conflict, $"The project is {ProjectWords.State(state)}: nothing more is planned in it. Open the project again first.", "State");
}

/// <summary>Go-lives in words.</summary>
internal static class GoLiveWords
{
    public static string State(GoLiveState state) => state switch
    {
        GoLiveState.Live => "live",
        GoLiveState.RolledBack => "rolled back",
        GoLiveState.Cancelled => "cancelled",
        _ => "planned",
    };

    public static string State(GoLive live) => live.ArchivedAt is null ? State(live.State) : "archived";

    /// <summary>"live since Mon 3 Aug", "planned for Mon 7 Dec"</summary>
    public static string When(GoLive live, DateOnly today) => live.State switch
    {
        GoLiveState.Live => $"live since {Dates.Day(live.On, today)}",
        GoLiveState.RolledBack => $"live from {Dates.Day(live.On, today)}, rolled back on {Dates.Day(live.RolledBackOn ?? live.On, today)}",
        GoLiveState.Cancelled => $"was planned for {Dates.Day(live.PlannedOn, today)} and cancelled",
        _ => $"planned for {Dates.Day(live.PlannedOn, today)}",
    };
}
