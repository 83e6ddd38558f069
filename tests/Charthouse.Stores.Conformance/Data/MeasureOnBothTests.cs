using System.Diagnostics;
using Charthouse.Host;
using Charthouse.Host.Tests;
using Charthouse.Testing;

namespace Charthouse.Stores.Conformance.Data;

/// <summary>An import and its reports say the same whichever store keeps the lake's manifest.</summary>
public sealed class MeasureOnBothTests
{
    private const string Variable = "CHARTHOUSE__STORE__POSTGRES";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ImportAndReport_AreTheSameOnBothStores()
    {
        Assert.SkipWhen(TestStore.ReasonToSkip(StoreKind.Postgres) is not null, TestStore.ReasonToSkip(StoreKind.Postgres) ?? "");
        await using var file = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var server = await TestStore.CreateAsync(StoreKind.Postgres);
        await using (var services = Workbench.Services(server.Data)) await Workbench.MigrateAsync(services, Token);
        var samples = Path.Combine(BuiltProgram.Repository, "samples", "activity");
        List<string[]> answers = [];
        foreach (var store in new[] { file, server })
        {
            List<string> texts = [];
            // The second import knows every row of the first.
            foreach (var expected in new[] { "new", "known" })
            {
                var import = await RunAsync(store, "activity", "import", "--data", store.Folder, "--people", Path.Combine(samples, "people.csv"), "--actions", Path.Combine(samples, "actions.csv"), "--appointments", Path.Combine(samples, "appointments.csv"), Path.Combine(samples, "events.csv"));
                Assert.True(import.ExitCode is 0 or 1, import.Errors);
                texts.Add(string.Join('\n', import.Output.Split('\n').Where(line => !line.StartsWith("took", StringComparison.Ordinal))));
                Assert.Contains(expected, import.Output, StringComparison.Ordinal);
            }

            foreach (var verb in new[] { "report", "sensitivity" })
            {
                var report = await RunAsync(store, "activity", verb, "--data", store.Folder, "--from", "2020-01-01", "--to", "2030-01-01", "--by", "clinician", "--json");
                Assert.True(report.ExitCode == 0, report.Errors);
                texts.Add(report.Output);
            }

            var verified = await RunAsync(store, "db", "verify", "--data", store.Folder, "--json");
            Assert.True(verified.ExitCode == 0, verified.Errors);
            Assert.True(verified.Json.GetProperty("files").GetInt32() > 0);
            answers.Add([.. texts]);
        }

        Assert.Equal(answers[0], answers[1]);
    }

    private static async Task<ProgramRun> RunAsync(TestStore store, params string[] arguments)
    {
        var start = new ProcessStartInfo(BuiltProgram.File, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        if (store.Connection is not null) start.Environment[Variable] = store.Connection;
        return await BuiltProgram.FinishAsync(Process.Start(start)!);
    }
}
