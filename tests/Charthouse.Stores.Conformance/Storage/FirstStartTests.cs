using System.Globalization;
using Charthouse.Host.Tests;
using Charthouse.Testing;

namespace Charthouse.Stores.Conformance.Storage;

/// <summary><c>charthouse serve</c> where there is nothing yet, through the built program.</summary>
public sealed class FirstStartTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OnSqlite_MakesTheStore_SaysWhere_AndPrintsTheCode()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("deep/new");
        var first = await StartAndStopAsync("--data", data);
        Assert.Contains($"There was no store yet: a new, empty one was made in {data}.", first, StringComparison.Ordinal);
        Assert.Matches("/set-up and enter this code: [a-z0-9-]{10,}", first);
        Assert.True(File.Exists(Path.Combine(data, "charthouse.db")));

        var second = await StartAndStopAsync("--data", data);
        Assert.DoesNotContain("There was no store yet", second, StringComparison.Ordinal);
        Assert.Contains("enter this code", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnPostgres_MakesTheTables()
    {
        Assert.SkipWhen(TestStore.ReasonToSkip(StoreKind.Postgres) is not null, TestStore.ReasonToSkip(StoreKind.Postgres) ?? "");
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        var data = Path.Combine(store.Folder, "new");
        var first = await StartAndStopAsync("--data", data, "--postgres", store.Connection!);
        Assert.Contains("There was no store yet", first, StringComparison.Ordinal);
        Assert.Contains("enter this code", first, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(data, "charthouse.db")));
    }

    private static async Task<string> StartAndStopAsync(params string[] arguments)
    {
        using var process = BuiltProgram.Start(BuiltProgram.File, ["serve", .. arguments, "--port", ServedWorkbench.FreePort().ToString(CultureInfo.InvariantCulture)]);
        try
        {
            List<string> said = [];
            while (await process.StandardError.ReadLineAsync(Token).AsTask().WaitAsync(TimeSpan.FromMinutes(2), Token) is { } line)
            {
                said.Add(line);
                if (line.Contains("Ctrl+C stops it", StringComparison.Ordinal)) break;
            }

            return string.Join('\n', said);
        }
        finally
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync(Token);
        }
    }
}
