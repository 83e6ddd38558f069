using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>What the team looks at together once a week.</summary>
internal sealed class Huddle(IDbContextFactory<WorkbenchDb> dbs, LoopClosure loops, ReadShellState readShell, TimeProvider clock)
{
    private const int SoonDays = 5, Most = 12, WeekDays = 7;

    public sealed record Answer(int ReportedCount, int AnsweredCount, int OpenCount, LoopClosure.Rate Loop, IReadOnlyList<PainPointList.Row> Late, IReadOnlyList<PainPointList.Row> Soon, IReadOnlyList<PainPointList.Row> Safety, IReadOnlyList<PainPointList.Row> Costly, IReadOnlyList<PainPointList.Row> Waiting)
    {
        public static Answer Empty { get; } = new(0, 0, 0, default, [], [], [], [], []);
    }

    public async Task<Answer> RunAsync(CancellationToken cancellationToken)
    {
        var shell = await readShell(cancellationToken);
        var (today, week) = (shell.Today, clock.GetUtcNow().AddDays(-WeekDays));
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var all = db.Set<PainPoint>().AsNoTracking().Where(p => p.ArchivedAt == null);
        var open = all.Where(p => p.State == PainPointState.New || p.State == PainPointState.Waiting || p.State == PainPointState.Open);
        var soon = today.AddDays(SoonDays);
        var dated = open.Where(p => (p.State == PainPointState.New && p.ReplyDueOn <= soon) || (p.State != PainPointState.New && p.NextOn <= soon)).OrderBy(p => p.State == PainPointState.New ? p.ReplyDueOn : p.NextOn).ThenBy(p => p.Number);
        var late = dated.Where(p => (p.State == PainPointState.New && p.ReplyDueOn < today) || (p.State != PainPointState.New && p.NextOn < today));
        var near = dated.Where(p => (p.State == PainPointState.New && p.ReplyDueOn >= today) || (p.State != PainPointState.New && p.NextOn >= today));
        var unsafeOnes = all.Where(p => db.Set<SafetyEvent>().Any(s => s.PainPointId == p.Id && s.ClosedAt == null)).OrderBy(p => p.Number);
        var costly = open.Where(p => p.SecondsEachTime != null && p.TimesADay != null).OrderByDescending(p => p.SecondsEachTime * p.TimesADay).ThenBy(p => p.Number);
        var waiting = open.Where(p => p.State == PainPointState.Waiting).OrderBy(p => p.Number);
        return new(
            await all.CountAsync(p => p.ReportedAt >= week, cancellationToken),
            await db.Set<Listen.PainPoints.Answer>().CountAsync(a => a.SentAt >= week, cancellationToken),
            await open.CountAsync(cancellationToken),
            await loops.RunAsync(cancellationToken),
            await RowsAsync(late), await RowsAsync(near), await RowsAsync(unsafeOnes), await RowsAsync(costly), await RowsAsync(waiting));

        async Task<IReadOnlyList<PainPointList.Row>> RowsAsync(IQueryable<PainPoint> points) => [.. (await points.Take(Most).ToListAsync(cancellationToken)).Select(point => PainPointList.RowOf(point, 0, shell))];
    }
}
