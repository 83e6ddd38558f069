using System.Diagnostics;
using System.Globalization;
using Charthouse.Host.Tests;
using Charthouse.Testing;
using Npgsql;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>A PostgreSQL of its own, which a test may end and start again. It writes as a real server does.</summary>
internal sealed class OwnServer : IAsyncDisposable
{
    private readonly string port = ServedWorkbench.FreePort().ToString(CultureInfo.InvariantCulture);

    private OwnServer()
    {
    }

    public string Connection { get; private set; } = "";

    /// <summary>Why it cannot be used here; <c>null</c> when it can.</summary>
    public static string? ReasonToSkip => OperatingSystem.IsWindows() ? "eng/test-postgres needs bash." : TestStore.ReasonToSkip(StoreKind.Postgres);

    public static async Task<OwnServer> StartAsync()
    {
        var server = new OwnServer();
        var connection = (await server.RunAsync("start")).Trim();
        var own = new NpgsqlConnectionStringBuilder(connection) { Database = "charthouse", MaxPoolSize = 20 };
        await using var admin = new NpgsqlConnection(connection + ";Pooling=false");
        await admin.OpenAsync();
        await using var command = admin.CreateCommand();
        command.CommandText = "create database charthouse";
        await command.ExecuteNonQueryAsync();
        server.Connection = own.ConnectionString;
        return server;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public Task CrashAsync() => RunAsync("crash");

    public Task ResumeAsync() => RunAsync("resume");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync("stop");
    }

    private async Task<string> RunAsync(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(BuiltProgram.Repository, "eng", "test-postgres"), verb) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["CHARTHOUSE_TEST_POSTGRES_PORT"] = port;
        start.Environment["CHARTHOUSE_TEST_POSTGRES_DURABLE"] = "1";
        using var process = Process.Start(start)!;
        // The server itself inherits nothing of this: its log goes to a file.
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"eng/test-postgres {verb}: {await errors}");
        return await output;
    }
}
