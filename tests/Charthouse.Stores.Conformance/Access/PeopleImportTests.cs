using System.Globalization;
using System.Text;
using Charthouse.Access.Organisation;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Charthouse.Testing;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Access;

/// <summary>Importing people, assignments and the organisation, on both stores.</summary>
public sealed class PeopleImportTests
{
    private const string Header = "name,email,log_user,archived,role,specialty,site,department,code,from,to,delegate\n";

    private const string Hospital = Header + """
        ,,,,,,North,,N,2010-01-01,,
        ,,,,,,South,,S,2012-01-01,,
        ,,,,,,North,Heart Center,HC,2015-01-01,2025-07-01,
        ,,,,,,South,Heart Center,HC,2025-07-01,,
        Ada Anchor,ada@example.org,U1,,Physician,Cardiology,South,Heart Center,,2020-01-01,,ben@example.org
        Ben Beacon,ben@example.org,U2,,Nurse,,South,Heart Center,,2021-01-01,,
        Ben Beacon,ben@example.org,U2,,Nurse,,North,,,2018-01-01,2021-01-01,
        Cleo Capstan,,U3,yes,Pharmacist,,North,,,,,

        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Import_MakesPeopleAssignmentsAndOrganisation(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var report = await ImportAsync(workbench, Hospital);
        Assert.Empty(report.Issues);
        Assert.Equal((3, 3, 4), (report.Count(PeopleChangeKind.Added, PeopleSubject.Unit), report.Count(PeopleChangeKind.Added, PeopleSubject.Person), report.Count(PeopleChangeKind.Added, PeopleSubject.Assignment)));
        Assert.Equal("""
            unit Department Heart Center HC: North 2015-01-01..2025-07-01, South 2025-07-01..
            unit Site North N:  2010-01-01..
            unit Site South S:  2012-01-01..
            person Ada Anchor ada@example.org U1 False: Physician Cardiology Heart Center 2020-01-01.. Ben Beacon
            person Ben Beacon ben@example.org U2 False: Nurse  Heart Center 2021-01-01.. ; Nurse  North 2018-01-01..2021-01-01 
            person Cleo Capstan  U3 True: Pharmacist  North .. 
            """.ReplaceLineEndings("\n"), await PictureAsync(workbench));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var reasons = await db.Set<HistoryEntry>().Where(e => e.Kind == Person.RecordKind || e.Kind == Unit.RecordKind).Select(e => e.Reason).Distinct().ToListAsync(Token);
        Assert.Equal(["Import of people.csv"], reasons);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task DryRun_ChangesNothing_AndSaysWhatTheImportDoes(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var entries = await EntriesAsync(workbench);
        var tried = await ImportAsync(workbench, Hospital, isDryRun: true);
        Assert.Equal("", await PictureAsync(workbench));
        Assert.Equal(entries, await EntriesAsync(workbench));
        var done = await ImportAsync(workbench, Hospital);
        Assert.Equal(tried.Changes, done.Changes);
        Assert.Equal(tried.Fingerprint, done.Fingerprint);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task RepeatedImport_ChangesNothing(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, Hospital);
        var (picture, entries) = (await PictureAsync(workbench), await EntriesAsync(workbench));
        var again = await ImportAsync(workbench, Hospital);
        Assert.Empty(again.Changes);
        Assert.Equal(picture, await PictureAsync(workbench));
        Assert.Equal(entries, await EntriesAsync(workbench));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LastImport_Wins(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, Hospital);
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var report = await ImportAsync(workbench, Header + """
            Ada Anchor-Beacon,ADA@example.org,U1,,Physician,Cardiology,South,Heart Center,,2020-01-01,,
            Ben Beacon,,U2,,Charge nurse,,South,,,2026-01-01,,
            ,,U3,no,,,,,,,,

            """);
        Assert.Empty(report.Issues);
        var picture = await PictureAsync(workbench);
        // A new name and no delegate; nothing else changed of her.
        Assert.Contains("person Ada Anchor-Beacon ADA@example.org U1 False: Physician Cardiology Heart Center 2020-01-01.. \n", picture, StringComparison.Ordinal);
        // What the file leaves out of a person ends today; what had ended stays; the e-mail address stays, because an empty cell says nothing.
        Assert.Contains($"person Ben Beacon ben@example.org U2 False: Charge nurse  South 2026-01-01.. ; Nurse  Heart Center 2021-01-01..{today:yyyy-MM-dd} ; Nurse  North 2018-01-01..2021-01-01 \n", picture, StringComparison.Ordinal);
        Assert.Contains("person Cleo Capstan  U3 False: Pharmacist  North .. ", picture, StringComparison.Ordinal);
        Assert.Contains(report.Changes, change => change is { Kind: PeopleChangeKind.Ended, Subject: PeopleSubject.Assignment, Title: "Ben Beacon" });
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task BadRows_AreLeftOut_AndNothingEndsForTheirPeople(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, Hospital);
        var report = await ImportAsync(workbench, Header + """
            Ben Beacon,ben@example.org,U2,,Charge nurse,,South,,,2026-01-01,,
            Ben Beacon,ben@example.org,U2,,Nurse,,South,Heart Center,,2021-13-01,,
            Jon,jon@example.org,,,Nurse,,South,Heart Center,,2020-01-01,,nobody@example.org
            Dana Driftwood,ada@example.org,U3,,,,,,,,,
            ,eve@example.org,,,,,,,,,,
            Fay,fay@example.org,U9,,,,,,,,,
            Gil,fay@example.org,,,,,,,,,,
            Hal,hal@example.org,,,Nurse,,South,Heart Center,,2024-01-01,2025-01-01,
            Hal,hal@example.org,,,Nurse,,South,Heart Center,,2024-06-01,,
            Ida,ida@example.org,,,Nurse,,South,,,2005-01-01,,

            """);
        Assert.Equal([(3, "from"), (4, "delegate"), (5, "log_user"), (6, "name"), (7, "name"), (8, "name"), (9, "from"), (10, "from"), (11, "from")],
            report.Issues.Select(issue => (issue.Line, issue.Column)));
        Assert.Contains("Nurse  Heart Center 2021-01-01.. ", await PictureAsync(workbench), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task EndedPart_EndsWhatLiesInIt(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, Hospital);
        var report = await ImportAsync(workbench, "site,code,from,to\nSouth,S,2012-01-01,2026-02-01\n");
        Assert.Empty(report.Issues);
        var picture = await PictureAsync(workbench);
        Assert.Contains("unit Department Heart Center HC: North 2015-01-01..2025-07-01, South 2025-07-01..2026-02-01\n", picture, StringComparison.Ordinal);
        Assert.Contains("Physician Cardiology Heart Center 2020-01-01..2026-02-01 Ben Beacon\n", picture, StringComparison.Ordinal);
        Assert.Equal((4, 4), (report.Count(PeopleChangeKind.Ended), report.Changes.Count));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Code_RecognisesWhatWasRenamedOrMoved(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, Hospital);
        await ImportAsync(workbench, "site,department,code,from\nNorth,Heart and Lung Center,hc,2026-06-01\n");
        Assert.Contains("unit Department Heart and Lung Center hc: North 2015-01-01..2025-07-01, South 2025-07-01..2026-06-01, North 2026-06-01..\n", await PictureAsync(workbench), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task PartAtTheTop_IsNotTakenForOneOfSeveral(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await ImportAsync(workbench, "email,name,role,department\ncleo@example.org,Cleo,Nurse,Ward\n");
        const string text = "email,name,role,site,department,code\nada@example.org,Ada,Nurse,North,Ward,\n,,,South,Ward,C1\nben@example.org,Ben,Nurse,,Ward,\n";
        Assert.Empty((await ImportAsync(workbench, text)).Issues);
        Assert.Empty((await ImportAsync(workbench, text)).Changes);
        var picture = await PictureAsync(workbench);
        Assert.All((string[])["unit Department Ward :  ..", "unit Department Ward : North ..", "unit Department Ward C1: South .."], line => Assert.Contains(line, picture, StringComparison.Ordinal));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LevelsThatARowLeavesOut_AreFoundInTheFileAndInTheDirectory(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        const string text = """
            email,name,role,system,site,department
            ,,,Harbor,North,Ward
            ,,,Harbor,South,Ward
            ada@example.org,Ada,Nurse,,North,Ward
            ben@example.org,Ben,Nurse,,,Ward
            cleo@example.org,Cleo,Nurse,Harbor,,Laboratory
            dana@example.org,Dana,Nurse,,,Laboratory

            """;
        var report = await ImportAsync(workbench, text);
        Assert.Equal([(5, "department")], report.Issues.Select(issue => (issue.Line, issue.Column)));
        Assert.Equal("""
            unit Department Laboratory : Harbor ..
            unit Department Ward : North ..
            unit Department Ward : South ..
            unit Site North : Harbor ..
            unit Site South : Harbor ..
            unit System Harbor :  ..
            """.ReplaceLineEndings("\n"), string.Join('\n', (await PictureAsync(workbench)).Split('\n').Where(line => line.StartsWith("unit", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
        Assert.Empty((await ImportAsync(workbench, text)).Changes);
    }

    // Rows drawn from few people, places and days, so that they meet, contradict and repeat each other. The order of the rows decides nothing, and a repetition changes nothing.
    [Fact]
    public async Task OrderOfRows_DoesNotMatter()
    {
        var store = Directory.CreateTempSubdirectory("charthouse-people-");
        await using (var services = new ServiceCollection().AddSqliteStore(store.FullName).BuildServiceProvider())
        {
            await SqliteStore.MigrateAsync(services.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), TimeProvider.System, Token);
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        var template = Path.Combine(store.FullName, SqliteStore.FileName);
        var cell = (string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
        var person = Gen.Select(cell(["Ada,ada@example.org,U1", "Ada,,U1", ",ada@example.org,", "Ben,ben@example.org,U2", "Ben B,ben@example.org,", "Cleo,,U3"]), cell(["", "", "yes", "no"]),
            cell(["Nurse,,North,Ward 1", "nurse,Surgery,North,Ward 1", "Physician,,South,Ward 2", "Physician,,,Ward 1", ",,,"]), cell([",", "2024-01-01,", "2025-01-01,2025-06-01", "2025-03-01,", ",2025-06-01"]), cell(["", "U2", "ada@example.org"]),
            (who, archived, what, days, stand) => $"{who},{archived},{what},,{days},{(what == ",,," ? "" : stand)}");
        var place = Gen.Select(cell(["North,Ward 1", "South,Ward 1", "South,Ward 2", "North,", "South,"]), cell(["", "", "C1", "C2"]), cell([",", "2020-01-01,", "2020-01-01,2025-02-01", "2025-02-01,"]), (where, code, days) => $",,,,,,{where},{code},{days},");
        var rows = Gen.Select(Gen.Int[0, 4], person, place, (n, ofPerson, ofPlace) => n < 3 ? ofPerson : ofPlace).List[1, 12];
        await Gen.Select(rows, rows, Gen.Int[0, 1_000_000]).SampleAsync(async (first, second, seed) =>
        {
            var random = new Random(seed);
            var plain = await SeveralAsync(template, [first, second]);
            var shuffled = await SeveralAsync(template, [[.. first.OrderBy(_ => random.Next())], [.. second.OrderBy(_ => random.Next())]]);
            Assert.Equal(plain, shuffled);
        }, iter: 100, threads: 1);
        store.Delete(recursive: true);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwentyThousandPeople_TakeSeconds(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var text = new StringBuilder("name,email,log_user,role,site,department,from\n");
        for (var i = 0; i < 20_000; i++) text.Append(CultureInfo.InvariantCulture, $"Person {i},p{i}@example.org,U{i},Nurse,Site {i % 5},Department {i % 70},2020-01-01\n");
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        var report = await ImportAsync(workbench, text.ToString());
        Assert.Equal((20_000, 20_000), (report.Count(PeopleChangeKind.Added, PeopleSubject.Person), report.Count(PeopleChangeKind.Added, PeopleSubject.Assignment)));
        TestContext.Current.SendDiagnosticMessage($"first import {System.Diagnostics.Stopwatch.GetElapsedTime(started)}");
        started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Empty((await ImportAsync(workbench, text.ToString())).Changes);
        TestContext.Current.SendDiagnosticMessage($"second import {System.Diagnostics.Stopwatch.GetElapsedTime(started)}");
        using var visitor = await workbench.SignInAsync("cmio");
        foreach (var address in (string[])["/people", "/people?q=person+199", "/people?role=Nurse&page=7", "/people?sort=-name", "/people?q=nobody"])
        {
            await ServedWorkbench.PageAsync(visitor, address);
            var times = new List<double>();
            for (var i = 0; i < 10; i++)
            {
                started = System.Diagnostics.Stopwatch.GetTimestamp();
                await ServedWorkbench.PageAsync(visitor, address);
                times.Add(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            }

            times.Sort();
            TestContext.Current.SendDiagnosticMessage($"{kind} {address}: median {times[5]:N0} ms, slowest {times[9]:N0} ms");
        }
    }

    // What several files make of an empty directory, and that each of them that was taken whole changes nothing a second time.
    private static async Task<string> SeveralAsync(string template, IReadOnlyList<List<string>> files)
    {
        var folder = Directory.CreateTempSubdirectory("charthouse-people-");
        File.Copy(template, Path.Combine(folder.FullName, SqliteStore.FileName));
        await using var services = new ServiceCollection().AddSqliteStore(folder.FullName).BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        var actor = new CurrentActor();
        var import = new ImportPeople(dbs, new LinkNotice(new Charthouse.Platform.Notifications.Notifications(TimeProvider.System), new Charthouse.Platform.Mail.MailQueue(TimeProvider.System), actor), actor, TimeProvider.System);
        var text = new StringBuilder();
        foreach (var rows in files)
        {
            var file = Header + string.Join('\n', rows) + "\n";
            var report = await ImportAsync(import, file);
            text.AppendJoin('\n', report.Changes).Append('\n');
            // Lines differ when rows change places; what is wrong does not.
            text.AppendJoin('\n', report.Issues.Select(issue => rows[issue.Line - 2] + issue.Column).Order(StringComparer.Ordinal)).Append('\n');
            // Rows that were refused may be taken the second time, when what stood in their way is gone.
            if (report.Issues.Count == 0) Assert.Empty((await ImportAsync(import, file)).Changes);
        }

        text.Append(await PictureAsync(dbs));
        await services.DisposeAsync();
        folder.Delete(recursive: true);
        return text.ToString();
    }

    private static Task<PeopleImportReport> ImportAsync(ServedWorkbench workbench, string text, bool isDryRun = false) =>
        ImportAsync(workbench.Services.GetRequiredService<ImportPeople>(), text, isDryRun);

    private static async Task<PeopleImportReport> ImportAsync(ImportPeople import, string text, bool isDryRun = false)
    {
        var outcome = await import.RunAsync("people.csv", Encoding.UTF8.GetBytes(text), isDryRun, Token);
        Assert.True(outcome.Succeeded, outcome.Succeeded ? "" : outcome.Problems[0].Message);
        return outcome.Value;
    }

    private static async Task<int> EntriesAsync(ServedWorkbench workbench)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<HistoryEntry>().CountAsync(Token);
    }

    private static Task<string> PictureAsync(ServedWorkbench workbench) => PictureAsync(workbench.Dbs);

    private static async Task<string> PictureAsync(IDbContextFactory<WorkbenchDb> dbs)
    {
        await using var db = await dbs.CreateDbContextAsync(Token);
        var tree = await OrganisationTree.ReadOnlyAsync(db, Token);
        var people = await db.Set<Person>().AsNoTracking().ToListAsync(Token);
        var held = (await db.Set<Assignment>().AsNoTracking().ToListAsync(Token)).ToLookup(a => a.PersonId);
        var lines = tree.Units.Select(u => $"unit {u.Kind} {u.Name} {u.Code}: "
                + string.Join(", ", u.Placements.OrderBy(p => p.ValidFrom).Select(p => $"{tree.Find(p.ParentId)?.Name} {p.ValidFrom:yyyy-MM-dd}..{p.ValidTo:yyyy-MM-dd}")))
            .Concat(people.Select(p => $"person {p.Name} {p.Email} {p.LogUser} {p.ArchivedAt is not null}: "
                + string.Join("; ", held[p.Id].Select(a => $"{a.Role} {a.Specialty} {tree.Find(a.UnitId)!.Name} {a.ValidFrom:yyyy-MM-dd}..{a.ValidTo:yyyy-MM-dd} {people.Find(d => d.Id == a.DelegateId)?.Name}").Order(StringComparer.Ordinal))));
        return string.Join('\n', lines.OrderBy(line => line.StartsWith("person", StringComparison.Ordinal)).ThenBy(line => line, StringComparer.Ordinal));
    }
}
