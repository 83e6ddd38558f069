using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Charthouse.Access.People.Import;
using Charthouse.Demo;
using Charthouse.Improve;
using Charthouse.Lake;
using Charthouse.Measure;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse demo</c>: a synthetic hospital, imported like any other, then served.</summary>
internal static class DemoCommand
{
    private const string Help = """
        Make a synthetic hospital, import it the way users do, and serve it. The second start finds it ready.

        Examples:
          charthouse demo
          charthouse demo --data harbor --port 5090
          charthouse demo log --events 20000000 --clinicians 2000 --out big
        """;

    public static Command Make()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Data directory of the demo.", DefaultValueFactory = _ => new DirectoryInfo("demo-data"), HelpName = "DIR" };
        var port = ServeCommand.Port();
        var command = new Command("demo", Help) { data, port, MakeLog() };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!;
            var marker = Path.Combine(folder.FullName, DemoMarker);
            if (!File.Exists(marker))
            {
                if (folder.Exists && folder.EnumerateFileSystemInfos().Any(entry => entry.Name is not ("lake" or "temporary" or "rejected" or "key" or "import.lock" or "demo-files") && !entry.Name.StartsWith("charthouse.db", StringComparison.Ordinal)))
                    return Exit.Refuse($"{folder.FullName} holds other things. Name an empty folder: charthouse demo --data DIR");
                if (await FillAsync(folder, cancellationToken) is not 0 and var code) return code;
                AuditLogImport.GiveBackMemory();
                await File.WriteAllTextAsync(marker, HarborRegionalHealth.Name + "\n", cancellationToken);
            }

            var settings = new MeasureSettings
            {
                OrganisationName = HarborRegionalHealth.Name,
                Marks = [.. HarborRegionalHealth.GoLives.Select(live => new ActivityMark(live.Date, $"{live.Name} in {string.Join(", ", live.Specialties)}"))],
            };
            return await WebServer.RunAsync(new WorkbenchData(folder), parsed.GetValue(port), settings, cancellationToken);
        });
        return command;
    }

    internal const string DemoMarker = "demo";

    private static async Task<int> FillAsync(DirectoryInfo folder, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        Console.Error.WriteLine($"Making {HarborRegionalHealth.Name}, a hospital that does not exist: {HarborRegionalHealth.Weeks} weeks of audit log…");
        var files = Path.Combine(folder.FullName, "demo-files");
        if (Directory.Exists(files)) Directory.Delete(files, recursive: true);
        Directory.CreateDirectory(files);
        try
        {
            var written = HarborRegionalHealth.Write(files, null, cancellationToken);
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Importing {written.EventCount:N0} events…"));
            await using var services = await Workbench.OpenAsync(folder, cancellationToken);
            var outcome = await services.GetRequiredService<AuditLogImport>().RunAsync(
                new ImportRequest
                {
                    ImportId = ActivityImportCommand.NewImportId(),
                    EventFiles = [.. written.Events],
                    PeopleFile = written.People,
                    ActionsFile = written.Actions,
                    AppointmentsFile = written.Appointments,
                    Source = "harbor-ehr",
                }, null, null, cancellationToken);
            if (outcome.Summary is null) return Exit.Refuse(string.Join('\n', outcome.Refusals.Select(refusal => refusal.Message)));
            var directory = HarborRegionalHealth.WriteDirectory(files);
            var people = await services.GetRequiredService<ImportPeople>().RunAsync(Path.GetFileName(directory), await File.ReadAllBytesAsync(directory, cancellationToken), isDryRun: false, cancellationToken);
            if (!people.Succeeded) return Exit.Refuse(people.Problems[0].Message);
            await services.MakeDemoImprovementAsync(HarborRegionalHealth.GoLives[0].Date, cancellationToken);
        }
        finally
        {
            Directory.Delete(files, recursive: true);
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Ready after {Stopwatch.GetElapsedTime(started).TotalSeconds:N0} s."));
        return 0;
    }

    private static Command MakeLog()
    {
        var events = new Option<long>("--events") { Description = "How many events.", DefaultValueFactory = _ => 20_000_000, HelpName = "N" };
        var clinicians = new Option<int>("--clinicians") { Description = "How many clinicians.", DefaultValueFactory = _ => 2000, HelpName = "N" };
        var seed = new Option<int>("--seed") { Description = "Seed.", DefaultValueFactory = _ => 1, HelpName = "N" };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder for the files.", Required = true, HelpName = "DIR" };
        var command = new Command("log", "Write a large synthetic log as files, for measuring speed.") { events, clinicians, seed, output };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(output)!;
            folder.Create();
            LargeLog.Write(folder.FullName, parsed.GetValue(events), parsed.GetValue(clinicians), parsed.GetValue(seed), null, cancellationToken);
            return Task.FromResult(Exit.Done);
        });
        return command;
    }
}
