using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

namespace Charthouse.Measure.Actions;

/// <summary>Every action with its share of the whole log; asked once for each version of the lake.</summary>
internal sealed class ActionShares(AnswerCache cache)
{
    /// <summary>One action.</summary>
    /// <param name="TimeShare">Share of the credited time of the log; <c>null</c> when there is none.</param>
    /// <param name="RowsShare">Share of its rows.</param>
    public sealed record Row(string Action, ActivityCategory Category, long Rows, double Hours, double? TimeShare, double RowsShare);

    /// <summary>All actions, most time first.</summary>
    public sealed record Answer(long Version, IReadOnlyList<Row> Actions)
    {
        public IEnumerable<Row> Unmapped => Actions.Where(row => row.Category == ActivityCategory.Unmapped);

        public long Rows => Actions.Sum(row => row.Rows);

        public double? UnmappedTimeShare => Actions.Any(row => row.TimeShare is not null) ? Unmapped.Sum(row => row.TimeShare ?? 0) : null;

        public double UnmappedRowsShare => Unmapped.Sum(row => row.RowsShare);
    }

    public async Task<Answer> ReadAsync(CancellationToken cancellationToken)
    {
        var version = await cache.ReadVersionAsync(cancellationToken);
        return await cache.AskAsync(version, new ActionTotals(), totals => From(version, totals), cancellationToken);
    }

    private static Answer From(long version, IReadOnlyList<ActionTotal> totals)
    {
        var (rows, time) = (totals.Sum(total => total.Events), totals.Sum(total => total.ActiveMicroseconds));
        return new Answer(version,
        [
            .. totals.Select(total => new Row(
                total.Action, total.Category, total.Events, Microseconds.ToHours(total.ActiveMicroseconds),
                time == 0 ? null : total.ActiveMicroseconds / (double)time, total.Events / (double)Math.Max(1, rows))),
        ]);
    }
}
