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
            Mark(ref point, direction == SignalDirection.Up ? ewmaHigh : ewmaLow, direction, settings);
        }

        Collect(points, ewmaHigh[0], ewmaLow[0], baseline, signals);
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
            point = point with { CusumUp = up, CusumDown = 0 - low };
            var isUp = Numerics.Closeness.Above(up, settings.DecisionInterval);
            var isDown = Numerics.Closeness.Above(low, settings.DecisionInterval);
            if (isUp || isDown)
            {
                outside++;
                Mark(ref point, isUp && isDown ? cusumBoth : isUp ? cusumUp : cusumDown, isUp ? SignalDirection.Up : SignalDirection.Down, settings);
            }

            if (!settings.CusumResets) continue;
            if (isUp) up = 0;
            if (isDown) low = 0;
        }

        Collect(points, cusumUp[0], cusumDown[0], baseline, signals);
        return outside;
    }

    private static void Mark(ref ChartPoint point, ImmutableArray<string> names, SignalDirection direction, in ChartSettings settings) =>
        point = point with { Signals = names, Type = point.Type is null ? null : Icons.TypeOf(direction, settings.Improvement) };

    // By their first point; where both begin, up before down.
    private static void Collect(ReadOnlySpan<ChartPoint> points, string up, string down, Baseline? baseline, ImmutableArray<Signal>.Builder signals)
    {
        Collect(points, up, SignalDirection.Up, baseline, signals);
        Collect(points, down, SignalDirection.Down, baseline, signals);
        signals.Sort((one, other) => (one.First, one.Direction).CompareTo((other.First, other.Direction)));
    }

    // Neighbours with the same signal are one occurrence.
    private static void Collect(ReadOnlySpan<ChartPoint> points, string name, SignalDirection direction, Baseline? baseline, ImmutableArray<Signal>.Builder signals)
    {
        var carriers = ImmutableArray.CreateBuilder<int>();
        var part = points[0].Part;
        foreach (var point in points)
        {
            if (point.Signals.Contains(name)) carriers.Add(point.Index);
            else End();
        }

        End();

        void End()
        {
            if (carriers.Count == 0) return;
            signals.Add(new(name, null, direction, carriers[0], carriers[^1], carriers.ToImmutable(), part, baseline));
            carriers.Clear();
        }
    }
}
