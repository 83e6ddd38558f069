using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Effects;

/// <summary>Effects, for pages of other modules: the step of the thread that shows whether it helped. Who owns the project owns them.</summary>
internal sealed class EffectKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Effect>(Effect.RecordKind, DeliverPermissions.View, effect => new(effect.Id, effect.Finding, string.Join('\n', EffectWords.Found(effect.Found), effect.NoMeasureReason)));

    public string Kind => Effect.RecordKind;

    public string Label => "Effect";

    public string Icon => "show_chart";

    public ThreadStage? Stage => ThreadStage.MeasuredEffect;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var mayChange = actor.Now.May(DeliverPermissions.Edit);
        return (await (from effect in db.Set<Effect>().AsNoTracking()
                       join live in db.Set<GoLive>() on effect.GoLiveId equals live.Id
                       join project in db.Set<Project>() on live.ProjectId equals project.Id
                       where ids.Contains(effect.Id)
                       select new { Effect = effect, project.Owner }).ToListAsync(cancellationToken))
            .ToDictionary(one => one.Effect.Id, one => new RecordSummary(one.Effect.Finding, $"effects/{one.Effect.Id}", EffectWords.State(one.Effect), one.Owner, one.Effect.ConfirmedOn ?? one.Effect.ReviewOn)
            {
                MayChange = mayChange,
                Since = one.Effect.ConfirmedOn ?? one.Effect.WrittenOn,
                IsDone = one.Effect.ConfirmedOn is not null || one.Effect.ArchivedAt is not null,
            });
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await this.NotDoneAsync(await db.Set<Effect>().Where(r => r.ArchivedAt == null).Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<Effect>().Where(e => e.ArchivedAt == null).Select(e => new ValueTuple<Guid, string>(e.Id, e.Finding)).ToListAsync(cancellationToken));
    }
}
