using System.CommandLine;
using Charthouse.Host.Data;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db</c>: the workbench database and its backups.</summary>
internal static class DbCommand
{
    public static Command Make() => new("db", "Migrate, back up, restore, verify and move the workbench database.")
    {
        DbMigrateCommand.Make(),
        DbBackupCommand.Make(),
        DbRestoreCommand.Make(),
        DbVerifyCommand.Make(),
        DbMoveCommand.Make(),
    };

    public static Option<DirectoryInfo> Data() => new("--data") { Description = "Data directory.", Required = true, HelpName = "DIR" };

    public static Option<bool> AsJson() => new("--json") { Description = "Print the result as one JSON document." };

    /// <summary>The data that a command names; <c>null</c> when there are none.</summary>
    public static WorkbenchData? Existing(DirectoryInfo folder, string? postgres)
    {
        var connection = postgres ?? StoreOption.OfEnvironment;
        return folder.Exists && (connection is not null || File.Exists(Path.Combine(folder.FullName, Store.Sqlite.SqliteStore.FileName))) ? new WorkbenchData(folder, connection) : null;
    }

    public static int RefuseMissing(DirectoryInfo folder) => Exit.Refuse($"There is no database in {folder.FullName}. Name the data directory with --data, and a database on PostgreSQL with --postgres.");

    public static void Print(string verb, string where, IReadOnlyList<TableSum> tables, bool json, Action<System.Text.Json.Utf8JsonWriter>? more = null)
    {
        var rows = tables.Sum(table => table.Rows);
        if (!json)
        {
            Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{verb}: {rows:N0} rows in {tables.Count} tables, {where}"));
            return;
        }

        Json.Print(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("rows", rows);
            writer.WriteStartArray("tables");
            foreach (var table in tables)
            {
                writer.WriteStartObject();
                writer.WriteString("name", table.Name);
                writer.WriteNumber("rows", table.Rows);
                writer.WriteString("sha256", table.Sha256);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            more?.Invoke(writer);
            writer.WriteEndObject();
        });
    }
}
