using System.Globalization;
using Charthouse.Spc;
using Charthouse.Spc.BeforeAfter;
using ScottPlot;
using SkiaSharp;

namespace Charthouse.Host.Commands.Spc;

/// <summary>Charts in the product's style, drawn without a browser. Signals differ in shape and colour: circle, diamond, square, small grey dot.</summary>
internal static class SpcPicture
{
    private const int Width = 960;
    private const int Height = 380;

    private static readonly Color text = Color.FromHex("#16262B");
    private static readonly Color caption = Color.FromHex("#4A5B61");
    private static readonly Color common = Color.FromHex("#67767B");
    private static readonly Color improvement = Color.FromHex("#1A6CB0");
    private static readonly Color concern = Color.FromHex("#BD560A");
    private static readonly Color neutral = Color.FromHex("#6B459B");
    private static readonly Color band = Color.FromHex("#EDF0EE");
    private static readonly Color grid = Color.FromHex("#EBEDE8");
    private static readonly Color line = Color.FromHex("#C9CEC8");
    private static readonly Color accent = Color.FromHex("#0F5B5F");

    // Inter comes with the pages; a picture is drawn with what is installed.
    private static readonly string family = Array.Find(["Inter", "Liberation Sans", "DejaVu Sans", "Arial"], name => SKFontManager.Default.FontFamilies.Contains(name)) ?? Fonts.Sans;

    /// <summary>Writes the plots, one above the other.</summary>
    public static void Save(List<Plot> plots, FileInfo? svg, FileInfo? png)
    {
        if (svg is not null)
        {
            using var file = svg.Create();
            using var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height * plots.Count), file);
            Render(plots, canvas);
        }

        if (png is null) return;
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height * plots.Count));
        surface.Canvas.Clear(SKColors.White);
        Render(plots, surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        using var output = png.Create();
        data.SaveTo(output);
    }

    public static Plot Control(string series, ControlChart chart, List<string> labels)
    {
        var plot = Empty(series == "all" ? Name(chart.Kind) : $"{series}: {Name(chart.Kind)}");
        foreach (var part in chart.Parts) Part(plot, chart, part);
        var values = chart.Points.Select(Shown).ToArray();
        Joined(plot, [.. chart.Points.Select(point => point.Index)], values, common, 1.2f);
        var last = Array.FindLastIndex(values, value => value is not null);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value) Mark(plot, chart.Points[i], value, isLast: i == last);
        }

        if (chart.Settings.Target is { } target)
        {
            var aim = plot.Add.Line(0.5, target, labels.Count + 0.5, target);
            (aim.LineWidth, aim.LineColor, aim.LinePattern) = (1.2f, text, LinePattern.Dotted);
            Label(plot, "Aim " + Number(target), labels.Count + 0.6, target, text);
        }

        var lastPart = chart.Parts[^1];
        var end = chart.Points.LastOrDefault(point => point.Part == lastPart.Number && point.Centre is not null);
        if (end.Centre is { } centre) Label(plot, $"{(chart.Kind is ChartKind.Run or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange or ChartKind.CasesBetween ? "Median" : "Mean")} {Number(centre)}", labels.Count + 0.6, centre, caption);
        if (chart.Points.LastOrDefault(point => point.Lines is not null).Lines is { } limits)
        {
            Label(plot, "Upper limit " + Number(limits.Upper3), labels.Count + 0.6, limits.Upper3, caption);
            Label(plot, "Lower limit " + Number(limits.Lower3), labels.Count + 0.6, limits.Lower3, caption);
        }

        Ticks(plot, labels);
        plot.Axes.AutoScaleY();
        return plot;
    }

    public static List<Plot> Funnel(FunnelPlot funnel, string[] labels)
    {
        var plot = Empty("Funnel plot");
        var usable = funnel.Points.Where(point => point.Value is not null).ToList();
        var (least, most) = (usable.Min(point => point.Denominator!.Value), usable.Max(point => point.Denominator!.Value));
        var isAdjusted = funnel.Settings.Overdispersion;
        double[] x = [.. Enumerable.Range(0, 200).Select(i => Math.Max(least / 2, most * 1.05 * i / 199)).Where(n => n > 0)];
        var lines = x.Select(n => funnel.LinesAt(n, isAdjusted)).ToArray();
        if (lines.All(at => at is not null))
        {
            Curve(at => at.Lower998, LinePattern.Dashed);
            Curve(at => at.Upper998, LinePattern.Dashed);
            Curve(at => at.Lower95, LinePattern.Dotted);
            Curve(at => at.Upper95, LinePattern.Dotted);
        }

        plot.Add.HorizontalLine(funnel.Target!.Value, 1.2f, common);
        foreach (var point in usable)
        {
            var isOutlier = point.Outlier != SignalDirection.None;
            plot.Add.Marker(point.Denominator!.Value, point.Value!.Value, isOutlier ? MarkerShape.FilledSquare : MarkerShape.FilledCircle, isOutlier ? 9 : 6, isOutlier ? neutral : common);
            if (isOutlier) Label(plot, labels[point.Index - 1], point.Denominator.Value, point.Value.Value, text, 8);
        }

        plot.Axes.AutoScale();
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(Math.Min(limits.Bottom, usable.Min(point => point.Value!.Value)), Math.Min(limits.Top, Math.Max(usable.Max(point => point.Value!.Value), funnel.Target.Value) * 1.5));
        return [plot];

        void Curve(Func<FunnelLines, double> of, LinePattern pattern)
        {
            var curve = plot.Add.ScatterLine(x, [.. lines.Select(at => of(at!.Value))], common);
            curve.LinePattern = pattern;
        }
    }

    public static List<Plot> Pareto(ParetoChart chart)
    {
        var plot = Empty("Pareto chart");
        for (var i = 0; i < chart.Bars.Count; i++)
        {
            var bar = plot.Add.Bar(i + 1, chart.Bars[i].Count);
            bar.Color = chart.Bars[i].Kind == ParetoBarKind.Class ? accent : common;
            if (chart.Bars[i].CumulativeShare is { } share) Label(plot, $"{(share * 100).ToString("0", CultureInfo.InvariantCulture)} %", i + 1, chart.Bars[i].Count, caption, 0, Alignment.LowerCenter);
        }

        Ticks(plot, [.. chart.Bars.Select(bar => bar.Kind switch { ParetoBarKind.Other => "other", ParetoBarKind.Missing => "missing", _ => bar.Label! })]);
        plot.Axes.Margins(bottom: 0);
        plot.Axes.AutoScaleY();
        plot.Axes.SetLimitsX(0.4, chart.Bars.Count + 0.6);
        return [plot];
    }

    public static List<Plot> Segments(SegmentedRegression model, string[] labels)
    {
        var plot = Empty("Before and after");
        int[] index = [.. model.Points.Select(point => point.Index)];
        Joined(plot, index, [.. model.Points.Select(point => (double?)point.Value)], line, 1);
        foreach (var point in model.Points) plot.Add.Marker(point.Index, point.Value, MarkerShape.FilledCircle, 5, common);
        foreach (var intervention in model.Interventions) plot.Add.VerticalLine(intervention.FirstPostPoint - 0.5, 1.5f, text);
        var first = model.Interventions[0].FirstPostPoint;
        Joined(plot, index, [.. model.Points.Select(point => point.Index < first ? point.Fitted : null)], text, 1.8f);
        Joined(plot, index, [.. model.Points.Select(point => point.Index >= first ? point.Fitted : null)], text, 1.8f);
        Joined(plot, index, [.. model.Points.Select(point => point.Counterfactual)], common, 1.4f, LinePattern.Dashed);
        var last = model.Points[^1];
        if (last.Counterfactual is { } without) Label(plot, "Without " + Number(without), labels.Length + 0.6, without, caption);
        if (last.Fitted is { } fitted) Label(plot, "Fitted " + Number(fitted), labels.Length + 0.6, fitted, text);
        Ticks(plot, [.. labels]);
        plot.Axes.AutoScaleY();
        return [plot];
    }

    private static void Render(List<Plot> plots, SKCanvas canvas)
    {
        for (var i = 0; i < plots.Count; i++) plots[i].Render(canvas, new PixelRect(0, Width, Height * (i + 1), Height * i));
    }

    private static Plot Empty(string title)
    {
        var plot = new Plot();
        plot.Font.Set(family);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Axes.Color(caption);
        plot.Grid.XAxisStyle.IsVisible = false;
        plot.Grid.MajorLineColor = grid;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        plot.Axes.Left.FrameLineStyle.IsVisible = false;
        plot.Axes.Bottom.FrameLineStyle.Color = line;
        plot.Axes.Left.MajorTickStyle.Length = 0;
        plot.Axes.Left.MinorTickStyle.Length = 0;
        plot.Axes.Bottom.MinorTickStyle.Length = 0;
        plot.Title(title, 15);
        plot.Axes.Title.Label.ForeColor = text;
        plot.Axes.Title.Label.Bold = true;
        return plot;
    }

    private static void Part(Plot plot, ControlChart chart, ChartPart part)
    {
        int[] index = [.. Enumerable.Range(part.First, part.Last - part.First + 1)];
        var points = chart.Points[(part.First - 1)..part.Last];
        if (part.Number > 1) plot.Add.VerticalLine(part.First - 0.5, 1, line);
        var withLines = points.Where(point => point.Lines is not null).ToArray();
        if (withLines.Length > 1)
        {
            var fill = plot.Add.FillY([.. withLines.Select(point => (double)point.Index)], [.. withLines.Select(point => point.Lines!.Value.Lower3)], [.. withLines.Select(point => point.Lines!.Value.Upper3)]);
            fill.FillColor = band;
            fill.LineWidth = 0;
        }

        // Beyond the baseline the lines are carried forward.
        var baselineLast = part.Baseline is { } baseline && chart.Settings.FreezeAfter is not null ? Math.Max(baseline.Last, part.First) : part.Last;
        foreach (var isForward in new[] { false, true })
        {
            Func<ChartPoint, bool> belongs = isForward ? point => point.Index >= baselineLast : point => point.Index <= baselineLast;
            Joined(plot, index, [.. points.Select(point => belongs(point) ? point.Centre : null)], common, 1.4f, isForward ? LinePattern.Dotted : LinePattern.Solid);
            Joined(plot, index, [.. points.Select(point => belongs(point) ? point.Lines?.Lower3 : null)], common, 1.2f, isForward ? LinePattern.Dotted : LinePattern.Dashed);
            Joined(plot, index, [.. points.Select(point => belongs(point) ? point.Lines?.Upper3 : null)], common, 1.2f, isForward ? LinePattern.Dotted : LinePattern.Dashed);
        }
    }

    private static double? Shown(ChartPoint point) => point.Ewma ?? point.CusumUp ?? point.Value;

    // A gap leaves a hole.
    private static void Joined(Plot plot, int[] index, double?[] values, Color color, float width, LinePattern? pattern = null)
    {
        List<Coordinates> run = [];
        for (var i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && values[i] is { } value)
            {
                run.Add(new(index[i], value));
                continue;
            }

            if (run.Count > 1)
            {
                var drawn = plot.Add.ScatterLine(run.ToArray(), color);
                drawn.LineWidth = width;
                drawn.LinePattern = pattern ?? LinePattern.Solid;
            }

            run.Clear();
        }
    }

    private static void Mark(Plot plot, ChartPoint point, double value, bool isLast)
    {
        var (shape, size, color) = point.Type switch
        {
            PointType.Improvement => (MarkerShape.FilledCircle, 8f, improvement),
            PointType.Concern => (MarkerShape.FilledDiamond, 10f, concern),
            PointType.NeutralHigh or PointType.NeutralLow => (MarkerShape.FilledSquare, 8f, neutral),
            null when !point.Signals.IsEmpty => (MarkerShape.FilledSquare, 8f, neutral),
            _ => (MarkerShape.FilledCircle, 5f, common),
        };
        plot.Add.Marker(point.Index, value, point.IsExcluded ? MarkerShape.OpenCircle : shape, isLast ? size + 3 : size, color);
        if (point.CusumDown is { } down) plot.Add.Marker(point.Index, down, shape, size, color);
    }

    private static void Label(Plot plot, string words, double x, double y, Color color, float offset = 0, Alignment alignment = Alignment.MiddleLeft)
    {
        var label = plot.Add.Text(words, x, y);
        label.LabelFontSize = 11;
        label.LabelFontColor = color;
        label.LabelAlignment = alignment;
        label.OffsetX = offset;
    }

    // At most nine labels, and room for the words at the right end.
    private static void Ticks(Plot plot, List<string> labels)
    {
        var step = Math.Max(1, (labels.Count + 8) / 9);
        var shown = Enumerable.Range(0, labels.Count).Where(i => i % step == 0).ToArray();
        plot.Axes.Bottom.SetTicks([.. shown.Select(i => i + 1.0)], [.. shown.Select(i => labels[i].Length > 14 ? labels[i][..13] + "…" : labels[i])]);
        plot.Axes.SetLimitsX(0.5, labels.Count + Math.Max(1, labels.Count * 0.2));
    }

    private static string Number(double value) => value.ToString(Math.Abs(value) switch { >= 1000 => "N0", >= 10 => "0.0", >= 0.1 => "0.00", _ => "0.####" }, CultureInfo.InvariantCulture);

    private static string Name(ChartKind kind) => kind switch
    {
        ChartKind.Run => "run chart",
        ChartKind.Individuals or ChartKind.IndividualsMedian or ChartKind.IndividualsMedianRange => "individuals chart (XmR)",
        ChartKind.MovingRange => "moving ranges",
        ChartKind.IndividualsPrime => "i′ chart",
        ChartKind.Proportion => "p chart",
        ChartKind.ProportionPrime => "p′ chart",
        ChartKind.NumberWithProperty => "np chart",
        ChartKind.Rate => "u chart",
        ChartKind.RatePrime => "u′ chart",
        ChartKind.Count => "c chart",
        ChartKind.CasesBetween => "g chart",
        ChartKind.TimeBetween => "t chart",
        ChartKind.SubgroupMean => "x-bar chart",
        ChartKind.SubgroupDeviation => "s chart",
        ChartKind.SubgroupRange => "R chart",
        ChartKind.Ewma => "EWMA",
        _ => "CUSUM, in standard deviations",
    };
}
