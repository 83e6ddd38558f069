using System.Net;
using System.Net.Http.Headers;
using AngleSharp.Dom;
using Charthouse.Access.Roles;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.Records;

/// <summary>What every record has, over HTTP on the page of a role, as a browser without script uses it.</summary>
public sealed class RecordPageTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient admin = default!;
    private string page = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync();
        admin = await workbench.SignInAsync(BuiltInRoles.Administrator);
        page = await PageOfAsync("clinician");
    }

    public async ValueTask DisposeAsync()
    {
        admin.Dispose();
        await workbench.DisposeAsync();
    }

    [Fact]
    public async Task Link_IsFoundAddedAndRemoved()
    {
        var found = await ServedWorkbench.PageAsync(admin, page + "?link-find=inform&link-kind=role");
        var target = Assert.Single(found.QuerySelectorAll("input[name='AddedLink.Target']"));
        using (var added = await ServedWorkbench.PostFormAsync(admin, page + "?link-find=inform", "add-link", ("AddedLink.Relation", "-DependsOn"), ("AddedLink.Target", target.GetAttribute("value")!), ("AddedLink.Note", "as agreed"))) Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var link = (await ServedWorkbench.PageAsync(admin, page)).QuerySelector(".ch-links li")!;
        Assert.Contains("is needed by", link.TextContent, StringComparison.Ordinal);
        var other = "/" + link.QuerySelector("a")!.GetAttribute("href");
        Assert.Contains("depends on", (await ServedWorkbench.PageAsync(admin, other)).QuerySelector(".ch-links li")!.TextContent, StringComparison.Ordinal);

        using var twice = await ServedWorkbench.PostFormAsync(admin, page + "?link-find=inform", "add-link", ("AddedLink.Relation", "-DependsOn"), ("AddedLink.Target", target.GetAttribute("value")!));
        Assert.Contains("linked like this already", Alert(await twice.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        var form = link.QuerySelector("input[name=_handler]")!.GetAttribute("value")!;
        using (var removed = await ServedWorkbench.PostFormAsync(admin, page, form, ("RemovedLink.Reason", "No longer so."))) Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        var after = await ServedWorkbench.PageAsync(admin, page);
        Assert.Null(after.QuerySelector(".ch-links li"));
        Assert.Contains("Reason: No longer so.", after.QuerySelector(".ch-history")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Comment_IsRenderedSafely_EditedAndArchived()
    {
        const string Text = "**Bold** <script>alert(1)</script> [x](javascript:alert(1)) ![p](https://elsewhere.example/p.png) @Test auditor";
        await workbench.CreateAccountAsync(BuiltInRoles.Auditor);
        using (var sent = await ServedWorkbench.PostFormAsync(admin, page, "write-comment", ("WrittenComment.Text", Text))) Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        var comment = (await ServedWorkbench.PageAsync(admin, page)).QuerySelector(".ch-comments li")!;
        Assert.Equal("Bold", comment.QuerySelector(".ch-md strong:not(.ch-mention)")!.TextContent);
        Assert.Equal("@Test auditor", comment.QuerySelector(".ch-mention")!.TextContent);
        Assert.Empty(comment.QuerySelectorAll(".ch-md :is(script, img, a)"));
        Assert.Contains("<script>alert(1)</script>", comment.TextContent, StringComparison.Ordinal);

        var edit = "/" + comment.QuerySelector(".acts a")!.GetAttribute("href")!.Split('#')[0];
        using (var saved = await ServedWorkbench.PostFormAsync(admin, edit, "edit-comment", ("WrittenComment.Text", "Shorter."))) Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        var edited = (await ServedWorkbench.PageAsync(admin, page)).QuerySelector(".ch-comments li")!;
        Assert.Equal("Shorter.", edited.QuerySelector(".ch-md")!.TextContent.Trim());
        Assert.Contains("edited", edited.TextContent, StringComparison.Ordinal);

        using var unknown = await ServedWorkbench.PostFormAsync(admin, page, "write-comment", ("WrittenComment.Text", "Dear @Nobody Atall"));
        var refused = ServedWorkbench.Parse(await unknown.Content.ReadAsStringAsync(Token));
        Assert.Contains("Nobody in the directory is called “Nobody”", refused.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Dear @Nobody Atall", refused.QuerySelector("textarea[name='WrittenComment.Text']")!.TextContent);
    }

    [Fact]
    public async Task File_IsAttachedServedAsADownloadAndRefusedWhenItLies()
    {
        using (var added = await UploadAsync(admin, "minutes.pdf", "%PDF-1.7 minutes"u8.ToArray())) Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var shown = (await ServedWorkbench.PageAsync(admin, page)).QuerySelector("#attachments li")!;
        Assert.Contains("not scanned for viruses", shown.TextContent, StringComparison.Ordinal);
        Assert.Contains("expired 1 Jan 2020", shown.TextContent, StringComparison.Ordinal);
        var href = shown.QuerySelector("a")!.GetAttribute("href")!;
        using var file = await admin.GetAsync(new Uri("/" + href, UriKind.Relative), Token);
        Assert.Equal("%PDF-1.7 minutes", await file.Content.ReadAsStringAsync(Token));
        Assert.Equal(("attachment", "minutes.pdf", "application/pdf"), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentDisposition.FileName, file.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("sandbox;", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        using var lie = await UploadAsync(admin, "photo.png", "MZ program"u8.ToArray());
        var told = await ServedWorkbench.PageAsync(admin, lie.Headers.Location!.OriginalString.Split('#')[0]);
        Assert.Contains("photo.png says that it is a PNG image, but its content looks like a Windows program", told.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);

        // Whoever may not see the record gets neither the file nor a way to add one.
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using var hidden = await clinician.GetAsync(new Uri("/" + href, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        using var stranger = workbench.Visitor();
        using var nobody = await stranger.GetAsync(new Uri("/" + href, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, nobody.StatusCode);
        using var withoutToken = await admin.PostAsync(new Uri($"/records/role/{page.Split('/')[2]}/attachments", UriKind.Relative), Multipart("a.pdf", "%PDF-"u8.ToArray(), null), Token);
        Assert.Equal(HttpStatusCode.BadRequest, withoutToken.StatusCode);
    }

    [Fact]
    public async Task Auditor_SeesAndDoesNotChange_AndTheClinicianSeesNothing()
    {
        using var auditor = await workbench.SignInAsync(BuiltInRoles.Auditor);
        var seen = await ServedWorkbench.PageAsync(auditor, page);
        Assert.Equal("Clinician", seen.QuerySelector("h1")!.TextContent);
        Assert.Equal(["write-comment"], seen.QuerySelectorAll("main form[method=post] input[name=_handler]").Select(input => input.GetAttribute("value")));
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        var nothing = await ServedWorkbench.PageAsync(clinician, page);
        Assert.Equal("No such role", nothing.QuerySelector("h1")!.TextContent);
        Assert.Empty(nothing.QuerySelectorAll(".ch-history, .ch-comments, .ch-links"));
    }

    private async Task<string> PageOfAsync(string role)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return $"/roles/{await db.Set<Role>().Where(r => r.Name == role).Select(r => r.Id).SingleAsync(Token)}";
    }

    private async Task<HttpResponseMessage> UploadAsync(HttpClient client, string name, byte[] bytes)
    {
        var document = await ServedWorkbench.PageAsync(client, page);
        var form = document.QuerySelector("form[enctype='multipart/form-data']")!;
        using var content = Multipart(name, bytes, form.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value"));
        return await client.PostAsync(new Uri("/" + form.GetAttribute("action"), UriKind.Relative), content, Token);
    }

    private MultipartFormDataContent Multipart(string name, byte[] bytes, string? token)
    {
        var content = new MultipartFormDataContent();
        if (token is not null) content.Add(new StringContent(token), "__RequestVerificationToken");
        content.Add(new StringContent(page), "Back");
        content.Add(new StringContent("2020-01-01"), "ValidUntil");
        var file = new ByteArrayContent(bytes);
        // What the sender calls it is not believed.
        file.Headers.ContentType = new MediaTypeHeaderValue("text/html");
        content.Add(file, "File", name);
        return content;
    }

    private static string Alert(string html) => ServedWorkbench.Parse(html).QuerySelector("[role=alert]")!.TextContent;
}
