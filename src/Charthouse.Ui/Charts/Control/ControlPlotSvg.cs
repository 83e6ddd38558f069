using System.Globalization;
using System.Net;
using System.Text;

namespace Charthouse.Ui;

/// <summary>Draws a control chart as SVG: band, centre, limits, aim, line, points by shape, parts, pins. Looks come from classes only, so a strict content policy lets it stand.</summary>
internal sealed class ControlPlotSvg
{
    private const double AxisHeight = 26;

    private readonly ControlPlot plot;
    private readonly PlotScale scale;
    private readonly StringBuilder svg = new();
    private readonly double width, height, left, right;
    private readonly bool isNarrow;

    private ControlPlotSvg(ControlPlot plot, double width, double height, bool isNarrow)
    {
        (this.plot, this.width, this.height, this.isNarrow) = (plot, width, height, isNarrow);
        scale = PlotScale.Of(plot);
        // Room for the longest number of the axis, within reason.
        left = Math.Clamp(10 + 6.2 * scale.Steps().Max(step => Numbers.Fixed(step, scale.Decimals).Length), 40, width / 4);
        right = width - (isNarrow ? 10 : 118);
    }

    // Pins and names of parts stand above.
    private double Top => plot.Events.Count + plot.Parts.Count == 0 ? 14 : 46;

    private double Bottom => height - AxisHeight;

    private double HalfStep => plot.Points.Count > 1 ? (right - left - 16) / (plot.Points.Count - 1) / 2 : 8;

    public static string Of(ControlPlot plot, double width, double height, bool isNarrow, string id)
    {
        var drawing = new ControlPlotSvg(plot, width, height, isNarrow);
        drawing.Draw(id);
        return drawing.svg.ToString();
    }

    private void Draw(string id)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"ch-control\" viewBox=\"0 0 {N(width)} {N(height)}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title id=\"{id}-t\">{E(plot.Title)}</title><desc id=\"{id}-d\">{E(plot.Description)}</desc>");
        Axes();
        foreach (var run in Runs(point => (point.Part, point.IsCarried))) Lines(run.First, run.Last);
        Aims();
        Events();
        Curve(point => point.Whole, "c-whole");
        Curve(point => point.Counterfactual, "c-counter");
        // The fitted line jumps where an intervention lies.
        foreach (var part in plot.Points.Select(point => point.Part).Distinct()) Curve(point => point.Part == part ? point.Fitted : null, "c-fitted");
        Curve(point => point.Value, "c-line");
        for (var i = 0; i < plot.Points.Count; i++) Point(i);
        if (!isNarrow) Ends();
        svg.Append("</svg>");
    }

    private void Axes()
    {
        foreach (var step in scale.Steps())
        {
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-grid\" d=\"M{N(left)} {N(Y(step))}H{N(right)}\"/>");
            Text(left - 7, Y(step) + 4, "end", Numbers.Fixed(step, scale.Decimals));
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-axis\" d=\"M{N(left)} {N(Bottom)}H{N(right)}\"/>");
        var last = double.NegativeInfinity;
        foreach (var (index, text) in plot.Ticks)
        {
            // Words that would touch are left out.
            if (X(index) - last < (isNarrow ? 34 : 40)) continue;
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-axis\" d=\"M{N(X(index))} {N(Bottom)}v4\"/>");
            Text(X(index), Bottom + 17, index == 0 ? "start" : "middle", text);
            // The first begins at its mark, the others are centred on theirs.
            last = X(index) + text.Length * (index == 0 ? 6 : 3);
        }

        var free = 0.0;
        foreach (var part in plot.Parts)
        {
            var first = 0;
            while (first < plot.Points.Count && plot.Points[first].Part != part.Number) first++;
            // A narrow drawing leaves early parts out.
            if (first == plot.Points.Count) continue;
            var at = X(first) - (first == 0 ? 0 : HalfStep);
            if (first > 0) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-phase\" d=\"M{N(at)} 20V{N(Bottom)}\"/>");
            if (at < free) continue;
            var words = isNarrow ? "" : part.Words;
            svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(at + 3)}\" y=\"14\"><tspan class=\"c-strong\">{E(part.Name)}</tspan> {E(words)}</text>");
            free = at + (part.Name.Length + words.Length) * 6;
        }
    }

    // Lines step from point to point, because denominators may differ.
    private void Lines(int first, int last)
    {
        var carried = plot.Points[first].IsCarried;
        var upper = Steps(first, last, point => point.Upper);
        var lower = Steps(first, last, point => point.Lower);
        if (!carried && upper.Count > 0 && lower.Count > 0)
        {
            lower.Reverse();
            svg.Append("<path class=\"c-band\" d=\"M").AppendJoin('L', upper.Concat(lower)).Append("Z\"/>");
            lower.Reverse();
        }

        var dotted = carried ? " c-fwd" : "";
        Path(upper, "c-limit" + dotted);
        Path(lower, "c-limit" + dotted);
        Path(Steps(first, last, point => point.Centre), "c-mean" + dotted);
    }

    private void Aims()
    {
        foreach (var run in Runs(point => point.Aim)) Path(Steps(run.First, run.Last, point => point.Aim), "c-aim");
    }

    private List<string> Steps(int first, int last, Func<PlotPoint, double?> value)
    {
        List<string> path = [];
        double? before = null;
        for (var i = first; i <= last; i++)
        {
            if (value(plot.Points[i]) is not { } known) continue;
            var (from, to) = (Math.Max(left, X(i) - HalfStep), Math.Min(right, X(i) + HalfStep));
            // Level lines need their ends only.
            if (before == known && path.Count > 0) path.RemoveAt(path.Count - 1);
            else path.Add($"{N(from)} {N(Y(known))}");
            path.Add($"{N(to)} {N(Y(known))}");
            before = known;
        }

        return path;
    }

    private void Events()
    {
        for (var i = 0; i < plot.Events.Count; i++)
        {
            var x = plot.Events[i].Index == 0 ? X(0) : X(plot.Events[i].Index) - HalfStep;
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-event\" d=\"M{N(x)} 34V{N(Bottom)}\"/><circle class=\"c-pin\" cx=\"{N(x)}\" cy=\"30\" r=\"8.5\"/><text class=\"c-pintext\" x=\"{N(x)}\" y=\"34\" text-anchor=\"middle\">{i + plot.FirstEventNumber}</text>");
        }
    }

    private void Curve(Func<PlotPoint, double?> value, string kind)
    {
        Reading[] values = [.. plot.Points.Select(point => Reading.OrNone(value(point), "gap"))];
        foreach (var run in Plot.Runs(values, X, Y)) svg.Append(CultureInfo.InvariantCulture, $"<polyline class=\"{kind}\" points=\"{run}\"/>");
    }

    private void Point(int i)
    {
        var point = plot.Points[i];
        var title = $"<title>{E(PointWords.Of(plot, i))}</title>";
        if (point.Value is not { } value)
        {
            // A missing period is seen on the axis.
            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"c-gap\" d=\"M{N(X(i) - 3)} {N(Bottom - 9)}l6 6m0 -6l-6 6\">{title}</path>");
            return;
        }

        var isLast = plot.Points.Skip(i + 1).All(later => later.Value is null);
        var r = (plot.Points.Count > 150 ? 2.0 : 3) * (isLast ? 1.6 : 1);
        var (x, y) = (X(i), Y(value));
        svg.Append(point.Mark switch
        {
            _ when point.IsExcluded => string.Create(CultureInfo.InvariantCulture, $"<circle class=\"c-left\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(r)}\">{title}</circle>"),
            SignalMark.Concern => string.Create(CultureInfo.InvariantCulture, $"<path class=\"c-con\" d=\"M{N(x)} {N(y - r * 1.7)}l{N(r * 1.7)} {N(r * 1.7)}l{N(-r * 1.7)} {N(r * 1.7)}l{N(-r * 1.7)} {N(-r * 1.7)}z\">{title}</path>"),
            SignalMark.Neutral => string.Create(CultureInfo.InvariantCulture, $"<rect class=\"c-neu\" x=\"{N(x - r * 1.3)}\" y=\"{N(y - r * 1.3)}\" width=\"{N(r * 2.6)}\" height=\"{N(r * 2.6)}\">{title}</rect>"),
            _ => string.Create(CultureInfo.InvariantCulture, $"<circle class=\"{(point.Mark == SignalMark.Improvement ? "c-imp" : "c-pt")}\" cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(point.Mark == SignalMark.Improvement ? r * 1.4 : r)}\">{title}</circle>"),
        });
    }

    // Limits are labelled where they end, with their value, and pushed apart where they would overlap.
    private void Ends()
    {
        if (plot.Points.LastOrDefault(point => point.Centre is not null || point.Value is not null) is not { } last) return;
        var latest = plot.Points.LastOrDefault(point => point.Value is not null)?.Value;
        List<(double Y, string Text, bool IsStrong)> labels = [];
        Add("Upper limit ", last.Upper);
        Add("Centre ", last.Centre);
        Add("Lower limit ", last.Lower);
        Add("Aim ", last.Aim);
        if (latest is { } now) labels.Add((Y(now), Numbers.Fixed(now, plot.Decimals) + " latest", true));
        labels.Sort((a, b) => a.Y.CompareTo(b.Y));
        for (var i = 1; i < labels.Count; i++) labels[i] = labels[i] with { Y = Math.Max(labels[i].Y, labels[i - 1].Y + 13) };
        var over = labels.Count == 0 ? 0 : Math.Max(0, labels[^1].Y - (Bottom - 2));
        foreach (var (y, text, strong) in labels)
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"{(strong ? "c-strong" : "c-end")}\" x=\"{N(right + 8)}\" y=\"{N(y - over + 4)}\">{E(text)}</text>");

        void Add(string name, double? value)
        {
            if (value is { } known) labels.Add((Y(known), name + Numbers.Fixed(known, plot.Decimals), false));
        }
    }

    private IEnumerable<(int First, int Last)> Runs<T>(Func<PlotPoint, T> of)
    {
        for (var first = 0; first < plot.Points.Count;)
        {
            var last = first;
            while (last + 1 < plot.Points.Count && EqualityComparer<T>.Default.Equals(of(plot.Points[last + 1]), of(plot.Points[first]))) last++;
            yield return (first, last);
            first = last + 1;
        }
    }

    private void Path(List<string> points, string kind)
    {
        if (points.Count > 0) svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{kind}\" d=\"M").AppendJoin('L', points).Append("\"/>");
    }

    private void Text(double x, double y, string anchor, string text) => svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{N(x)}\" y=\"{N(y)}\" text-anchor=\"{anchor}\">{E(text)}</text>");

    private double X(int index) => Plot.X(index, plot.Points.Count, left + 8, right - 8);

    private double Y(double value) => Plot.Y(Math.Clamp(value, scale.Low, scale.High), scale.Low, scale.High, Top, Bottom);

    private static string N(double value) => Plot.N(value);

    private static string E(string text) => WebUtility.HtmlEncode(text);
}
