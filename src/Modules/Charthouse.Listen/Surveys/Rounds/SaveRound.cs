using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>Plans a round, or changes one.</summary>
internal sealed class SaveRound(IDbContextFactory<WorkbenchDb> dbs, InstrumentList instruments, TimeProvider clock)
{
    /// <param name="id">The round; <c>null</c> for a new one.</param>
    /// <param name="today">The hospital's day.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, RoundForm form, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var round = id is null ? new SurveyRound { Id = Guid.CreateVersion7(), CreatedAt = clock.GetUtcNow() } : await db.Set<SurveyRound>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (round is null) return RoundProblems.NotFound;
        if (id is not null && round.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (round.InvitedOn is null && form.Instrument is { Length: > 0 } key && key != round.InstrumentKey && await instruments.FindAsync(key, cancellationToken) is not { IsArchived: false }) return RoundProblems.NoInstrument;
        if (round.Change(form, today) is { Count: > 0 } problems) return problems;
        if (id is null) db.Add(round);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : round.Id;
    }
}
