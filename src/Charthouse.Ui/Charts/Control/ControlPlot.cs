namespace Charthouse.Ui;

/// <summary>What a point of a control chart means; each has its own shape and colour.</summary>
public enum SignalMark { Common, Improvement, Concern, Neutral }

/// <summary>One point with the lines that it is held against.</summary>
/// <param name="Label">Its period, for the tooltip.</param>
/// <param name="Value">Its value; <c>null</c> for a gap, which keeps its place.</param>
/// <param name="Part">Number of its part; lines stop where a part does.</param>
public sealed record PlotPoint(string Label, double? Value, SignalMark Mark, int Part)
{
    public double? Centre { get; init; }
    public double? Lower { get; init; }
    public double? Upper { get; init; }
    public double? Aim { get; init; }

    /// <summary>Whether its lines come from other points: they are dotted.</summary>
    public bool IsCarried { get; init; }

    /// <summary>Left out of the estimates: drawn hollow.</summary>
    public bool IsExcluded { get; init; }

    /// <summary>What is fitted here, and what would have come without the intervention.</summary>
    public double? Fitted { get; init; }
    public double? Counterfactual { get; init; }

    /// <summary>The same of the whole group that the panels cut in pieces.</summary>
    public double? Whole { get; init; }

    /// <summary>Why there is no value, or what else to say.</summary>
    public string? Note { get; init; }
}

/// <summary>A dated event above the chart: a numbered pin; its words stand below.</summary>
/// <param name="Index">The first point that it may have changed.</param>
public sealed record PlotEvent(int Index, string When, string Label, string? Href = null);

/// <summary>A part of the chart, named above it.</summary>
public sealed record PlotPart(int Number, string Name, string Words);

/// <summary>A control chart without its looks.</summary>
/// <param name="Description">What the chart shows, for those who cannot see it.</param>
public sealed record ControlPlot(string Title, string Description, string? Unit, int Decimals, IReadOnlyList<PlotPoint> Points)
{
    public IReadOnlyList<PlotPart> Parts { get; init; } = [];
    public IReadOnlyList<PlotEvent> Events { get; init; } = [];

    /// <summary>Labels of the x axis: where, and what.</summary>
    public IReadOnlyList<(int Index, string Text)> Ticks { get; init; } = [];

    /// <summary>The scale; shared by charts that are compared. <c>null</c> fits what is drawn.</summary>
    public (double Low, double High)? Scale { get; init; }

    /// <summary>Counts and durations start at 0.</summary>
    public bool StartsAtZero { get; init; } = true;

    /// <summary>The last points only, for a narrow screen.</summary>
    public ControlPlot Last(int count)
    {
        var skip = Math.Max(0, Points.Count - count);
        return skip == 0 ? this : this with
        {
            Points = [.. Points.Skip(skip)],
            Events = [.. Events.Where(mark => mark.Index >= skip).Select(mark => mark with { Index = mark.Index - skip })],
            Ticks = [.. Ticks.Where(tick => tick.Index >= skip).Select(tick => (tick.Index - skip, tick.Text))],
        };
    }

    /// <summary>Number of an event in the whole chart: a narrow drawing leaves earlier ones out.</summary>
    public int FirstEventNumber { get; init; } = 1;
}
