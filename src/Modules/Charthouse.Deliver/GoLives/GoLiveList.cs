using Charthouse.Deliver.Effects;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.GoLives;

/// <summary>Go-lives: planned ones first, the next on top; then what has been, the last on top.</summary>
internal sealed class GoLiveList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
    [
        ("planned", "Planned"), ("late", "Planned, late"), ("live", "Live"), ("unmeasured", "Live, without an effect"), ("rolled-back", "Rolled back"), ("cancelled", "Cancelled"), ("archived", "Archived"),
    ];

    /// <param name="OpenCount">Open items on the checklist of its project.</param>
    /// <param name="Effect">What it changed, confirmed before unconfirmed; <c>null</c> when nobody has said.</param>
    public sealed record Row(GoLive Live, Project Project, int OpenCount, Effect? Effect);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var lives = await (from live in db.Set<GoLive>().AsNoTracking()
                           join project in db.Set<Project>().AsNoTracking() on live.ProjectId equals project.Id
                           select new { Live = live, Project = project }).ToListAsync(cancellationToken);
        var open = await db.Set<ChecklistItem>().Where(i => i.DoneAt == null).GroupBy(i => i.ProjectId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var effects = (await db.Set<Effect>().AsNoTracking().Where(e => e.ArchivedAt == null).ToListAsync(cancellationToken)).ToLookup(e => e.GoLiveId);
        return
        [
            .. from one in lives
               let effect = effects[one.Live.Id].OrderBy(e => e.ConfirmedOn is null).ThenByDescending(e => e.CreatedAt).FirstOrDefault()
               where IsIn(one.Live, state, effect, today) && (text is null || Holds(one.Live, one.Project, text))
               let isPlanned = one.Live.State == GoLiveState.Planned
               orderby isPlanned descending, isPlanned ? one.Live.PlannedOn.DayNumber : -one.Live.On.DayNumber, one.Live.Name, one.Live.Id
               select new Row(one.Live, one.Project, open.GetValueOrDefault(one.Project.Id), effect),
        ];
    }

    private static bool IsIn(GoLive live, string? state, Effect? effect, DateOnly today) => state == "archived" ? live.ArchivedAt is not null : live.ArchivedAt is null && state switch
    {
        "planned" => live.State == GoLiveState.Planned,
        "late" => live.IsLate(today),
        "live" => live.State == GoLiveState.Live,
        "unmeasured" => live.State == GoLiveState.Live && effect is null,
        "rolled-back" => live.State == GoLiveState.RolledBack,
        "cancelled" => live.State == GoLiveState.Cancelled,
        _ => true,
    };

    private static bool Holds(GoLive live, Project project, string text) => new[] { live.Name, live.Departments ?? "", live.Specialties ?? "", ProjectKind.TitleOf(project.Number, project.Title), project.Owner }.Any(part => part.Contains(text, StringComparison.CurrentCultureIgnoreCase));
}

/// <summary>The go-lives that the filter of the page selects, as a file.</summary>
internal static class GoLiveExport
{
    private static readonly string[] columns = ["Go-live", "Project number", "Project", "Owner", "Departments", "Specialties", "Planned for", "First day with it", "First day without it again", "State", "Reason", "Go or no-go", "Open checklist items", "Effect", "What was found", "Effect confirmed on"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, GoLiveList list, ReadShellState shell, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Go-lives", columns,
        [
            .. (await list.RunAsync(state, FormReader.Clean(q), (await shell(cancellationToken)).Today, cancellationToken)).Select(row => (object?[])
            [
                row.Live.Name, row.Project.Code, row.Project.Title, row.Project.Owner, Lines.Cell(row.Live.Departments), Lines.Cell(row.Live.Specialties), row.Live.PlannedOn, row.Live.LiveOn, row.Live.RolledBackOn,
                GoLiveWords.State(row.Live), row.Live.StateReason, row.Live.GoNote, row.OpenCount, row.Effect is { } effect ? EffectWords.Found(effect.Found) : null, row.Effect?.Finding, row.Effect?.ConfirmedOn,
            ]),
        ]), format, "go-lives");
}
