using System.Text.Json.Nodes;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>Pareto charts: classes by size. An own extension.</summary>
internal static class ParetoAnswer
{
    public static SpcAnswer Of(SpcSettings given, SpcTable table)
    {
        table.Need("pareto", "label", "value");
        var options = new ParetoOptions
        {
            KeepMissing = given.Flag("keepMissing", standard: false),
            SmallestShare = given.Number("smallestShare", 0, share => share is >= 0 and <= 1, "a share from 0 to 1"),
            MostClasses = given.OptionalWhole("mostClasses", 1),
        };
        var answer = new SpcAnswer();
        List<ParetoClass> classes = [];
        for (var row = 0; row < table.Count; row++)
        {
            var cell = table.Number(row, "value");
            if (cell.IsNotANumber) answer.Refuse($"{table.Place(row)}: {SpcTable.Say(GapReason.NotANumber)}.");
            else if (cell.Value < 0) answer.Refuse($"{table.Place(row)}: {SpcTable.Say(GapReason.OutOfRange)}.");
            else if (cell.Value is { } count) classes.Add(new(table.Text(row, "label").Trim(), count));
        }

        var chart = SpcAnswer.Refusing("", () => ParetoChart.Of(classes, options));
        for (var i = 0; i < chart.Bars.Count; i++)
        {
            var bar = chart.Bars[i];
            answer.Points.Add(new()
            {
                ["index"] = i + 1,
                ["label"] = bar.Label,
                ["kind"] = bar.Kind switch { ParetoBarKind.Class => "class", ParetoBarKind.Missing => "missing", _ => "other" },
                ["value"] = SpcAnswer.Number(bar.Count),
                ["share"] = SpcAnswer.Number(bar.Share),
                ["cumulativeShare"] = SpcAnswer.Number(bar.CumulativeShare),
                ["grouped"] = new JsonArray([.. bar.Grouped.Select(label => (JsonNode)label)]),
            });
        }

        answer.Summary.Add(new() { ["classes"] = chart.Bars.Count, ["total"] = SpcAnswer.Number(chart.Total), ["missing"] = SpcAnswer.Number(chart.Missing) });
        answer.Draw = chart.Bars.Count == 0 ? null : () => SpcPicture.Pareto(chart);
        return answer;
    }
}
