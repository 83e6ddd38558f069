using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Charthouse.Host.Tests;

/// <summary>The command line to the letter of activity-cli.md, through the built program.</summary>
public sealed class ActivityCommandTests : IDisposable
{
    private static readonly string[] categories =
        ["inbox", "note-writing", "chart-review", "results", "orders", "prescriptions", "alerts", "navigation", "handoff", "discharge", "imaging", "other", "unmapped"];

    private static readonly string[] windows =
        ["outsideScheduled", "outsideSchedule30", "unscheduledDay", "outside7to19", "pajama", "after18before6Weekend", "night18to6", "weekend"];

    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Samples_GiveTheFiguresOfTheirPage()
    {
        var import = await ImportSamplesAsync();
        Assert.Equal(1, import.ExitCode);
        Assert.Contains("unreadable-time", import.Errors, StringComparison.Ordinal);
        Assert.Contains("rejected", import.Errors, StringComparison.Ordinal);
        Assert.Equal(["importId", "files", "rowsRead", "rowsNew", "rowsKnown", "rowsRejected", "users", "from", "to", "seconds"], Names(import.Json));
        Assert.Equal((4, 59, 58, 0, 1, 3), (Int(import.Json, "files"), Int(import.Json, "rowsRead"), Int(import.Json, "rowsNew"), Int(import.Json, "rowsKnown"), Int(import.Json, "rowsRejected"), Int(import.Json, "users")));

        var again = await ImportSamplesAsync();
        Assert.Equal((1, 0, 58), (again.ExitCode, Int(again.Json, "rowsNew"), Int(again.Json, "rowsKnown")));

        var report = await ReportAsync("2026-03-02", "2026-03-04", "clinician");
        Assert.Equal(["definition", "groups"], Names(report));
        Assert.Equal(
            """{"name":"activity","version":"1","estimator":"drop","timeoutSeconds":300,"boundary":"le","scheduledTime":"appointments","minimumScheduledHours":8,"from":"2026-03-02","to":"2026-03-04"}""",
            JsonSerializer.Serialize(report.GetProperty("definition")));
        var groups = report.GetProperty("groups").EnumerateArray().ToList();
        foreach (var group in groups)
        {
            Assert.Equal(
                [
                    "key", "clinicians", "included", "suppressed", "events", "sessions", "patientSwitches", "activeDays", "scheduledDays", "scheduledHours", "activeHours",
                    "categoryHours", "windowHours", "ehrTime8", "wow8", "noteTime8", "inboxTime8", "rxTime8", "reason",
                ],
                Names(group));
            Assert.Equal(categories, Names(group.GetProperty("categoryHours")));
            Assert.Equal(windows, Names(group.GetProperty("windowHours")));
            Assert.False(group.GetProperty("suppressed").GetBoolean());
            Assert.Equal(Hours(group, "activeHours"), group.GetProperty("categoryHours").EnumerateObject().Sum(c => c.Value.GetDouble()), 9);
        }

        // The table of samples/README.md, column by column.
        var table = (await File.ReadAllLinesAsync(Path.Combine(BuiltProgram.Repository, "samples", "README.md"), TestContext.Current.CancellationToken))
            .Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray())
            .Where(cells => cells.Length == 4).ToDictionary(cells => cells[0], cells => cells[1..], StringComparer.Ordinal);
        Assert.Equal(table[""], groups.Select(group => group.GetProperty("key").GetString()!));
        AssertRow("events", group => Int(group, "events"));
        AssertRow("sessions", group => Int(group, "sessions"));
        AssertRow("patient switches", group => Int(group, "patientSwitches"));
        AssertRow("active time, seconds", group => Hours(group, "activeHours") * 3600);
        AssertRow("of that unmapped, seconds", group => Hours(group.GetProperty("categoryHours"), "unmapped") * 3600);
        AssertRow("outside scheduled visits, seconds", group => Hours(group.GetProperty("windowHours"), "outsideScheduled") * 3600);
        AssertRow("evenings and weekends (`pajama`), seconds", group => Hours(group.GetProperty("windowHours"), "pajama") * 3600);
        AssertRow("scheduled hours", group => Hours(group, "scheduledHours"));
        Assert.Equal([0.610, 0.757], groups[..2].Select(group => Math.Round(Hours(group, "ehrTime8"), 3)));
        Assert.Equal(JsonValueKind.Null, groups[2].GetProperty("ehrTime8").ValueKind);
        Assert.Equal("scheduled-hours-below-minimum", groups[2].GetProperty("reason").GetString());

        var exclusive = await ReportAsync("2026-03-02", "2026-03-04", "clinician", "--boundary", "lt");
        Assert.Equal(2443, Hours(exclusive.GetProperty("groups")[0], "activeHours") * 3600, 6);

        void AssertRow(string name, Func<JsonElement, double> value) =>
            Assert.Equal(table[name].Select(cell => double.Parse(cell, NumberStyles.Number, CultureInfo.InvariantCulture)), groups.Select(group => Math.Round(value(group), 6)));
    }

    [Fact]
    public async Task SmallGroups_AreSuppressed()
    {
        await ImportSamplesAsync();
        foreach (var group in (await ReportAsync("2026-03-02", "2026-03-04", "specialty")).GetProperty("groups").EnumerateArray())
        {
            Assert.True(group.GetProperty("suppressed").GetBoolean());
            Assert.All(group.EnumerateObject().Where(p => p.Name is not ("key" or "clinicians" or "included" or "suppressed")), p => Assert.Equal(JsonValueKind.Null, p.Value.ValueKind));
        }

        var csv = await BuiltProgram.RunAsync("activity", "report", "--data", Data, "--from", "2026-03-02", "--to", "2026-03-04", "--by", "specialty", "--csv");
        Assert.Equal(3, csv.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("Cardiology,1,1,true,,,", csv.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TooFewWithScheduledHours_HasItsReason()
    {
        var rows = string.Concat(Enumerable.Range(1, 6).Select(i => $"U{i},2026-03-04T12:00:00Z,open\nU{i},2026-03-04T12:01:00Z,open\n"));
        Assert.Equal(0, (await BuiltProgram.RunAsync("activity", "import", "--data", Data, folder.Write("events.csv", "user,at,action\n" + rows))).ExitCode);
        var group = (await ReportAsync("2026-03-04", "2026-03-05", "role")).GetProperty("groups")[0];
        Assert.Equal(("(none)", 6, 0, "too-few-with-scheduled-hours"), (group.GetProperty("key").GetString(), Int(group, "clinicians"), Int(group, "included"), group.GetProperty("reason").GetString()));
        Assert.Equal(0.1, Hours(group, "activeHours"), 9);
    }

    [Fact]
    public async Task Sensitivity_ComparesTwelveDefinitionsAndEightWindows()
    {
        await ImportSamplesAsync();
        var run = await BuiltProgram.RunAsync("activity", "sensitivity", "--data", Data, "--from", "2026-03-02", "--to", "2026-03-04", "--by", "clinician", "--json");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["definition", "definitions", "windows", "rankAgreement"], Names(run.Json));
        Assert.Equal("""{"name":"sensitivity","version":"1","by":"clinician","from":"2026-03-02","to":"2026-03-04"}""", JsonSerializer.Serialize(run.Json.GetProperty("definition")));
        var definitions = run.Json.GetProperty("definitions").EnumerateArray().ToList();
        Assert.Equal(
            from estimator in new[] { "drop", "cap", "union" } from seconds in new[] { 30, 60, 90, 300 } select (estimator, seconds),
            definitions.Select(d => (d.GetProperty("estimator").GetString()!, Int(d, "timeoutSeconds"))));
        Assert.All(definitions, d => Assert.Equal(["key", "activeHours", "ehrTime8"], Names(d.GetProperty("groups")[0])));
        Assert.Equal(2743, Hours(definitions[3].GetProperty("groups")[0], "activeHours") * 3600, 6);
        var inWindows = run.Json.GetProperty("windows").EnumerateArray().ToList();
        Assert.Equal(windows, inWindows.Select(w => w.GetProperty("window").GetString()));
        Assert.All(inWindows, w => Assert.Equal(["key", "hours", "per8ScheduledHours"], Names(w.GetProperty("groups")[0])));
        var pairs = run.Json.GetProperty("rankAgreement").EnumerateArray().ToList();
        Assert.Equal(66 + 28, pairs.Count);
        Assert.Equal(("drop-30", "drop-60"), (pairs[0].GetProperty("a").GetString(), pairs[0].GetProperty("b").GetString()));
        Assert.Equal(("outsideScheduled", "outsideSchedule30"), (pairs[66].GetProperty("a").GetString(), pairs[66].GetProperty("b").GetString()));
        Assert.All(pairs, pair => Assert.Equal(["a", "b", "tauB", "groups"], Names(pair)));
        Assert.All(pairs, pair => Assert.Equal(2, Int(pair, "groups")));
    }

    // activity.md 11.2
    [Fact]
    public async Task GoldenExample_Windows()
    {
        var events = new StringBuilder("user,at,action\n");
        foreach (var (from, to) in new[] { ("08T07:30", "08T08:30"), ("08T12:15", "08T12:45"), ("08T16:50", "08T17:20"), ("08T19:10", "08T19:40"), ("09T09:00", "09T09:20") })
        {
            for (var at = At(from); at <= At(to); at = at.AddMinutes(5)) events.Append(CultureInfo.InvariantCulture, $"U1,{at:yyyy-MM-ddTHH:mm:ss},open\n");
        }

        var visits = folder.Write("visits.csv", "user,start,end,status,patient\nU1,2024-03-08T08:00,2024-03-08T12:00,completed,P\nU1,2024-03-08T13:00,2024-03-08T17:00,completed,P\n");
        Assert.Equal(0, (await BuiltProgram.RunAsync("activity", "import", "--data", Data, "--zone", "America/New_York", "--appointments", visits, folder.Write("events.csv", events.ToString()))).ExitCode);
        var group = (await ReportAsync("2024-03-01", "2024-04-01", "clinician")).GetProperty("groups")[0];
        Assert.Equal(8, Hours(group, "scheduledHours"), 12);
        Assert.Equal(170 / 60.0, Hours(group, "ehrTime8"), 12);
        Assert.Equal(130 / 60.0, Hours(group, "wow8"), 12);
        Assert.Equal(
            new Dictionary<string, double>(StringComparer.Ordinal)
            {
                ["outsideScheduled"] = 130,
                ["outsideSchedule30"] = 30,
                ["unscheduledDay"] = 20,
                ["outside7to19"] = 30,
                ["pajama"] = 50,
                ["after18before6Weekend"] = 50,
                ["night18to6"] = 30,
                ["weekend"] = 20,
            },
            group.GetProperty("windowHours").EnumerateObject().ToDictionary(w => w.Name, w => Math.Round(w.Value.GetDouble() * 60, 9), StringComparer.Ordinal));

        static DateTime At(string text) => DateTime.ParseExact("2024-03-" + text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("--from 2026-03-04 --to 2026-03-04 --by all", "must lie after --from")]
    [InlineData("--from 2026-03-04 --to 2026-03-02 --by all", "must lie after --from")]
    [InlineData("--from 4.3.2026 --to 2026-03-02 --by all", "--from 4.3.2026 is not a date")]
    [InlineData("--from 2026-02-30 --to 2026-03-02 --by all", "--from 2026-02-30 is not a date")]
    [InlineData("--from 2027-03-02 --to 2027-03-04 --by all", "There is no data between 2027-03-02 and 2027-03-04. The store holds 2026-03-02 to 2026-03-0")]
    [InlineData("--from 2026-03-04 --to 2026-03-05 --by all", "There is no data between 2026-03-04 and 2026-03-05.")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by patient", "--by patient: one of clinician, department, specialty, role, site, all is wanted.")]
    [InlineData("--from 2026-03-02 --to 2026-03-04", "--by")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --estimator rate", "--estimator rate")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --timeout 0", "--timeout 0")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --timeout 0.0000001", "--timeout 0.0000001")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --timeout 86401", "--timeout 86401")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --boundary eq", "--boundary eq")]
    [InlineData("--from 2026-03-02 --to 2026-03-04 --by all --nonsense", "--nonsense")]
    public async Task WrongReport_SaysSoAndExitsWith2(string options, string says)
    {
        await ImportSamplesAsync();
        var run = await BuiltProgram.RunAsync(["activity", "report", "--data", Data, .. options.Split(' ')]);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activity import --data {data} no.csv", "no.csv does not exist.")]
    [InlineData("activity import --data {data} --zone Mars/Base samples/activity/events.csv", "There is no time zone Mars/Base.")]
    [InlineData("activity import --data {data} samples/activity/people.csv", "Wanted: user, at, action")]
    [InlineData("activity import --data {data}", "No file was given")]
    [InlineData("activity import --data {data} --format epic-access-log samples/activity/events.csv", "not read yet")]
    [InlineData("activity import --data {data} --format excel samples/activity/events.csv", "excel")]
    [InlineData("activity report --data {data} --from 2026-03-02 --to 2026-03-04 --by all", "There is no store")]
    [InlineData("activity", "Required command")]
    [InlineData("nonsense", "nonsense")]
    public async Task WrongUsage_ExitsWith2(string arguments, string says)
    {
        var run = await BuiltProgram.RunAsync(arguments.Replace("{data}", Data, StringComparison.Ordinal).Split(' '));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("activity import", "Examples:")]
    [InlineData("activity report", "Examples:")]
    [InlineData("activity sensitivity", "Example:")]
    [InlineData("serve", "Examples:")]
    [InlineData("activity", "report")]
    public async Task Help_ShowsExamples(string command, string shows)
    {
        var run = await BuiltProgram.RunAsync([.. command.Split(' '), "--help"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Contains(shows, run.Output, StringComparison.Ordinal);
        Assert.Contains("charthouse " + command, run.Output, StringComparison.Ordinal);
    }

    // What help shows as a default can be typed as it stands there.
    [Fact]
    public async Task Help_ShowsDefaultsAsTheyAreTyped()
    {
        Assert.Contains("[default: drop]", (await BuiltProgram.RunAsync("activity", "report", "--help")).Output, StringComparison.Ordinal);
        List<string[]> open = [[]];
        for (var next = 0; next < open.Count; next++)
        {
            var help = (await BuiltProgram.RunAsync([.. open[next], "--help"])).Output;
            Assert.DoesNotMatch(@"\[default: [A-Z]", help);
            var commands = help.Split('\n').SkipWhile(line => !line.StartsWith("Commands:", StringComparison.Ordinal)).Skip(1).TakeWhile(line => line.StartsWith("  ", StringComparison.Ordinal));
            open.AddRange(commands.Where(line => line.Length > 2 && char.IsLetter(line[2])).Select(line => (string[])[.. open[next], line.Trim().Split(' ')[0]]));
        }

        Assert.True(open.Count > 15);
    }

    [Fact]
    public async Task HeaderWithoutRows_IsSaid()
    {
        var run = await BuiltProgram.RunAsync("activity", "import", "--data", Data, folder.Write("empty.csv", "user,at,action\n"));
        Assert.Equal((0, "empty.csv holds no rows, only a header.\n"), (run.ExitCode, run.Errors));
    }

    [Fact]
    public async Task CliniciansWithoutAProfile_AreNamed()
    {
        var events = folder.Write("events.csv", "user,at,action\nU1,2026-03-04T12:00:00Z,open\nU2,2026-03-04T12:00:00Z,open\n");
        var people = folder.Write("people.csv", "user,role\nU1,Physician\n");
        var run = await BuiltProgram.RunAsync("activity", "import", "--data", Data, "--people", people, events);
        Assert.Matches(@"no profile +1 clinicians of the log are in no people file: U2\n", run.Output);
        Assert.DoesNotContain("no profile", (await BuiltProgram.RunAsync("activity", "import", "--data", Data, "--people", folder.Write("more.csv", "user,role\nU2,Nurse\n"))).Output, StringComparison.Ordinal);
    }

    // What `timeout` and a terminal do to a process group: the same process is asked more than once at the same moment.
    [Fact]
    public async Task StoppedImport_SaysThatNothingWasChanged()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are those of Unix.");
        var log = Demo.LargeLog.Write(folder.File("log"), 400_000, 40, 7, cancellationToken: TestContext.Current.CancellationToken);
        var import = BuiltProgram.Start(BuiltProgram.File, ["activity", "import", "--data", Data, log.Events[0]]);
        var ended = BuiltProgram.FinishAsync(import);
        var number = import.Id.ToString(CultureInfo.InvariantCulture);
        var temporary = Path.Combine(Data, "temporary");
        while (!ended.IsCompleted && !Directory.Exists(temporary)) await Task.Delay(5, TestContext.Current.CancellationToken);
        await BuiltProgram.FinishAsync(BuiltProgram.Start("sh", ["-c", $"kill -TERM {number}; kill -INT {number}; kill -TERM {number}"]));
        var run = await ended;
        Assert.Equal((2, "", "Stopped. Nothing was changed.\n"), (run.ExitCode, run.Output, run.Errors));
        Assert.Empty(Directory.EnumerateFiles(temporary));
    }

    [Fact]
    public async Task NoPatient_IsInAnyOutput()
    {
        var events = folder.Write("events.csv", "user,at,action,patient\nU1,soon,open,SECRET-77\nU1,2026-03-04T12:00:00Z,open,SECRET-77\nU1,2026-03-04T12:00:00Z,\"open\"x,SECRET-77\n");
        var run = await BuiltProgram.RunAsync("activity", "import", "--data", Data, events);
        Assert.Equal(1, run.ExitCode);
        Assert.DoesNotContain("SECRET", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.All(Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories), file => Assert.True(File.ReadAllBytes(file).AsSpan().IndexOf("SECRET"u8) < 0, file));
    }

    [Fact]
    public async Task BrokenKey_IsRefusedInWords()
    {
        Directory.CreateDirectory(Data);
        File.WriteAllText(Path.Combine(Data, "key"), "short");
        var run = await BuiltProgram.RunAsync("activity", "import", "--data", Data, "samples/activity/events.csv");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("does not hold a key", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreOfANewerProgram_IsRefusedInWords()
    {
        await ImportSamplesAsync();
        await using (var db = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Data, "charthouse.db")};Pooling=False"))
        {
            await db.OpenAsync(TestContext.Current.CancellationToken);
            await using var command = db.CreateCommand();
            command.CommandText = "insert into __EFMigrationsHistory values ('29990101000000_Later', '99')";
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var run = await BuiltProgram.RunAsync("activity", "report", "--data", Data, "--from", "2026-03-02", "--to", "2026-03-04", "--by", "all");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("newer Charthouse", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FullDisk_LeavesTheStoreAsBefore()
    {
        var small = Directory.Exists("/dev/shm") && Environment.UserName == "root" ? folder.File("small") : null;
        Assert.SkipWhen(small is null, "A small disk needs root.");
        Directory.CreateDirectory(small!);
        var mounted = await BuiltProgram.FinishAsync(BuiltProgram.Start("mount", ["-t", "tmpfs", "-o", "size=4m", "tmpfs", small!]));
        Assert.SkipWhen(mounted.ExitCode != 0, "A small disk cannot be mounted here.");
        try
        {
            var data = Path.Combine(small!, "data");
            var samples = Path.Combine(BuiltProgram.Repository, "samples", "activity", "events.csv");
            Assert.Equal(1, (await BuiltProgram.RunAsync("activity", "import", "--data", data, samples)).ExitCode);
            string[] report = ["activity", "report", "--data", data, "--from", "2026-03-02", "--to", "2026-03-04", "--by", "clinician", "--json"];
            var before = await BuiltProgram.RunAsync(report);
            var rows = new StringBuilder("event,user,at,action\n");
            for (var i = 0; i < 300_000; i++) rows.Append(CultureInfo.InvariantCulture, $"{i * 7919L % 1_000_003:x}-{i},U{i % 50},2026-03-02T12:00:00.{i:D6}Z,open\n");
            var full = await BuiltProgram.RunAsync("activity", "import", "--data", data, folder.Write("large.csv", rows.ToString()));
            Assert.Equal(2, full.ExitCode);
            Assert.Contains("disk", full.Errors, StringComparison.Ordinal);
            Assert.DoesNotContain("Exception", full.Errors, StringComparison.Ordinal);
            Assert.Equal(before, await BuiltProgram.RunAsync(report));
            Assert.Equal(1, (await BuiltProgram.RunAsync("activity", "import", "--data", data, samples)).ExitCode);
        }
        finally
        {
            await BuiltProgram.FinishAsync(BuiltProgram.Start("umount", [small!]));
        }
    }

    private async Task<ProgramRun> ImportSamplesAsync() => await BuiltProgram.RunAsync(
        "activity", "import", "--data", Data, "--people", "samples/activity/people.csv", "--actions", "samples/activity/actions.csv",
        "--appointments", "samples/activity/appointments.csv", "samples/activity/events.csv", "--json");

    private async Task<JsonElement> ReportAsync(string from, string to, string by, params string[] more)
    {
        var run = await BuiltProgram.RunAsync(["activity", "report", "--data", Data, "--from", from, "--to", to, "--by", by, "--json", .. more]);
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        return run.Json;
    }

    private static string[] Names(JsonElement element) => [.. element.EnumerateObject().Select(property => property.Name)];

    private static int Int(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static double Hours(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
