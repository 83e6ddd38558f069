namespace Charthouse.Ui;

/// <summary>Round numbers around what is drawn.</summary>
internal sealed record PlotScale(double Low, double High, double Step)
{
    public static PlotScale Of(ControlPlot plot)
    {
        if (plot.Scale is { } given) return Around(given.Low, given.High);
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var point in plot.Points)
        {
            foreach (var value in (ReadOnlySpan<double?>)[point.Value, point.Centre, point.Lower, point.Upper, point.Aim, point.Fitted, point.Counterfactual, point.Whole])
            {
                if (value is not { } known) continue;
                low = Math.Min(low, known);
                high = Math.Max(high, known);
            }
        }

        if (low > high) (low, high) = (0, 1);
        // A scale from 0 that leaves the points in its upper fifth shows nothing.
        if (plot.StartsAtZero && low >= 0 && low <= high * 0.8) low = 0;
        return Around(low, high);
    }

    /// <summary>Round numbers around two.</summary>
    public static PlotScale Around(double low, double high)
    {
        if (high - low < 1e-12 * Math.Max(1, Math.Abs(high))) (low, high) = (low - Math.Max(Math.Abs(low) * 0.1, 0.5), high + Math.Max(Math.Abs(high) * 0.1, 0.5));
        var raw = (high - low) / 5;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { <= 1 => 1, <= 2 => 2, <= 2.5 => 2.5, <= 5 => 5, _ => 10 });
        return new(Math.Floor(low / step + 1e-9) * step, Math.Ceiling(high / step - 1e-9) * step, step);
    }

    public IEnumerable<double> Steps()
    {
        var count = (int)Math.Round((High - Low) / Step);
        for (var i = 0; i <= count; i++) yield return Low + i * Step;
    }

    public int Decimals => Step >= 1 && Math.Abs(Step - Math.Round(Step)) < 1e-9 ? 0 : Math.Clamp((int)Math.Ceiling(-Math.Log10(Step) + (Math.Abs(Step / Math.Pow(10, Math.Floor(Math.Log10(Step))) - 2.5) < 1e-6 ? 1 : 0)), 1, 12);
}
