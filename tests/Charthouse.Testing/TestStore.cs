using System.Collections.Concurrent;
using Charthouse.Host;
using Npgsql;

namespace Charthouse.Testing;

/// <summary>The two stores that every storage test runs on.</summary>
public enum StoreKind
{
    Sqlite,
    Postgres,
}

/// <summary>A data directory of its own, and on PostgreSQL a database of its own; both gone when disposed.</summary>
public sealed class TestStore : IAsyncDisposable
{
    private const string ServerVariable = "CHARTHOUSE_TEST_POSTGRES";

    // Tables are made once for each process and copied for each test: making them takes longer than most tests.
    private static readonly ConcurrentDictionary<(StoreKind Kind, string Name), Lazy<Task<TestStore>>> templates = new();

    static TestStore() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var made in templates.Values.Where(made => made.IsValueCreated && made.Value.IsCompletedSuccessfully)) made.Value.Result.DisposeAsync().AsTask().GetAwaiter().GetResult();
    };

    private TestStore(StoreKind kind, string folder, string? connection) => (Kind, Folder, Connection) = (kind, folder, connection);

    public StoreKind Kind { get; }

    public string Folder { get; }

    /// <summary>Connection string of the database on PostgreSQL.</summary>
    public string? Connection { get; }

    internal WorkbenchData Data => new(new DirectoryInfo(Folder), Connection);

    /// <summary>Connection string of the server that <c>./test</c> starts; <c>null</c> when it was not started, as when one test is run by hand.</summary>
    public static string? Server => Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } server ? server : null;

    /// <summary>Why a test on a store cannot run here; <c>null</c> when it can. With CI=true it is never skipped, and fails instead.</summary>
    public static string? ReasonToSkip(StoreKind kind) =>
        kind == StoreKind.Sqlite || Server is not null || Environment.GetEnvironmentVariable("CI") == "true" ? null : $"No PostgreSQL: start one with eng/test-postgres and set {ServerVariable}, or run ./test.";

    public static async Task<TestStore> CreateAsync(StoreKind kind)
    {
        var folder = Directory.CreateTempSubdirectory("charthouse-store-").FullName;
        if (kind == StoreKind.Sqlite) return new TestStore(kind, folder, null);
        var server = Server ?? throw new InvalidOperationException($"{ServerVariable} is not set.");
        var name = "test_" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync(server, $"create database {name}");
        return new TestStore(kind, folder, new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 20 }.ConnectionString);
    }

    /// <summary>A store as <paramref name="prepare"/> leaves it.</summary>
    /// <param name="kind">Kind.</param>
    /// <param name="name">Names what is prepared, so that it happens once.</param>
    /// <param name="prepare">Fills an empty store, and lets go of it.</param>
    public static async Task<TestStore> CopyAsync(StoreKind kind, string name, Func<TestStore, Task> prepare)
    {
        var template = await templates.GetOrAdd((kind, name), key => new(() => MakeAsync(key.Kind))).Value;
        var folder = Directory.CreateTempSubdirectory("charthouse-store-").FullName;
        if (kind == StoreKind.Sqlite)
        {
            foreach (var file in Directory.GetFiles(template.Folder)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            return new TestStore(kind, folder, null);
        }

        var copy = "test_" + Guid.CreateVersion7().ToString("N");
        await ExecuteAsync(Server!, $"create database {copy} template {new NpgsqlConnectionStringBuilder(template.Connection).Database}");
        return new TestStore(kind, folder, new NpgsqlConnectionStringBuilder(template.Connection) { Database = copy }.ConnectionString);

        async Task<TestStore> MakeAsync(StoreKind of)
        {
            var store = await CreateAsync(of);
            await prepare(store);
            // A template that somebody is connected to is not copied.
            if (of == StoreKind.Postgres) NpgsqlConnection.ClearAllPools();
            return store;
        }
    }

    /// <summary>SQLite in a folder that the test keeps.</summary>
    public static TestStore At(string folder) => new(StoreKind.Sqlite, folder, null);

    /// <summary>Data that another store owns and removes.</summary>
    internal static TestStore Of(WorkbenchData data) => new(data.Postgres is null ? StoreKind.Sqlite : StoreKind.Postgres, data.Directory.FullName, data.Postgres);

    public async ValueTask DisposeAsync()
    {
        if (Connection is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ExecuteAsync(Server!, $"drop database if exists {new NpgsqlConnectionStringBuilder(Connection).Database} with (force)");
        }

        if (Directory.Exists(Folder)) Directory.Delete(Folder, recursive: true);
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The names are made here.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
