using System.Collections.Immutable;

namespace Charthouse.Spc;

/// <summary>EWMA and tabular CUSUM over the points of one part (Montgomery, chapter 9). Gaps are passed over; nothing restarts at the end of the baseline.</summary>
internal static class Smoothing
{
    private static readonly ImmutableArray<string> ewmaHigh = ["ewma-high"], ewmaLow = ["ewma-low"], cusumUp = ["cusum-up"], cusumDown = ["cusum-down"], cusumBoth = ["cusum-up", "cusum-down"];

    /// <summary>Fills in averages, limits and signals; answers how many points signal. <paramref name="sigma"/> is not multiplied.</summary>
    public static int Ewma(Span<ChartPoint> points, in ChartSettings settings, double sigma, Baseline? baseline, ImmutableArray<Signal>.Builder signals)
    {
        var (outside, average, weight) = (0, double.NaN, settings.Lambda);
        double rest = 1;
        for (var i = 0; i < points.Length; i++)
        {
            ref var point = ref points[i];
            if (point.Value is not { } value || point.Centre is not { } centre) continue;
            if (double.IsNaN(average)) average = centre;
            average = weight * value + (1 - weight) * average;
            rest *= (1 - weight) * (1 - weight);
            point = point with { Ewma = average };
            if (double.IsNaN(sigma)) continue;
            var unit = settings.NSigmas * sigma * settings.Multiply * Math.Sqrt(weight / (2 - weight) * (1 - rest));
            var line = new Lines(centre - unit, centre + unit, centre - unit * 2 / 3, centre + unit * 2 / 3, centre - unit / 3, centre + unit / 3, centre - unit, centre + unit);
            var direction = Numerics.Closeness.Above(average, line.Upper3) ? SignalDirection.Up : Numerics.Closeness.Below(average, line.Lower3) ? SignalDirection.Down : SignalDirection.None;
            point = point with { Lines = line };
            if (direction == SignalDirection.None) continue;
            outside++;
            Mark(ref point, direction == SignalDirection.Up ? ewmaHigh : ewmaLow, direction, settings, baseline, signals);
        }

        return outside;
    }

    public static int Cusum(Span<ChartPoint> points, in ChartSettings settings, double sigma, Baseline? baseline, ImmutableArray<Signal>.Builder signals)
    {
        // Without variation nothing can be said in standard deviations.
        if (!(sigma > 0)) return 0;
        var (outside, up, low, slack) = (0, settings.HeadStart, settings.HeadStart, settings.ShiftSigma / 2);
        for (var i = 0; i < points.Length; i++)
        {
            ref var point = ref points[i];
            if (point.Value is not { } value || point.Centre is not { } centre) continue;
            var z = (value - centre) / (sigma * settings.Multiply);
            up = Math.Max(0, up + z - slack);
            low = Math.Max(0, low - z - slack);
            point = point with { CusumUp = up, CusumDown = -low };
            var isUp = Numerics.Closeness.Above(up, settings.DecisionInterval);
            var isDown = Numerics.Closeness.Above(low, settings.DecisionInterval);
            if (isUp || isDown)
            {
                outside++;
                Mark(ref point, isUp && isDown ? cusumBoth : isUp ? cusumUp : cusumDown, isUp ? SignalDirection.Up : SignalDirection.Down, settings, baseline, signals);
                if (isUp && isDown) signals.Add(new(cusumDown[0], null, SignalDirection.Down, point.Index, point.Index, [point.Index], point.Part, baseline));
            }

            if (!settings.CusumResets) continue;
            if (isUp) up = 0;
            if (isDown) low = 0;
        }

        return outside;
    }

    private static void Mark(ref ChartPoint point, ImmutableArray<string> names, SignalDirection direction, in ChartSettings settings, Baseline? baseline, ImmutableArray<Signal>.Builder signals)
    {
        point = point with { Signals = names, Type = point.Type is null ? null : Icons.TypeOf(direction, settings.Improvement) };
        if (signals.Count > 0 && signals[^1] is var last && last.Name == names[0] && last.Last == point.Index - 1) signals[^1] = last with { Last = point.Index, Points = last.Points.Add(point.Index) };
        else signals.Add(new(names[0], null, direction, point.Index, point.Index, [point.Index], point.Part, baseline));
    }
}
