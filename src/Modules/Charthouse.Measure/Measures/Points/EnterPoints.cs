using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures.Points;

/// <summary>Writes points of a measure: all of them, or none. A corrected point keeps its earlier value in the history.</summary>
internal sealed class EnterPoints(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public sealed record Done(int Added, int Changed, int Removed);

    /// <param name="reading">How the rows were read, to be kept; <c>null</c> keeps nothing.</param>
    /// <param name="mayReplace">Whether a day that has another value gets the new one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="seen">What somebody had before the eyes who corrected it: these values may be replaced while they are still there.</param>
    public async Task<Outcome<Done>> RunAsync(Guid measureId, IReadOnlyList<ReadPoint> points, PointReading? reading, bool mayReplace, CancellationToken cancellationToken, IReadOnlyDictionary<DateOnly, (double? Numerator, double? Denominator)>? seen = null)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ChartedMeasure>().AsNoTracking().SingleOrDefaultAsync(m => m.Id == measureId, cancellationToken) is not { } measure) return MeasureProblems.NotFound;
        if (measure.ArchivedAt is not null) return MeasureProblems.IsArchived;
        if (await db.Set<ActivityFeed>().AnyAsync(f => f.MeasureId == measureId, cancellationToken)) return MeasureProblems.IsAutomatic;
        if (points.Count == 0) return MeasureProblems.NothingToAdd;
        if (points.Count > PointTable.MostRows) return MeasureProblems.TooManyRows;

        // Of wherever the day begins first: a year ahead is no matter of hours.
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime.AddHours(14));
        var issues = points.Select(point => (point.Row, Fault: PointPlan.Fault(point, measure, today))).Where(point => point.Fault is not null).Select(point => new RowIssue(point.Row, point.Fault!)).ToList();
        var known = await db.Set<MeasurePoint>().Where(p => p.MeasureId == measureId).ToDictionaryAsync(p => p.On, cancellationToken);
        var (added, changed, removed) = (0, 0, 0);
        HashSet<DateOnly> days = [];
        foreach (var point in points)
        {
            if (!days.Add(point.On)) issues.Add(new(point.Row, $"{point.On:yyyy-MM-dd} stands in another row too. Remove one of them."));
            if (known.TryGetValue(point.On, out var old))
            {
                if (old.Numerator == point.Numerator && old.Denominator == point.Denominator) continue;
                if (seen is not null && (!seen.TryGetValue(point.On, out var shown) || shown != (old.Numerator, old.Denominator))) issues.Add(new(point.Row, $"{point.On:yyyy-MM-dd} has another value by now ({old.Numerator:0.######}). Open the page again to see it."));
                else if (!mayReplace && seen is null) issues.Add(new(point.Row, $"{point.On:yyyy-MM-dd} has another value already ({old.Numerator:0.######}). Say that new values replace old ones, or leave the row out."));
                else if (point.Numerator is { } value)
                {
                    (old.Numerator, old.Denominator) = (value, point.Denominator);
                    changed++;
                }
                else
                {
                    db.Remove(old);
                    removed++;
                }
            }
            else if (point.Numerator is { } value)
            {
                db.Add(new MeasurePoint { Id = Guid.CreateVersion7(), MeasureId = measureId, On = point.On, Numerator = value, Denominator = point.Denominator });
                added++;
            }
        }

        if (issues.Count > 0) return MeasureProblems.RowsRefused(string.Join(" ", issues.Take(50)) + (issues.Count > 50 ? $" And {issues.Count - 50} more." : ""));
        if (reading is not null) await KeepAsync(db, reading, cancellationToken);
        return await db.TrySaveAsync(MeasureProblems.PointsChanged, MeasureProblems.PointsChanged, cancellationToken) is { } problem ? problem : new Done(added, changed, removed);
    }

    private static async Task KeepAsync(WorkbenchDb db, PointReading reading, CancellationToken cancellationToken)
    {
        if (await db.Set<PointReading>().SingleOrDefaultAsync(r => r.MeasureId == reading.MeasureId, cancellationToken) is not { } kept)
        {
            db.Add(reading);
            return;
        }

        (kept.DateColumn, kept.NumeratorColumn, kept.DenominatorColumn) = (reading.DateColumn, reading.NumeratorColumn, reading.DenominatorColumn);
        (kept.DateOrder, kept.Decimals, kept.Duplicates) = (reading.DateOrder, reading.Decimals, reading.Duplicates);
    }
}
