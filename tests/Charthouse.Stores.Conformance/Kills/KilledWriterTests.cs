using System.Diagnostics;
using System.Globalization;
using Charthouse.Host;
using Charthouse.Testing;

namespace Charthouse.Stores.Conformance.Kills;

/// <summary>A program that is killed while it writes loses nothing that it acknowledged, and leaves nothing half-written.</summary>
public sealed class KilledWriterTests
{
    /// <summary>How often; 200 before a release: CHARTHOUSE_KILLS=200.</summary>
    public static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("CHARTHOUSE_KILLS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 10;

    private static readonly string self = Environment.ProcessPath!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task KilledWriter_LosesNothing(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var services = Workbench.Services(store.Data);
        await Workbench.MigrateAsync(services, Token);
        var random = new Random(20260303);
        List<string> acknowledged = [];
        // The next one starts while this one writes, because starting takes longer than writing.
        var next = StartAsync(store);
        for (var i = 0; i < Kills; i++)
        {
            using var process = await next;
            if (i + 1 < Kills) next = StartAsync(store);
            await process.StandardInput.WriteLineAsync("go");
            var (first, lines) = (new TaskCompletionSource(), 0);
            var reading = Task.Run(
                async () =>
                {
                    while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line)
                    {
                        // What was cut off in the middle was not heard as an acknowledgement.
                        if (line.Length != 32) continue;
                        acknowledged.Add(line);
                        if (Interlocked.Increment(ref lines) == 1) first.SetResult();
                    }
                }, Token);
            await first.Task.WaitAsync(TimeSpan.FromSeconds(60), Token);
#pragma warning disable CA5394 // Randomness for tests.
            await Task.Delay(random.Next(150), Token);
#pragma warning restore CA5394 // As above.
            process.Kill();
            await process.WaitForExitAsync(Token);
            await reading;
            await WriteRecords.AssertWholeAsync(services, acknowledged);
        }

        Assert.InRange(acknowledged.Count, Kills, int.MaxValue);
    }

    private static async Task<Process> StartAsync(TestStore store)
    {
        var start = new ProcessStartInfo(self) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in new[] { "write-records", store.Folder, store.Connection }) if (argument is not null) start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(CancellationToken.None) is { } line && line != "ready")
        {
        }

        return process;
    }
}
