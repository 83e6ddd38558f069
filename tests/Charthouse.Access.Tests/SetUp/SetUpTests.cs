using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.SetUp;

/// <summary>The first run, from an empty data directory to an administrator.</summary>
public sealed class SetUpTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static (string, string)[] Fields(string code, string email = "alex@example.org", string password = "the gull sits on the crane") =>
        [("Form.Code", code), ("Form.Name", "Alex Novak"), ("Form.Email", email), ("Form.Password", password)];

    [Theory, ClassData(typeof(Stores))]
    public async Task Code_MakesTheFirstAdministratorOnce(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var code = (await workbench.Services.SetUpCodeAsync(Token))!;
        Assert.Equal(code, await workbench.Services.SetUpCodeAsync(Token));
        using var visitor = workbench.Visitor();
        foreach (var page in (string[])["/", "/sign-in", "/definitions", "/account"]) Assert.Equal("/set-up", await visitor.LeadsToAsync(page));

        // Typed as people type: in capitals, without hyphens.
        using var made = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields(code.ToUpperInvariant().Replace("-", " ", StringComparison.Ordinal)));
        Assert.Equal("/", made.PathAndQuery(workbench));
        Assert.Equal("200", await visitor.LeadsToAsync("/account"));
        Assert.Equal("404", await visitor.LeadsToAsync("/set-up"));
        Assert.Null(await workbench.Services.SetUpCodeAsync(Token));
        using var other = workbench.Visitor();
        Assert.Equal("200", await other.LeadsToAsync("/sign-in"));
        using var again = await other.PostAsync(new Uri("/set-up", UriKind.Relative), new FormUrlEncodedContent([]), Token);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(1, await db.Set<Account>().CountAsync(Token));
    }

    [Fact]
    public async Task WrongCode_IsRefusedAndCounted()
    {
        await using var workbench = await ServedWorkbench.StartAsync(isSetUp: false);
        var code = (await workbench.Services.SetUpCodeAsync(Token))!;
        using var visitor = workbench.Visitor();
        for (var i = 0; i < 5; i++)
        {
            using var wrong = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields("aaaa-bbbb-cccc-dddd"));
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            Assert.Contains("This is not the code", await wrong.AlertAsync(), StringComparison.Ordinal);
            Assert.Contains("alex@example.org", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var blocked = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields(code));
        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
        Assert.Contains("Wait 10 minutes", await blocked.AlertAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("alex@example.org", "short", "too short")]
    [InlineData("alex@example.org", "Password2026!!", "Many people use this password")]
    [InlineData("alexander@example.org", "alexander the first", "name of your e-mail address")]
    [InlineData("alex@example.org", "my test hospital", "name of the organisation")]
    public async Task BadPassword_IsRefused_AndTheCodeStaysGood(string email, string password, string message)
    {
        await using var workbench = await ServedWorkbench.StartAsync(isSetUp: false);
        var code = (await workbench.Services.SetUpCodeAsync(Token))!;
        using var visitor = workbench.Visitor();
        using var refused = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields(code, email, password));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains(message, await refused.AlertAsync(), StringComparison.Ordinal);
        Assert.Equal(code, await workbench.Services.SetUpCodeAsync(Token));
        using var made = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields(code));
        Assert.Equal("/", made.PathAndQuery(workbench));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwoAtOnce_MakeOneAdministrator(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var code = (await workbench.Services.SetUpCodeAsync(Token))!;
        var posts = Enumerable.Range(0, 4).Select(async i =>
        {
            using var visitor = workbench.Visitor();
            using var answer = await ServedWorkbench.PostFormAsync(visitor, "/set-up", Fields(code, $"alex{i}@example.org"));
            return answer.StatusCode;
        });
        var answers = await Task.WhenAll(posts);
        Assert.Single(answers, HttpStatusCode.Redirect);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(1, await db.Set<Account>().CountAsync(Token));
    }

    [Fact]
    public async Task Restart_KeepsTheCode()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        string? code;
        await using (var first = await ServedWorkbench.StartAsync(store: store, isSetUp: false)) code = await first.Services.SetUpCodeAsync(Token);
        await using var second = await ServedWorkbench.StartAsync(store: store, isSetUp: false);
        Assert.NotNull(code);
        Assert.Equal(code, await second.Services.SetUpCodeAsync(Token));
    }
}
