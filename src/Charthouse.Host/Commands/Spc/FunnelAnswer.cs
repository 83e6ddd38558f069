using System.Text.Json.Nodes;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>Funnel plots.</summary>
internal static class FunnelAnswer
{
    public static SpcAnswer Of(SpcSettings given, SpcTable table)
    {
        table.Need("funnel", "label", "numerator", "denominator");
        var multiply = given.Positive("multiply", 1);
        given.Need("dataType", "PR, RC or SR");
        var kind = given.Choice("dataType", "PR", "PR", "RC", "SR") switch { "PR" => FunnelKind.Proportion, "RC" => FunnelKind.RatioOfCounts, _ => FunnelKind.Standardised };
        var settings = FunnelSettings.Default with
        {
            Multiply = multiply,
            Overdispersion = given.Flag("overdispersion", standard: false),
            TrimBy = given.Number("trimBy", 0.1, share => share is >= 0 and < 0.5, "a share from 0 to below 0.5"),
            OutlierLimit = given.OutlierLimit() == 95 ? FunnelLimit.Percent95 : FunnelLimit.Percent998,
            NarrowRatioLines = kind == FunnelKind.RatioOfCounts && given.OptionalFlag("narrowRatioLines"),
        };
        var answer = new SpcAnswer();
        var plot = FunnelPlot.Compute(kind, [.. Enumerable.Range(0, table.Count).Select(row => SpcSeries.Ratio(table, row))], settings);
        for (var row = 0; row < table.Count; row++)
        {
            if (plot.Points[row].Gap is { } gap && gap.IsRefusal()) answer.Refuse($"{table.Place(row)}: {SpcTable.Say(gap)}.");
            answer.Points.Add(Point(table, row, plot));
        }

        answer.Summary.Add(new()
        {
            ["groups"] = table.Count,
            ["used"] = plot.UsedCount,
            ["target"] = SpcAnswer.Number(plot.Target),
            ["phi"] = SpcAnswer.Number(plot.Phi),
            ["tau2"] = SpcAnswer.Number(plot.Tau2),
            ["outliers"] = new JsonArray([.. plot.Points.Where(point => point.Outlier != SignalDirection.None).Select(point => (JsonNode)table.Text(point.Index - 1, "label"))]),
        });
        if (table.Count == 0) answer.Messages.Add($"{table.Name} has no rows.");
        answer.Draw = plot.Points.All(point => point.Value is null) ? null : () => SpcPicture.Funnel(plot, [.. Enumerable.Range(0, table.Count).Select(row => table.Text(row, "label"))]);
        return answer;
    }

    private static JsonObject Point(SpcTable table, int row, FunnelPlot plot)
    {
        var point = plot.Points[row];
        return new()
        {
            ["index"] = point.Index,
            ["label"] = table.Text(row, "label"),
            ["numerator"] = SpcAnswer.Number(table.Number(row, "numerator").Value),
            ["denominator"] = SpcAnswer.Number(table.Number(row, "denominator").Value),
            ["value"] = SpcAnswer.Number(point.Value),
            ["gap"] = point.Gap?.Code(),
            ["centre"] = SpcAnswer.Number(plot.Target),
            ["z"] = SpcAnswer.Number(point.Z),
            ["zTrimmed"] = SpcAnswer.Number(point.ZTrimmed),
            ["lcl95"] = SpcAnswer.Number(point.Lines?.Lower95),
            ["ucl95"] = SpcAnswer.Number(point.Lines?.Upper95),
            ["lcl998"] = SpcAnswer.Number(point.Lines?.Lower998),
            ["ucl998"] = SpcAnswer.Number(point.Lines?.Upper998),
            ["adjLcl95"] = SpcAnswer.Number(point.Adjusted?.Lower95),
            ["adjUcl95"] = SpcAnswer.Number(point.Adjusted?.Upper95),
            ["adjLcl998"] = SpcAnswer.Number(point.Adjusted?.Lower998),
            ["adjUcl998"] = SpcAnswer.Number(point.Adjusted?.Upper998),
            ["outlier"] = point.Outlier switch { SignalDirection.Up => "high", SignalDirection.Down => "low", _ => null },
        };
    }
}
