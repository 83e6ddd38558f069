using System.Diagnostics;
using System.Globalization;
using Charthouse.Spc;

namespace Charthouse.Benchmarks;

/// <summary>Many individuals charts with all rules, as a page of icons needs them, beside the same in R with qicharts2 where that is installed.</summary>
internal static class SpcBench
{
    private const int PointCount = 60;

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
        long signals = 0;
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
        Console.WriteLine(string.Create(text, $"### {count:N0} individuals charts of {PointCount} points, 21 rules of four sets, runs analysis, icons; medians of 5; {signals:N0} signals\n"));
        Console.WriteLine("| what | s | charts/s | bound |");
        Console.WriteLine("|---|---|---|---|");
        Console.WriteLine(string.Create(text, $"| one core | {ActivityBench.Median(one):N3} | {count / ActivityBench.Median(one):N0} | |"));
        Console.WriteLine(string.Create(text, $"| {Environment.ProcessorCount} cores | {ActivityBench.Median(all):N3} | {count / ActivityBench.Median(all):N0} | < 1 s on two cores |"));
        if (Peer() is { } peer) Console.WriteLine(string.Create(text, $"| R, qicharts2, i chart, one core, 200 charts | {peer:N3} | {200 / peer:N0} | ≥ 100 × slower |"));
        return 0;
    }

    private static double? Peer()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        var start = new ProcessStartInfo("Rscript") { ArgumentList = { Path.Combine(folder, "bench", "peers", "spc_qicharts2.R") }, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEnd().Trim();
            process.WaitForExit();
            if (process.ExitCode == 0) return double.Parse(output, CultureInfo.InvariantCulture);
            Console.Error.WriteLine("Skipped the R peer: the package qicharts2 is missing.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("Skipped the R peer: there is no Rscript.");
        }

        return null;
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
