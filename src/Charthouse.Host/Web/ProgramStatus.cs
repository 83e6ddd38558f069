using System.Reflection;
using Charthouse.Host.Settings;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Web;

/// <summary>The program itself, for the status page.</summary>
internal sealed class ProgramStatus(WorkbenchSettings settings, TimeProvider clock) : IStatusSource
{
    private readonly DateTimeOffset startedAt = clock.GetUtcNow();

    /// <summary>Version of the program.</summary>
    public static string Version { get; } = typeof(ProgramStatus).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown";

    public Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        var server = settings.Server;
        return Task.FromResult(new StatusGroup("Program", 0,
        [
            new StatusLine("Version", Version),
            new StatusLine("Running since", null, startedAt),
            new StatusLine("Uptime", Numbers.Duration(clock.GetUtcNow() - startedAt)),
            new StatusLine("Memory", Numbers.Bytes(Environment.WorkingSet)),
            new StatusLine("Machine", $"{Environment.MachineName}, {Environment.ProcessorCount} processors, process {Environment.ProcessId}"),
            new StatusLine("Log", $"{settings.Logging.Level} and worse, {(settings.Logging.Format == LogFormat.Json ? "as JSON" : "as text")}"),
            new StatusLine(
                "Reached over",
                server.Certificate is not null ? "TLS" : server.TrustedProxies.Length > 0 ? "a trusted proxy" : server.IsLocal ? "this machine only" : "plain HTTP",
                Warning: server.HasTls || server.IsLocal ? null : "Passwords travel without TLS. Give a certificate (Server:Certificate), or put a proxy with TLS in front and name it (Server:TrustedProxies)."),
            new StatusLine(
                "Keys of cookies", settings.Store.KeyCertificate is null ? "not encrypted at rest" : "encrypted at rest",
                Warning: settings.Store.KeyCertificate is null ? $"Whoever reads {(settings.Store.Postgres is null ? "the data directory" : "the database")} can forge sign-ins. Give a certificate that encrypts the keys (Store:KeyCertificate), or make sure that nobody else reads it." : null),
        ]));
    }
}

/// <summary>The database and the disk, for the status page.</summary>
internal sealed class StoreStatus(IDbContextFactory<WorkbenchDb> dbs, WorkbenchData data, TimeProvider clock) : IStatusSource
{
    private const long FewFreeBytes = 5L << 30;
    private static readonly TimeSpan oldBackup = TimeSpan.FromDays(2);

    public async Task<StatusGroup> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var migrations = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        var backup = await db.Set<SystemFact>().AsNoTracking().SingleOrDefaultAsync(f => f.Name == SystemFact.LastBackup, cancellationToken);
        var bytes = data.Postgres is null ? SqliteStore.ReadBytes(data.Directory.FullName) : await PostgresStore.ReadBytesAsync(dbs, cancellationToken);
        var free = new DriveInfo(data.Directory.FullName).AvailableFreeSpace;
        var canWrite = Health.CanWrite(data.Directory);
        return new StatusGroup("Store", 10,
        [
            new StatusLine("Database", data.Postgres is null ? "SQLite in the data directory" : "PostgreSQL"),
            new StatusLine("Size of the database", Numbers.Bytes(bytes)),
            new StatusLine("Schema", $"{migrations.Count} {(migrations.Count == 1 ? "migration" : "migrations")}, the last is {migrations.LastOrDefault() ?? "none"}"),
            backup is null
                ? new StatusLine("Last backup", "none on record", Warning: "No backup was ever made with this program. Run 'charthouse db backup', and plan it every day.")
                : new StatusLine("Last backup", backup.Value, backup.At, clock.GetUtcNow() - backup.At > oldBackup ? $"The last backup is {(int)(clock.GetUtcNow() - backup.At).TotalDays} days old. Run 'charthouse db backup', and plan it every day." : null),
            new StatusLine("Free disk space", Numbers.Bytes(free), Warning: free < FewFreeBytes ? "The disk of the data directory is almost full; imports need room for what they rewrite. Free some space." : null),
            new StatusLine("Data directory", canWrite ? "can be written" : "cannot be written", Warning: canWrite ? null : "Nothing can be imported or uploaded. Look at the owner and the rights of the data directory, and at its disk."),
        ]);
    }
}
