using System.Diagnostics;
using System.Globalization;
using Charthouse.Spc;

namespace Charthouse.Benchmarks;

/// <summary>Many individuals charts with four sets of rules, as a page of icons needs them, beside the same in base R. Both have to find the same signals.</summary>
internal static class SpcBench
{
    private const int PointCount = 60;
    private const int PeerCount = 500;

    public static int Run(string[] options)
    {
        var at = Array.IndexOf(options, "--series");
        var count = at >= 0 && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : 10_000;
        var random = new Random(1);
        var series = new Observation[count][];
        for (var s = 0; s < count; s++)
        {
            series[s] = new Observation[PointCount];
            for (var i = 0; i < PointCount; i++) series[s][i] = Observation.Measured(50 + Normal(random) + (i > 40 && s % 4 == 0 ? 1.5 : 0));
        }

        var settings = ChartSettings.Default with { Rules = [RuleSet.Nhs, RuleSet.WesternElectric, RuleSet.Nelson, RuleSet.Ihi], Improvement = ImprovementDirection.Increase, Target = 51 };
        List<double> one = [], all = [];
        long signals = 0, peerSignals = 0, peerRuns = 0;
        // The first round warms up.
        for (var round = -1; round < 5; round++)
        {
            signals = 0;
            var started = Stopwatch.GetTimestamp();
            foreach (var observations in series) signals += ControlChart.Compute(ChartKind.Individuals, observations, settings).Parts[0].Signals.Length;
            var single = Stopwatch.GetElapsedTime(started).TotalSeconds;
            started = Stopwatch.GetTimestamp();
            Parallel.ForEach(series, observations => ControlChart.Compute(ChartKind.Individuals, observations, settings));
            if (round < 0) continue;
            one.Add(single);
            all.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        var text = CultureInfo.InvariantCulture;
        Console.WriteLine(string.Create(text, $"### {count:N0} individuals charts of {PointCount} points, {settings.Rules.Sum(set => set.Rules.Length)} rules of four sets, runs analysis, icons; medians of 5; {signals:N0} occurrences\n"));
        Console.WriteLine("| what | s | charts/s | bound |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine(string.Create(text, $"| one core | {ActivityBench.Median(one):N3} | {count / ActivityBench.Median(one):N0} | |"));
        Console.WriteLine(string.Create(text, $"| {Environment.ProcessorCount} cores | {ActivityBench.Median(all):N3} | {count / ActivityBench.Median(all):N0} | < 1 s on two cores |"));
        if (Peer([.. series.Take(PeerCount)]) is not { } peer) return 0;
        foreach (var observations in series.Take(PeerCount))
        {
            var chart = ControlChart.Compute(ChartKind.Individuals, observations, settings);
            peerSignals += chart.Points.Sum(point => point.Signals.Length);
            if (chart.Parts[0].Runs!.Value.IsSignal) peerRuns++;
        }

        var charts = Math.Min(PeerCount, count);
        Console.WriteLine(string.Create(text, $"| base R, one core, {charts} charts | {peer.Seconds:N3} | {charts / peer.Seconds:N0} | |"));
        Console.WriteLine(string.Create(text, $"\nOn one core {count / ActivityBench.Median(one) / (charts / peer.Seconds):N0} times as many charts a second as base R. In its {charts} charts R marks {peer.Signals:N0} signals and {peer.Runs} runs; Charthouse {peerSignals:N0} and {peerRuns}."));
        if ((peer.Signals, peer.Runs) == (peerSignals, peerRuns)) return 0;
        Console.Error.WriteLine("The two do not find the same signals.");
        return 1;
    }

    private static (double Seconds, long Signals, long Runs)? Peer(Observation[][] series)
    {
        var input = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(input, series.Select(observations => string.Join(',', observations.Select(observation => observation.Value!.Value.ToString("R", CultureInfo.InvariantCulture)))));
            var start = new ProcessStartInfo("Rscript") { ArgumentList = { Path.Combine(Checkout.Root, "bench", "peers", "spc.R"), input }, RedirectStandardOutput = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd().Split(' ');
            process.WaitForExit();
            if (process.ExitCode != 0) throw new InvalidOperationException("The R peer broke.");
            return (double.Parse(output[0], CultureInfo.InvariantCulture), long.Parse(output[1], CultureInfo.InvariantCulture), long.Parse(output[2], CultureInfo.InvariantCulture));
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("Skipped the R peer: there is no Rscript (package r-base-core).");
            return null;
        }
        finally
        {
            File.Delete(input);
        }
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
