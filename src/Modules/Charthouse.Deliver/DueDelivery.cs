using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver;

/// <summary>
/// What projects ask of the current actor. Go-lives and effects ask the owner of the project, by name, and whoever may edit; an item of a checklist asks the one it names, or the owner of the project where it names nobody.
/// </summary>
internal sealed class DueDelivery(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IDueItems
{
    /// <summary>So many days before a go-live its checklist is looked at.</summary>
    private const int DaysBeforeGoLive = 7;

    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, DateOnly until, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (!by.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var projects = await db.Set<Project>().AsNoTracking().Include(p => p.Checklist).Where(p => p.ArchivedAt == null).ToDictionaryAsync(p => p.Id, cancellationToken);
        var lives = await db.Set<GoLive>().AsNoTracking().Where(g => g.ArchivedAt == null && (g.State == GoLiveState.Planned || g.State == GoLiveState.Live)).ToListAsync(cancellationToken);
        var effects = (await db.Set<Effect>().AsNoTracking().Where(e => e.ArchivedAt == null).ToListAsync(cancellationToken)).ToLookup(e => e.GoLiveId);
        List<DueItem> due = [];
        foreach (var live in lives.Where(live => projects.TryGetValue(live.ProjectId, out var project) && (by.May(DeliverPermissions.Edit) || Is(project.Owner))).OrderBy(live => live.On).ThenBy(live => live.Id))
        {
            var project = projects[live.ProjectId];
            RecordRef record = new(GoLive.RecordKind, live.Id);
            var open = project.Checklist.Count(item => item.DoneAt is null);
            if (live.IsLate(today))
                due.Add(new(DueKind.GoLive, record, live.Name, "Say whether it went live", $"go-lives/{live.Id}/edit", live.PlannedOn, "Its day has passed."));
            else if (live.State == GoLiveState.Planned && live.PlannedOn <= today.AddDays(DaysBeforeGoLive) && open > 0)
                due.Add(new(DueKind.GoLive, record, live.Name, "Close the checklist", $"projects/{project.Id}#checklist", live.PlannedOn, open == 1 ? "One item of the checklist is open." : $"{open} items of the checklist are open."));
            if (live is { State: GoLiveState.Live, LiveOn: { } on } && !effects[live.Id].Any() && on.AddDays(Effect.ReviewDays) <= until)
                due.Add(new(DueKind.Effect, record, live.Name, "Say what it changed", $"effects/new?from={GoLive.RecordKind}/{live.Id}", on.AddDays(Effect.ReviewDays), "Nobody has looked at it since it went live."));
            due.AddRange(effects[live.Id].Where(effect => effect.ConfirmedOn is null && effect.ReviewOn <= until)
                .Select(effect => new DueItem(DueKind.Effect, new(Effect.RecordKind, effect.Id), effect.Finding, "Confirm the effect", $"effects/{effect.Id}", effect.ReviewOn, $"Effect of “{live.Name}”.")));
        }

        due.AddRange(from project in projects.Values
                     where project.State is ProjectState.Planned or ProjectState.Running
                     from item in project.Checklist
                     where item.DoneAt is null && item.DueOn <= until && Is(item.Owner ?? project.Owner)
                     orderby project.Number, item.Position
                     select new DueItem(DueKind.GoLive, new(Project.RecordKind, project.Id), ProjectKind.TitleOf(project.Number, project.Title), item.Text, $"projects/{project.Id}#checklist", item.DueOn, "An item of its checklist."));
        return [.. due.OrderBy(item => item.On)];

        bool Is(string owner) => by.AccountId is not null && owner.Equals(by.Name, StringComparison.OrdinalIgnoreCase);
    }
}
