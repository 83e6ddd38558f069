using System.Net;
using System.Text;
using AngleSharp.Dom;
using Charthouse.Access.Accounts;
using Charthouse.Access.Outbox;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Access.Roles;
using Charthouse.Access.Tokens;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Exports;

/// <summary>The tables of the administration as files, over HTTP: what the page shows, with its filters, to those who may open the page.</summary>
public sealed class TableExportTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient administrator = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync(isSetUp: false);
        administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await workbench.DisposeAsync();
    }

    [Theory]
    [InlineData("accounts", BuiltInRoles.Auditor)]
    [InlineData("jobs", BuiltInRoles.Auditor)]
    [InlineData("organisation", BuiltInRoles.Clinician)]
    [InlineData("orphaned", BuiltInRoles.Clinician)]
    [InlineData("outbox", BuiltInRoles.Clinician)]
    [InlineData("people/import", BuiltInRoles.Auditor)]
    [InlineData("people/log-users", BuiltInRoles.Clinician)]
    [InlineData("roles", BuiltInRoles.Auditor)]
    [InlineData("tokens", BuiltInRoles.Auditor)]
    public async Task File_IsForThoseWhoMayOpenThePage(string page, string stranger)
    {
        using var outside = await workbench.SignInAsync(stranger);
        foreach (var format in (string[])["csv", "xlsx"])
        {
            using var refused = await outside.GetAsync(new Uri($"/{page}/export.{format}", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            using var given = await administrator.GetAsync(new Uri($"/{page}/export.{format}", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, given.StatusCode);
            Assert.EndsWith("." + format, given.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
            var bytes = await given.Content.ReadAsByteArrayAsync(Token);
            Assert.Equal(format == "csv" ? Encoding.UTF8.GetPreamble() : "PK"u8.ToArray(), bytes[..(format == "csv" ? 3 : 2)]);
        }

        using var unknown = await administrator.GetAsync(new Uri($"/{page}/export.pdf", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Accounts_AreThoseOfTheFilter_InTheOrderOfThePage()
    {
        var create = workbench.Services.GetRequiredService<CreateAccount>();
        await create.RunAsync("zoe@example.org", "=Zoe", ServedWorkbench.Password, [BuiltInRoles.Clinician, BuiltInRoles.Auditor], null, Token);
        await create.RunAsync("yan@example.org", "Yan", ServedWorkbench.Password, [BuiltInRoles.Clinician], null, Token);
        var (all, page) = await FileOfAsync("/accounts");
        Assert.Equal(4, all.Length);
        AssertHeads(page, all[0]);
        var (some, _) = await FileOfAsync("/accounts?role=clinician&sort=-name");
        Assert.Equal(["Yan,yan@example.org,Clinician,Active,", "'=Zoe,zoe@example.org,\"Auditor, Clinician\",Active,"], some[1..]);
        Assert.Equal(["'=Zoe", "Yan"], (await FileOfAsync("/accounts?role=clinician&sort=name&page=1")).Lines[1..].Select(line => line.Split(',')[0]));
        Assert.Single((await FileOfAsync("/accounts?find=YAN%40")).Lines[1..]);
        Assert.Single(await LinesAsync("/accounts/export.csv?state=Closed"));
        // The administrator of this test is signed in.
        Assert.Matches(@",Administrator,Active,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", all.Single(line => line.Contains("administrator-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Accounts_AreAllInTheFile_WhereThePageIsFull()
    {
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.AddRange(Enumerable.Range(1, AccountList.PageSize + 20).Select(number => new Account { Id = Guid.CreateVersion7(), DisplayName = $"Many {number}", UserName = $"many-{number}", Email = $"many-{number}@example.org", CreatedAt = TimeProvider.System.GetUtcNow() }));
            await db.SaveChangesAsync(Token);
        }

        var (lines, page) = await FileOfAsync("/accounts?find=many&page=2");
        Assert.Equal(20, page.QuerySelectorAll("tbody tr").Length);
        Assert.Equal(AccountList.PageSize + 20, lines.Length - 1);
    }

    [Fact]
    public async Task Jobs_AreThoseOfTheState_AndTheRecurringOnesHaveAFile()
    {
        var queue = workbench.Services.GetRequiredService<JobQueue>();
        var later = new DateTimeOffset(9000, 1, 2, 3, 4, 5, TimeSpan.Zero);
        await queue.EnqueueAsync("platform.remove-old-jobs", "{}", later, Token);
        await queue.CancelAsync(await queue.EnqueueAsync("platform.remove-old-jobs", "{}", later, Token), Token);
        var (waiting, page) = await FileOfAsync("/jobs?state=Queued");
        Assert.Equal("Job,Asked for by,Asked for,State,What happens,Next try,Ended,Tries", waiting[0]);
        AssertHeads(page, waiting[0]);
        Assert.Matches(@"^Remove jobs that ended 90 days ago,[^,]*,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,Waiting,Waits for its turn,9000-01-02T03:04:05Z,,0$", Assert.Single(waiting[1..]));
        Assert.Contains(",Stopped,,,2", Assert.Single((await FileOfAsync("/jobs?state=Cancelled")).Lines[1..]), StringComparison.Ordinal);
        var recurring = await LinesAsync(page.QuerySelectorAll("a[download]").Select(link => link.GetAttribute("href")!).Single(link => link.Contains("csv?show=recurring", StringComparison.Ordinal)));
        Assert.Equal("Job,Every,Next run", recurring[0]);
        Assert.Contains(recurring, line => line.StartsWith("Remove jobs that ended 90 days ago,every day,", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Outbox_IsWhatTheFilterSelects_WithoutWhatTheMailsSay()
    {
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var mails = workbench.Services.GetRequiredService<MailQueue>();
            await mails.EnqueueAsync(db, "ada@example.org", "First", "Hello\n\n{link}", "http://localhost/very-secret");
            await mails.EnqueueAsync(db, "ben@example.org", "@Second", "Hello\n\n{link}", "http://localhost/very-secret");
            await db.SaveChangesAsync(Token);
            (await db.Set<OutgoingMail>().SingleAsync(m => m.Subject == "First", Token)).GiveUp();
            await db.SaveChangesAsync(Token);
        }

        var (all, page) = await FileOfAsync("/outbox");
        Assert.Equal(3, all.Length);
        AssertHeads(page, all[0]);
        Assert.DoesNotContain(all, line => line.Contains("very-secret", StringComparison.Ordinal) || line.Contains("Hello", StringComparison.Ordinal));
        Assert.Matches(@"^'@Second,ben@example\.org,Waiting,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,0,", Assert.Single((await FileOfAsync("/outbox?find=SECOND")).Lines[1..]));
        Assert.StartsWith("First,ada@example.org,Given up,", Assert.Single((await FileOfAsync("/outbox?state=GaveUp")).Lines[1..]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tokens_AreInTheFile_WithoutTheirSecrets()
    {
        using var made = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", null, ("Form.Name", "-Nightly"), ("permission", "jobs.manage"));
        var secret = ServedWorkbench.Parse(await made.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent;
        var (lines, page) = await FileOfAsync("/tokens");
        AssertHeads(page, lines[0]);
        var line = Assert.Single(lines[1..]);
        Assert.StartsWith($"'-Nightly,{secret[..9]},Manage jobs,Works,", line, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[..10], line, StringComparison.Ordinal);
        Assert.DoesNotContain(ApiToken.HashOf(secret), line, StringComparison.Ordinal);
        Assert.Matches(@",Works,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,,Test administrator,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$", line);
    }

    [Fact]
    public async Task Roles_AreTheMatrixOfThePage()
    {
        await workbench.Services.GetRequiredService<AddRole>().RunAsync("+Guests", Token);
        var (lines, page) = await FileOfAsync("/roles");
        var heads = lines[0].Split(',');
        Assert.Equal(["Group", "Permission", "Meaning"], heads[..3]);
        Assert.Equal(page.QuerySelectorAll("thead th").Skip(1).Select(head => head.TextContent.Trim()), heads[3..].Select(head => head.TrimStart('\'')));
        Assert.Equal("'+Guests", heads[^1]);
        var imports = lines.Single(line => line.Contains(",Manage imports,", StringComparison.Ordinal)).Split(',')[^(heads.Length - 3)..];
        Assert.Equal("yes", imports[Array.IndexOf(heads, "Informatics") - 3]);
        Assert.Equal("no", imports[^1]);
        var counts = lines[1].Split(',');
        Assert.Equal("Accounts that hold it", counts[1]);
        Assert.Equal("1", counts[Array.IndexOf(heads, "Administrator")]);
        Assert.Equal(page.QuerySelectorAll("tbody tr:not(.sum) th[scope=row]").Length, lines.Length - 2);
    }

    [Fact]
    public async Task Organisation_IsThatOfTheDay()
    {
        await ImportAsync();
        var (lines, page) = await FileOfAsync("/organisation?on=2021-06-01");
        AssertHeads(page, lines[0]);
        Assert.Equal(["Name,Lies in,Kind,Code,Here since,Until,\"People, with all in it\"", "North,,Site,N,2010-01-01,,3", "Heart Center,North,Department,HC,2015-01-01,,2"], lines);
        Assert.Equal(2, (await FileOfAsync("/organisation?on=2012-01-01")).Lines.Length);
        Assert.Single(await LinesAsync("/organisation/export.csv?on=2009-12-31"));
        Assert.Equal(3, (await LinesAsync("/organisation/export.csv?on=yesterday")).Length);
    }

    [Fact]
    public async Task PeopleOfTheLogAndImports_AreThoseOfThePages()
    {
        await ImportAsync();
        var (people, reverse) = await FileOfAsync("/people/log-users?show=people");
        AssertHeads(reverse, people[0]);
        Assert.Equal(["'=Cleo,cleo@example.org,,no user is given", "Ada Anchor,ada@example.org,U1,the log does not know this user", "Ben Beacon,ben@example.org,U2,the log does not know this user"], people[1..]);
        Assert.Equal(["User of the log"], await LinesAsync("/people/log-users/export.csv"));
        var (imports, page) = await FileOfAsync("/people/import");
        AssertHeads(page, imports[0]);
        Assert.Matches(@"^people\.csv,\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ,Charthouse,5,8,0,0,0$", Assert.Single(imports[1..]));
    }

    [Fact]
    public async Task Orphaned_IsWhatPeopleWhoLeftHold()
    {
        await ImportAsync();
        Assert.Single(await LinesAsync("/orphaned/export.csv"));
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var ada = await db.Set<Person>().SingleAsync(p => p.LogUser == "U1", Token);
            await workbench.Services.GetRequiredService<ArchivePerson>().RunAsync(ada.Id, true, "Left", Token);
        }

        var (lines, page) = await FileOfAsync("/orphaned");
        AssertHeads(page, lines[0]);
        Assert.StartsWith("Ada Anchor,archived,", Assert.Single(lines[1..]), StringComparison.Ordinal);
        Assert.EndsWith(",2020-01-01", lines[1], StringComparison.Ordinal);
    }

    // Every heading of the page stands in the file, in its order; the file may say beside it what the page says in small print.
    private static void AssertHeads(IDocument page, string heads)
    {
        var inFile = heads.Replace("\"", "", StringComparison.Ordinal);
        var at = 0;
        foreach (var head in page.QuerySelector("main table thead")!.QuerySelectorAll("th").Where(head => head.QuerySelector(".ch-sr") is null).Select(head => head.TextContent.Trim()))
        {
            at = inFile.IndexOf(head, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{head} is not in its place in {heads}");
            at += head.Length;
        }
    }

    private async Task ImportAsync() => await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes("""
        name,email,log_user,role,site,department,code,from
        ,,,,North,,N,2010-01-01
        ,,,,North,Heart Center,HC,2015-01-01
        Ada Anchor,ada@example.org,U1,Physician,North,Heart Center,,2020-01-01
        Ben Beacon,ben@example.org,U2,Nurse,North,Heart Center,,2021-01-01
        =Cleo,cleo@example.org,,Nurse,North,,,

        """), isDryRun: false, Token);

    /// <summary>The file that a page links to, and the page.</summary>
    private async Task<(string[] Lines, IDocument Page)> FileOfAsync(string address)
    {
        var page = await ServedWorkbench.PageAsync(administrator, address);
        return (await LinesAsync(page.QuerySelectorAll("a[download]").Select(link => link.GetAttribute("href")!).First(link => link.Contains("/export.csv", StringComparison.Ordinal))), page);
    }

    private async Task<string[]> LinesAsync(string file) => (await administrator.GetStringAsync(new Uri("/" + file.TrimStart('/'), UriKind.Relative), Token)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
}
