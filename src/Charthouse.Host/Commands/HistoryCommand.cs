using System.CommandLine;
using System.Globalization;
using Charthouse.Host.Settings;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse history</c>.</summary>
internal static class HistoryCommand
{
    private const string Help = """
        Read the history of all records from its first entry to its last, compute every hash again, and say whether anything was changed, removed, put in or exchanged.
        Keep the hash that it prints somewhere else: with --expect it shows later that nothing before it was written anew. Changes nothing.

        Exit codes: 0 the chain is whole, 2 it is broken or could not be read.

        Examples:
          charthouse history verify --data ward
          charthouse history verify --data ward --expect 5f0c…e1 --json
        """;

    public static Command Make()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory; the current directory when it is left out.", DefaultValueFactory = _ => new DirectoryInfo("."), HelpName = "DIR" };
        var expect = new Option<string?>("--expect") { Description = "A hash that was noted earlier; the chain has to hold it still.", HelpName = "HASH" };
        var json = new Option<bool>("--json") { Description = "Print the verdict as one JSON document." };
        var verify = new Command("verify", Help) { data, expect, json };
        verify.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(expect), parsed.GetValue(json), cancellationToken));
        return new Command("history", "Check the history of all records.") { verify };
    }

    private static async Task<int> RunAsync(DirectoryInfo folder, string? expect, bool json, CancellationToken cancellationToken)
    {
        if (expect is not null && (expect.Trim().Length != 64 || !expect.Trim().All(char.IsAsciiHexDigit))) return Exit.Refuse($"--expect wants the 64 hexadecimal digits that an earlier 'history verify' printed, not '{expect}'.");
        if (!File.Exists(Path.Combine(folder.FullName, Store.Sqlite.SqliteStore.FileName))) return Exit.Refuse($"There is no workbench database in {folder.FullName}. Name its data directory: --data DIR");
        // Opened as it is: a check changes nothing, so it neither migrates nor prepares.
        await using var services = new ServiceCollection().AddLogging().AddWorkbench(new WorkbenchData(folder, WorkbenchSettings.ReadValid(folder).Store.Postgres)).BuildServiceProvider();
        await using (var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken))
        {
            var (applied, known) = ((await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList(), db.Database.GetMigrations().ToList());
            if (!applied.SequenceEqual(known, StringComparer.Ordinal)) return Exit.Refuse("The database is of another version of Charthouse. Check it with that version, or start this one on it once: charthouse serve.");
        }

        var verdict = await services.GetRequiredService<VerifyHistory>().RunAsync(expect, cancellationToken);
        if (json) Print(verdict);
        else Say(verdict);
        return verdict.IsWhole ? Exit.Done : Exit.NothingDone;
    }

    private static void Say(HistoryVerdict verdict)
    {
        Console.WriteLine(verdict.FirstFault is { } fault
            ? string.Create(CultureInfo.InvariantCulture, $"The history is broken at entry {fault.Sequence}. {fault.What}{(verdict.FaultCount > 1 ? $" {verdict.FaultCount:N0} places do not hold; this is the first." : "")}")
            : string.Create(CultureInfo.InvariantCulture, $"The history is whole: {verdict.EntryCount:N0} entries."));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"End of the chain: entry {verdict.HeadSequence}"));
        Console.WriteLine(verdict.HeadHash);
        if (verdict.IsWhole) Console.WriteLine("Keep this hash elsewhere. 'history verify --expect HASH' shows later that nothing before it was written anew.");
    }

    private static void Print(HistoryVerdict verdict) => Json.Print(writer =>
    {
        writer.WriteStartObject();
        writer.WriteBoolean("whole", verdict.IsWhole);
        writer.WriteNumber("entries", verdict.EntryCount);
        writer.WriteStartObject("head");
        writer.WriteNumber("sequence", verdict.HeadSequence);
        writer.WriteString("hash", verdict.HeadHash);
        writer.WriteEndObject();
        writer.WriteNumber("faults", verdict.FaultCount);
        if (verdict.FirstFault is { } fault)
        {
            writer.WriteStartObject("firstFault");
            writer.WriteNumber("sequence", fault.Sequence);
            writer.WriteString("what", fault.What);
            writer.WriteEndObject();
        }
        else writer.WriteNull("firstFault");
        writer.WriteEndObject();
    });
}
