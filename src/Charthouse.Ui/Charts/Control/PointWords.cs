namespace Charthouse.Ui;

/// <summary>A point in words, a line for each thing: when and how much, the lines that it is held against, what was seen there, what happened.</summary>
internal static class PointWords
{
    public static string Of(ControlPlot plot, int index)
    {
        var point = plot.Points[index];
        List<string> lines = [$"{point.Label}: {(point.Value is { } value ? Numbers.WithUnit(N(value), plot.Unit) : "no value")}"];
        var centre = point.Centre is { } middle ? "centre " + N(middle) : null;
        if (point is { Lower: { } lower, Upper: { } upper }) lines.Add($"Limits {N(lower)} – {N(upper)}{(centre is null ? "" : ", " + centre)}{(point.IsCarried ? ", carried forward" : "")}");
        else if (point.Centre is { } only) lines.Add("Centre " + N(only));
        Add("Fitted ", point.Fitted);
        Add("Without the intervention ", point.Counterfactual);
        Add("Whole group ", point.Whole);
        Add("Aim ", point.Aim);
        if (point.Note is { Length: > 0 } note) lines.Add(char.ToUpperInvariant(note[0]) + note[1..]);
        if (point.IsExcluded) lines.Add("Left out of the limits");
        for (var i = 0; i < plot.Events.Count; i++)
        {
            if (plot.Events[i].Index == index) lines.Add($"{i + plot.FirstEventNumber}: {plot.Events[i].When} {plot.Events[i].Label}");
        }

        return string.Join('\n', lines);

        string N(double number) => Numbers.Fixed(number, plot.Decimals);

        void Add(string what, double? number)
        {
            if (number is { } known) lines.Add(what + N(known));
        }
    }
}
