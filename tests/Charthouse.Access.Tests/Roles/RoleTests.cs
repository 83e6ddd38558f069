using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.Roles;

/// <summary>What roles may do, over HTTP.</summary>
public sealed class RoleTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient administrator = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync();
        administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await workbench.DisposeAsync();
    }

    [Fact]
    public async Task Matrix_ShowsWhatEachRoleMay()
    {
        var page = await ServedWorkbench.PageAsync(administrator, "/roles");
        var heads = page.QuerySelectorAll("thead th").Select(head => head.TextContent.Trim()).ToList();
        var row = page.QuerySelectorAll("tbody tr").Single(line => line.QuerySelector("th")!.TextContent.StartsWith("Manage imports", StringComparison.Ordinal));
        var cells = row.Children.Select(cell => cell.TextContent.Trim()).ToList();
        Assert.Equal("yes", cells[heads.IndexOf("Informatics")]);
        Assert.Equal("no", cells[heads.IndexOf("Clinician")]);
    }

    [Fact]
    public async Task Change_HoldsAtOnce_ForWhoIsSignedIn_AndIsReset()
    {
        using var person = await workbench.SignInAsync(BuiltInRoles.Informatics);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/imports"));
        var page = $"/roles/{await IdAsync(BuiltInRoles.Informatics)}";
        (await SaveAsync(page, "activity.view-groups")).Dispose();
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(person, "/imports"));
        var removed = (await ServedWorkbench.PageAsync(administrator, page)).QuerySelectorAll(".ch-history li").Select(entry => entry.TextContent).Where(entry => entry.StartsWith("Permission removed Test administrator", StringComparison.Ordinal));
        Assert.Contains(removed, entry => entry.EndsWith("before: permission: imports.manage", StringComparison.Ordinal));
        (await ServedWorkbench.PostFormAsync(administrator, page, "reset-role")).Dispose();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/imports"));
    }

    [Fact]
    public async Task TwoEditors_TheSecondIsTold_AndLosesNoTick()
    {
        var page = $"/roles/{await IdAsync(BuiltInRoles.Executive)}";
        var seen = (await ServedWorkbench.PageAsync(administrator, page)).QuerySelector("input[name=version]")!.GetAttribute("value")!;
        (await SaveAsync(page, "history.view")).Dispose();
        using var second = await ServedWorkbench.PostFormAsync(administrator, page, "save-role", ("version", seen), ("permission", "jobs.manage"));
        var document = ServedWorkbench.Parse(await second.Content.ReadAsStringAsync(Token));
        Assert.Contains("Somebody else changed this role", document.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["jobs.manage"], document.QuerySelectorAll("input[name=permission][checked]").Select(input => input.GetAttribute("value")));
        Assert.Contains("Read all history: you left it out", document.Body!.TextContent, StringComparison.Ordinal);
        // Saving what is shown now is a decision.
        var now = document.QuerySelector("input[name=version]")!.GetAttribute("value")!;
        using var third = await ServedWorkbench.PostFormAsync(administrator, page, "save-role", ("version", now), ("permission", "jobs.manage"));
        Assert.Equal(HttpStatusCode.Redirect, third.StatusCode);
    }

    [Fact]
    public async Task Administrator_KeepsWhatPutsThingsRight()
    {
        var page = $"/roles/{await IdAsync(BuiltInRoles.Administrator)}";
        (await SaveAsync(page, "people.view")).Dispose();
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var id = await IdAsync(BuiltInRoles.Administrator);
        Assert.Equal(["accounts.manage", "people.view", "roles.manage"], await db.Set<RolePermission>().Where(p => p.RoleId == id).OrderBy(p => p.Permission).Select(p => p.Permission).ToListAsync(Token));
        Assert.Equal(2, (await ServedWorkbench.PageAsync(administrator, page)).QuerySelectorAll("input[name=permission][disabled][checked]").Length);
    }

    [Fact]
    public async Task OwnRole_IsAdded_Renamed_Given_AndArchived()
    {
        using var added = await ServedWorkbench.PostFormAsync(administrator, "/roles", "add-role", ("Form.Title", "Night desk"));
        var page = new Uri(workbench.Address, added.Headers.Location!).AbsolutePath;
        (await ServedWorkbench.PostFormAsync(administrator, page, "save-role", ("title", "Night & day desk"), ("permission", "imports.manage"))).Dispose();
        using (var taken = await ServedWorkbench.PostFormAsync(administrator, "/roles", "add-role", ("Form.Title", "Night & day desk")))
            Assert.Contains("There is already a role with this name", await taken.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        var email = await workbench.CreateAccountAsync("own-night-desk");
        using var person = await workbench.SignInAsAsync(email);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/imports"));
        using (var held = await ServedWorkbench.PostFormAsync(administrator, page, "archive-role"))
            Assert.Contains("Accounts still hold this role.", await held.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var account = await db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Token);
        (await ServedWorkbench.PostFormAsync(administrator, $"/accounts/{account}", "roles", ("role", (await IdAsync(BuiltInRoles.Clinician)).ToString()))).Dispose();
        using (var archived = await ServedWorkbench.PostFormAsync(administrator, page, "archive-role")) Assert.Equal(HttpStatusCode.Redirect, archived.StatusCode);
        Assert.DoesNotContain((await ServedWorkbench.PageAsync(administrator, "/accounts/invite")).QuerySelectorAll(".ch-check"), check => check.TextContent.Contains("desk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task BuiltInRole_KeepsItsName_AndStays()
    {
        var page = $"/roles/{await IdAsync(BuiltInRoles.Clinician)}";
        using var renamed = await ServedWorkbench.PostFormAsync(administrator, page, "save-role", ("title", "Something else"));
        Assert.Contains("Built-in roles keep their name", await renamed.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.DoesNotContain((await ServedWorkbench.PageAsync(administrator, page)).QuerySelectorAll("input[name=_handler]"), input => input.GetAttribute("value") == "archive-role");
    }

    private Task<HttpResponseMessage> SaveAsync(string page, params string[] permissions) => ServedWorkbench.PostFormAsync(administrator, page, "save-role", [.. permissions.Select(permission => ("permission", permission))]);

    private async Task<Guid> IdAsync(string name)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Role>().Where(r => r.Name == name).Select(r => r.Id).SingleAsync(Token);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return answer.StatusCode;
    }
}
