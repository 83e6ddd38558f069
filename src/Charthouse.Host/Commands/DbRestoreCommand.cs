using System.CommandLine;
using Charthouse.Host.Data;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db restore</c>.</summary>
internal static class DbRestoreCommand
{
    private const string Help = """
        Restore a backup into an empty data directory, and on PostgreSQL into an empty database; from either store to either. Everything is checked first:
        a damaged or incomplete backup, and one of a newer program, restores nothing. Stop the server before.

        Examples:
          charthouse db restore --from /backup/ward-2026-03-01 --data ward
          charthouse db restore --from /backup/ward-2026-03-01 --data ward --replace
        """;

    public static Command Make()
    {
        var (data, postgres, json) = (DbCommand.Data(), StoreOption.Make(), DbCommand.AsJson());
        var from = new Option<DirectoryInfo>("--from") { Description = "Folder of the backup.", Required = true, HelpName = "FOLDER" };
        var replace = new Option<bool>("--replace") { Description = "Replace what is there. Files are kept in a folder replaced-…; rows on PostgreSQL are gone." };
        var command = new Command("restore", Help) { data, postgres, from, replace, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var backup = await BackupFolder.OpenAsync(parsed.GetValue(from)!.FullName, cancellationToken);
            var target = new WorkbenchData(parsed.GetValue(data)!, parsed.GetValue(postgres) ?? StoreOption.OfEnvironment);
            var sums = await RestoreBackup.RunAsync(backup, target, parsed.GetValue(replace), TimeProvider.System, cancellationToken);
            DbCommand.Print("Restored", $"{backup.Manifest.Files.Count} files, to {target.Directory.FullName}", sums, parsed.GetValue(json), writer => writer.WriteNumber("files", backup.Manifest.Files.Count));
            foreach (var path in backup.Manifest.Missing) await Console.Error.WriteLineAsync($"{path} was already missing when the backup was made.");
            return backup.Manifest.Missing.Count == 0 ? Exit.Done : Exit.DoneInPart;
        });
        return command;
    }
}
