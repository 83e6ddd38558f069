using System.Text.Json.Nodes;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>Run and control charts, EWMA and CUSUM.</summary>
internal static class ControlAnswer
{
    public static SpcAnswer Of(SpcSettings given, SpcTable table)
    {
        var answer = new SpcAnswer();
        var kind = given.Kind!.Value;
        var asked = Settings(given, kind);
        var read = SpcSeries.Reader(table, given, asked.IsSummary);
        if (asked.Chart.BaselineCaution is { } caution) answer.Messages.Add(caution);
        List<(string Series, ControlChart Chart, List<SpcRow> Rows)> charts = [];
        foreach (var (series, rows) in table.Series())
        {
            var points = read(table, rows);
            if (asked.InsertGaps) points = SpcSeries.WithGaps(points, series, answer.Messages);
            var starts = Starts(series, points, asked, answer);
            var settings = asked.Chart with { SplitAfter = [.. starts], Target = asked.Target(series) };
            var chart = SpcAnswer.Refusing($"The settings do not fit chart \"{given.Chart}\": ", () => ControlChart.Compute(kind, [.. points.Select(point => point.Observation)], settings));
            if (kind is not (ChartKind.CasesBetween or ChartKind.TimeBetween)) SayDuplicates(series, points, answer);
            for (var i = 0; i < points.Count; i++)
            {
                foreach (var row in points[i].RefusedRows) answer.Refuse($"{table.Place(row)}: {SpcTable.Say(GapReason.NotANumber)}.");
                if (points[i].RefusedRows.Count == 0 && chart.Points[i].Gap is { } gap && gap.IsRefusal()) answer.Refuse($"{table.Place(points[i].Row!.Value)}: {SpcTable.Say(gap)}.");
                answer.Points.Add(Point(series, points[i].Label, chart.Points[i], chart.Kind));
            }

            foreach (var part in chart.Parts) answer.Summary.Add(Summary(series, chart, part));
            charts.Add((series, chart, points));
        }

        if (charts.Count == 0) answer.Messages.Add($"{table.Name} has no rows.");
        answer.Draw = charts.Count == 0 ? null : () => charts.ConvertAll(one => SpcPicture.Control(one.Series, one.Chart, one.Rows.ConvertAll(row => row.Label)));
        return answer;
    }

    // What a chart does not use is not read, so that nothing in it can be wrong.
    private static Asked Settings(SpcSettings given, ChartKind kind)
    {
        var isIndividuals = kind is ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange;
        var isSmoothed = kind is ChartKind.Ewma or ChartKind.Cusum;
        var isSubgroup = kind is ChartKind.SubgroupMean or ChartKind.SubgroupDeviation or ChartKind.SubgroupRange;
        var settings = ChartSettings.Default with
        {
            Multiply = given.Positive("multiply", 1),
            FreezeAfter = given.OptionalWhole("freezeAfter", 2),
            Exclude = [.. given.Wholes("exclude")],
            Rules = [.. given.Rules()],
            Improvement = given.Improvement(),
        };
        if (isIndividuals || isSmoothed || kind is ChartKind.TimeBetween or ChartKind.IndividualsPrime or ChartKind.ProportionPrime or ChartKind.RatePrime) settings = settings with { ScreenMovingRanges = given.Flag("screenMovingRanges", standard: true) };
        if (isIndividuals || kind == ChartKind.TimeBetween) settings = settings with { MovingRangeFactor = given.Positive("movingRangeFactor", 3 / ControlChartConstants.MovingRangeDivisor) };
        if (kind == ChartKind.Ewma) settings = settings with { Lambda = given.Number("lambda", 0.2, value => value is > 0 and <= 1, "a number above 0 and at most 1"), NSigmas = given.Positive("nSigmas", 3) };
        if (kind == ChartKind.Cusum)
        {
            settings = settings with
            {
                DecisionInterval = given.Positive("decisionInterval", 5),
                ShiftSigma = given.Positive("shiftSigma", 1),
                HeadStart = given.Number("headStart", 0, value => value >= 0, "a number of 0 or more"),
                CusumResets = given.OptionalFlag("resetAfterSignal"),
            };
        }

        if (kind is ChartKind.SubgroupMean or ChartKind.SubgroupDeviation)
            settings = settings with { SubgroupSpread = given.OptionalChoice("subgroupSpread", "mean-when-equal", "pooled") == "pooled" ? SubgroupSpread.Pooled : SubgroupSpread.MeanWhenEqual };
        if (kind != ChartKind.NumberWithProperty) settings = settings with { GivenCentre = given.OptionalNumber("givenCentre") };
        if (isIndividuals || isSmoothed || kind == ChartKind.SubgroupMean) settings = settings with { GivenSigma = given.OptionalNumber("givenSigma") };
        if (kind is not ChartKind.Run && !isSmoothed) settings = settings with { LowestPossible = given.OptionalNumber("lowestPossible"), HighestPossible = given.OptionalNumber("highestPossible") };
        if (kind is not (ChartKind.Run or ChartKind.MovingRange) && !isSmoothed)
        {
            var (lower, upper) = (given.OptionalNumber("givenLower"), given.OptionalNumber("givenUpper"));
            if (lower is null != upper is null) throw given.Wrong(lower is null ? "givenUpper" : "givenLower", "stands alone; both limits are wanted.");
            settings = settings with { GivenLimits = lower is { } low && upper is { } high ? (low, high) : null };
        }

        if (kind is not (ChartKind.Run or ChartKind.Cusum)) settings = settings with { TargetOnLimitFails = given.OptionalFlag("targetOnLimitFails") };
        if (kind is not ChartKind.MovingRange && !isSmoothed && given.OptionalChoice("conflictingReasons", "precedence", "improvement-first") == "improvement-first")
            settings = settings with { ConflictingReasons = ConflictingReasons.ImprovementFirst };
        return new(settings, given.Wholes("splitAfter"), given.Dates("rebaseDates"), given.Target(), isSubgroup && given.Flag("inputIsSummary", standard: false), given.OptionalFlag("insertGaps"));
    }

    // Column, numbers and dates together.
    private static HashSet<int> Starts(string series, List<SpcRow> points, Asked asked, SpcAnswer answer)
    {
        HashSet<int> starts = [.. asked.SplitAfter];
        for (var i = 1; i < points.Count; i++)
        {
            if (points[i].Part != points[i - 1].Part) starts.Add(i);
        }

        var byDate = PartStarts.From([.. points.Select(point => point.Date)], [.. asked.RebaseDates]);
        starts.UnionWith(byDate.SplitAfter);
        foreach (var date in byDate.Ignored) answer.Messages.Add($"Series {series}: {SpcSeries.Iso(date)} starts no part, for it is not after the first label or it is after the last one.");
        return starts;
    }

    private static void SayDuplicates(string series, List<SpcRow> points, SpcAnswer answer)
    {
        var twice = Rhythm.Duplicates([.. points.Where(point => point.Date is not null).Select(point => point.Date!.Value)]);
        if (twice.Length > 0) answer.Messages.Add($"Series {series}: {string.Join(", ", twice.Select(SpcSeries.Iso))} stands more than once; each row is a point of its own.");
    }

    private static JsonObject Point(string series, string label, in ChartPoint point, ChartKind kind)
    {
        var inner = kind is ChartKind.Ewma ? null : point.Lines;
        var row = new JsonObject
        {
            ["series"] = series,
            ["part"] = point.Part,
            ["index"] = point.Index,
            ["label"] = label,
            ["value"] = SpcAnswer.Number(point.Value),
            ["denominator"] = SpcAnswer.Number(point.Denominator),
            ["gap"] = point.Gap?.Code(),
            ["baseline"] = point.IsBaseline,
            ["excluded"] = point.IsExcluded,
            ["centre"] = SpcAnswer.Number(point.Centre),
            ["lcl"] = SpcAnswer.Number(point.Lines?.Lower3),
            ["ucl"] = SpcAnswer.Number(point.Lines?.Upper3),
            ["lcl2"] = SpcAnswer.Number(inner?.Lower2),
            ["ucl2"] = SpcAnswer.Number(inner?.Upper2),
            ["lcl1"] = SpcAnswer.Number(inner?.Lower1),
            ["ucl1"] = SpcAnswer.Number(inner?.Upper1),
            ["signals"] = new JsonArray([.. point.Signals.Select(name => (JsonNode)name)]),
            ["reason"] = point.Reason,
            ["pointType"] = point.Type is { } type ? Name(type) : null,
        };
        if (kind == ChartKind.Ewma) row["ewma"] = SpcAnswer.Number(point.Ewma);
        if (kind != ChartKind.Cusum) return row;
        row["cusumUp"] = SpcAnswer.Number(point.CusumUp);
        row["cusumDown"] = SpcAnswer.Number(point.CusumDown);
        return row;
    }

    private static JsonObject Summary(string series, ControlChart chart, ChartPart part)
    {
        var isLast = part.Number == chart.Parts.Length;
        var rules = new JsonObject();
        foreach (var signals in part.Signals.GroupBy(signal => signal.Name, StringComparer.Ordinal))
            rules[signals.Key] = new JsonArray([.. signals.SelectMany(signal => signal.Points).Distinct().Order().Select(index => (JsonNode)index)]);
        var row = new JsonObject
        {
            ["series"] = series,
            ["part"] = part.Number,
            ["first"] = part.First,
            ["last"] = part.Last,
            ["points"] = part.PointCount,
            ["useful"] = part.UsefulCount,
            ["longestRun"] = part.Runs?.LongestRun,
            ["maxLongestRun"] = part.Runs?.MaxLongestRun,
            ["crossings"] = part.Runs?.Crossings,
            ["minCrossings"] = part.Runs?.MinCrossings,
            ["runsSignal"] = part.Runs?.IsSignal,
            ["outside"] = part.OutsideCount,
            ["sigma"] = chart.Kind is ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange or ChartKind.Individuals or ChartKind.Ewma or ChartKind.Cusum ? SpcAnswer.Number(part.Sigma) : null,
            ["trial"] = part.IsTrial,
            ["rules"] = rules,
            ["variationIcon"] = isLast && chart.Variation is { } variation ? Name(variation) : null,
            ["assuranceIcon"] = isLast && chart.Assurance is { } assurance ? Name(assurance) : null,
        };
        if (!chart.Settings.Rules.Any(set => set.Name == RuleSet.RunChart.Name)) return row;
        var runs = RunCount.Of(chart, part);
        row["runs"] = runs.Runs;
        row["fewestRuns"] = runs.Fewest;
        row["mostRuns"] = runs.Most;
        return row;
    }

    private static string Name(PointType type) => type switch
    {
        PointType.Improvement => "improvement",
        PointType.Concern => "concern",
        PointType.NeutralHigh => "neutral-high",
        PointType.NeutralLow => "neutral-low",
        _ => "common",
    };

    private static string Name(VariationIcon icon) => icon switch
    {
        VariationIcon.ImprovementHigh => "improvement-high",
        VariationIcon.ImprovementLow => "improvement-low",
        VariationIcon.ConcernHigh => "concern-high",
        VariationIcon.ConcernLow => "concern-low",
        VariationIcon.NeutralHigh => "neutral-high",
        VariationIcon.NeutralLow => "neutral-low",
        _ => "common",
    };

    private static string Name(AssuranceIcon icon) => icon switch
    {
        AssuranceIcon.Pass => "pass",
        AssuranceIcon.Fail => "fail",
        _ => "hit-or-miss",
    };

    /// <summary>What the settings ask of the chart, and of the rows before they are one.</summary>
    private sealed record Asked(ChartSettings Chart, List<int> SplitAfter, List<DateOnly> RebaseDates, Func<string, double?> Target, bool IsSummary, bool InsertGaps);
}
