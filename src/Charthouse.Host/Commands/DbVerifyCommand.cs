using System.CommandLine;
using Charthouse.Host.Data;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse db verify</c>.</summary>
internal static class DbVerifyCommand
{
    private const string Help = """
        Check the live data, or a backup: every row is read, every hash compared, the chain of the history walked from its first entry, and every file that
        a row names looked for. Exit code 0: all is well. 1: something is wrong, and the messages say what.

        Examples:
          charthouse db verify --data ward
          charthouse db verify --backup /backup/ward-2026-03-01
        """;

    public static Command Make()
    {
        var data = new Option<DirectoryInfo?>("--data") { Description = "Data directory.", HelpName = "DIR" };
        var backup = new Option<DirectoryInfo?>("--backup") { Description = "Folder of a backup.", HelpName = "FOLDER" };
        var (postgres, json) = (StoreOption.Make(), DbCommand.AsJson());
        var command = new Command("verify", Help) { data, postgres, backup, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(backup) is not null == parsed.GetValue(data) is not null) return Exit.Refuse("Name either --data DIR, or --backup FOLDER.");
            Verified found;
            string where;
            if (parsed.GetValue(backup) is { } folder)
            {
                var opened = await BackupFolder.OpenAsync(folder.FullName, cancellationToken);
                found = new Verified([.. opened.Manifest.Tables.Select(table => new TableSum(table.Name, table.Rows, table.Sha256))], opened.Manifest.Files.Count, opened.HistoryCount, await opened.FaultsAsync(cancellationToken));
                where = $"{found.FileCount} files, in {opened.Path}";
            }
            else
            {
                if (DbCommand.Existing(parsed.GetValue(data)!, parsed.GetValue(postgres)) is not { } workbench) return DbCommand.RefuseMissing(parsed.GetValue(data)!);
                await using var services = Workbench.Services(workbench);
                found = await Verify.RunAsync(services, cancellationToken);
                where = $"{found.FileCount} files, in {workbench.Directory.FullName}";
            }

            DbCommand.Print("Verified", where, found.Tables, parsed.GetValue(json), writer =>
            {
                writer.WriteNumber("files", found.FileCount);
                writer.WriteNumber("historyEntries", found.HistoryCount);
                writer.WriteStartArray("faults");
                foreach (var fault in found.Faults) writer.WriteStringValue(fault);
                writer.WriteEndArray();
            });
            foreach (var fault in found.Faults) await Console.Error.WriteLineAsync(fault);
            return found.Faults.Count == 0 ? Exit.Done : Exit.DoneInPart;
        });
        return command;
    }
}
