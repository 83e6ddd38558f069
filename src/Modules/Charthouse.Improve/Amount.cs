using Charthouse.Ui;

namespace Charthouse.Improve;

/// <summary>Numbers that people typed, with as many decimals as they matter: "11.5 min".</summary>
internal static class Amount
{
    public static string Words(double value, string? unit) => Numbers.WithUnit(Numbers.Fixed(value, Decimals([value])), unit);

    /// <summary>The decimals that are needed to tell some values apart, at most two.</summary>
    public static int Decimals(IEnumerable<double> values)
    {
        var most = 0;
        foreach (var value in values)
        {
            while (most < 2 && Math.Abs(Math.Round(value, most) - Math.Round(value, 2)) > 1e-9) most++;
        }

        return most;
    }
}
