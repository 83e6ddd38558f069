using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures;

/// <summary>Measures whose last points changed more than chance explains: concern first, then change, then improvement.</summary>
internal sealed class SignalsOfMeasures(MeasureList list, CurrentActor actor) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, DateOnly until, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ViewMeasures)) return [];
        var charts = (await list.RunAsync(new(null, null, null, null, null, "signal"), cancellationToken)).Charts;
        return
        [
            .. from chart in charts
               where chart.NoVariation is null && chart.Variation is not SignalMark.Common
               select new DueItem(DueKind.Signal, new(ChartedMeasure.RecordKind, chart.Series.Measure.Id), chart.Series.Measure.Name, "Look at the chart", $"measures/{chart.Series.Measure.Id}", null, $"{ChartWords.Head(chart)} {ChartWords.Sentence(chart)}"),
        ];
    }
}
