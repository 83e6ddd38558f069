using System.CommandLine;
using Charthouse.Host.Data;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db backup</c>.</summary>
internal static class DbBackupCommand
{
    private const string Help = """
        Make a backup while Charthouse is in use: the database as of one moment, the lake's files that it names, keys and attachments, with a hash of each.
        The backup holds the keys: keep it where only the operator can reach it.

        Example:
          charthouse db backup --data ward --to /backup/ward-2026-03-01
        """;

    public static Command Make()
    {
        var (data, postgres, json) = (DbCommand.Data(), StoreOption.Make(), DbCommand.AsJson());
        var to = new Option<DirectoryInfo>("--to") { Description = "New folder for the backup.", Required = true, HelpName = "FOLDER" };
        var command = new Command("backup", Help) { data, postgres, to, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (DbCommand.Existing(parsed.GetValue(data)!, parsed.GetValue(postgres)) is not { } workbench) return DbCommand.RefuseMissing(parsed.GetValue(data)!);
            await using var services = Workbench.Services(workbench);
            var backup = await MakeBackup.RunAsync(services, parsed.GetValue(to)!.FullName, cancellationToken);
            DbCommand.Print(
                "Backed up", $"{backup.Manifest.Files.Count} files, to {backup.Path}", [.. backup.Manifest.Tables.Select(table => new TableSum(table.Name, table.Rows, table.Sha256))], parsed.GetValue(json),
                writer =>
                {
                    writer.WriteNumber("files", backup.Manifest.Files.Count);
                    writer.WriteNumber("missing", backup.Manifest.Missing.Count);
                });
            foreach (var path in backup.Manifest.Missing) await Console.Error.WriteLineAsync($"{path} is missing: a row of the database names it. The backup is without it.");
            return backup.Manifest.Missing.Count == 0 ? Exit.Done : Exit.DoneInPart;
        });
        return command;
    }
}
