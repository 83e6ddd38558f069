using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Charthouse.Access.Roles;
using Charthouse.Access.Tokens;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Tokens;

/// <summary>Machines with a token, over HTTP.</summary>
public sealed class TokenTests : IAsyncLifetime
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
    public async Task Token_OpensItsScope_AndNothingElse_WithoutAntiforgery()
    {
        var secret = await MakeAsync("Nightly log", "imports.manage");
        Assert.StartsWith("ch_", secret, StringComparison.Ordinal);
        Assert.Equal(46, secret.Length);
        using var machine = Machine(secret);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(machine, "/imports"));

        using var outside = await machine.GetAsync(new Uri("/accounts", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Forbidden, outside.StatusCode);
        Assert.Equal("access.token-out-of-scope", await CodeAsync(outside));
        // A machine is nobody's account.
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(machine, "/account/email"));

        // An endpoint of its scope: no antiforgery is asked for, and what is missing is the import.
        using var posted = await machine.PostAsync(new Uri("/imports/no-such/cancel", UriKind.Relative), null, Token);
        Assert.NotEqual(HttpStatusCode.BadRequest, posted.StatusCode);
        Assert.True((int)posted.StatusCode < 500);
    }

    // The administrator adds no points, and can let a machine do so, because the role of machines may.
    [Fact]
    public async Task Scopes_AreThoseOfTheMaker_AndOfTheRoleOfMachines()
    {
        Assert.NotEmpty(await MakeAsync("Feeder", "measures.add-points"));
        var offered = (await ServedWorkbench.PageAsync(administrator, "/tokens/new")).QuerySelectorAll("input[name=permission]").Select(input => input.GetAttribute("value")).ToList();
        Assert.Contains("measures.add-points", offered);
        Assert.Contains("accounts.manage", offered);
        Assert.DoesNotContain("activity.view-groups", offered);
        using var beyond = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", ("Form.Name", "Curious"), ("permission", "activity.view-groups"));
        Assert.Contains("what the role API client holds", await beyond.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(["Feeder"], await db.Set<ApiToken>().Select(token => token.Name).ToListAsync(Token));
    }

    [Theory]
    [InlineData("ch_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("something else")]
    [InlineData("")]
    public async Task UnknownToken_IsUnauthorized(string secret)
    {
        using var machine = Machine(secret.Length == 0 ? "ch_" : secret);
        using var answer = await machine.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        await AssertUnauthorizedAsync(answer);
    }

    [Fact]
    public async Task RevokedToken_StopsAtOnce()
    {
        using var machine = Machine(await MakeAsync("Gone soon", "imports.manage"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(machine, "/imports"));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var id = await db.Set<ApiToken>().Select(t => t.Id).SingleAsync(Token);
        (await ServedWorkbench.PostFormAsync(administrator, "/tokens", $"revoke-{id}")).Dispose();
        using var answer = await machine.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        await AssertUnauthorizedAsync(answer);
        Assert.Contains("Revoked", (await ServedWorkbench.PageAsync(administrator, "/tokens")).QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ExpiredToken_IsUnauthorized()
    {
        var secret = ApiToken.NewSecret();
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var now = TimeProvider.System.GetUtcNow();
        db.Add(new ApiToken { Id = Guid.CreateVersion7(), Name = "Old", Hash = ApiToken.HashOf(secret), Prefix = ApiToken.PrefixOf(secret), CreatedAt = now.AddDays(-90), CreatedBy = null, CreatedByName = "Somebody", ExpiresAt = now.AddSeconds(-1) });
        await db.SaveChangesAsync(Token);
        using var machine = Machine(secret);
        using var answer = await machine.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        await AssertUnauthorizedAsync(answer);
    }

    [Fact]
    public async Task CookieBesideAToken_DoesNotCount()
    {
        administrator.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "ch_wrong");
        using var answer = await administrator.GetAsync(new Uri("/accounts", UriKind.Relative), Token);
        await AssertUnauthorizedAsync(answer);
    }

    [Fact]
    public async Task Secret_IsShownOnce_AndKeptNowhere()
    {
        var secret = await MakeAsync("Kept nowhere", "imports.manage");
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var token = await db.Set<ApiToken>().SingleAsync(Token);
        Assert.Equal(secret[..9], token.Prefix);
        Assert.Equal(ApiToken.HashOf(secret), token.Hash);
        foreach (var page in (string[])["/tokens", $"/tokens/{token.Id}"])
            Assert.DoesNotContain(secret[10..], (await ServedWorkbench.PageAsync(administrator, page)).DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.DoesNotContain(await db.Set<HistoryEntry>().ToListAsync(Token), entry => (entry.After ?? "").Contains(token.Hash, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Make_SaysWhatIsWrong_AndGivesNoMoreThanOnesOwn()
    {
        await MakeAsync("Taken", "imports.manage");
        async Task<string> TextAsync(params (string, string)[] fields)
        {
            using var answer = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", fields);
            return ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token)).Body!.TextContent;
        }

        Assert.Contains("Names are never used twice", await TextAsync(("Form.Name", "Taken"), ("permission", "imports.manage")), StringComparison.Ordinal);
        Assert.Contains("Tick at least one thing", await TextAsync(("Form.Name", "Empty")), StringComparison.Ordinal);
        Assert.Contains("1 to 365 days", await TextAsync(("Form.Name", "For ever"), ("Form.Days", "366"), ("permission", "imports.manage")), StringComparison.Ordinal);
        // Administrators see no figures, so neither do their machines.
        Assert.Contains("what the role API client holds", await TextAsync(("Form.Name", "Too much"), ("permission", "activity.view-groups")), StringComparison.Ordinal);
        Assert.DoesNotContain((await ServedWorkbench.PageAsync(administrator, "/tokens/new")).QuerySelectorAll("input[name=permission]"), input => input.GetAttribute("value") == "activity.view-groups");
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(1, await db.Set<ApiToken>().CountAsync(Token));
    }

    [Fact]
    public async Task History_NamesTheToken()
    {
        await using var scope = workbench.Services.CreateAsyncScope();
        var request = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        request.Request.Headers.Authorization = "Bearer " + await MakeAsync("Role robot", "roles.manage");
        var machine = Actor.Of((await request.AuthenticateAsync()).Principal!);
        Assert.Equal("Role robot", machine.Name);
        Assert.Null(machine.SessionId);
        using (workbench.Services.GetRequiredService<CurrentActor>().Begin(machine))
            await workbench.Services.GetRequiredService<AddRole>().RunAsync("Made by a machine", Token);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var token = await db.Set<ApiToken>().SingleAsync(Token);
        // Written a moment later, beside the requests.
        for (var tries = 0; tries < 600 && !await db.Set<ApiToken>().AnyAsync(t => t.UsedAt != null, Token); tries++) await Task.Delay(50, Token);
        Assert.True(await db.Set<ApiToken>().AnyAsync(t => t.UsedAt != null, Token));
        var entry = await db.Set<HistoryEntry>().OrderBy(e => e.Sequence).LastAsync(Token);
        Assert.Equal(("role", "Role robot", token.Id), (entry.Kind, entry.ActorName, entry.ActorId));
    }

    [Fact]
    public async Task MachineThatRunsWild_IsSlowedDown()
    {
        using var machine = Machine("ch_guess");
        HttpResponseMessage? last = null;
        for (var count = 0; count <= TokenLimits.PerAddress; count++)
        {
            last?.Dispose();
            last = await machine.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last!.StatusCode);
        Assert.InRange(last.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Equal("access.token-too-many-requests", await CodeAsync(last));
        last.Dispose();
        // People work on.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(administrator, "/imports"));
    }

    private async Task<string> MakeAsync(string name, params string[] scopes)
    {
        using var answer = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", [("Form.Name", name), .. scopes.Select(scope => ("permission", scope))]);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        return ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent;
    }

    private HttpClient Machine(string secret)
    {
        var client = new HttpClient { BaseAddress = workbench.Address };
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + secret);
        return client;
    }

    private static async Task AssertUnauthorizedAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Contains("invalid_token", answer.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal("access.token-not-accepted", await CodeAsync(answer));
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("codes")[0].GetString();

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
        return answer.StatusCode;
    }
}
