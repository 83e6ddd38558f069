using System.Globalization;
using Charthouse.Demo;

namespace Charthouse.Host.Tests;

/// <summary>An import killed at any moment leaves the store as before or as after; running it again completes it.</summary>
public sealed class KilledImportTests : IDisposable
{
    // bench runs 200.
    private static readonly int kills = int.TryParse(Environment.GetEnvironmentVariable("CHARTHOUSE_KILLS"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 10;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task KilledAndRunAgain_GivesTheReportOfAnUndisturbedImport()
    {
        // Before a release there is time for more to be in the middle of.
        var files = LargeLog.Write(folder.File("log"), kills > 10 ? 300_000 : 100_000, 40, 7, cancellationToken: TestContext.Current.CancellationToken);
        var undisturbed = folder.File("undisturbed");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(0, (await BuiltProgram.RunAsync([.. Import(undisturbed)])).ExitCode);
        var milliseconds = (int)System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds;
        var expected = await ReportAsync(undisturbed);

        var random = new Random(20260302);
        var data = folder.File("killed");
        var killed = 0;
        for (var i = 0; i < kills; i++)
        {
            // Half of the kills meet an import into an empty store, half one that changes a store with data.
            if (i % 2 == 0 && Directory.Exists(data)) Directory.Delete(data, recursive: true);
            var process = BuiltProgram.Start(BuiltProgram.File, Import(data));
            var ended = BuiltProgram.FinishAsync(process);
#pragma warning disable CA5394 // Randomness for tests.
            await Task.Delay(random.Next(milliseconds), TestContext.Current.CancellationToken);
#pragma warning restore CA5394
            if (!ended.IsCompleted)
            {
                killed++;
                process.Kill();
            }

            await ended;
            if (i % 2 == 0 && i + 1 < kills) continue;
            var again = await BuiltProgram.RunAsync([.. Import(data)]);
            Assert.True(again.ExitCode == 0, $"Kill {i + 1}: {again.Errors}");
            Assert.Equal(expected, await ReportAsync(data));
            AssertNothingLeftBehind(data, undisturbed);
        }

        Assert.InRange(killed, Math.Min(1, kills), kills);

        IEnumerable<string> Import(string into) =>
        [
            "activity", "import", "--data", into, "--people", files.People, "--actions", files.Actions, "--appointments", files.Appointments, .. files.Events,
        ];
    }

    private static async Task<string> ReportAsync(string data)
    {
        var texts = new List<string>();
        foreach (var verb in new[] { "report", "sensitivity" })
        {
            var run = await BuiltProgram.RunAsync("activity", verb, "--data", data, "--from", "2020-01-01", "--to", "2030-01-01", "--by", "clinician", "--json");
            Assert.Equal(0, run.ExitCode);
            texts.Add(run.Output);
        }

        return string.Join('\n', texts);
    }

    private static void AssertNothingLeftBehind(string data, string undisturbed)
    {
        Assert.Equal(Kinds(undisturbed), Kinds(data));
        Assert.Empty(Directory.GetFiles(Path.Combine(data, "temporary")));
        Assert.False(Directory.Exists(Path.Combine(data, "rejected")));

        static IEnumerable<string> Kinds(string folder) => Directory.GetFiles(Path.Combine(folder, "lake"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file))!).Order(StringComparer.Ordinal);
    }
}
