using System.CommandLine;
using Charthouse.Host.Data;
using Charthouse.Store.Postgres;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db move</c>.</summary>
internal static class DbMoveCommand
{
    private const string Help = """
        Move the workbench database from the file of the data directory to PostgreSQL, or back. All or nothing, in one transaction: every table is copied,
        read again and compared. The lake and all other files stay in the data directory. Stop the server before.

        Examples:
          charthouse db move --to postgres --data ward --postgres "Host=db;Database=charthouse;Username=charthouse"
          charthouse db move --to sqlite --data ward --postgres "Host=db;Database=charthouse;Username=charthouse"
        """;

    public static Command Make()
    {
        var (data, postgres, json) = (DbCommand.Data(), StoreOption.Make(), DbCommand.AsJson());
        var to = new Option<string>("--to") { Description = "postgres or sqlite.", Required = true };
        to.AcceptOnlyFromAmong("postgres", "sqlite");
        var command = new Command("move", Help) { data, postgres, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if ((parsed.GetValue(postgres) ?? StoreOption.OfEnvironment) is not { } connection) return Exit.Refuse("Name the PostgreSQL database: --postgres \"Host=…;Database=…;Username=…;Password=…\"");
            var folder = parsed.GetValue(data)!;
            if (!folder.Exists) return DbCommand.RefuseMissing(folder);
            var isToServer = parsed.GetValue(to) == "postgres";
            var sums = isToServer ? await MoveStore.ToPostgresAsync(folder, connection, TimeProvider.System, cancellationToken) : await MoveStore.ToSqliteAsync(folder, connection, TimeProvider.System, cancellationToken);
            DbCommand.Print("Moved", isToServer ? $"to {PostgresStore.Describe(connection)}" : $"to {folder.FullName}", sums, parsed.GetValue(json));
            await Console.Error.WriteLineAsync(isToServer ? "Serve with --postgres from now on, with the same --data." : "Serve without --postgres from now on. Remove the database on PostgreSQL yourself.");
            return Exit.Done;
        });
        return command;
    }
}
