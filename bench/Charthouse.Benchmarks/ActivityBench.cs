using System.Diagnostics;
using System.Globalization;
using System.Text;
using Charthouse.Analytics;
using Charthouse.Analytics.Activity;
using Charthouse.Analytics.DuckDb;
using Charthouse.AuditActivity;
using Charthouse.Demo;
using Charthouse.Lake;
using Charthouse.Measure;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using DuckDB.NET.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Benchmarks;

/// <summary>Import against DuckDB's own read, sort and write; questions against bare scans; and a pandas script as a peer.</summary>
internal static class ActivityBench
{
    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var events = long.Parse(Option(options, "--events") ?? "20000000", CultureInfo.InvariantCulture);
        var clinicians = int.Parse(Option(options, "--clinicians") ?? "2000", CultureInfo.InvariantCulture);
        var runs = int.Parse(Option(options, "--runs") ?? "5", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(folder);
        var log = Path.Combine(folder, "events.csv");
        if (!File.Exists(log)) LargeLog.Write(folder, events, clinicians, 1, null, CancellationToken.None);

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"### {events:N0} events, {clinicians:N0} clinicians, {new FileInfo(log).Length / 1e9:N2} GB of CSV; medians of {runs}; {Environment.ProcessorCount} cores\n"));
        Console.WriteLine("| what | median s | beside it | median s | ratio | bound |");
        Console.WriteLine("|---|---|---|---|---|---|");

        var store = Path.Combine(folder, "store");
        List<double> own = [], rival = [];
        var peakBytes = 0L;
        // The reports alone, of the store that the last run left.
        var imports = options.Contains("--reports") ? 0 : runs;
        for (var run = 0; run < imports; run++)
        {
            rival.Add(Time(() => DuckDbReadsSortsWrites(log, folder)));
            if (Directory.Exists(store)) Directory.Delete(store, recursive: true);
            own.Add(Time(() => peakBytes = Math.Max(peakBytes, Import(folder, store, log))));
        }

        if (imports > 0)
        {
            Row("import (whole process)", own, "DuckDB: same CSV read, sorted by clinician and time, written as Parquet", rival, "≤ 2");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| import, peak memory | {peakBytes / 1048576.0:N0} MiB | | | | < 4,096 MiB |"));
        }

        await using var services = await OpenAsync(store);
        var engine = services.GetRequiredService<IAnalyticsEngine>();
        var state = await services.GetRequiredService<ILakeManifest>().ReadAsync(CancellationToken.None);
        var last = state.Segments.Where(segment => segment.Kind == SegmentKind.Events).Max(segment => segment.LastMicroseconds);
        var end = DateOnly.FromDateTime(Microseconds.ToInstant(last).UtcDateTime).AddDays(1);
        var period = new LocalPeriod(end.AddDays(-28), end);
        using var bare = new BareScan(services.GetRequiredService<LakeDirectory>(), state);

        var (report, sensitivity, other, scan) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var run = -1; run < runs; run++)
        {
            var reportTime = await TimeAsync(async () => ActivityReport.Groups(await engine.AskAsync(
                new ActivityByClinician(period, CreditRule.Default, GroupBy.Specialty, ActivityFilter.Everybody), CancellationToken.None), GroupBy.Specialty));
            var sensitivityTime = await TimeAsync(async () => SensitivityReport.From(await engine.AskAsync(
                new SensitivityByClinician(period, GroupBy.Specialty, ActivityFilter.Everybody), CancellationToken.None), GroupBy.Specialty));
            var otherTime = await TimeAsync(async () => ActivityReport.Groups(await engine.AskAsync(
                new ActivityByClinician(period, new CreditRule(Estimator.Cap, 120 * Microseconds.PerSecond), GroupBy.Specialty, ActivityFilter.Everybody), CancellationToken.None), GroupBy.Specialty));
            var scanTime = Time(() => bare.Run(period));
            // The first round warms the server up.
            if (run < 0) continue;
            report.Add(reportTime);
            sensitivity.Add(sensitivityTime);
            other.Add(otherTime);
            scan.Add(scanTime);
        }

        Row("report, 4 weeks, by specialty (warm)", report, "bare scan: one column summed per clinician and day", scan, "≤ 0.5 s");
        Row("whole sensitivity table, 4 weeks (warm)", sensitivity, "bare scan", scan, "≤ 0.5 s");
        Row("report, cap 120 s: not in the cube (warm)", other, "bare scan", scan, "≤ 4");

        if (options.Contains("--peers"))
        {
            var peer = Pandas(log, Path.Combine(folder, "appointments.csv"), period);
            if (peer is { } pandas)
            {
                Row("import and one report", [Median(own) + Median(report)], "pandas: read the file and one report", [pandas.Read + pandas.Report], "≥ 10 × faster");
                Row("the report alone", report, "pandas: the report alone, frame in memory", [pandas.Report], "≥ 100 × faster");
            }
        }

        return 0;
    }

    private static void Row(string what, List<double> own, string beside, List<double> rival, string bound) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"| {what} | {Median(own):N3} | {beside} | {Median(rival):N3} | {Median(own) / Median(rival):N3} | {bound} |"));

    // The import as users run it, as a process of its own; answers with its peak memory.
    private static long Import(string folder, string store, string log)
    {
        var start = new ProcessStartInfo(Checkout.Program)
        {
            ArgumentList =
            {
                "activity", "import", "--data", store, log, "--people", Path.Combine(folder, "people.csv"), "--actions", Path.Combine(folder, "actions.csv"),
                "--appointments", Path.Combine(folder, "appointments.csv"), "--json",
            },
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var peak = 0L;
        var output = process.StandardOutput.ReadToEndAsync();
        while (!process.WaitForExit(100))
        {
            process.Refresh();
            if (!process.HasExited) peak = Math.Max(peak, process.WorkingSet64);
        }

        return process.ExitCode == 0 ? peak : throw new InvalidOperationException($"The import failed: {output.Result}");
    }

    private static void DuckDbReadsSortsWrites(string log, string folder)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            set threads = {Environment.ProcessorCount}; set memory_limit = '4GB'; set temp_directory = '{folder}/duckdb-temporary'; set preserve_insertion_order = false;
            copy (select * from read_csv('{log}', header = true) order by "user", "at") to '{folder}/duckdb.parquet' (format parquet);
            """;
        command.ExecuteNonQuery();
        File.Delete(Path.Combine(folder, "duckdb.parquet"));
    }

    private static async Task<ServiceProvider> OpenAsync(string store)
    {
        var services = new ServiceCollection().AddLogging().AddSqliteStore(store).AddMeasure(store).AddSingleton<IAnalyticsEngine, DuckDbEngine>().BuildServiceProvider();
        await SqliteStore.MigrateAsync(services.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), TimeProvider.System, CancellationToken.None);
        return services;
    }

    private static (double Read, double Report)? Pandas(string log, string appointments, LocalPeriod period)
    {
        var script = Path.Combine(Checkout.Root, "bench", "peers", "activity_pandas.py");
        var start = new ProcessStartInfo("/usr/bin/python3") { ArgumentList = { Path.GetFullPath(script), log, appointments, period.From.ToString("O", CultureInfo.InvariantCulture), period.To.ToString("O", CultureInfo.InvariantCulture) }, RedirectStandardOutput = true, UseShellExecute = false };
        try
        {
            using var process = Process.Start(start)!;
            var words = process.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            process.WaitForExit();
            if (process.ExitCode == 0) return (double.Parse(words[0], CultureInfo.InvariantCulture), double.Parse(words[1], CultureInfo.InvariantCulture));
            Console.Error.WriteLine("The pandas peer did not finish: python3-pandas is missing, or memory ran out.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Console.Error.WriteLine("Skipped the pandas peer: there is no /usr/bin/python3.");
        }

        return null;
    }

    private static string? Option(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    internal static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static double Time(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task<double> TimeAsync(Func<Task> action)
    {
        var started = Stopwatch.GetTimestamp();
        await action();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    // What DuckDB itself needs to sum one column of the same events per clinician and day.
    private sealed class BareScan : IDisposable
    {
        private readonly DuckDBConnection connection = new("DataSource=:memory:");
        private readonly string files;

        public BareScan(LakeDirectory directory, LakeState state)
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"set threads = {Environment.ProcessorCount}; set preserve_insertion_order = false; set parquet_metadata_cache = true";
            command.ExecuteNonQuery();
            files = string.Join(", ", state.Segments.Where(segment => segment.Kind == SegmentKind.Events).Select(segment => $"'{directory.FileOf(segment)}'"));
        }

        public void Run(LocalPeriod period)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                select count(*), sum(total) from (
                    select clinician, local_date, sum(gap) as total from read_parquet([{files}])
                    where local_date >= date '{period.From:yyyy-MM-dd}' and local_date < date '{period.To:yyyy-MM-dd}' group by all)
                """;
            using var reader = command.ExecuteReader();
            reader.Read();
        }

        public void Dispose() => connection.Dispose();
    }
}
