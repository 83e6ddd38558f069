using Charthouse.Deliver.GoLives;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Effects;

/// <summary>Writes down what a go-live changed, with its measures, or changes what was written.</summary>
internal sealed class SaveEffect(IDbContextFactory<WorkbenchDb> dbs, AddLink link, TimeProvider clock)
{
    /// <param name="id">The effect; <c>null</c> for a new one.</param>
    /// <param name="today">Today in the hospital.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, EffectForm form, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var effect = await db.Set<Effect>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken);
        if (id is not null && effect is null) return EffectProblems.NotFound;
        if (effect is not null && effect.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var liveId = effect?.GoLiveId ?? (RecordRef.Of(form.From) is { Kind: GoLive.RecordKind } source ? source.Id : Guid.Empty);
        if (await db.Set<GoLive>().AsNoTracking().SingleOrDefaultAsync(g => g.Id == liveId, cancellationToken) is not { } live) return EffectProblems.NoGoLive;
        var isNew = effect is null;
        effect ??= new Effect { Id = Guid.CreateVersion7(), GoLiveId = liveId, WrittenOn = today, CreatedAt = clock.GetUtcNow() };
        List<RecordRef> measures = isNew ? [.. form.Measures.Select(RecordRef.Of).OfType<RecordRef>().Distinct()] : [];
        if (effect.Save(form, live, today, isNew ? measures.Count : await MeasuresOf.CountAsync(db, effect.Id, cancellationToken)) is { Count: > 0 } problems) return problems;
        if (isNew)
        {
            db.Add(effect);
            RecordRef made = new(Effect.RecordKind, effect.Id);
            if (await link.AddToNewAsync(db, made, LinkRelation.DerivedFrom, false, new(GoLive.RecordKind, liveId), cancellationToken) is { } unseen) return unseen;
            foreach (var measure in measures)
            {
                if (await link.AddToNewAsync(db, made, LinkRelation.Measures, true, measure, cancellationToken) is not null) return EffectProblems.UnknownMeasure;
            }
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return effect.Id;
    }
}

/// <summary>Confirms an effect after its review.</summary>
internal sealed class ConfirmEffect(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <param name="version">The version that was read: nobody confirms a sentence that somebody else has changed meanwhile.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, int version, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Effect>().SingleOrDefaultAsync(e => e.Id == id, cancellationToken) is not { } effect) return EffectProblems.NotFound;
        if (effect.ConfirmedOn is null && effect.Version != version) return StoreProblems.ChangedMeanwhile;
        var live = await db.Set<GoLive>().AsNoTracking().SingleAsync(g => g.Id == effect.GoLiveId, cancellationToken);
        if (effect.Confirm(live, today, await MeasuresOf.CountAsync(db, id, cancellationToken), actor.Now.Name, actor.Now.AccountId) is { } refused) return refused;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>Measures that are linked to effects.</summary>
internal static class MeasuresOf
{
    public static Task<int> CountAsync(WorkbenchDb db, Guid effectId, CancellationToken cancellationToken) =>
        db.Set<RecordLink>().CountAsync(l => l.ArchivedAt == null && l.Relation == LinkRelation.Measures && l.ToKind == Effect.RecordKind && l.ToId == effectId, cancellationToken);
}
