using System.CommandLine;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db migrate</c>.</summary>
internal static class DbMigrateCommand
{
    private const string Help = """
        Bring the database to the schema of this program. SQLite does this by itself at the start, after a copy to backups/. On PostgreSQL it is a step
        of every upgrade: stop the processes, make a backup, migrate, start them again.

        Example:
          charthouse db migrate --data ward --postgres "Host=db;Database=charthouse;Username=charthouse"
        """;

    public static Command Make()
    {
        var (data, postgres, json) = (DbCommand.Data(), StoreOption.Make(), DbCommand.AsJson());
        var command = new Command("migrate", Help) { data, postgres, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var services = Workbench.Services(new WorkbenchData(parsed.GetValue(data)!, parsed.GetValue(postgres) ?? StoreOption.OfEnvironment));
            var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
            var before = services.GetRequiredService<WorkbenchData>().Postgres is null && !File.Exists(Path.Combine(parsed.GetValue(data)!.FullName, Store.Sqlite.SqliteStore.FileName)) ? null : await ReadAsync(dbs, cancellationToken);
            await Workbench.MigrateAsync(services, cancellationToken);
            var after = await ReadAsync(dbs, cancellationToken);
            var done = after.Applied.Skip(before?.Applied.Count ?? 0).ToList();
            if (parsed.GetValue(json))
            {
                Json.Print(writer =>
                {
                    writer.WriteStartObject();
                    writer.WriteString("schema", after.Applied[^1]);
                    writer.WriteStartArray("migrated");
                    foreach (var migration in done) writer.WriteStringValue(migration);
                    writer.WriteEndArray();
                    writer.WriteEndObject();
                });
            }
            else
            {
                Console.WriteLine(done.Count == 0 ? $"The database has the schema of this program already ({after.Applied[^1]})." : $"The database has the schema of this program now ({after.Applied[^1]}).");
            }

            return Exit.Done;
        });
        return command;
    }

    private static async Task<Schema> ReadAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await Schema.ReadAsync(db, cancellationToken);
    }
}
