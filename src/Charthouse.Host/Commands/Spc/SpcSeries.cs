using System.Globalization;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>One point as it comes out of the file: a row, or several rows of a subgroup.</summary>
internal sealed record SpcRow(string Label, string Part, Observation Observation, int? Row)
{
    /// <summary>Rows of a subgroup whose cell holds other text than a number.</summary>
    public List<int> RefusedRows { get; init; } = [];

    public DateOnly? Date => DateOnly.TryParseExact(Label.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null;
}

/// <summary>The points of one series.</summary>
internal static class SpcSeries
{
    /// <summary>How the rows of a chart become observations.</summary>
    public static Func<SpcTable, List<int>, List<SpcRow>> Reader(SpcTable table, SpcSettings settings, bool isSummary = false)
    {
        var chart = settings.Chart;
        table.Need(chart, "label");
        switch (settings.Kind)
        {
            case ChartKind.SubgroupMean or ChartKind.SubgroupDeviation or ChartKind.SubgroupRange:
                var isRange = settings.Kind == ChartKind.SubgroupRange;
                if (isSummary) table.Need(chart, isRange ? ["n", "range"] : ["n", "mean", "sd"]);
                else table.Need(chart, "value");
                return isSummary ? (of, rows) => rows.ConvertAll(row => Summary(of, row, isRange)) : Subgroups;
            case ChartKind.Proportion or ChartKind.ProportionPrime or ChartKind.NumberWithProperty or ChartKind.Rate or ChartKind.RatePrime or ChartKind.IndividualsPrime:
                table.Need(chart, "numerator", "denominator");
                return Ratios;
            case ChartKind.Run or ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange or ChartKind.MovingRange when HasRatio():
                return Ratios;
            case ChartKind.Ewma or ChartKind.Cusum or null when !table.Has("value") && HasRatio():
                return Ratios;
        }

        table.Need(chart, "value");
        return Values;

        bool HasRatio() => table.Has("numerator") && table.Has("denominator");
    }

    private static List<SpcRow> Values(SpcTable table, List<int> rows) => rows.ConvertAll(row =>
    {
        var cell = table.Number(row, "value");
        return Make(table, row, cell.IsNotANumber ? Observation.Gap(GapReason.NotANumber) : cell.Value is { } value ? Observation.Measured(value) : Observation.Gap(GapReason.Missing));
    });

    private static List<SpcRow> Ratios(SpcTable table, List<int> rows) => rows.ConvertAll(row => Make(table, row, Ratio(table, row)));

    public static Observation Ratio(SpcTable table, int row)
    {
        var (numerator, denominator) = (table.Number(row, "numerator"), table.Number(row, "denominator"));
        if (numerator.IsNotANumber || denominator.IsNotANumber) return Observation.Gap(GapReason.NotANumber, denominator.Value);
        return numerator.Value is { } top && denominator.Value is { } bottom ? Observation.Ratio(top, bottom) : Observation.Gap(GapReason.Missing, denominator.Value);
    }

    private static SpcRow Summary(SpcTable table, int row, bool isRange)
    {
        var (size, mean, spread) = (table.Number(row, "n"), isRange ? new(0, false) : table.Number(row, "mean"), table.Number(row, isRange ? "range" : "sd"));
        if (size.IsNotANumber || mean.IsNotANumber || spread.IsNotANumber) return Make(table, row, Observation.Gap(GapReason.NotANumber, size.Value));
        if (size.Value is { } n && (n < 0 || n != Math.Floor(n) || n > int.MaxValue) || spread.Value < 0) return Make(table, row, Observation.Gap(GapReason.OutOfRange, size.Value));
        var isGap = size.Value is null or 0 || mean.Value is null || (size.Value > 1 && spread.Value is null);
        return Make(table, row, isGap ? Observation.Gap(GapReason.Missing, size.Value)
            : isRange ? Observation.SubgroupSummary((int)size.Value!, 0, null, spread.Value) : Observation.SubgroupSummary((int)size.Value!, mean.Value!.Value, spread.Value));
    }

    // Neighbouring rows with the same label.
    private static List<SpcRow> Subgroups(SpcTable table, List<int> rows)
    {
        List<SpcRow> points = [];
        for (var first = 0; first < rows.Count;)
        {
            var (label, part) = (table.Text(rows[first], "label"), table.Text(rows[first], "part"));
            List<double> values = [];
            List<int> refused = [];
            var next = first;
            for (; next < rows.Count && table.Text(rows[next], "label") == label && table.Text(rows[next], "part") == part; next++)
            {
                var cell = table.Number(rows[next], "value");
                if (cell.IsNotANumber) refused.Add(rows[next]);
                if (cell.Value is { } value) values.Add(value);
            }

            var observation = values.Count == 0 && refused.Count > 0 ? Observation.Gap(GapReason.NotANumber, 0) : Observation.Subgroup(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values));
            points.Add(new(label, part, observation, rows[first]) { RefusedRows = refused });
            first = next;
        }

        return points;
    }

    private static SpcRow Make(SpcTable table, int row, Observation observation) => new(table.Text(row, "label"), table.Text(row, "part"), observation, row);

    /// <summary>Puts a gap in for every date that the rhythm of the labels wants and the series lacks.</summary>
    public static List<SpcRow> WithGaps(List<SpcRow> points, string series, List<string> messages)
    {
        if (points.Exists(point => point.Date is null))
        {
            messages.Add($"Series {series}: not every label is a date, so no gap was put in.");
            return points;
        }

        DateOnly[] dates = [.. points.Select(point => point.Date!.Value)];
        if (Rhythm.Detect(dates) is not { } rhythm)
        {
            messages.Add($"Series {series}: the dates have no rhythm, so no gap was put in.");
            return points;
        }

        var (all, _, inserted) = rhythm.WithGaps(dates, [.. points.Select(point => point.Observation)]);
        if (inserted.Length > 0) messages.Add($"Series {series}: no row for {string.Join(", ", inserted.Select(Iso))}; shown as gaps.");
        List<SpcRow> filled = [];
        var (next, missing) = (0, inserted.ToHashSet());
        foreach (var date in all) filled.Add(missing.Contains(date) ? new(Iso(date), filled[^1].Part, Observation.Gap(GapReason.Missing), null) : points[next++]);
        return filled;
    }

    public static string Iso(DateOnly date) => date.ToString("O", CultureInfo.InvariantCulture);
}
