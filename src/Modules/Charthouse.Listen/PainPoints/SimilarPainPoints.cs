using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>A pain point that says much the same.</summary>
internal sealed record SimilarPainPoint(Guid Id, string Name, string Heading, string Place, PainPointState State, bool IsSorted, int VoiceCount, double Score);

/// <summary>
/// Finds pain points that say the same. The texts are kept in memory and follow the table: what was reported since is read before each question, so several processes
/// see the same. Suggestions only; a person joins.
/// </summary>
internal sealed class SimilarPainPoints(IDbContextFactory<WorkbenchDb> dbs) : IDisposable
{
    /// <summary>Five likely ones are offered, never more.</summary>
    public const int MostOffered = 5;

    // Below the threshold for pairs: a person looks at them, and a missed twin costs more than a glance.
    private const double OfferedFrom = 0.18;

    // By the words of the reporter, and by the few words that the team gave it: a short report is more like those.
    private readonly ShortTextIndex texts = new(), titles = new();
    private readonly SemaphoreSlim reading = new(1, 1);
    private int lastNumber;
    private long lastTitle = -1;

    /// <summary>The most similar pain points that stand by themselves, best first.</summary>
    /// <param name="text">The report.</param>
    /// <param name="except">Itself, when it is saved already.</param>
    /// <param name="isForReporters">Only those whose heading a person of the team has written: the words of others are theirs.</param>
    public async Task<IReadOnlyList<SimilarPainPoint>> RunAsync(string text, Guid? except, bool isForReporters, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await FollowAsync(db, cancellationToken);
        // More than are offered, because some are joined, answered or not to be shown.
        var near = texts.Nearest(text, MostOffered * 4, OfferedFrom, except).Concat(titles.Nearest(text, MostOffered * 4, OfferedFrom, except))
            .GroupBy(one => one.Id).Select(same => (Id: same.Key, Score: same.Max(one => one.Score))).OrderByDescending(one => one.Score).ThenBy(one => one.Id).ToList();
        if (near.Count == 0) return [];
        var ids = near.Select(one => one.Id).ToList();
        var found = await db.Set<PainPoint>().AsNoTracking().Where(p => ids.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.Title, p.Text, p.Place, p.State, p.MergedIntoId }).ToDictionaryAsync(p => p.Id, cancellationToken);
        // One that was joined speaks for the one that has its voices now.
        var heads = found.Values.Where(p => p.MergedIntoId is not null).Select(p => p.MergedIntoId!.Value).Except(found.Keys).ToList();
        if (heads.Count > 0)
        {
            foreach (var head in await db.Set<PainPoint>().AsNoTracking().Where(p => heads.Contains(p.Id)).Select(p => new { p.Id, p.Number, p.Title, p.Text, p.Place, p.State, p.MergedIntoId }).ToListAsync(cancellationToken)) found[head.Id] = head;
        }

        var best = new List<(Guid Id, double Score)>();
        foreach (var one in near)
        {
            if (!found.TryGetValue(one.Id, out var point)) continue;
            if (point.MergedIntoId is { } into && !found.TryGetValue(into, out point)) continue;
            if (point.Id == except || point.State == PainPointState.Merged || best.Exists(known => known.Id == point.Id)) continue;
            if (isForReporters && (point.Title is null || point.State == PainPointState.Answered)) continue;
            best.Add((point.Id, one.Score));
            if (best.Count == MostOffered) break;
        }

        var offered = best.ConvertAll(one => one.Id);
        var voices = await db.Set<Voice>().Where(v => offered.Contains(v.PainPointId)).GroupBy(v => v.PainPointId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return [.. best.Select(one => found[one.Id] is var point ? new SimilarPainPoint(point.Id, PainPointWords.Name(point.Number), point.Title ?? PainPointWords.Beginning(point.Text), point.Place, point.State, point.Title is not null, voices.GetValueOrDefault(point.Id), one.Score) : null!)];
    }

    public void Dispose() => reading.Dispose();

    // The words of a report never change, so the last number that was read says it all. Titles are followed by the history.
    private async Task FollowAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        var number = await db.Set<PainPoint>().MaxAsync(p => (int?)p.Number, cancellationToken) ?? 0;
        var changes = db.Set<HistoryEntry>().AsNoTracking().Where(h => h.Sequence > lastTitle && h.Kind == PainPoint.RecordKind && h.Field == nameof(PainPoint.Title));
        if (number <= Volatile.Read(ref lastNumber) && Volatile.Read(ref lastTitle) >= 0 && !await changes.AnyAsync(cancellationToken)) return;
        await reading.WaitAsync(cancellationToken);
        try
        {
            await foreach (var point in db.Set<PainPoint>().AsNoTracking().Where(p => p.Number > lastNumber).OrderBy(p => p.Number).Select(p => new { p.Id, p.Number, p.Text }).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                texts.Set(point.Id, point.Text);
                Volatile.Write(ref lastNumber, point.Number);
            }

            if (lastTitle < 0)
            {
                // The end first: what is given a title meanwhile is read again, which does no harm.
                var end = await db.Set<HistoryEntry>().MaxAsync(h => (long?)h.Sequence, cancellationToken) ?? 0;
                await foreach (var point in db.Set<PainPoint>().AsNoTracking().Where(p => p.Title != null).Select(p => new { p.Id, p.Title }).AsAsyncEnumerable().WithCancellation(cancellationToken)) titles.Set(point.Id, point.Title!);
                Volatile.Write(ref lastTitle, end);
            }
            else
            {
                await foreach (var change in changes.OrderBy(h => h.Sequence).Select(h => new { h.Sequence, h.RecordId, h.After }).AsAsyncEnumerable().WithCancellation(cancellationToken))
                {
                    titles.Set(change.RecordId, change.After ?? "");
                    Volatile.Write(ref lastTitle, change.Sequence);
                }
            }
        }
        finally
        {
            reading.Release();
        }
    }
}
