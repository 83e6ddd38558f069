using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Access.Tokens;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Access;

/// <summary>Accounts, roles and tokens where two people act at the same moment, on both stores.</summary>
public sealed class AccessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Role_SavedByTwoAtOnce_IsSavedByOne(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        using var acting = workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(null, null, "Test", new HashSet<string> { "roles.manage" }));
        var save = workbench.Services.GetRequiredService<SaveRole>();
        var role = (await workbench.Services.GetRequiredService<RoleList>().RunAsync(Token)).First(known => known.Name == BuiltInRoles.Executive);
        string[] choices = ["history.view", "jobs.manage", "imports.manage", "people.view"];
        var outcomes = await Task.WhenAll(choices.Select(choice => save.RunAsync(role.Id, role.Version, null, [choice], Token)));
        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("access.role-changed-meanwhile", outcome.Problems[0].Code));
        var now = (await workbench.Services.GetRequiredService<RoleList>().RunAsync(Token)).First(known => known.Id == role.Id);
        Assert.Single(now.Permissions);
        Assert.Equal(role.Version + 1, now.Version);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwoAdministrators_WhoEndEachOther_LeaveOne(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var ids = new[] { await IdAsync(workbench, await workbench.CreateAccountAsync(BuiltInRoles.Administrator)), await IdAsync(workbench, await workbench.CreateAccountAsync(BuiltInRoles.Administrator)) };
        var change = workbench.Services.GetRequiredService<ChangeAccountState>();
        var outcomes = await Task.WhenAll(ids.Select(id => change.RunAsync(id, AccountStep.Deactivate, "At the same moment", Token)));
        Assert.Single(outcomes, outcome => outcome.Succeeded);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(1, await db.Set<Account>().CountAsync(a => a.DeactivatedAt == null, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Token_NameIsTakenOnce(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var make = workbench.Services.GetRequiredService<MakeToken>();
        using var acting = workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(Guid.CreateVersion7(), null, "Somebody", new HashSet<string> { "imports.manage" }));
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => make.RunAsync(new MakeToken.Form { Name = "The one" }, ["imports.manage"], Token)));
        Assert.Single(outcomes, outcome => outcome.Succeeded);
        Assert.All(outcomes.Where(outcome => !outcome.Succeeded), outcome => Assert.Equal("access.token-name-taken", outcome.Problems[0].Code));
        var row = Assert.Single(await workbench.Services.GetRequiredService<TokenList>().RunAsync(Token));
        Assert.Equal(["imports.manage"], row.Scopes);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Accounts_AreFoundAndSorted(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var seen = await workbench.CreateAccountAsync(BuiltInRoles.Cmio);
        var unseen = await workbench.CreateAccountAsync(BuiltInRoles.Auditor);
        (await workbench.SignInAsAsync(seen)).Dispose();
        var list = workbench.Services.GetRequiredService<AccountList>();
        Assert.Equal([unseen, seen], await EmailsAsync(null, null, null, "seen"));
        Assert.Equal([seen, unseen], await EmailsAsync(null, null, null, "-seen"));
        Assert.Equal([unseen, seen], await EmailsAsync("TEST", null, AccountState.Active, "name"));
        Assert.Equal([seen], await EmailsAsync(null, BuiltInRoles.Cmio, null, "name"));
        await workbench.Services.GetRequiredService<ChangeAccountState>().RunAsync(await IdAsync(workbench, seen), AccountStep.Lock, null, Token);
        Assert.Equal([seen], await EmailsAsync(null, null, AccountState.Locked, "-name"));
        Assert.Equal([unseen], await EmailsAsync(null, null, AccountState.Active, "name"));
        Assert.Empty(await EmailsAsync(null, null, AccountState.Invited, "name"));

        async Task<List<string?>> EmailsAsync(string? text, string? role, AccountState? state, string sort) =>
            [.. (await list.RunAsync(text, role, state, sort, 1, Token)).Rows.Select(row => row.Account.Email)];
    }

    private static async Task<Guid> IdAsync(ServedWorkbench workbench, string email)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Token);
    }
}
