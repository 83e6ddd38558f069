using Charthouse.Deliver.GoLives;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Projects;

/// <summary>Projects, those that run first, and the next last day first within each state.</summary>
internal sealed class ProjectList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
    [
        ("open", "Open"), ("planned", "Planned"), ("running", "Running"), ("paused", "Paused"), ("done", "Done"), ("stopped", "Stopped"), ("late", "Late"), ("archived", "Archived"),
    ];

    /// <param name="NextGoLive">The first go-live that is still planned; <c>null</c> when there is none.</param>
    /// <param name="LastLive">The last one that went live; <c>null</c> when none has.</param>
    public sealed record Row(Project Project, int ItemCount, int DoneCount, GoLive? NextGoLive, GoLive? LastLive);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var projects = await db.Set<Project>().AsNoTracking().ToListAsync(cancellationToken);
        var items = await db.Set<ChecklistItem>().GroupBy(i => i.ProjectId).Select(g => new { g.Key, Count = g.Count(), Done = g.Count(i => i.DoneAt != null) }).ToDictionaryAsync(g => g.Key, cancellationToken);
        var goLives = (await db.Set<GoLive>().AsNoTracking().Where(g => g.ArchivedAt == null).OrderBy(g => g.PlannedOn).ThenBy(g => g.Id).ToListAsync(cancellationToken)).ToLookup(g => g.ProjectId);
        return
        [
            .. from project in projects
               where IsIn(project, state, today) && (text is null || Holds(project, text))
               orderby Rank(project.State), project.EndsOn ?? DateOnly.MaxValue, project.Number
               let counted = items.GetValueOrDefault(project.Id)
               let lives = goLives[project.Id]
               select new Row(project, counted?.Count ?? 0, counted?.Done ?? 0, lives.FirstOrDefault(live => live.State == GoLiveState.Planned), lives.Where(live => live.LiveOn is not null).MaxBy(live => live.LiveOn)),
        ];
    }

    private static bool IsIn(Project project, string? state, DateOnly today) => state == "archived" ? project.ArchivedAt is not null : project.ArchivedAt is null && state switch
    {
        "open" => !project.IsOver,
        "planned" => project.State == ProjectState.Planned,
        "running" => project.State == ProjectState.Running,
        "paused" => project.State == ProjectState.Paused,
        "done" => project.State == ProjectState.Done,
        "stopped" => project.State == ProjectState.Stopped,
        "late" => project.IsLate(today),
        _ => true,
    };

    private static bool Holds(Project project, string text) => new[] { ProjectKind.TitleOf(project.Number, project.Title), project.Owner, project.Departments ?? "" }.Any(part => part.Contains(text, StringComparison.CurrentCultureIgnoreCase));

    private static int Rank(ProjectState state) => state switch
    {
        ProjectState.Running => 0,
        ProjectState.Planned => 1,
        ProjectState.Paused => 2,
        ProjectState.Done => 3,
        _ => 4,
    };
}

/// <summary>The projects that the filter of the page selects, as a file.</summary>
internal static class ProjectExport
{
    private static readonly string[] columns = ["Number", "Project", "What it changes", "Owner", "State", "Reason", "First day", "Last day", "Departments affected", "Checklist items", "Items done", "Next go-live", "Went live"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, ProjectList list, ReadShellState shell, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Projects", columns,
        [
            .. (await list.RunAsync(state, FormReader.Clean(q), (await shell(cancellationToken)).Today, cancellationToken)).Select(row => (object?[])
            [
                row.Project.Code, row.Project.Title, row.Project.Change, row.Project.Owner, ProjectWords.State(row.Project), row.Project.StateReason, row.Project.StartsOn, row.Project.EndsOn,
                Lines.Cell(row.Project.Departments), row.ItemCount, row.DoneCount, row.NextGoLive?.PlannedOn, row.LastLive?.LiveOn,
            ]),
        ]), format, "projects");
}
