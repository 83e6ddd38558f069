using System.Net;
using Charthouse.Lake;
using Charthouse.Measure.Imports;
using Charthouse.Platform.Permissions;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Importing;

public sealed class UploadTests : IAsyncLifetime
{
    private RunningWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await RunningWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Form_WithoutScript_TakesTheFilesIn()
    {
        var answer = await workbench.SendFormAsync([("events", "october.csv", Logs.Events), ("actions", "actions.csv", Logs.Actions)], "clinic", "America/New_York");
        Assert.Equal("/imports", answer.RequestMessage!.RequestUri!.AbsolutePath);
        var import = Assert.Single(await workbench.FinishedAsync(1));

        Assert.Equal((ImportState.Accepted, "clinic", "America/New_York"), (import.State, import.Source, import.Zone));
        Assert.Equal((4, 4, 0, 0, 1), (import.RowsRead, import.RowsNew, import.RowsKnown, import.RowsRejected, import.Users));
        var page = await workbench.PageAsync("/imports");
        Assert.Contains("october.csv and 1 more", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Data to 1 Oct", page.QuerySelector(".ch-appbar")!.TextContent, StringComparison.Ordinal);
        var record = (await workbench.PageAsync("/imports/" + import.Id)).QuerySelector("main")!.TextContent;
        Assert.Contains("america/new_york", record, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("actions.csv", record, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.Combine(workbench.Data, "uploads")));
    }

    [Fact]
    public async Task Stream_OfSeveralFiles_IsOneImport()
    {
        var started = await workbench.SendAsync(HttpMethod.Post, "/imports/uploads?files=2&bytes=300&source=clinic&zone=");
        Assert.Equal(HttpStatusCode.Created, started.StatusCode);
        var target = started.Headers.Location!.OriginalString;
        var first = await workbench.SendAsync(HttpMethod.Put, target + "?name=october.csv&field=events&source=clinic&zone=&last=false", Logs.Events);
        Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
        var second = await workbench.SendAsync(HttpMethod.Put, target + "?name=actions.csv&field=actions&source=clinic&zone=&last=true", Logs.Actions);
        Assert.Equal("/imports", second.Headers.Location!.OriginalString);

        var import = Assert.Single(await workbench.FinishedAsync(1));
        Assert.Equal((ImportState.Accepted, "clinic", 4), (import.State, import.Source, import.RowsNew));
        Assert.Equal(["actions.csv", "october.csv"], import.Files.Select(file => file.Name).Order(StringComparer.Ordinal));

        var late = await workbench.SendAsync(HttpMethod.Put, target + "?name=more.csv&field=events&last=true", Logs.Events);
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
    }

    [Theory]
    [InlineData("/imports/uploads?files=1&bytes=1&zone=Mars/Base", "There is no such time zone.")]
    [InlineData("/imports/uploads?files=0&bytes=0", "Choose at least one file")]
    public async Task Stream_AsksBeforeItSends(string address, string words)
    {
        var answer = await workbench.SendAsync(HttpMethod.Post, address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(words, await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Empty(await workbench.ImportsAsync());
    }

    [Theory]
    [InlineData("/imports/uploads/..%2f..%2fetc?name=a.csv&field=events&last=true")]
    [InlineData("/imports/uploads/00000000000000000000000000000000?name=a.csv&field=events&last=true")]
    public async Task Stream_ToAnUnknownUpload_IsNotFound(string address) =>
        Assert.Equal(HttpStatusCode.NotFound, (await workbench.SendAsync(HttpMethod.Put, address, "x")).StatusCode);

    [Fact]
    public async Task Disk_WithTooLittleSpace_IsSaidBeforeAnythingIsWritten()
    {
        workbench.Services.GetRequiredService<ImportUploads>().ReadFreeBytes = () => 300L << 20;
        var streamed = await workbench.SendAsync(HttpMethod.Post, "/imports/uploads?files=1&bytes=5000000000");
        Assert.Equal(HttpStatusCode.Conflict, streamed.StatusCode);
        workbench.Services.GetRequiredService<ImportUploads>().ReadFreeBytes = () => 0;
        var page = await (await workbench.SendFormAsync([("events", "october.csv", Logs.Events)])).Content.ReadAsStringAsync(Token);
        Assert.Contains("too little free space", page, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(workbench.Data, "uploads")));
    }

    [Fact]
    public async Task Form_WithoutFiles_SaysSoAtTheField()
    {
        var page = RunningWorkbench.Parse(await (await workbench.SendFormAsync([], "my source")).Content.ReadAsStringAsync(Token));
        Assert.Contains("Choose at least one file", page.QuerySelector(".ch-field.invalid")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.QuerySelector("input[name=events]")!.GetAttribute("aria-invalid"));
        Assert.Equal("my source", page.QuerySelector("input[name=source]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task Form_WithUnknownZone_KeepsWhatWasTyped()
    {
        var page = RunningWorkbench.Parse(await (await workbench.SendFormAsync([("events", "october.csv", Logs.Events)], "clinic", "Mars/Base")).Content.ReadAsStringAsync(Token));
        Assert.Contains("There is no such time zone", page.QuerySelector(".ch-field.invalid")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Mars/Base", page.QuerySelector("input[name=zone]")!.GetAttribute("value"));
        Assert.Empty(await workbench.ImportsAsync());
        Assert.Empty(Directory.GetDirectories(Path.Combine(workbench.Data, "uploads")));
    }

    [Fact]
    public async Task RefusedFile_NamesColumnsFoundAndWanted()
    {
        await workbench.SendFormAsync([("events", "shopping.csv", "apples,pears\n1,2\n")]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        Assert.Equal(ImportState.Rejected, import.State);
        var page = (await workbench.PageAsync("/imports")).QuerySelector("main")!.TextContent;
        Assert.Contains("shopping.csv lacks the columns user, at, action. Found: apples, pears.", page, StringComparison.Ordinal);
        Assert.DoesNotContain(workbench.Data, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RowsSetAside_CanBeDownloaded()
    {
        await workbench.SendFormAsync([("events", "bad rows.csv", Logs.WithBadRows)]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        Assert.Equal((ImportState.AcceptedWithIssues, 4, 2, 2), (import.State, import.RowsRead, import.RowsNew, import.RowsRejected));
        var list = await workbench.PageAsync("/imports");
        Assert.Contains("1 × no user, 1 × unreadable time", list.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var csv = await workbench.Client.GetStringAsync("/" + list.QuerySelector("a[href$='rejected.csv']")!.GetAttribute("href"), Token);
        Assert.Contains("bad rows.csv,3,no-user", csv, StringComparison.Ordinal);
        Assert.Contains("bad rows.csv,4,unreadable-time", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("P-SECRET", csv, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameFileTwice_ChangesNothing()
    {
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
        await workbench.FinishedAsync(1);
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
        var imports = await workbench.FinishedAsync(2);
        Assert.Equal((4, 0, 4), (imports[1].RowsRead, imports[1].RowsNew, imports[1].RowsKnown));
        Assert.Contains("Every row was known already", (await workbench.PageAsync("/imports/" + imports[1].Id)).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/imports/upload")]
    [InlineData("POST", "/imports/uploads?files=1&bytes=1")]
    [InlineData("PUT", "/imports/uploads/00000000000000000000000000000000?name=a.csv&field=events")]
    [InlineData("POST", "/imports/x/cancel")]
    [InlineData("POST", "/actions/mappings")]
    [InlineData("POST", "/actions/recomputation")]
    public async Task Post_WithoutToken_DoesNothing(string method, string address)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        request.Content = new MultipartFormDataContent { { new StringContent(Logs.Events), "events", "october.csv" } };
        var answer = await workbench.Client.SendAsync(request, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(await workbench.ImportsAsync());
        Assert.False(Directory.Exists(Path.Combine(workbench.Data, "uploads")));
    }

    [Fact]
    public async Task FileName_IsText()
    {
        await workbench.SendFormAsync([("events", "<img src=x onerror=alert(1)>.csv", "a,b\n1,2\n")], "<script>alert(1)</script>");
        var import = Assert.Single(await workbench.FinishedAsync(1));
        foreach (var address in new[] { "/imports", "/imports/" + import.Id })
        {
            var page = await workbench.PageAsync(address);
            Assert.Empty(page.QuerySelectorAll("main img, main script"));
            Assert.Contains("<img src=x onerror=alert(1)>.csv", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.Contains("<script>alert(1)</script>", page.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/imports/nope")]
    [InlineData("/imports/nope/rejected.csv")]
    [InlineData("/imports/..%2fkey/rejected.csv")]
    [InlineData("/actions/action?name=nope")]
    public async Task Unknown_IsNotFound(string address) => Assert.Equal(HttpStatusCode.NotFound, (await workbench.Client.GetAsync(address, Token)).StatusCode);

    [Fact]
    public async Task EmptyStore_SaysWhatToDo()
    {
        Assert.Contains("Nothing imported yet", (await workbench.PageAsync("/imports")).Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No actions yet", (await workbench.PageAsync("/actions/unmapped")).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_HaveNoInlineStyleAndOneHeading()
    {
        await workbench.SendFormAsync([("events", "bad rows.csv", Logs.WithBadRows)]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        foreach (var address in new[] { "/imports", "/imports/" + import.Id, "/actions/unmapped", "/actions/unmapped?show=all", "/actions/action?name=Open%20chart" })
        {
            var html = await workbench.Client.GetStringAsync(address, Token);
            Assert.DoesNotContain("style=", html, StringComparison.OrdinalIgnoreCase);
            Assert.Single(RunningWorkbench.Parse(html).QuerySelectorAll("h1"));
        }
    }

    [Fact]
    public async Task HeaderWithoutRows_IsSaid()
    {
        await workbench.SendFormAsync([("events", "empty.csv", "event,user,at,action,patient\n")]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        Assert.Equal((ImportState.Accepted, "empty.csv holds no rows, only a header."), (import.State, import.Message));
    }

    [Fact]
    public async Task DamagedParquet_IsNamed()
    {
        await workbench.SendFormAsync([("events", "october.parquet", "PAR1 and then nothing that it promised PAR1")]);
        var import = Assert.Single(await workbench.FinishedAsync(1));
        Assert.Equal(ImportState.Rejected, import.State);
        Assert.Equal("october.parquet begins like a Parquet file but is cut off or damaged. Export or copy it again.", import.Message);
    }

    [Fact]
    public async Task CliniciansWithoutAProfile_AreListed()
    {
        await workbench.SendFormAsync([("events", "october.csv", Logs.Events)]);
        var first = Assert.Single(await workbench.FinishedAsync(1));
        foreach (var address in (string[])["/imports", "/imports/" + first.Id])
            Assert.Contains("U1", (await workbench.PageAsync(address)).QuerySelectorAll("section").Single(card => card.TextContent.Contains("Without a profile", StringComparison.Ordinal)).TextContent, StringComparison.Ordinal);

        await workbench.SendFormAsync([("people", "people.csv", "user,role\nU1,Physician\n")]);
        await workbench.FinishedAsync(2);
        Assert.DoesNotContain("Without a profile", (await workbench.PageAsync("/imports")).Body!.TextContent, StringComparison.Ordinal);
    }

    // Administrators see imports and may not map actions: they are not sent to a page that is closed to them.
    [Fact]
    public async Task LinkToUnmappedActions_IsForThoseWhomItOpensTo()
    {
        Assert.NotNull((await workbench.PageAsync("/imports")).QuerySelector("main a[href='actions/unmapped']"));
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.Null(RunningWorkbench.Parse(await administrator.GetStringAsync("/imports", Token)).QuerySelector("a[href='actions/unmapped']"));
    }

    [Theory]
    [InlineData("reading", 1_200, 0.34, "Reading, 1,200 rows, 34\u202F%")]
    [InlineData("merging", 9, 0.996, "Merging with what was there, 9 rows, 99\u202F%")]
    [InlineData("saving", 9, 1, "Read and merged, now taking it in, 9 rows")]
    [InlineData("starting", 0, 0, "Starting")]
    public void Progress_SaysWhatItDoes(string step, long rows, double share, string words) => Assert.Equal(words, ImportEndpoints.Words(step, rows, share));

    [Fact]
    public async Task ImportFromTheCommandLine_AppearsToo()
    {
        var file = Path.Combine(workbench.Data, "night.csv");
        await File.WriteAllTextAsync(file, Logs.Events, Token);
        await workbench.Services.GetRequiredService<AuditLogImport>().RunAsync(new ImportRequest { ImportId = "from-cli", EventFiles = [file] }, null, null, Token);
        Assert.Contains("night.csv", (await workbench.PageAsync("/imports")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("the command line", (await workbench.PageAsync("/imports/from-cli")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }
}
