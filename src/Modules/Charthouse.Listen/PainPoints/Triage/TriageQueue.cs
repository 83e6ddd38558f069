using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>What nobody has looked at yet, the oldest promise on top, around the one that is looked at.</summary>
internal sealed class TriageQueue(IDbContextFactory<WorkbenchDb> dbs)
{
    private const int Before = 3, After = 12;

    public sealed record Entry(Guid Id, string Name, string Heading, string Place, DateOnly ReplyDueOn);

    /// <param name="Current">The one that is looked at; <c>null</c> when nothing waits.</param>
    /// <param name="Position">Its place, from 1.</param>
    /// <param name="Around">It and its neighbours.</param>
    public sealed record Answer(PainPoint? Current, int Position, int Total, Guid? PreviousId, Guid? NextId, IReadOnlyList<Entry> Around)
    {
        public static Answer Empty { get; } = new(null, 0, 0, null, null, []);
    }

    /// <param name="id">The one to look at; the first one when it is <c>null</c> or does not wait any more.</param>
    public async Task<Answer> RunAsync(Guid? id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Reported in the order of their numbers, they are promised in that order too.
        var waiting = db.Set<PainPoint>().AsNoTracking().Where(p => p.State == PainPointState.New && p.ArchivedAt == null);
        var total = await waiting.CountAsync(cancellationToken);
        if (total == 0) return Answer.Empty;
        var current = id is null ? null : await waiting.SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        current ??= await waiting.OrderBy(p => p.Number).FirstAsync(cancellationToken);
        var before = await waiting.Where(p => p.Number < current.Number).OrderByDescending(p => p.Number).Take(Before).Select(p => new { p.Id, p.Number, p.Title, p.Text, p.Place, p.ReplyDueOn }).ToListAsync(cancellationToken);
        var after = await waiting.Where(p => p.Number > current.Number).OrderBy(p => p.Number).Take(After).Select(p => new { p.Id, p.Number, p.Title, p.Text, p.Place, p.ReplyDueOn }).ToListAsync(cancellationToken);
        before.Reverse();
        var position = 1 + await waiting.CountAsync(p => p.Number < current.Number, cancellationToken);
        return new(current, position, total, before.Count > 0 ? before[^1].Id : null, after.Count > 0 ? after[0].Id : null,
        [
            .. before.Select(p => new Entry(p.Id, PainPointWords.Name(p.Number), p.Title ?? PainPointWords.Beginning(p.Text), p.Place, p.ReplyDueOn)),
            new Entry(current.Id, current.Name, current.Heading, current.Place, current.ReplyDueOn),
            .. after.Select(p => new Entry(p.Id, PainPointWords.Name(p.Number), p.Title ?? PainPointWords.Beginning(p.Text), p.Place, p.ReplyDueOn)),
        ]);
    }
}
