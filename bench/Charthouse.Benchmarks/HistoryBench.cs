using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Benchmarks;

/// <summary>How long the verification of a long chain takes as a whole process, beside reading and hashing its file.</summary>
internal static class HistoryBench
{
    private const int Batch = 10_000;

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var at = Array.IndexOf(options, "--entries");
        var count = at < 0 ? 1_000_000 : long.Parse(options[at + 1], CultureInfo.InvariantCulture);
        var data = Path.Combine(folder, "history");
        var file = Path.Combine(data, SqliteStore.FileName);
        if (!File.Exists(file)) await WriteAsync(data, count);

        var (verify, bare) = (new List<double>(), new List<double>());
        for (var run = 0; run < 3; run++)
        {
            verify.Add(Time(() => Verify(data)));
            bare.Add(Time(() =>
            {
                using var stream = File.OpenRead(file);
                SHA256.HashData(stream);
            }));
        }

        verify.Sort();
        bare.Sort();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            ### {count:N0} entries, {new FileInfo(file).Length / 1e6:N0} MB; medians of 3; {Environment.ProcessorCount} cores

            | what | median s | beside it | median s | ratio | bound |
            |---|---|---|---|---|---|
            | history verify (whole process) | {verify[1]:N3} | read and hash the file | {bare[1]:N3} | {verify[1] / bare[1]:N1} | < 30 s |
            """));
        return verify[1] < 30 ? 0 : 1;
    }

    private static void Verify(string data)
    {
        var start = new ProcessStartInfo(Checkout.Program) { ArgumentList = { "history", "verify", "--data", data }, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"The chain does not hold: {output}");
    }

    // As the program writes them, without the records that they are about.
    private static async Task WriteAsync(string data, long count)
    {
        Directory.CreateDirectory(data);
        await using var services = new ServiceCollection().AddLogging().AddSqliteStore(data).BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await SqliteStore.MigrateAsync(dbs, TimeProvider.System, CancellationToken.None);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (record, actor, hash) = (Guid.CreateVersion7(), Guid.CreateVersion7(), "");
        for (var first = 1L; first <= count; first += Batch)
        {
            await using var db = await dbs.CreateDbContextAsync();
            for (var sequence = first; sequence < Math.Min(first + Batch, count + 1); sequence++)
            {
                if (sequence % 7 == 1) record = Guid.CreateVersion7();
                var isNew = sequence % 7 == 1;
                var entry = new HistoryEntry
                {
                    Sequence = sequence,
                    At = start.AddSeconds(sequence),
                    ActorId = actor,
                    ActorName = "Ada Reed",
                    Kind = "request",
                    RecordId = record,
                    Change = isNew ? HistoryChange.Created : HistoryChange.Changed,
                    Field = isNew ? null : "Summary",
                    Before = isNew ? null : "Potassium orders ask three times",
                    After = isNew ? """{"Title":"Potassium orders ask me the same thing three times","State":"Open"}""" : string.Create(CultureInfo.InvariantCulture, $"Potassium orders ask once, since {sequence}"),
                    Reason = sequence % 5 == 0 ? "As the committee decided." : null,
                };
                entry.Hash = hash = entry.HashAfter(hash);
                db.Add(entry);
            }

            await db.SaveChangesAsync();
        }

        await using var end = await dbs.CreateDbContextAsync();
        await end.Set<HistoryHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, count).SetProperty(h => h.Hash, hash));
    }

    private static double Time(Action work)
    {
        var started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
