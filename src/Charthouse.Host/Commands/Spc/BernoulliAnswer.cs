using System.Text.Json.Nodes;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>CUSUM of a rare outcome, case by case: 1 happened, 0 did not. An own extension.</summary>
internal static class BernoulliAnswer
{
    public static SpcAnswer Of(SpcSettings given, SpcTable table)
    {
        table.Need("bcusum", "label", "value");
        given.Need("baselineShare", "the share of cases with the outcome that is held against, between 0 and 1,");
        var baseline = given.Number("baselineShare", 0, share => share is > 0 and < 1, "a share between 0 and 1");
        var ratio = given.Number("oddsRatio", 2, value => value > 1, "a ratio above 1");
        var limit = given.Positive("limit", 3.5);
        var (lengthUp, lengthDown) = (BernoulliCusum.AverageRunLength(baseline, baseline, ratio, limit), BernoulliCusum.AverageRunLength(baseline, baseline, 1 / ratio, limit));
        var answer = new SpcAnswer();
        foreach (var (series, rows) in table.Series())
        {
            var outcomes = new bool?[rows.Count];
            var gaps = new GapReason?[rows.Count];
            for (var i = 0; i < rows.Count; i++)
            {
                var cell = table.Number(rows[i], "value");
                gaps[i] = cell.IsNotANumber ? GapReason.NotANumber : cell.Value is null ? GapReason.Missing : cell.Value is 0 or 1 ? null : GapReason.OutOfRange;
                outcomes[i] = gaps[i] is null ? cell.Value == 1 : null;
                if (gaps[i] is { } reason && reason.IsRefusal()) answer.Refuse($"{table.Place(rows[i])}: {reason.Code()}: 0 or 1 is wanted.");
            }

            var cusum = BernoulliCusum.Compute(outcomes, baseline, ratio, limit);
            foreach (var point in cusum.Points)
            {
                string[] signals = [.. point.IsUpSignal ? ["cusum-up"] : Array.Empty<string>(), .. point.IsDownSignal ? ["cusum-down"] : Array.Empty<string>()];
                answer.Points.Add(new()
                {
                    ["series"] = series,
                    ["index"] = point.Index,
                    ["label"] = table.Text(rows[point.Index - 1], "label"),
                    ["value"] = point.Outcome is { } happened ? happened ? 1 : 0 : null,
                    ["gap"] = gaps[point.Index - 1]?.Code(),
                    ["cusumUp"] = SpcAnswer.Number(point.Up),
                    ["cusumDown"] = SpcAnswer.Number(point.Down),
                    ["signals"] = new JsonArray([.. signals.Select(name => (JsonNode)name)]),
                });
            }

            answer.Summary.Add(new()
            {
                ["series"] = series,
                ["cases"] = rows.Count,
                ["events"] = outcomes.Count(outcome => outcome == true),
                ["upSignals"] = new JsonArray([.. cusum.Points.Where(point => point.IsUpSignal).Select(point => (JsonNode)point.Index)]),
                ["downSignals"] = new JsonArray([.. cusum.Points.Where(point => point.IsDownSignal).Select(point => (JsonNode)point.Index)]),
                ["averageRunLengthUp"] = SpcAnswer.Number(lengthUp),
                ["averageRunLengthDown"] = SpcAnswer.Number(lengthDown),
            });
        }

        return answer;
    }
}
