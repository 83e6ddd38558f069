using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Charthouse.Lake;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse activity import</c>.</summary>
internal static class ActivityImportCommand
{
    private const string Help = """
        Import audit logs. Nothing is lost, nothing is counted twice: files may come in any order, split anyhow, and again.
        Patient identifiers are replaced by a keyed hash before anything is stored.

        Examples:
          charthouse activity import --data ward samples/activity/events.csv --people samples/activity/people.csv --actions samples/activity/actions.csv --appointments samples/activity/appointments.csv
          charthouse activity import --data ward --zone America/New_York october.csv.gz november.parquet
        """;

    public static Command Make()
    {
        var data = ActivityCommand.Data();
        var source = new Option<string>("--source") { Description = "Name of the source of the events; with an event id it identifies a row.", DefaultValueFactory = _ => "default", HelpName = "NAME" };
        var zone = new Option<string?>("--zone") { Description = "IANA zone for times without an offset, and for clinicians without a time zone in the people file.", HelpName = "Z" };
        var people = new Option<FileInfo?>("--people") { Description = "People: user, role, specialty, department, site, timezone.", HelpName = "F" };
        var actions = new Option<FileInfo?>("--actions") { Description = "Actions: action, category.", HelpName = "F" };
        var appointments = new Option<FileInfo?>("--appointments") { Description = "Appointments: user, start, end, status, patient.", HelpName = "F" };
        var format = new Option<string>("--format") { Description = "auto or csv (csv, csv.gz and Parquet are told apart by their content). Vendor formats come later.", DefaultValueFactory = _ => "auto" };
        format.AcceptOnlyFromAmong("auto", "csv", "epic-access-log", "fhir-auditevent", "atna");
        var map = new Option<FileInfo?>("--map") { Description = "Mapping of columns for other formats. Comes later.", HelpName = "MAPPING.json" };
        var json = new Option<bool>("--json") { Description = "Print the summary as one JSON document." };
        var events = new Argument<FileInfo[]>("EVENTS") { Description = "Files of events: CSV, CSV.gz or Parquet.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("import", Help) { data, source, zone, people, actions, appointments, format, map, json, events };
        command.SetAction((parsed, cancellationToken) =>
        {
            if (parsed.GetValue(format) is "epic-access-log" or "fhir-auditevent" or "atna")
                return Task.FromResult(Exit.Refuse($"The format {parsed.GetValue(format)} is not read yet. Bring the events into the canonical CSV: user, at, action, and optionally event, patient, detail, encounter, workstation, department, application."));
            if (parsed.GetValue(map) is not null) return Task.FromResult(Exit.Refuse("--map is not read yet. Name the columns of the CSV user, at, action, …"));
            var request = new ImportRequest
            {
                ImportId = NewImportId(),
                EventFiles = [.. parsed.GetValue(events)!.Select(file => file.FullName)],
                PeopleFile = parsed.GetValue(people)?.FullName,
                ActionsFile = parsed.GetValue(actions)?.FullName,
                AppointmentsFile = parsed.GetValue(appointments)?.FullName,
                Source = parsed.GetValue(source)!,
                Zone = parsed.GetValue(zone),
            };
            return RunAsync(parsed.GetValue(data)!, request, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    public static string NewImportId() => Guid.CreateVersion7().ToString("N");

    private static async Task<int> RunAsync(DirectoryInfo data, ImportRequest request, bool json, CancellationToken cancellationToken)
    {
        await using var services = await Workbench.OpenAsync(data, cancellationToken);
        var import = services.GetRequiredService<AuditLogImport>();
        var progress = new TerminalProgress();
        var outcome = await import.RunAsync(request, progress, () => Console.Error.WriteLine("Another import runs in this data directory; waiting for it to finish."), cancellationToken);
        progress.Clear();
        if (outcome.Summary is not { } summary)
        {
            foreach (var refusal in outcome.Refusals) await Console.Error.WriteLineAsync(refusal.Message);
            await Console.Error.WriteLineAsync("Nothing was imported.");
            return Exit.NothingDone;
        }

        foreach (var warning in summary.Warnings) await Console.Error.WriteLineAsync(warning);
        if (summary.RowsRejected > 0)
        {
            var reasons = string.Join(", ", summary.RejectedByReason.Select(reason => string.Create(CultureInfo.InvariantCulture, $"{reason.Value:N0} × {reason.Key}")));
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{summary.RowsRejected:N0} {(summary.RowsRejected == 1 ? "row was" : "rows were")} set aside ({reasons}); see {services.GetRequiredService<LakeDirectory>().RejectedFile(summary.ImportId)}"));
        }

        foreach (var file in summary.EmptyFiles) await Console.Error.WriteLineAsync($"{file} holds no rows, only a header.");
        if (json) PrintJson(summary);
        else PrintText(summary);
        return summary.RowsRejected > 0 || summary.Warnings.Count > 0 ? Exit.DoneInPart : Exit.Done;
    }

    private static void PrintJson(ImportSummary summary) => Json.Print(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("importId", summary.ImportId);
        writer.WriteNumber("files", summary.Files.Count);
        writer.WriteNumber("rowsRead", summary.RowsRead);
        writer.WriteNumber("rowsNew", summary.RowsNew);
        writer.WriteNumber("rowsKnown", summary.RowsKnown);
        writer.WriteNumber("rowsRejected", summary.RowsRejected);
        writer.WriteNumber("users", summary.Users);
        WriteInstant(writer, "from", summary.From);
        WriteInstant(writer, "to", summary.To);
        writer.WriteNumber("seconds", summary.Seconds);
        writer.WriteEndObject();
    });

    private static void WriteInstant(Utf8JsonWriter writer, string name, DateTimeOffset? at)
    {
        if (at is { } instant) writer.WriteString(name, instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
        else writer.WriteNull(name);
    }

    private static void PrintText(ImportSummary summary)
    {
        var text = CultureInfo.InvariantCulture;
        foreach (var file in summary.Files) Console.WriteLine(string.Create(text, $"{file.Kind,-13} {file.Rows,15:N0} rows  {file.Name}"));
        Console.WriteLine(string.Create(text, $"{"read",-13} {summary.RowsRead,15:N0} events of {summary.Users:N0} users"));
        Console.WriteLine(string.Create(text, $"{"new",-13} {summary.RowsNew,15:N0}"));
        Console.WriteLine(string.Create(text, $"{"known",-13} {summary.RowsKnown,15:N0}"));
        Console.WriteLine(string.Create(text, $"{"set aside",-13} {summary.RowsRejected,15:N0}"));
        if (summary.WithoutProfile is { Count: > 0 } unknown)
        {
            const int most = 10;
            var names = string.Join(", ", unknown.Take(most)) + (unknown.Count > most ? string.Create(text, $" and {unknown.Count - most:N0} more") : "");
            Console.WriteLine(string.Create(text, $"{"no profile",-13} {unknown.Count,15:N0} clinicians of the log are in no people file: {names}"));
        }

        if (summary.From is { } from && summary.To is { } to) Console.WriteLine(string.Create(text, $"{"period",-13} {from:yyyy-MM-dd} to {to:yyyy-MM-dd}"));
        Console.WriteLine(string.Create(text, $"{"took",-13} {summary.Seconds,15:N1} s, import {summary.ImportId}"));
    }

    // One line on a terminal, redrawn; nothing when the output goes to a file.
    private sealed class TerminalProgress : IProgress<ImportProgress>
    {
        private readonly bool isTerminal = !Console.IsErrorRedirected;
        private readonly long started = Stopwatch.GetTimestamp();
        private readonly Lock gate = new();
        private long shown;

        public void Report(ImportProgress value)
        {
            if (!isTerminal || Stopwatch.GetElapsedTime(Interlocked.Read(ref shown)).TotalMilliseconds < 200) return;
            lock (gate)
            {
                Interlocked.Exchange(ref shown, Stopwatch.GetTimestamp());
                var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
                var left = value.Share > 0.02 ? string.Create(CultureInfo.InvariantCulture, $", about {Math.Ceiling(elapsed * (1 - value.Share) / value.Share):N0} s left") : "";
                Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"\r\u001b[K{value.Step} {value.Rows:N0} rows, {value.Rows / Math.Max(elapsed, 0.001):N0} rows/s{left}"));
            }
        }

        public void Clear()
        {
            if (isTerminal) Console.Error.Write("\r\u001b[K");
        }
    }
}
