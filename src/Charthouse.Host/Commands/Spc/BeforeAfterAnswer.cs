using System.Text.Json.Nodes;
using Charthouse.Spc;
using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Host.Commands.Spc;

/// <summary>Interrupted time series and difference in differences.</summary>
internal static class BeforeAfterAnswer
{
    public static SpcAnswer OfSegments(SpcSettings given, SpcTable table)
    {
        var family = given.OptionalChoice("family", "gaussian", "poisson", "quasi-poisson");
        var isCounts = family != "gaussian";
        var multiply = isCounts ? 1 : given.Positive("multiply", 1);
        given.Need("firstPostPoint", "the number of the first point after the intervention");
        var firstPostPoint = given.Whole("firstPostPoint", 2, 2);
        var options = new SegmentedRegressionOptions { TimeAfterAtFirstPostPoint = given.Whole("timeAfterAtFirstPostPoint", 0, 0, 1), Harmonics = given.Whole("harmonics", 0, 0) };
        options = options with { Period = given.Number("period", 12, value => value > 1 && value > 2 * options.Harmonics, "a number above 1 and above twice the harmonics") };
        if (!isCounts) options = options with { NeweyWestLag = given.Lag(), NeweyWestAdjust = given.Flag("neweyWestAdjust", standard: true) };
        var methods = isCounts ? [family] : given.Has("methods") ? given.Texts("methods") : ["ols", "newey-west"];
        foreach (var method in methods.Where(method => !isCounts && method is not ("ols" or "newey-west" or "prais-winsten" or "reml")))
            throw given.Wrong("methods", $"holds \"{method}\"; ols, newey-west, prais-winsten and reml are known.");

        var (labels, values, exposures) = Read(given, table, isCounts);
        for (var i = 0; i < values.Length; i++) values[i] *= multiply;

        // Points and mean effect come from Newey and West, or from the model of counts.
        var main = isCounts ? family : "newey-west";
        var model = Fit(main);
        var answer = new SpcAnswer { Coefficients = [] };
        foreach (var method in methods)
        {
            foreach (var coefficient in (method == main ? model : Fit(method)).Coefficients) answer.Coefficients.Add(Row(method, coefficient));
        }

        for (var i = 0; i < model.Points.Count; i++)
        {
            var point = model.Points[i];
            var row = new JsonObject
            {
                ["index"] = point.Index,
                ["label"] = labels[i],
                ["value"] = SpcAnswer.Number(point.Value),
                ["fitted"] = SpcAnswer.Number(point.Fitted),
                ["counterfactual"] = SpcAnswer.Number(point.Counterfactual),
                ["effect"] = SpcAnswer.Number(point.Effect?.Estimate),
                ["effectSe"] = SpcAnswer.Number(point.Effect?.StandardError),
                ["ciLow"] = SpcAnswer.Number(point.Effect?.CiLow),
                ["ciHigh"] = SpcAnswer.Number(point.Effect?.CiHigh),
            };
            if (isCounts) row["ratio"] = SpcAnswer.Number(point.Ratio?.Estimate);
            answer.Points.Add(row);
        }

        var summary = new JsonObject
        {
            ["points"] = model.Points.Count,
            ["residualDf"] = model.ResidualDegreesOfFreedom,
            ["sigma"] = SpcAnswer.Number(model.Sigma),
            ["rSquared"] = SpcAnswer.Number(model.RSquared),
            ["durbinWatson"] = SpcAnswer.Number(model.DurbinWatson),
            ["meanEffect"] = SpcAnswer.Number(model.MeanEffect.Estimate),
            ["meanEffectSe"] = SpcAnswer.Number(model.MeanEffect.StandardError),
            ["meanEffectCiLow"] = SpcAnswer.Number(model.MeanEffect.CiLow),
            ["meanEffectCiHigh"] = SpcAnswer.Number(model.MeanEffect.CiHigh),
        };
        if (isCounts)
        {
            summary["dispersion"] = SpcAnswer.Number(model.Dispersion);
            summary["meanRatio"] = SpcAnswer.Number(model.MeanRatio?.Estimate);
            summary["meanRatioCiLow"] = SpcAnswer.Number(model.MeanRatio?.CiLow);
            summary["meanRatioCiHigh"] = SpcAnswer.Number(model.MeanRatio?.CiHigh);
        }

        answer.Summary.Add(summary);
        answer.Messages.AddRange(model.Findings.Select(finding => finding.Text));
        answer.Draw = () => SpcPicture.Segments(model, labels);
        return answer;

        SegmentedRegression Fit(string method) => SpcAnswer.Refusing("", () => SegmentedRegression.Fit(
            values,
            firstPostPoint,
            options with
            {
                Errors = method switch
                {
                    "ols" => ErrorModel.OrdinaryLeastSquares,
                    "prais-winsten" => ErrorModel.PraisWinsten,
                    "reml" => ErrorModel.RemlAutoregressive,
                    "poisson" => ErrorModel.Poisson,
                    "quasi-poisson" => ErrorModel.QuasiPoisson,
                    _ => ErrorModel.NeweyWest,
                },
            },
            exposures));
    }

    public static SpcAnswer OfDifferences(SpcSettings given, SpcTable table)
    {
        table.Need("did", "series", "label", "treated");
        given.Need("firstPostPoint", "the number of the first period after the intervention");
        var firstPostPoint = given.Whole("firstPostPoint", 2, 2);
        var options = new DifferenceOptions
        {
            Errors = given.Choice("errors", "automatic", "automatic", "hc1", "hc3", "cluster") switch
            {
                "hc1" => DifferenceErrors.Hc1,
                "hc3" => DifferenceErrors.Hc3,
                "cluster" => DifferenceErrors.ClusterByUnit,
                _ => DifferenceErrors.Automatic,
            },
            OnLogScale = given.Flag("logScale", standard: false),
        };
        var answer = new SpcAnswer { Coefficients = [] };
        var read = SpcSeries.Reader(table, given);
        List<UnitObservation> observations = [];
        foreach (var (unit, rows) in table.Series())
        {
            var points = read(table, rows).ConvertAll(point => point.Observation);
            for (var i = 0; i < rows.Count; i++)
            {
                var isTreated = table.Text(rows[i], "treated").Trim() switch
                {
                    "1" or "true" => true,
                    "0" or "false" => false,
                    var other => throw new InvalidDataException($"{table.Place(rows[i])}: treated is \"{other}\"; 1 or 0 is wanted."),
                };
                if (points[i].Value is { } value) observations.Add(new(unit, isTreated, i + 1, value));
                else if (points[i].NoValueReason is { } gap && gap.IsRefusal()) answer.Refuse($"{table.Place(rows[i])}: {SpcTable.Say(gap)}.");
            }
        }

        var fit = SpcAnswer.Refusing("", () => DifferenceInDifferences.Fit(observations, firstPostPoint, options));
        var method = fit.ErrorsUsed switch { DifferenceErrors.Hc1 => "hc1", DifferenceErrors.ClusterByUnit => "cluster", _ => "hc3" };
        foreach (var coefficient in fit.Coefficients) answer.Coefficients.Add(Row(method, coefficient));
        foreach (var mean in fit.Means) answer.Points.Add(new() { ["group"] = mean.IsTreated ? "treated" : "control", ["time"] = mean.IsPost ? "after" : "before", ["values"] = mean.Observations, ["mean"] = SpcAnswer.Number(mean.Mean) });
        answer.Summary.Add(new()
        {
            ["treatedUnits"] = fit.TreatedUnits,
            ["controlUnits"] = fit.ControlUnits,
            ["residualDf"] = fit.DegreesOfFreedom,
            ["effect"] = SpcAnswer.Number(fit.Effect.Estimate),
            ["ciLow"] = SpcAnswer.Number(fit.Effect.CiLow),
            ["ciHigh"] = SpcAnswer.Number(fit.Effect.CiHigh),
            ["preTrendDifference"] = SpcAnswer.Number(fit.PreTrendDifference?.Estimate),
            ["preTrendCiLow"] = SpcAnswer.Number(fit.PreTrendDifference?.CiLow),
            ["preTrendCiHigh"] = SpcAnswer.Number(fit.PreTrendDifference?.CiHigh),
        });
        answer.Messages.AddRange(fit.Findings.Select(finding => finding.Text));
        return answer;
    }

    private static JsonObject Row(string method, Coefficient coefficient)
    {
        var row = new JsonObject
        {
            ["method"] = method,
            ["term"] = coefficient.Term,
            ["estimate"] = SpcAnswer.Number(coefficient.Estimate),
            ["se"] = SpcAnswer.Number(coefficient.StandardError),
            ["t"] = SpcAnswer.Number(coefficient.Statistic),
            ["p"] = SpcAnswer.Number(coefficient.PValue),
            ["ciLow"] = SpcAnswer.Number(coefficient.CiLow),
            ["ciHigh"] = SpcAnswer.Number(coefficient.CiHigh),
        };
        if (coefficient.Ratio is not { } ratio) return row;
        row["ratio"] = SpcAnswer.Number(ratio.Estimate);
        row["ratioCiLow"] = SpcAnswer.Number(ratio.CiLow);
        row["ratioCiHigh"] = SpcAnswer.Number(ratio.CiHigh);
        return row;
    }

    // Counts keep numerator and denominator apart; every value must be there.
    private static (string[] Labels, double[] Values, double[] Exposures) Read(SpcSettings given, SpcTable table, bool isCounts)
    {
        var series = table.Series();
        if (series.Count > 1) throw new InvalidDataException($"{table.Name} holds {series.Count} series; an interrupted time series is made of one.");
        var hasExposure = isCounts && table.Has("numerator") && table.Has("denominator");
        var points = series.Count == 0 ? [] : SpcSeries.Reader(table, given)(table, series[0].Rows);
        var (values, exposures) = (new double[points.Count], new double[hasExposure ? points.Count : 0]);
        for (var i = 0; i < points.Count; i++)
        {
            var place = table.Place(points[i].Row!.Value);
            values[i] = points[i].Observation.Value ?? throw new InvalidDataException($"{place}: {SpcTable.Say(points[i].Observation.NoValueReason!.Value)}. Every value of an interrupted time series must be present.");
            if (!hasExposure) continue;
            values[i] = table.Number(points[i].Row!.Value, "numerator").Value ?? throw new InvalidDataException($"{place}: the count is missing.");
            exposures[i] = table.Number(points[i].Row!.Value, "denominator").Value ?? throw new InvalidDataException($"{place}: the exposure is missing.");
        }

        return ([.. points.Select(point => point.Label)], values, exposures);
    }
}
