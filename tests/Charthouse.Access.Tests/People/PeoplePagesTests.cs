using System.Net;
using System.Text;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Measure;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.People;

/// <summary>The pages of people and organisation, over HTTP.</summary>
public sealed class PeoplePagesTests : IAsyncLifetime
{
    private const string Hospital = """
        name,email,log_user,role,specialty,site,department,code,from,to,delegate
        ,,,,,North,,N,2010-01-01,,
        ,,,,,North,Heart Center,HC,2015-01-01,,
        "Anchor, Ada",ada@example.org,U1,Physician,Cardiology,North,Heart Center,,2020-01-01,,ben@example.org
        Ben Beacon,ben@example.org,U2,Nurse,,North,Heart Center,,2021-01-01,,
        =Cleo,cleo@example.org,,Nurse,,North,,,,,

        """;

    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Theory]
    [InlineData(BuiltInRoles.Clinician, "/people", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Clinician, "/organisation", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Clinician, "/orphaned", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Clinician, "/people/export.csv", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Auditor, "/people", HttpStatusCode.OK)]
    [InlineData(BuiltInRoles.Auditor, "/people/log-users?show=people", HttpStatusCode.OK)]
    [InlineData(BuiltInRoles.Auditor, "/people/new", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Auditor, "/people/import", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Auditor, "/organisation/new", HttpStatusCode.Forbidden)]
    [InlineData(BuiltInRoles.Informatics, "/people/new", HttpStatusCode.OK)]
    [InlineData(BuiltInRoles.Informatics, "/organisation/new", HttpStatusCode.OK)]
    [InlineData(BuiltInRoles.Informatics, "/people/00000000-0000-7000-8000-000000000000", HttpStatusCode.NotFound)]
    [InlineData(BuiltInRoles.Informatics, "/organisation/00000000-0000-7000-8000-000000000000/edit", HttpStatusCode.NotFound)]
    public async Task Page_IsOpenToThoseWhoMay(string role, string address, HttpStatusCode expected)
    {
        using var visitor = await workbench.SignInAsync(role);
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal(expected, answer.StatusCode);
    }

    [Fact]
    public async Task Person_IsAddedEditedAndArchived_WithHistory()
    {
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        using var added = await ServedWorkbench.PostFormAsync(visitor, "/people/new", "person", ("Form.Name", "Ada Anchor"), ("Form.Email", "ada@example.org"), ("Form.LogUser", "U1"));
        var person = added.RequestMessage!.RequestUri!.AbsolutePath;
        using var twice = await ServedWorkbench.PostFormAsync(visitor, "/people/new", "person", ("Form.Name", "Ada"), ("Form.Email", "Ada@example.org"));
        var again = ServedWorkbench.Parse(await twice.Content.ReadAsStringAsync(Token));
        Assert.Contains("Ada Anchor has this e-mail address already.", again.QuerySelector(".ch-field.invalid")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Ada", again.QuerySelector("input[name='Form.Name']")!.GetAttribute("value"));

        using var nobody = await ServedWorkbench.PostFormAsync(visitor, person + "/edit", "archive", ("Archiving.Reason", " "));
        Assert.Contains("Say why", await nobody.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var archived = await ServedWorkbench.PostFormAsync(visitor, person + "/edit", "archive", ("Archiving.Reason", "Left the hospital"));
        var page = ServedWorkbench.Parse(await archived.Content.ReadAsStringAsync(Token));
        Assert.Equal("Ada Anchor", page.QuerySelector("h1")!.TextContent);
        Assert.Contains("Archived on", page.QuerySelector(".ch-alert")!.TextContent, StringComparison.Ordinal);
        var history = page.QuerySelectorAll(".ch-history li").Select(row => string.Join(" ", row.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains(history, row => row.Contains("Left the hospital", StringComparison.Ordinal) && row.StartsWith("archived", StringComparison.Ordinal) && row.Contains("Test informatics", StringComparison.Ordinal));
        Assert.Contains(history, row => row.StartsWith("Created", StringComparison.Ordinal) && row.Contains("ada@example.org", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SameName_IsAskedAbout_WithWhatThePersonIs()
    {
        await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes(Hospital), isDryRun: false, Token);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var asked = await ServedWorkbench.PostFormAsync(visitor, "/people/new", "person", ("Form.Name", "ÁDA  anchor"), ("Form.Email", "other@example.org"));
        var page = ServedWorkbench.Parse(await asked.Content.ReadAsStringAsync(Token));
        Assert.Contains("Somebody in the directory has this name.", page.QuerySelector(".ch-field.invalid")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Physician, North › Heart Center, ada@example.org", page.QuerySelector(".ch-lines li")!.TextContent, StringComparison.Ordinal);
        var another = page.QuerySelector("input[name='Form.Another']")!.GetAttribute("value")!;
        // What was said of one name does not hold for another.
        using var other = await ServedWorkbench.PostFormAsync(visitor, "/people/new", "person", ("Form.Name", "Beacon Ben"), ("Form.Another", another));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        using var added = await ServedWorkbench.PostFormAsync(visitor, "/people/new", "person", ("Form.Name", "ÁDA  anchor"), ("Form.Email", "other@example.org"), ("Form.Another", another));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);

        var tried = await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("again.csv", Encoding.UTF8.GetBytes("name,email\nben béacon,second@example.org\nBen Beacon,ben@example.org\n"), isDryRun: true, Token);
        var hint = Assert.Single(tried.Value.Hints);
        Assert.Equal(2, hint.Line);
        Assert.Contains("may be the same as Ben Beacon (ben@example.org; Nurse, Heart Center", hint.Reason, StringComparison.Ordinal);
        Assert.Equal(0, tried.Value.RowsLeftOut);
    }

    // One of the two zones has another day than UTC at every hour.
    [Fact]
    public async Task Today_IsTheHospitals()
    {
        var now = TimeProvider.System.GetUtcNow();
        var zone = TimeZoneInfo.FindSystemTimeZoneById(now.Hour >= 10 ? "Pacific/Kiritimati" : "Pacific/Pago_Pago");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        await using var own = await ServedWorkbench.StartAsync(measure: new MeasureSettings { OrganisationName = "Test hospital", Zone = zone });
        using var visitor = await own.SignInAsync(BuiltInRoles.Informatics);
        using var file = await visitor.GetAsync(new Uri("/people/export.csv", UriKind.Relative), Token);
        Assert.Contains(today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), file.Content.Headers.ContentDisposition!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("UTC", (await ServedWorkbench.PageAsync(visitor, "/account")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var unit = (await own.Services.GetRequiredService<Charthouse.Access.Organisation.AddUnit>().RunAsync(Charthouse.Access.Organisation.UnitKind.Site, "North", null, null, Charthouse.Access.Organisation.Validity.Always, Token)).Value;
        var ada = (await own.Services.GetRequiredService<AddPerson>().RunAsync("Ada", null, "U1", null, Token)).Value;
        var save = own.Services.GetRequiredService<SaveAssignment>();
        await save.RunAsync(ada, null, new(0, "Ends today", null, unit, null, today, null), Token);
        await save.RunAsync(ada, null, new(0, "Ends tomorrow", null, unit, null, today.AddDays(1), null), Token);
        var held = await own.Services.GetServices<IOwnedRecords>().OfType<OwnedAssignments>().Single().HeldByAsync([new Holder(ada, null, [])], Token);
        Assert.Equal(["Ends tomorrow, North"], held.Select(record => record.Title));

        // The history names people and parts of the organisation, whatever the fields that point to them are called.
        var bela = (await own.Services.GetRequiredService<AddPerson>().RunAsync("Bela", null, null, null, Token)).Value;
        await save.RunAsync(bela, null, new(0, "Nurse", null, unit, today, null, "U1"), Token);
        var history = (await ServedWorkbench.PageAsync(visitor, $"/people/{bela}")).QuerySelector(".ch-history")!.TextContent;
        Assert.Contains("delegate: Ada", history, StringComparison.Ordinal);
        Assert.Contains("unit: North", history, StringComparison.Ordinal);
        Assert.DoesNotContain(unit.ToString(), history, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondEditor_SeesBothVersions()
    {
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var id = (await workbench.Services.GetRequiredService<AddPerson>().RunAsync("Ada", "ada@example.org", null, null, Token)).Value;
        var edit = workbench.Services.GetRequiredService<EditPerson>();
        Assert.True((await edit.RunAsync(id, 1, "Ada Anchor", "ada@example.org", null, null, Token)).Succeeded);
        using var late = await ServedWorkbench.PostFormAsync(visitor, $"/people/{id}/edit", "person", ("Form.Version", "1"), ("Form.Base[Name]", "Ada"), ("Form.Name", "Ada Beacon"));
        var merge = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["Ada Beacon", "Ada Anchor"], merge.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
        Assert.Contains("Before: Ada", merge.TextContent, StringComparison.Ordinal);
        Assert.Equal("2", merge.QuerySelector("input[name='Form.Version']")!.GetAttribute("value"));

        // What is chosen is sent as the same form again.
        using var content = new FormUrlEncodedContent(merge.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).Append(new("Form.Name", "Ada Beacon")));
        using var again = await visitor.PostAsync(new Uri($"/people/{id}/edit", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        var person = await ServedWorkbench.PageAsync(visitor, $"/people/{id}");
        Assert.Equal("Ada Beacon", person.QuerySelector("h1")!.TextContent);
        Assert.Contains("ada@example.org", person.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondEditorOfAnAssignment_ReadsWhere_AndIsProposedWhatOnlyOneChanged()
    {
        await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes(Hospital), isDryRun: false, Token);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var held = await db.Set<Assignment>().SingleAsync(a => a.Role == "Physician", Token);
        var north = await db.Set<Charthouse.Access.Organisation.Unit>().SingleAsync(u => u.Code == "N", Token);
        var address = $"/people/{held.PersonId}/assignments/{held.Id}";
        using (var first = await ServedWorkbench.PostFormAsync(visitor, address, "assignment", ("Form.Unit", north.Id.ToString()))) Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        var (before, version) = (held.UnitId.ToString(), held.Version.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var late = await ServedWorkbench.PostFormAsync(visitor, address, "assignment", ("Form.Version", version), ("Form.Base[Unit]", before), ("Form.Unit", before), ("Form.Role", "Consultant"));
        var fields = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelectorAll("form.ch-merge fieldset");
        Assert.Equal(["Consultant", north.Id.ToString()], fields.Select(field => field.QuerySelector("input[checked]")!.GetAttribute("value")));
        Assert.Contains("Before: North › Heart Center", fields[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(before, fields[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondEditorOfAUnit_SeesBothVersions()
    {
        await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes(Hospital), isDryRun: false, Token);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var heart = await db.Set<Charthouse.Access.Organisation.Unit>().SingleAsync(u => u.Code == "HC", Token);
        var address = $"/organisation/{heart.Id}/edit";
        using (var first = await ServedWorkbench.PostFormAsync(visitor, address, "rename", ("Form.Name", "Cardiology"))) Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var late = await ServedWorkbench.PostFormAsync(visitor, address, "rename", ("Form.Version", heart.Version.ToString(System.Globalization.CultureInfo.InvariantCulture)), ("Form.Base[Name]", "Heart Center"), ("Form.Name", "Heart House"));
        var merge = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["Heart House", "Cardiology"], merge.QuerySelectorAll("input[type=radio]").Select(radio => radio.GetAttribute("value")));
        Assert.Contains("Before: Heart Center", merge.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ShowsFirst_AndChangesOnlyWhenConfirmed()
    {
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var sent = await SendAsync(visitor, Hospital);
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var preview = sent.Headers.Location!.OriginalString.Replace(workbench.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal);
        var page = await ServedWorkbench.PageAsync(visitor, preview);
        Assert.Contains("5 rows would add 8, change 0 and end 0. Nothing has changed yet.", page.QuerySelector(".purpose")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync());

        // Somebody changes the directory after the preview was made: what the page said is not true any more.
        var ada = (await workbench.Services.GetRequiredService<AddPerson>().RunAsync("Ada", "ada@example.org", null, null, Token)).Value;
        using var stale = await PostConfirmAsync(visitor, preview, page.QuerySelector("input[name='Form.Fingerprint']")!.GetAttribute("value")!);
        Assert.Contains("The directory has changed since this preview was made", await stale.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(1, await CountAsync());

        using var done = await ServedWorkbench.PostFormAsync(visitor, preview, "confirm");
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(3, await CountAsync());
        var list = await ServedWorkbench.PageAsync(visitor, "/people/import");
        Assert.Contains("people.csv", list.QuerySelector("tbody th")!.TextContent, StringComparison.Ordinal);
        var person = await ServedWorkbench.PageAsync(visitor, $"/people/{ada}");
        var history = person.QuerySelector(".ch-history")!.TextContent;
        Assert.Contains("Import of people.csv", history, StringComparison.Ordinal);
        Assert.Contains("Cardiology", history, StringComparison.Ordinal);

        // What was imported is not kept: the preview is gone.
        using var gone = await visitor.GetAsync(new Uri(preview, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
    }

    [Theory, InlineData("", "The file is empty."), InlineData("Ada;Nurse\n", "The first line has none of the columns")]
    public async Task Import_RefusesWhatItCannotRead(string text, string message)
    {
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var sent = await SendAsync(visitor, text);
        Assert.Contains(message, ServedWorkbench.Parse(await sent.Content.ReadAsStringAsync(Token)).QuerySelector(".err")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IsWhatTheFilterSelects_AndImportsAgainWithoutAChange()
    {
        var import = workbench.Services.GetRequiredService<ImportPeople>();
        await import.RunAsync("people.csv", Encoding.UTF8.GetBytes(Hospital), isDryRun: false, Token);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var all = await visitor.GetByteArrayAsync(new Uri("/people/export.csv", UriKind.Relative), Token);
        Assert.Equal("""
            name,email,log_user,archived,role,specialty,system,site,department,unit,from,to,delegate
            '=Cleo,cleo@example.org,,no,Nurse,,,North,,,,,
            "Anchor, Ada",ada@example.org,U1,no,Physician,Cardiology,,North,Heart Center,,2020-01-01,,ben@example.org
            Ben Beacon,ben@example.org,U2,no,Nurse,,,North,Heart Center,,2021-01-01,,

            """.ReplaceLineEndings("\r\n"), Encoding.UTF8.GetString(all));
        var some = await visitor.GetStringAsync(new Uri("/people/export.csv?q=ada", UriKind.Relative), Token);
        Assert.Equal(2, some.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var again = (await import.RunAsync("export.csv", all, isDryRun: true, Token)).Value;
        Assert.Empty(again.Issues);
        Assert.Empty(again.Changes);
        var workbook = await visitor.GetByteArrayAsync(new Uri("/people/export.xlsx", UriKind.Relative), Token);
        Assert.Equal("PK"u8, workbook.AsSpan(0, 2));
    }

    [Fact]
    public async Task Filters_NarrowTheList()
    {
        await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes(Hospital), isDryRun: false, Token);
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Cmio);
        async Task<string> Names(string query) => string.Join("; ", (await ServedWorkbench.PageAsync(visitor, "/people" + query)).QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        var page = await ServedWorkbench.PageAsync(visitor, "/people");
        var heart = page.QuerySelectorAll("select[name=unit] option").Single(option => option.TextContent == "Heart Center").GetAttribute("value");
        Assert.Equal("=Cleo; Anchor, Ada; Ben Beacon", await Names(""));
        Assert.Equal("Anchor, Ada; Ben Beacon", await Names($"?unit={heart}"));
        Assert.Equal("Ben Beacon", await Names($"?unit={heart}&role=Nurse"));
        Assert.Equal("Anchor, Ada", await Names("?specialty=Cardiology"));
        Assert.Equal("Ben Beacon; Anchor, Ada; =Cleo", await Names("?sort=-name"));
        Assert.Equal("", await Names("?state=archived"));
        Assert.Equal("", await Names("?unit=nonsense"));
    }

    [Fact]
    public async Task Organisation_IsShownAsOfADay()
    {
        using var visitor = await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        using var north = await ServedWorkbench.PostFormAsync(visitor, "/organisation/new", "unit", ("Form.Kind", "Site"), ("Form.Name", "North"), ("Form.From", "2010-01-01"));
        var site = north.RequestMessage!.RequestUri!.AbsolutePath;
        using var south = await ServedWorkbench.PostFormAsync(visitor, "/organisation/new", "unit", ("Form.Kind", "Site"), ("Form.Name", "South"), ("Form.From", "2010-01-01"));
        using var added = await ServedWorkbench.PostFormAsync(visitor, $"/organisation/new?parent={site.Split('/')[^1]}", "unit", ("Form.Name", "Ward"));
        var ward = added.RequestMessage!.RequestUri!.AbsolutePath;
        using var moved = await ServedWorkbench.PostFormAsync(visitor, ward + "/edit", "move", ("MoveForm.Parent", south.RequestMessage!.RequestUri!.AbsolutePath.Split('/')[^1]), ("MoveForm.On", "2025-07-01"), ("MoveForm.Reason", "New building"));
        Assert.Contains("New building", await moved.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        async Task<string> Tree(string day) => string.Join(", ", (await ServedWorkbench.PageAsync(visitor, "/organisation?on=" + day)).QuerySelectorAll("tbody th").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("North, Ward, South", await Tree("2025-06-30"));
        Assert.Equal("North, South, Ward", await Tree("2025-07-01"));
        Assert.Equal("", await Tree("2009-12-31"));
        Assert.Contains("not a day", (await ServedWorkbench.PageAsync(visitor, "/organisation?on=yesterday")).QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        using var refused = await ServedWorkbench.PostFormAsync(visitor, south.RequestMessage.RequestUri.AbsolutePath + "/edit", "end", ("EndForm.On", "2026-01-01"));
        Assert.Contains("Ward would still lie in South", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    private async Task<int> CountAsync()
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Person>().CountAsync(Token);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient visitor, string text)
    {
        var page = await ServedWorkbench.PageAsync(visitor, "/people/import");
        using var content = new MultipartFormDataContent();
        foreach (var input in page.QuerySelectorAll("main form[method=post] input[type=hidden]"))
        {
#pragma warning disable CA2000 // The content disposes its parts.
            content.Add(new StringContent(input.GetAttribute("value") ?? ""), input.GetAttribute("name")!);
        }

        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(text)), "File", "people.csv");
#pragma warning restore CA2000
        return await visitor.PostAsync(new Uri("/people/import", UriKind.Relative), content);
    }

    private static Task<HttpResponseMessage> PostConfirmAsync(HttpClient visitor, string preview, string fingerprint) =>
        ServedWorkbench.PostFormAsync(visitor, preview, "confirm", ("Form.Fingerprint", fingerprint));
}
