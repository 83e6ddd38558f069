using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.History;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.Accounts;

/// <summary>Administering accounts, over HTTP.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient administrator = default!;
    private string administratorEmail = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync(isSetUp: false);
        administratorEmail = await workbench.CreateAccountAsync(BuiltInRoles.Administrator);
        administrator = await workbench.SignInAsAsync(administratorEmail);
    }

    public async ValueTask DisposeAsync()
    {
        administrator.Dispose();
        await workbench.DisposeAsync();
    }

    [Fact]
    public async Task List_FindsByTextRoleAndState()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        await workbench.CreateAccountAsync(BuiltInRoles.Executive);
        Assert.Equal(3, await CountAsync("/accounts"));
        Assert.Equal(1, await CountAsync("/accounts?find=" + email.ToUpperInvariant()));
        Assert.Equal(1, await CountAsync("/accounts?role=clinician&sort=-seen"));
        Assert.Equal(3, await CountAsync("/accounts?state=Active&sort=seen"));
        Assert.Equal(0, await CountAsync("/accounts?state=Closed"));
        Assert.Equal(0, await CountAsync("/accounts?find=nobody-is-called-this"));

        async Task<int> CountAsync(string address) => (await ServedWorkbench.PageAsync(administrator, address)).QuerySelectorAll("tbody tr").Length;
    }

    [Fact]
    public async Task Deactivated_LosesItsSessionsAtOnce_AndCannotSignIn_UntilTakenBack()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        var page = $"/accounts/{await IdAsync(email)}";
        using var person = await workbench.SignInAsAsync(email);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/definitions"));

        using (var refused = await StepAsync(page, "Deactivate", ""))
            Assert.Contains("Say why.", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/definitions"));

        using (var done = await StepAsync(page, "Deactivate", "Left the hospital")) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(person, "/definitions"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));
        var shown = await ServedWorkbench.PageAsync(administrator, page);
        Assert.Contains("Left the hospital", shown.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Deactivated at", shown.Body.TextContent, StringComparison.Ordinal);

        (await StepAsync(page, "Reactivate", "Is back")).Dispose();
        (await workbench.SignInAsAsync(email)).Dispose();
        // The session of before does not come back.
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(person, "/definitions"));
    }

    [Fact]
    public async Task Locked_IsKeptOut_UntilUnlocked()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        var page = $"/accounts/{await IdAsync(email)}";
        using var person = await workbench.SignInAsAsync(email);
        (await StepAsync(page, "Lock", "")).Dispose();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(person, "/definitions"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));
        (await StepAsync(page, "Unlock", "")).Dispose();
        (await workbench.SignInAsAsync(email)).Dispose();
    }

    [Fact]
    public async Task Closed_FreesItsAddress_AndCannotBeChanged()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        var id = await IdAsync(email);
        (await StepAsync($"/accounts/{id}", "Close", "Made twice")).Dispose();
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var closed = await db.Set<Account>().SingleAsync(a => a.Id == id, Token);
        Assert.Equal(AccountState.Closed, closed.State);
        Assert.Null(closed.Email);
        Assert.Empty(await db.Set<AccountRole>().Where(r => r.AccountId == id).ToListAsync(Token));
        Assert.Contains(await db.Set<HistoryEntry>().Where(e => e.RecordId == id && e.Field == "Email").ToListAsync(Token), entry => entry.Before == email && entry.After is null);
        var shown = await ServedWorkbench.PageAsync(administrator, $"/accounts/{id}");
        Assert.Empty(shown.QuerySelectorAll("main form[method=post]"));
        using var again = await ServedWorkbench.PostFormAsync(administrator, "/accounts/invite", ("Form.Email", email), ("Form.Name", "The same person"), ("role", (await RoleAsync(BuiltInRoles.Clinician)).ToString()));
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task OwnAdministratorRole_AndOwnAccount_CannotBeTaken()
    {
        await workbench.CreateAccountAsync(BuiltInRoles.Administrator);
        var page = $"/accounts/{await IdAsync(administratorEmail)}";
        using var answer = await ServedWorkbench.PostFormAsync(administrator, page, "roles", ("role", (await RoleAsync(BuiltInRoles.Cmio)).ToString()));
        Assert.Contains("You cannot take the administrator role from yourself.", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        // The form is not even offered for the state.
        Assert.DoesNotContain((await ServedWorkbench.PageAsync(administrator, page)).QuerySelectorAll("input[name=_handler]"), input => input.GetAttribute("value") == "state");
    }

    [Fact]
    public async Task LastAdministrator_Stays()
    {
        // Somebody else who may manage accounts, and is no administrator.
        var officer = await workbench.CreateAccountAsync(BuiltInRoles.Auditor);
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.Add(new RolePermission { Id = Guid.CreateVersion7(), RoleId = await RoleAsync(BuiltInRoles.Auditor), Permission = AccessPermissions.ManageAccounts });
            await db.SaveChangesAsync(Token);
        }

        using var client = await workbench.SignInAsAsync(officer);
        var page = $"/accounts/{await IdAsync(administratorEmail)}";
        foreach (var step in (string[])["Lock", "Deactivate", "Close"])
        {
            using var answer = await ServedWorkbench.PostFormAsync(client, page, "state", ("step", step), ("reason", "No reason"));
            Assert.Contains("This is the last administrator who can sign in.", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var roles = await ServedWorkbench.PostFormAsync(client, page, "roles", ("role", (await RoleAsync(BuiltInRoles.Cmio)).ToString()));
        Assert.Contains("This is the last administrator who can sign in.", await roles.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await workbench.CreateAccountAsync(BuiltInRoles.Administrator);
        using var done = await ServedWorkbench.PostFormAsync(client, page, "roles", ("role", (await RoleAsync(BuiltInRoles.Cmio)).ToString()));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    [Fact]
    public async Task Roles_HoldAtOnce_ForWhoIsSignedIn()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var person = await workbench.SignInAsAsync(email);
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(person, "/imports"));
        (await ServedWorkbench.PostFormAsync(administrator, $"/accounts/{await IdAsync(email)}", "roles", ("role", (await RoleAsync(BuiltInRoles.Clinician)).ToString()), ("role", (await RoleAsync(BuiltInRoles.Informatics)).ToString()))).Dispose();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(person, "/imports"));
        var shown = await ServedWorkbench.PageAsync(administrator, $"/accounts/{await IdAsync(email)}");
        Assert.EndsWith("after: role: Informatics", shown.QuerySelector(".ch-history li")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondEditorOfRoles_IsToldWhatDiffers_AndOverwritesNothingUnnoticed()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        var (page, clinician, cmio, executive) = ($"/accounts/{await IdAsync(email)}", await RoleAsync(BuiltInRoles.Clinician), await RoleAsync(BuiltInRoles.Cmio), await RoleAsync(BuiltInRoles.Executive));
        (await ServedWorkbench.PostFormAsync(administrator, page, "roles", ("role", clinician.ToString()), ("role", cmio.ToString()))).Dispose();
        using var late = await ServedWorkbench.PostFormAsync(administrator, page, "roles", ("seen", clinician.ToString()), ("role", clinician.ToString()), ("role", executive.ToString()));
        var answer = ServedWorkbench.Parse(await late.Content.ReadAsStringAsync(Token));
        Assert.Contains("Somebody else changed the roles of this account", answer.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["you left it out, the account holds it.", "you ticked it, the account does not hold it."], answer.QuerySelectorAll(".ch-alert .ch-lines li").Select(line => line.TextContent.Split(": ")[1]));
        Assert.Equivalent(new[] { clinician.ToString(), executive.ToString() }, answer.QuerySelectorAll("input[name=role][checked]").Select(input => input.GetAttribute("value")), strict: true);
        // The next save is made knowingly.
        Assert.Equivalent(new[] { clinician.ToString(), cmio.ToString() }, answer.QuerySelectorAll("input[name=seen]").Select(input => input.GetAttribute("value")), strict: true);
    }

    [Fact]
    public async Task Address_IsChangedByAnAdministrator_WhoTellsBoth()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        var page = $"/accounts/{await IdAsync(email)}";
        using (var taken = await ServedWorkbench.PostFormAsync(administrator, page, "email", ("email", administratorEmail.ToUpperInvariant())))
            Assert.Contains("There is already an account with this e-mail address.", await taken.AlertAsync(), StringComparison.Ordinal);
        using (var changed = await ServedWorkbench.PostFormAsync(administrator, page, "email", ("email", "new@example.org"))) Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        (await workbench.SignInAsAsync("new@example.org")).Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equivalent(new[] { email, "new@example.org" }, await db.Set<OutgoingMail>().Select(m => m.To).ToListAsync(Token), strict: true);
    }

    private Task<HttpResponseMessage> StepAsync(string page, string step, string reason) => ServedWorkbench.PostFormAsync(administrator, page, "state", ("step", step), ("reason", reason));

    private async Task<Guid> IdAsync(string email)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Token);
    }

    private async Task<Guid> RoleAsync(string name)
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
