using Charthouse.Improve.Aims;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Cycles;

/// <summary>Plans a cycle, or writes down what was done and found in one.</summary>
internal sealed class SaveCycle(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    /// <param name="id">The cycle; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, CycleForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The one before is neither archived nor decided otherwise between the look and the save.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var cycle = await db.Set<Cycle>().Include(c => c.Observations).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (id is not null && cycle is null) return CycleProblems.NotFound;
        if (cycle is not null && cycle.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var isNew = cycle is null;
        if (cycle is null)
        {
            var made = await BeginAsync(db, form, cancellationToken);
            if (!made.Succeeded) return made.Problems.ToList();
            cycle = made.Value;
        }

        var ideaId = FormReader.Id(form.Idea);
        if (ideaId is not null && ideaId != cycle.ChangeIdeaId && !await db.Set<ChangeIdea>().AnyAsync(i => i.Id == ideaId && i.ArchivedAt == null, cancellationToken)) return CycleProblems.NoIdea;
        if (cycle.Change(form, ideaId, out var removed) is { Count: > 0 } problems) return problems;
        if (isNew) db.Add(cycle);
        db.RemoveRange(removed);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return cycle.Id;
    }

    private async Task<Outcome<Cycle>> BeginAsync(WorkbenchDb db, CycleForm form, CancellationToken cancellationToken)
    {
        var id = Guid.CreateVersion7();
        if (FormReader.Clean(form.After) is not { } after) return new Cycle { Id = id, ChainId = id, Number = 1, CreatedAt = clock.GetUtcNow() };
        var beforeId = FormReader.Id(after);
        if (await db.Set<Cycle>().AsNoTracking().SingleOrDefaultAsync(c => c.Id == beforeId, cancellationToken) is not { } before) return CycleProblems.NotFound;
        if (!before.LeadsOn) return CycleProblems.NotDecided;
        return new Cycle { Id = id, ChainId = before.ChainId, PredecessorId = before.Id, Number = before.Number + 1, CreatedAt = clock.GetUtcNow() };
    }
}

/// <summary>Decides what follows from a cycle: adopt, adapt or abandon.</summary>
internal sealed class DecideCycle(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, DecisionForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Cycle>().SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } cycle) return CycleProblems.NotFound;
        if (cycle.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var hasSuccessor = await db.Set<Cycle>().AnyAsync(c => c.PredecessorId == id && c.ArchivedAt == null, cancellationToken);
        if (cycle.Decide(form, hasSuccessor) is { Count: > 0 } problems) return problems;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
