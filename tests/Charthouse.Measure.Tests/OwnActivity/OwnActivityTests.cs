using System.Net;
using AngleSharp.Dom;
using Charthouse.Access;
using Charthouse.Lake;
using Charthouse.Measure.OwnActivity;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.OwnActivity;

/// <summary>Who sees whose own figures, over HTTP: the clinician, and whom the clinician names, for as long as the clinician wants.</summary>
public sealed class OwnActivityTests
{
    // Gamma works 4 h per 8 scheduled, Small 7.8; Small is a group of three.
    private static readonly AccessSettings people = new()
    {
        OrganisationName = "Harbor",
        DemoAccounts =
        [
            new("ines@harbor.example", "Ines Duarte", BuiltInRoles.Clinician, "Physician", LogUser: "GammaClinic0"),
            new("ruth@harbor.example", "Ruth Calder", BuiltInRoles.CommitteeMember, "Nurse", LogUser: "SmallClinic0"),
            new("maren@harbor.example", "Maren Holt", BuiltInRoles.Cmio, "CMIO"),
            new("alex@harbor.example", "Alex Novak", BuiltInRoles.Administrator, "Administrator", IsPerson: false),
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Figures_AreTheOwn_AndNobodyElsesPage(StoreKind kind)
    {
        await using var hospital = await Hospital.StartAsync(kind);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        var page = await ServedWorkbench.PageAsync(ines, "/activity/mine");
        Assert.Equal("4.00", Tile(page, "EHR time"));
        Assert.Contains("7 people of Gamma", page.Body!.TextContent);
        Assert.Equal("My activity", page.QuerySelector("nav a[aria-current=page]")!.TextContent.Trim());

        using var ruth = await hospital.EnterAsync(BuiltInRoles.CommitteeMember);
        // Nothing in an address chooses whose figures they are.
        page = await ServedWorkbench.PageAsync(ruth, "/activity/mine?user=GammaClinic0&specialty=Gamma&account=" + Guid.CreateVersion7());
        Assert.Equal("7.80", Tile(page, "EHR time"));
        Assert.Contains("too few people", page.Body!.TextContent);
        Assert.NotEmpty(page.QuerySelectorAll(".ch-supp"));

        foreach (var role in new[] { BuiltInRoles.Cmio, BuiltInRoles.Administrator })
        {
            using var other = await hospital.EnterAsync(role);
            foreach (var address in new[] { "/activity/mine", "/activity/mine/export.csv", "/activity/mine/export.xlsx" }) Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(other, address));
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Share_OpensToTheNamedPerson_UntilItIsRevoked(StoreKind kind)
    {
        await using var hospital = await Hospital.StartAsync(kind);
        using var ruth = await hospital.EnterAsync(BuiltInRoles.CommitteeMember);
        using var maren = await hospital.EnterAsync(BuiltInRoles.Cmio);
        using var alex = await hospital.EnterAsync(BuiltInRoles.Administrator);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        var id = await ShareAsync(hospital, ruth, "maren holt");

        Assert.Equal(["Maren Holt"], Names(await ServedWorkbench.PageAsync(ruth, "/activity/mine")));
        var received = await ServedWorkbench.PageAsync(maren, "/activity/shared");
        Assert.Equal($"activity/shared/{id}", received.QuerySelector(".ch-items a")!.GetAttribute("href"));
        var shared = await ServedWorkbench.PageAsync(maren, $"/activity/shared/{id}");
        Assert.Equal("7.80", Tile(shared, "EHR time"));
        Assert.Contains("Ruth Calder", shared.QuerySelector("h1")!.TextContent);
        Assert.Contains("7.8", await maren.GetStringAsync(new Uri($"/activity/shared/{id}/export.csv", UriKind.Relative), Token));
        // Nor does "back" show them after the share has ended.
        foreach (var (client, address) in new[] { (maren, $"/activity/shared/{id}"), (maren, $"/activity/shared/{id}/export.csv"), (ruth, "/activity/mine"), (ruth, "/activity/mine/export.xlsx") })
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.True(answer.Headers.CacheControl?.NoStore, address);
        }

        Assert.Contains("Ruth Calder lets you see", (await ServedWorkbench.PageAsync(maren, "/notifications")).Body!.TextContent);
        await AssertClosedAsync(alex, id);
        await AssertClosedAsync(ines, id);
        // Not even its owner: the own page is elsewhere.
        await AssertClosedAsync(ruth, id);

        using (var again = await ServedWorkbench.PostFormAsync(ruth, "/activity/mine", "share-activity", ("Form.Person", "Maren Holt")))
            Assert.Contains(ActivityShareProblems.SharedAlready.Message, await again.Content.ReadAsStringAsync(Token));
        using (var revoked = await ServedWorkbench.PostFormAsync(ruth, "/activity/mine", $"revoke-{id}")) Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
        await AssertClosedAsync(maren, id);
        Assert.Empty((await ServedWorkbench.PageAsync(maren, "/activity/shared")).QuerySelectorAll(".ch-items a"));
        Assert.Contains("revoked", (await ServedWorkbench.PageAsync(ruth, "/activity/mine")).QuerySelector("#shares details")!.TextContent);

        await using var db = await hospital.Workbench.Dbs.CreateDbContextAsync(Token);
        var history = await db.Set<HistoryEntry>().AsNoTracking().Where(entry => entry.Kind == "activity-share" && entry.RecordId == id).OrderBy(entry => entry.Sequence).ToListAsync(Token);
        Assert.Equal(HistoryChange.Created, history[0].Change);
        Assert.Contains(history, entry => entry.Field == nameof(ActivityShare.RevokedAt));
        Assert.All(history, entry => Assert.Equal("Ruth Calder", entry.ActorName));

        var data = await ruth.GetStringAsync(new Uri("/account/data.json", UriKind.Relative), Token);
        Assert.Contains("Shares of your activity", data);
        using (var json = System.Text.Json.JsonDocument.Parse(data))
            Assert.Contains(json.RootElement.GetProperty("parts").EnumerateArray().Single(part => part.GetProperty("title").GetString() == "Your activity by week").GetProperty("rows").EnumerateArray(), row => row.GetProperty("Measure").GetString() == "EHR time" && row.GetProperty("Value").GetString() is { Length: > 0 });
        Assert.Contains("Maren Holt", data);
        Assert.Contains("Ruth Calder", await maren.GetStringAsync(new Uri("/account/data.json", UriKind.Relative), Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Share_ClosesAfterItsLastDay_AndWhenTheClinicianIsArchived(StoreKind kind)
    {
        await using var hospital = await Hospital.StartAsync(kind);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        using var ruth = await hospital.EnterAsync(BuiltInRoles.CommitteeMember);
        using var maren = await hospital.EnterAsync(BuiltInRoles.Cmio);
        var expiring = await ShareAsync(hospital, ines, "Maren Holt", until: "2199-12-31");
        var staying = await ShareAsync(hospital, ruth, "Maren Holt");
        await using (var db = await hospital.Workbench.Dbs.CreateDbContextAsync(Token))
            await db.Set<ActivityShare>().Where(share => share.Id == expiring).ExecuteUpdateAsync(set => set.SetProperty(share => share.Until, new DateOnly(2020, 1, 1)), Token);
        await AssertClosedAsync(maren, expiring);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(maren, $"/activity/shared/{staying}"));

        using var alex = await hospital.EnterAsync(BuiltInRoles.Administrator);
        var person = (await ServedWorkbench.PageAsync(alex, "/people?q=Ruth")).QuerySelectorAll("main th a").First(link => link.TextContent.Contains("Ruth Calder")).GetAttribute("href")!;
        using (var archived = await ServedWorkbench.PostFormAsync(alex, $"/{person}/edit", "archive", ("Archiving.Reason", "Has left."))) Assert.Equal(HttpStatusCode.Redirect, archived.StatusCode);
        await AssertClosedAsync(maren, staying);
        Assert.Contains("not linked", (await ServedWorkbench.PageAsync(ruth, "/activity/mine")).Body!.TextContent);
    }

    [Fact]
    public async Task Share_CanBeRevoked_ByWhoeverMayNoLongerSeeTheOwnActivity()
    {
        await using var hospital = await Hospital.StartAsync(StoreKind.Sqlite);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        using var maren = await hospital.EnterAsync(BuiltInRoles.Cmio);
        var id = await ShareAsync(hospital, ines, "Maren Holt");
        using var alex = await hospital.EnterAsync(BuiltInRoles.Administrator);
        var own = (await ServedWorkbench.PageAsync(alex, "/accounts?q=ines")).QuerySelectorAll("main th a").First(link => link.TextContent.Contains("Ines Duarte")).GetAttribute("href")!;
        var executive = (await ServedWorkbench.PageAsync(alex, "/" + own)).QuerySelectorAll("label").Single(label => label.TextContent.Contains("Executive")).QuerySelector("input[name=role]")!.GetAttribute("value")!;
        using (var changed = await ServedWorkbench.PostFormAsync(alex, "/" + own, "roles", ("role", executive))) Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);

        using var again = await hospital.EnterAsync(BuiltInRoles.Clinician);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(again, "/activity/mine"));
        Assert.Equal(["Maren Holt"], Names(await ServedWorkbench.PageAsync(again, "/activity/shared")));
        using (var revoked = await ServedWorkbench.PostFormAsync(again, "/activity/shared", $"revoke-{id}"))
        {
            Assert.Equal(HttpStatusCode.Redirect, revoked.StatusCode);
            Assert.Contains("Revoked", (await ServedWorkbench.PageAsync(again, new Uri(hospital.Workbench.Address, revoked.Headers.Location!).PathAndQuery)).QuerySelector("#shares")!.TextContent);
        }

        await AssertClosedAsync(maren, id);
    }

    // These two are 26 hours apart, so in one of them at least it is another day than where the server stands.
    [Theory]
    [InlineData("Pacific/Kiritimati")]
    [InlineData("Etc/GMT+12")]
    public async Task Today_IsTheHospitalsDay(string zoneId)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(zoneId);
        await using var hospital = await Hospital.StartAsync(StoreKind.Sqlite, measure: new MeasureSettings { OrganisationName = "Harbor", Zone = zone });
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        using var maren = await hospital.EnterAsync(BuiltInRoles.Cmio);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), zone).DateTime);
        using (var refused = await ServedWorkbench.PostFormAsync(ines, "/activity/mine", "share-activity", ("Form.Person", "Maren Holt"), ("Form.Until", Iso(today.AddDays(-1)))))
            Assert.Contains(ActivityShareProblems.EndsBeforeToday.Message, await refused.Content.ReadAsStringAsync(Token));
        var id = await ShareAsync(hospital, ines, "Maren Holt", Iso(today));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(maren, $"/activity/shared/{id}"));
        Assert.Single((await ServedWorkbench.PageAsync(maren, "/activity/shared")).QuerySelectorAll(".ch-items a"));
        Assert.Equal(["Maren Holt"], Names(await ServedWorkbench.PageAsync(ines, "/activity/mine")));

        static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Share_NeedsOneWholeName_AndADayToCome()
    {
        await using var hospital = await Hospital.StartAsync(StoreKind.Sqlite);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        foreach (var (person, until, problem) in new[]
        {
            ("Nobody At All", "", ActivityShareProblems.PersonUnknown), (" ", "", ActivityShareProblems.PersonMissing), ("Ines Duarte", "", ActivityShareProblems.WithSelf),
            ("Ruth", "", ActivityShareProblems.PersonUnclear), ("Ruth Calder", "2020-01-01", ActivityShareProblems.EndsBeforeToday), ("Ruth Calder", "soon", Days.Refuse(("Until", "soon"))[0]),
        })
        {
            using var refused = await ServedWorkbench.PostFormAsync(ines, "/activity/mine", "share-activity", ("Form.Person", person), ("Form.Until", until));
            var page = ServedWorkbench.Parse(await refused.Content.ReadAsStringAsync(Token));
            Assert.Contains(problem.Message, page.Body!.TextContent);
            if (problem == ActivityShareProblems.PersonUnclear) Assert.Contains("Ruth Calder", page.QuerySelector("#shares fieldset")!.TextContent);
        }

        await using var db = await hospital.Workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Empty(await db.Set<ActivityShare>().ToListAsync(Token));
        var chosen = (await ServedWorkbench.PostFormAsync(ines, "/activity/mine", "share-activity", ("Form.Person", "Ruth")));
        var id = ServedWorkbench.Parse(await chosen.Content.ReadAsStringAsync(Token)).QuerySelector("#shares input[type=radio]")!.GetAttribute("value")!;
        chosen.Dispose();
        using var shared = await ServedWorkbench.PostFormAsync(ines, "/activity/mine", "share-activity", ("Form.Person", "Ruth"), ("Form.RecipientId", id));
        Assert.Equal(HttpStatusCode.Redirect, shared.StatusCode);
        Assert.Equal(["Ruth Calder"], Names(await ServedWorkbench.PageAsync(ines, "/activity/mine")));
    }

    [Fact]
    public async Task Nobody_LinksTheOwnEntryWithAnotherUserOfTheLog()
    {
        var settings = people with { DemoAccounts = [.. people.DemoAccounts.Where(account => account.Role != BuiltInRoles.Administrator), new("alex@harbor.example", "Alex Novak", BuiltInRoles.Administrator, "Administrator")] };
        await using var hospital = await Hospital.StartAsync(StoreKind.Sqlite, settings);
        using var alex = await hospital.EnterAsync(BuiltInRoles.Administrator);
        var own = (await ServedWorkbench.PageAsync(alex, "/people?q=Alex")).QuerySelectorAll("main th a").First(link => link.TextContent.Contains("Alex Novak")).GetAttribute("href")!;
        var form = (await ServedWorkbench.PageAsync(alex, $"/{own}/edit")).QuerySelector("input[name$=LogUser]")!.GetAttribute("name")!;
        using (var refused = await ServedWorkbench.PostFormAsync(alex, $"/{own}/edit", "person", (form, "AlphaNorth0")))
            Assert.Contains("You cannot link your own entry", await refused.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task Page_SaysWhyThereIsNothing()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        var page = await ServedWorkbench.PageAsync(clinician, "/activity/mine");
        Assert.Contains("not linked with the audit log", page.QuerySelector(".ch-empty")!.TextContent);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(clinician, "/activity/mine/export.csv"));
        using var refused = await ServedWorkbench.PostFormAsync(clinician, "/activity/mine", "share-activity", ("Form.Person", "Test administrator"));
        Assert.Contains("no figures to share", await refused.Content.ReadAsStringAsync(Token));

        await using var hospital = await Hospital.StartAsync(StoreKind.Sqlite);
        using var ines = await hospital.EnterAsync(BuiltInRoles.Clinician);
        page = await ServedWorkbench.PageAsync(ines, "/activity/mine?to=2031-01-06&timeout=no");
        Assert.Contains("No data from", page.QuerySelector(".ch-empty")!.TextContent);
        Assert.Contains("time-out", page.QuerySelector(".ch-alert.concern")!.TextContent);
    }

    private static async Task<Guid> ShareAsync(Hospital hospital, HttpClient clinician, string person, string until = "")
    {
        using var shared = await ServedWorkbench.PostFormAsync(clinician, "/activity/mine", "share-activity", ("Form.Person", person), ("Form.Until", until));
        Assert.Equal(HttpStatusCode.Redirect, shared.StatusCode);
        await using var db = await hospital.Workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<ActivityShare>().OrderByDescending(share => share.SharedAt).Select(share => share.Id).FirstAsync(Token);
    }

    private static async Task AssertClosedAsync(HttpClient client, Guid id)
    {
        using var answer = await client.GetAsync(new Uri($"/activity/shared/{id}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        var page = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token));
        Assert.Contains("not shared with you", page.Body!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".ch-tile, .ch-table, .ch-chartframe"));
        foreach (var extension in new[] { "csv", "xlsx" }) Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(client, $"/activity/shared/{id}/export.{extension}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return answer.StatusCode;
    }

    private static string Tile(IDocument page, string name) =>
        page.QuerySelectorAll(".ch-tile").Single(tile => tile.QuerySelector(".name")!.TextContent == name).QuerySelector(".ch-figure")!.TextContent.Trim().Split('\u202F')[0].Trim();

    private static IEnumerable<string> Names(IDocument page) => page.QuerySelectorAll("#shares .ch-items .ch-strong").Select(name => name.TextContent);

    /// <summary>The small hospital on one store, with people that have accounts.</summary>
    private sealed class Hospital(ServedWorkbench workbench, string folder) : IAsyncDisposable
    {
        public ServedWorkbench Workbench => workbench;

        public static async Task<Hospital> StartAsync(StoreKind kind, AccessSettings? access = null, MeasureSettings? measure = null)
        {
            var workbench = await ServedWorkbench.StartAsync(kind, measure: measure, isSetUp: false, access: access ?? people);
            await workbench.Services.MakeDemoAccountsAsync((access ?? people).DemoAccounts, Token);
            var folder = Directory.CreateTempSubdirectory("charthouse-own-").FullName;
            var outcome = await workbench.Services.GetRequiredService<AuditLogImport>().RunAsync(SmallHospital.WriteFiles(folder), null, null, Token);
            Assert.Equal(0, outcome.Summary?.RowsRejected);
            return new Hospital(workbench, folder);
        }

        public async Task<HttpClient> EnterAsync(string role)
        {
            var visitor = workbench.Visitor();
            using var entered = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", "demo-" + role);
            Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
            return visitor;
        }

        public async ValueTask DisposeAsync()
        {
            await workbench.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
