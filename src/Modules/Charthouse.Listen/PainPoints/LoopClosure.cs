using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>
/// Loop closure rate: the share of pain points that were answered, with evidence, within 90 days. Looked at are those reported 90 to 180 days ago, so that each had its
/// 90 days. Evidence is a measured effect on the thread, or a resolution that needs none: it existed already, local work changed, or it was declined with a reason.
/// Joined pain points count by the one that has their voices.
/// </summary>
internal sealed class LoopClosure(IDbContextFactory<WorkbenchDb> dbs, WholeThread wholeThread, TimeProvider clock)
{
    public const int WithinDays = 90, SpanDays = 90;

    /// <param name="Numerator">Answered in time, with evidence.</param>
    /// <param name="Denominator">Reported in the time that is looked at.</param>
    public readonly record struct Rate(int Numerator, int Denominator)
    {
        /// <summary>0 to 1; <c>null</c> when nothing was reported in the time.</summary>
        public double? Share => Denominator == 0 ? null : (double)Numerator / Denominator;

        public string? WhyNone => Denominator == 0 ? "Nothing was reported 90 to 180 days ago." : null;
    }

    public async Task<Rate> RunAsync(CancellationToken cancellationToken)
    {
        var (from, to) = (clock.GetUtcNow().AddDays(-WithinDays - SpanDays), clock.GetUtcNow().AddDays(-WithinDays));
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var points = await (from point in db.Set<PainPoint>().AsNoTracking()
                            where point.ReportedAt >= @from && point.ReportedAt < to && point.ArchivedAt == null
                            join answer in db.Set<Answer>() on point.MergedIntoId ?? point.Id equals answer.PainPointId into answers
                            from answer in answers.DefaultIfEmpty()
                            select new { Head = point.MergedIntoId ?? point.Id, point.ReportedAt, SentAt = answer == null ? null : answer.SentAt, Resolution = answer == null ? null : answer.Resolution }).ToListAsync(cancellationToken);
        var closed = 0;
        Dictionary<Guid, bool> measured = [];
        foreach (var point in points)
        {
            if (point.SentAt is not { } sent || sent - point.ReportedAt > TimeSpan.FromDays(WithinDays)) continue;
            if (point.Resolution is Resolution.Modification or Resolution.Creation)
            {
                if (!measured.TryGetValue(point.Head, out var isMeasured)) measured[point.Head] = isMeasured = await IsMeasuredAsync(point.Head, cancellationToken);
                if (!isMeasured) continue;
            }

            closed++;
        }

        return new(closed, points.Count);
    }

    private async Task<bool> IsMeasuredAsync(Guid id, CancellationToken cancellationToken) =>
        (await wholeThread.RunAsync(id, cancellationToken)).Any(step => step.Stage == ThreadStage.MeasuredEffect && step.Records.Any(record => record.Summary.IsDone));
}
