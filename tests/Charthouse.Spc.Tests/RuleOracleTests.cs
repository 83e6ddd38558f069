using CsCheck;

namespace Charthouse.Spc.Tests;

/// <summary>The rules once more, in the plainest way: every window is looked at by itself. Slow, and nothing in it is shared with the engine.</summary>
public sealed class RuleOracleTests
{
    // Halves make ties and points on lines; gaps and points left out come in.
    private static readonly Gen<double?[]> series = Gen.Frequency((5, Gen.Int[-7, 7].Select(i => (double?)(i / 2.0))), (5, Gen.Double[-3.5, 3.5].Select(value => (double?)value)), (1, Gen.Bool.Select(_ => (double?)null))).Array[1, 50];

    [Fact]
    public void EveryRule_AgreesWithItsDefinition() => Gen.Select(series, Gen.Int[1, 50]).Sample((values, excluded) =>
    {
        var chart = ControlChart.Compute(
            ChartKind.Individuals,
            [.. values.Select(value => value is { } v ? Observation.Measured(v) : Observation.Gap(GapReason.Missing))],
            ChartSettings.Default with { Rules = [RuleSet.Nhs, RuleSet.WesternElectric, RuleSet.Nelson], GivenCentre = 0, GivenLimits = (-3, 3), Exclude = [excluded] });
        var naive = new Naive(values, excluded);
        foreach (var point in chart.Points) Assert.Equal(naive.Signals(point.Index - 1).Order(StringComparer.Ordinal), point.Signals.Order(StringComparer.Ordinal));
    });

    // Centre 0, one unit is one sigma.
    private sealed class Naive(double?[] values, int excluded)
    {
        private readonly int[] used = [.. Enumerable.Range(0, values.Length).Where(i => values[i] is not null && i != excluded - 1)];

        public IEnumerable<string> Signals(int i)
        {
            if (values[i] is not { } value) yield break;
            if (value > 3) yield return "outside-high";
            if (value < -3) yield return "outside-low";
            if (Math.Abs(value) > 3) yield return "we1";
            if (Math.Abs(value) > 3) yield return "nelson1";
            var k = Array.IndexOf(used, i);
            if (k < 0) yield break;

            foreach (var side in new[] { 1, -1 })
            {
                var end = side > 0 ? "-high" : "-low";
                if (AnyWindow(k, 7, window => window.All(j => V(j) * side > 0))) yield return "shift" + end;
                if (V(k) * side is > 2 and <= 3 && AnyWindow(k, 3, window => window.All(j => V(j) * side > 0) && window.Count(j => V(j) * side is > 2 and <= 3) >= 2)) yield return "two-of-three" + end;
                if (V(k) * side > 2 && Last(k, 3, window => window.Count(j => V(j) * side > 2) >= 2)) yield return "we2";
                if (V(k) * side > 2 && Last(k, 3, window => window.Count(j => V(j) * side > 2) >= 2)) yield return "nelson5";
                if (V(k) * side > 1 && Last(k, 5, window => window.Count(j => V(j) * side > 1) >= 4)) yield return "we3";
                if (V(k) * side > 1 && Last(k, 5, window => window.Count(j => V(j) * side > 1) >= 4)) yield return "nelson6";
                if (Last(k, 8, window => window.All(j => V(j) * side > 0))) yield return "we4";
                if (Last(k, 9, window => window.All(j => V(j) * side > 0))) yield return "nelson2";
                if (Last(k, 6, window => window.Skip(1).All(j => Step(j) == side))) yield return "nelson3";
            }

            // A turning point carries the later trend.
            var (up, down) = (TrendEnd(k, 1), TrendEnd(k, -1));
            if (up > down) yield return "trend-up";
            if (down > up) yield return "trend-down";
            if (Last(k, 14, window => window.Skip(1).All(j => Step(j) != 0) && window.Skip(2).All(j => Step(j) == -Step(j - 1)))) yield return "nelson4";
            if (Last(k, 15, window => window.All(j => Math.Abs(V(j)) <= 1))) yield return "nelson7";
            if (Last(k, 8, window => window.All(j => Math.Abs(V(j)) > 1) && window.Any(j => V(j) > 1) && window.Any(j => V(j) < -1))) yield return "nelson8";
        }

        private double V(int k) => values[used[k]]!.Value;

        // 0 across a gap.
        private int Step(int k) => Enumerable.Range(used[k - 1] + 1, used[k] - used[k - 1] - 1).Any(i => values[i] is null && i != excluded - 1) ? 0 : Math.Sign(V(k) - V(k - 1));

        // End of the longest trend through the point, -1 when there is none.
        private int TrendEnd(int k, int side)
        {
            var (first, last) = (k, k);
            while (first > 0 && Step(first) == side) first--;
            while (last + 1 < used.Length && Step(last + 1) == side) last++;
            return last - first + 1 >= 7 ? last : -1;
        }

        private static bool Last(int k, int length, Func<IReadOnlyList<int>, bool> holds) => k - length + 1 >= 0 && holds([.. Enumerable.Range(k - length + 1, length)]);

        private bool AnyWindow(int k, int length, Func<IReadOnlyList<int>, bool> holds) => Enumerable.Range(k, length).Any(end => end < used.Length && Last(end, length, holds));
    }
}
