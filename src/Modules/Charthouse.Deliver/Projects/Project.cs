using System.Globalization;
using Charthouse.Deliver.GoLives;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Projects;

/// <summary>Where a project stands.</summary>
internal enum ProjectState
{
    Planned,
    Running,
    Paused,
    Done,
    Stopped,
}

/// <summary>The work that carries out a decision: who does it, from when to when, and what must be ready before it goes live.</summary>
internal sealed class Project : IArchived
{
    public const string RecordKind = "project";
    public const int LongestTitle = 200, LongestText = 4000, LongestReason = 1000;

    public required Guid Id { get; init; }

    /// <summary>Counts projects from 1; shown as P-001.</summary>
    public required int Number { get; init; }

    public string Title { get; private set; } = "";

    /// <summary>What it changes, in words that a clinician understands.</summary>
    public string Change { get; private set; } = "";

    /// <summary>A person or a committee.</summary>
    public string Owner { get; private set; } = "";

    public DateOnly? StartsOn { get; private set; }

    /// <summary>The last day, included.</summary>
    public DateOnly? EndsOn { get; private set; }

    public ProjectState State { get; private set; }

    /// <summary>Why it is paused or stopped; <c>null</c> in other states.</summary>
    public string? StateReason { get; private set; }

    /// <summary>The day from which its state holds.</summary>
    public DateOnly StateSince { get; private set; }

    /// <summary>Departments that it affects, one on each line.</summary>
    public string? Departments { get; private set; }

    public List<ChecklistItem> Checklist { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>"P-001"</summary>
    public string Code => CodeOf(Number);

    /// <summary>Whether nothing more is to be done in it.</summary>
    public bool IsOver => State is ProjectState.Done or ProjectState.Stopped;

    /// <summary>Whether its last day has passed and nobody has closed it.</summary>
    public bool IsLate(DateOnly today) => ArchivedAt is null && !IsOver && EndsOn < today;

    /// <summary>Nothing goes live out of a project that was put away.</summary>
    public async Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        await db.Set<GoLive>().AnyAsync(g => g.ProjectId == Id && g.ArchivedAt == null && g.State == GoLiveState.Planned, cancellationToken) ? ProjectProblems.GoLivesRemain : null;

    public static string CodeOf(int number) => string.Create(CultureInfo.InvariantCulture, $"P-{number:000}");

    /// <summary>Changes the project; changes nothing when it is refused.</summary>
    /// <param name="today">Today in the hospital.</param>
    /// <param name="goLives">Name, first day (planned or actual) and whether it is still planned, of its go-lives that are not archived.</param>
    public List<Problem> Save(ProjectForm form, DateOnly today, IReadOnlyList<(string Name, DateOnly On, bool IsPlanned)> goLives)
    {
        var read = new FormReader();
        var title = read.Required("Title", "a title", form.Title, LongestTitle);
        var change = read.Required("Change", "what it changes, in words that a clinician understands", form.Change, LongestText);
        var owner = read.Required("Owner", "an owner: a person or a committee", form.Owner, LongestTitle);
        var (starts, ends) = (read.Day("StartsOn", form.StartsOn), read.Day("EndsOn", form.EndsOn));
        var (departments, reason) = (Lines.Read("Departments", form.Departments, read), read.Text("StateReason", form.StateReason, LongestReason));
        var state = FormReader.Choice<ProjectState>(form.State) ?? ProjectState.Planned;

        if (ends < starts) read.Problems.Add(ProjectProblems.EndsBeforeItStarts);
        if (state is ProjectState.Paused or ProjectState.Stopped && reason is null) read.Problems.Add(ProjectProblems.NoReason(state));
        // A day that cannot be read has its own message.
        if (state is not (ProjectState.Planned or ProjectState.Stopped) && FormReader.Clean(form.StartsOn) is null) read.Problems.Add(ProjectProblems.NoStart);
        if (state is ProjectState.Running or ProjectState.Done && starts > today) read.Problems.Add(ProjectProblems.StartsLater);
        if (state is ProjectState.Done or ProjectState.Stopped && goLives.FirstOrDefault(live => live.IsPlanned) is { Name: { } planned }) read.Problems.Add(ProjectProblems.GoLiveIsPlanned(planned));
        if (goLives.OrderBy(live => live.On).FirstOrDefault() is { Name: { } first } earliest && starts > earliest.On) read.Problems.Add(ProjectProblems.StartsAfterGoLive(first, earliest.On));
        if (read.Problems.Count > 0) return read.Problems;

        // It runs since its first day, unless it was paused in between.
        if (state == ProjectState.Running && (Version == 0 || State == ProjectState.Planned || StateSince == StartsOn)) StateSince = starts!.Value;
        else if (Version == 0 || state != State) StateSince = today;
        (Title, Change, Owner, StartsOn, EndsOn, State, Departments) = (title, change, owner, starts, ends, state, departments);
        StateReason = state is ProjectState.Paused or ProjectState.Stopped ? reason : null;
        Version++;
        return [];
    }
}

/// <summary>A project as its form holds it.</summary>
internal sealed class ProjectForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }

    /// <summary>The record that a new project comes out of, such as <c>decision/0190…</c>.</summary>
    public string? From { get; set; }
    public string? Title { get; set; }
    public string? Change { get; set; }
    public string? Owner { get; set; }
    public string? StartsOn { get; set; }
    public string? EndsOn { get; set; }
    public string? Departments { get; set; }
    public string? State { get; set; }
    public string? StateReason { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Change", "What it changes"), ("Owner", "Owner"), ("StartsOn", "First day"), ("EndsOn", "Last day"), ("Departments", "Departments affected"), ("State", "State"), ("StateReason", "Why it is paused or stopped"),
    ];

    public static ProjectForm Of(Project? project) => project is null ? new() : new()
    {
        Version = project.Version,
        Title = project.Title,
        Change = project.Change,
        Owner = project.Owner,
        StartsOn = FormReader.Iso(project.StartsOn),
        EndsOn = FormReader.Iso(project.EndsOn),
        Departments = project.Departments,
        State = project.State.ToString(),
        StateReason = project.StateReason,
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Change"] = Change,
        ["Owner"] = Owner,
        ["StartsOn"] = StartsOn,
        ["EndsOn"] = EndsOn,
        ["Departments"] = Departments,
        ["State"] = State,
        ["StateReason"] = StateReason,
    };
}

/// <summary>Refusals about projects and their checklists.</summary>
internal static class ProjectProblems
{
    public static readonly Problem NotFound = new("deliver.project-not-found", ProblemKind.NotFound, "There is no such project.");
    public static readonly Problem Archived = new("deliver.project-archived", ProblemKind.Conflict, "This project is archived. Restore it first.");
    public static readonly Problem EndsBeforeItStarts = new("deliver.project-ends-first", ProblemKind.Invalid, "The last day lies before the first.", "EndsOn");
    public static readonly Problem NoStart = new("deliver.project-no-start", ProblemKind.Invalid, "A project that has begun has a first day: give it too.", "StartsOn");
    public static readonly Problem StartsLater = new("deliver.project-starts-later", ProblemKind.Invalid, "The first day lies in the future, so the project is still planned. Change the day or the state.", "StartsOn");
    public static readonly Problem ItemNotFound = new("deliver.item-not-found", ProblemKind.NotFound, "This item is not on the checklist any more. Reload the page.");
    public static readonly Problem TooManyItems = new("deliver.checklist-full", ProblemKind.Invalid, "A checklist holds at most 200 items. Attach a longer list as a file.", "Text");
    public static readonly Problem GoLivesRemain = new("deliver.project-has-go-lives", ProblemKind.Conflict, "A go-live of this project is still planned. Cancel or archive it first.");

    public static Problem NoReason(ProjectState state) => new("deliver.project-no-reason", ProblemKind.Invalid, $"Say why it is {ProjectWords.State(state)}, so that those who wait for it know.", "StateReason");

    public static Problem GoLiveIsPlanned(string name) => new("deliver.project-go-live-planned", ProblemKind.Conflict, $"The go-live “{name}” is still planned. Say first that it is live, or cancel it.", "State");

    public static Problem StartsAfterGoLive(string name, DateOnly on) => new("deliver.project-starts-after-go-live", ProblemKind.Invalid, $"“{name}” goes live on {FormReader.Iso(on)}, before that day. Give an earlier first day, or move the go-live.", "StartsOn");
}

/// <summary>Projects in words.</summary>
internal static class ProjectWords
{
    public static string State(ProjectState state) => state switch
    {
        ProjectState.Running => "running",
        ProjectState.Paused => "paused",
        ProjectState.Done => "done",
        ProjectState.Stopped => "stopped",
        _ => "planned",
    };

    public static string State(Project project) => project.ArchivedAt is null ? State(project.State) : "archived";

    /// <summary>"2 Mar to 30 Jun"; <c>null</c> when no day is known.</summary>
    public static string? Days(DateOnly? starts, DateOnly? ends, DateOnly today) => (starts, ends) switch
    {
        ({ } from, { } to) => $"{Dates.ShortDay(from, today)} to {Dates.ShortDay(to, today)}",
        ({ } from, null) => $"from {Dates.ShortDay(from, today)}",
        (null, { } to) => $"until {Dates.ShortDay(to, today)}",
        _ => null,
    };
}
