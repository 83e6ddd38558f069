using System.Collections.Concurrent;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>
/// Charts as they were computed last, for pages that show many of them. Whatever a chart is made of leaves a trace in the history of its measure, save the
/// name of the owner and the log: while these three stand still, so does the chart, in whichever process the change was made.
/// </summary>
internal sealed class KeptCharts(ReadSeries read)
{
    /// <summary>What a chart was made of.</summary>
    /// <param name="LastChange">Place of the measure's last change in the history of all records.</param>
    /// <param name="Owner">Name of the owner.</param>
    /// <param name="LogVersion">Version of the lake; 0 where the points do not come from the log.</param>
    public readonly record struct Basis(long LastChange, string? Owner, long LogVersion);

    // About 100 MB; beyond it charts are computed for each page, as they would be without this class.
    private const int MostPoints = 250_000;

    private readonly ConcurrentDictionary<Guid, (Basis Basis, MeasureChart Chart)> kept = [];

    /// <summary>Charts without interventions, in no order. A measure that is gone by now is left out.</summary>
    /// <param name="measures">Measures with what their charts have to be made of; read before the points are, so that a change between the two is seen next time.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<MeasureChart>> RunAsync(IReadOnlyDictionary<Guid, Basis> measures, CancellationToken cancellationToken)
    {
        List<MeasureChart> charts = [];
        List<Guid> changed = [];
        foreach (var (id, basis) in measures)
        {
            if (kept.TryGetValue(id, out var known) && known.Basis == basis) charts.Add(known.Chart);
            else changed.Add(id);
        }

        if (changed.Count == 0) return charts;
        var room = MostPoints - kept.Where(one => !changed.Contains(one.Key)).Sum(one => one.Value.Chart.Chart.Points.Length);
        foreach (var series in await read.RunAsync(all => all.Where(m => changed.Contains(m.Id)), cancellationToken))
        {
            // Interventions have a history of their own.
            var chart = MeasureChart.Of(series with { Interventions = [] });
            charts.Add(chart);
            room -= chart.Chart.Points.Length;
            if (room >= 0) kept[series.Measure.Id] = (measures[series.Measure.Id], chart);
            else kept.TryRemove(series.Measure.Id, out _);
        }

        return charts;
    }
}
