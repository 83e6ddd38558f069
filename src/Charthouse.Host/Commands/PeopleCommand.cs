using System.CommandLine;
using System.Globalization;
using Charthouse.Access.People.Import;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse people</c>: the directory of people.</summary>
internal static class PeopleCommand
{
    private const string Help = """
        Import people, their assignments and the organisation from one CSV file. The last import wins; the same file twice changes nothing.
        Bad rows are left out and listed with line, column and reason; nothing ends for a person one of whose rows was left out.

        Columns, in any order: name, email, log_user, archived, role, specialty, system, site, department, unit, code, from, to, delegate.

        Examples:
          charthouse people import --data ward samples/people-directory.csv --dry-run
          charthouse people import --data ward samples/people-directory.csv
        """;

    public static Command Make() => new("people", "Keep the directory of people and the organisation.") { MakeImport() };

    private static Command MakeImport()
    {
        var data = ActivityCommand.Data();
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing; say what would change." };
        var json = new Option<bool>("--json") { Description = "Print the report as one JSON document." };
        var file = new Argument<FileInfo>("FILE") { Description = "CSV with a line of column names; UTF-8, with commas, semicolons or tabs." };
        var command = new Command("import", Help) { data, dryRun, json, file };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, parsed.GetValue(file)!, parsed.GetValue(dryRun), parsed.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo data, FileInfo file, bool isDryRun, bool json, CancellationToken cancellationToken)
    {
        if (!file.Exists) return Exit.Refuse($"{file.FullName} does not exist. Nothing was imported.");
        await using var services = await Workbench.OpenAsync(data, cancellationToken);
        var outcome = await services.GetRequiredService<ImportPeople>().RunAsync(file.Name, await File.ReadAllBytesAsync(file.FullName, cancellationToken), isDryRun, cancellationToken);
        if (!outcome.Succeeded) return Exit.Refuse($"{file.Name}: {outcome.Problems[0].Message} Nothing was imported.");
        var report = outcome.Value;
        foreach (var issue in report.Issues) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.FileName}:{issue.Line}{(issue.Column is null ? "" : $" ({issue.Column})")}: {issue.Reason}"));
        foreach (var hint in isDryRun ? report.Hints : []) await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{report.FileName}:{hint.Line} (hint): {hint.Reason}"));
        if (report.UnknownColumns.Count > 0) await Console.Error.WriteLineAsync($"Columns that nobody reads: {string.Join(", ", report.UnknownColumns)}");
        if (json) PrintJson(report);
        else PrintText(report);
        return report.RowsLeftOut == 0 ? Exit.Done : report.RowsLeftOut == report.Rows ? Exit.NothingDone : Exit.DoneInPart;
    }

    private static void PrintText(PeopleImportReport report)
    {
        var text = CultureInfo.InvariantCulture;
        foreach (var change in report.IsDryRun ? report.Changes : [])
        {
            Console.WriteLine($"{Word(change.Kind),-8} {Word(change.Subject),-10} {change.Title}: {change.Detail}");
        }

        Console.WriteLine(string.Create(text, $"{"read",-13} {report.Rows,9:N0} rows  {report.FileName}{(report.IsDryRun ? " (dry run: nothing was changed)" : "")}"));
        foreach (var kind in Enum.GetValues<PeopleChangeKind>())
        {
            Console.WriteLine(string.Create(text, $"{Word(kind),-13} {report.Count(kind),9:N0}       {string.Join(", ", Enum.GetValues<PeopleSubject>().Select(subject => string.Create(text, $"{report.Count(kind, subject):N0} {Plural(subject)}")))}"));
        }

        Console.WriteLine(string.Create(text, $"{"left out",-13} {report.RowsLeftOut,9:N0} rows"));
    }

    private static void PrintJson(PeopleImportReport report) => Json.Print(writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("file", report.FileName);
        writer.WriteBoolean("dryRun", report.IsDryRun);
        writer.WriteNumber("rows", report.Rows);
        writer.WriteNumber("rowsLeftOut", report.RowsLeftOut);
        foreach (var kind in Enum.GetValues<PeopleChangeKind>()) writer.WriteNumber(Word(kind), report.Count(kind));
        writer.WriteStartArray("changes");
        foreach (var change in report.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("change", Word(change.Kind));
            writer.WriteString("subject", Word(change.Subject));
            writer.WriteString("title", change.Title);
            writer.WriteString("detail", change.Detail);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("issues");
        foreach (var issue in report.Issues)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", issue.Line);
            writer.WriteString("column", issue.Column);
            writer.WriteString("reason", issue.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("hints");
        foreach (var hint in report.Hints)
        {
            writer.WriteStartObject();
            writer.WriteNumber("line", hint.Line);
            writer.WriteString("reason", hint.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("unknownColumns");
        foreach (var column in report.UnknownColumns) writer.WriteStringValue(column);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static string Word(PeopleChangeKind kind) => kind switch
    {
        PeopleChangeKind.Added => "added",
        PeopleChangeKind.Changed => "changed",
        _ => "ended",
    };

    private static string Word(PeopleSubject subject) => subject switch
    {
        PeopleSubject.Unit => "unit",
        PeopleSubject.Person => "person",
        _ => "assignment",
    };

    private static string Plural(PeopleSubject subject) => subject switch
    {
        PeopleSubject.Unit => "of the organisation",
        PeopleSubject.Person => "people",
        _ => "assignments",
    };
}
