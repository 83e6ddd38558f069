using System.Diagnostics;
using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.SignIn;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.SignIn;

/// <summary>Signing in, over HTTP.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    private static Task<HttpResponseMessage> TryAsync(HttpClient visitor, string email, string password, string page = "/sign-in") =>
        ServedWorkbench.PostFormAsync(visitor, page, "sign-in", ("Form.Email", email), ("Form.Password", password));

    [Fact]
    public async Task Visitor_IsLedToTheSignInAndBack()
    {
        using var visitor = workbench.Visitor();
        Assert.Equal("/sign-in?back=%2Fdefinitions%3Fsort%3Dname", await visitor.LeadsToAsync("/definitions?sort=name"));
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        using var signedIn = await TryAsync(visitor, email, ServedWorkbench.Password, "/sign-in?back=%2Fdefinitions%3Fsort%3Dname");
        Assert.Equal("/definitions?sort=name", signedIn.PathAndQuery(workbench));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/\t/evil.example")]
    public async Task AddressOfSomebodyElse_IsNotGoneTo(string back)
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        using var visitor = workbench.Visitor();
        using var signedIn = await TryAsync(visitor, email, ServedWorkbench.Password, "/sign-in?back=" + Uri.EscapeDataString(back));
        Assert.Equal(workbench.Address.Authority, new Uri(workbench.Address, signedIn.Headers.Location!).Authority);
        Assert.Equal("/", signedIn.PathAndQuery(workbench));
    }

    [Fact]
    public async Task WrongPassword_SaysNothingAboutTheAccount_AndKeepsWhatWasTyped()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        using var wrong = await TryAsync(visitor, email, "wrong");
        using var unknown = await TryAsync(visitor, "nobody@example.org", "wrong");
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.Equal(wrong.StatusCode, unknown.StatusCode);
        Assert.NotEqual("", await wrong.AlertAsync());
        Assert.Equal(await wrong.AlertAsync(), await unknown.AlertAsync());
        Assert.Equal("nobody@example.org", ServedWorkbench.Parse(await unknown.Content.ReadAsStringAsync(Token)).QuerySelector("input[type=email]")!.GetAttribute("value"));
    }

    [Fact]
    public async Task UnknownAddress_TakesAsLongAsAWrongPassword()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        async Task<double> MillisecondsAsync(string address)
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await TryAsync(visitor, address, "wrong");
            return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        }

        await MillisecondsAsync("warm-up@example.org");
        List<double> ratios = [];
        // Side by side, so that what else the machine does falls on both.
        for (var i = 0; i < 9; i++) ratios.Add(await MillisecondsAsync("nobody@example.org") / await MillisecondsAsync(email));
        var ratio = ratios.Order().ElementAt(4);
        // Without the hash of an unknown address it is a tenth.
        Assert.InRange(ratio, 0.5, 2);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ManyWrongPasswords_MakeKnownAndUnknownWaitAlike(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = own.Visitor();
        foreach (var address in (string[])[email, "nobody@example.org"])
        {
            for (var i = 0; i < SignInWithPassword.Allowed; i++)
            {
                using var wrong = await TryAsync(visitor, address, "wrong");
                Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
            }

            using var blocked = await TryAsync(visitor, address.ToUpperInvariant(), ServedWorkbench.Password);
            Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
            Assert.Equal("There were too many attempts with this e-mail address. Wait 10 minutes, then try again.", await blocked.AlertAsync());
        }

        await using var db = await own.Dbs.CreateDbContextAsync(Token);
        var before = TimeProvider.System.GetUtcNow() - Attempts.Pause;
        await db.Set<Attempt>().ExecuteUpdateAsync(set => set.SetProperty(a => a.LastAt, before), Token);
        using var waited = await TryAsync(visitor, email, ServedWorkbench.Password);
        Assert.Equal("/", waited.PathAndQuery(own));
    }

    [Fact]
    public async Task TriesAtTheSameMoment_AllCount()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            using var visitor = workbench.Visitor();
            using var answer = await TryAsync(visitor, email, "wrong");
            return answer.StatusCode;
        }));
        Assert.InRange(answers.Count(status => status == HttpStatusCode.BadRequest), 1, SignInWithPassword.Allowed);
    }

    [Fact]
    public async Task ManyPostsFromOneAddress_AreToldHowLongToWait()
    {
        using var visitor = workbench.Visitor();
        // Several at a time, so that even a busy machine sends them within the minute.
        var answers = await Task.WhenAll(Enumerable.Range(0, SignInLimits.PostsPerMinute + 8).Select(_ => visitor.PostAsync(new Uri("/sign-in", UriKind.Relative), new FormUrlEncodedContent([]), Token)));
        var refused = answers.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.Equal(8, refused.Count);
        Assert.InRange(refused[0].Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Matches("Wait [0-9]+ seconds", await refused[0].Content.ReadAsStringAsync(Token));
        foreach (var answer in answers) answer.Dispose();

        // Looking is free.
        Assert.Equal("200", await visitor.LeadsToAsync("/sign-in"));
    }

    [Fact]
    public async Task ClosedOrLocked_IsSaidOnlyToWhoKnowsThePassword()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        await workbench.ChangeAsync(email, account => account.LockoutEnd = DateTimeOffset.MaxValue);
        using var locked = await TryAsync(visitor, email, ServedWorkbench.Password);
        Assert.Contains("This account is locked", await locked.AlertAsync(), StringComparison.Ordinal);
        await workbench.ChangeAsync(email, account => account.DeactivatedAt = TimeProvider.System.GetUtcNow());
        using var closed = await TryAsync(visitor, email, ServedWorkbench.Password);
        Assert.Contains("This account is closed", await closed.AlertAsync(), StringComparison.Ordinal);
        using var wrong = await TryAsync(visitor, email, "wrong");
        Assert.Contains("E-mail address or password is wrong", await wrong.AlertAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ClosedAccount_IsRefusedAtItsNextRequest()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var client = await workbench.SignInAsAsync(email);
        Assert.Equal("200", await client.LeadsToAsync("/account"));
        await workbench.ChangeAsync(email, account => account.DeactivatedAt = TimeProvider.System.GetUtcNow());
        Assert.Equal("/sign-in?back=%2Faccount", await client.LeadsToAsync("/account"));
    }

    [Fact]
    public async Task Cookie_IsOutOfReachOfScripts_AndLastsOnlyWhenAskedTo()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        using var brief = await TryAsync(visitor, email, ServedWorkbench.Password);
        var cookie = Assert.Single(brief.Headers.GetValues("Set-Cookie"), text => text.StartsWith("charthouse=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("expires", cookie, StringComparison.OrdinalIgnoreCase);
        using var other = workbench.Visitor();
        using var kept = await ServedWorkbench.PostFormAsync(other, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password), ("Form.Remember", "true"));
        Assert.Contains(kept.Headers.GetValues("Set-Cookie"), text => text.StartsWith("charthouse=", StringComparison.Ordinal) && text.Contains("expires", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task SigningInAgain_StartsANewSessionAndEndsTheOldOne()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var client = await workbench.SignInAsAsync(email);
        using var again = await TryAsync(client, email, ServedWorkbench.Password);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var account = await workbench.AccountAsync(email);
        var sessions = await db.Set<AccountSession>().Where(s => s.AccountId == account.Id).OrderBy(s => s.StartedAt).ToListAsync(Token);
        Assert.Equal(2, sessions.Count);
        Assert.NotNull(sessions[0].EndedAt);
        Assert.Null(sessions[1].EndedAt);
    }

    [Fact]
    public async Task SigningOut_TakesAPostFromOurPage()
    {
        using var client = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var foreign = await client.PostAsync(new Uri("/sign-out", UriKind.Relative), new FormUrlEncodedContent([]), Token);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Equal("404", await client.LeadsToAsync("/sign-out"));
        Assert.Equal("200", await client.LeadsToAsync("/account"));
        var page = await ServedWorkbench.PageAsync(client, "/account");
        var token = page.QuerySelector("form[action='sign-out'] input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var left = await client.PostAsync(new Uri("/sign-out", UriKind.Relative), content, Token);
        Assert.Equal("/sign-in?notice=signed-out", left.PathAndQuery(workbench));
        Assert.StartsWith("/sign-in", await client.LeadsToAsync("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostWithoutAntiforgery_IsRefused()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        using var content = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", email), new("Form.Password", ServedWorkbench.Password)]);
        using var answer = await visitor.PostAsync(new Uri("/sign-in", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("That was not sent", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var options = await visitor.PostAsync(new Uri("/sign-in/passkey-options", UriKind.Relative), null, Token);
        Assert.Equal(HttpStatusCode.BadRequest, options.StatusCode);
    }

    [Fact]
    public async Task PageOutsideTheRole_IsForbidden()
    {
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using var answer = await clinician.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You may not open this page", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MadeUpPasskey_IsRefused()
    {
        using var visitor = workbench.Visitor();
        using var unasked = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", "passkey", ("Passkey.Credential", "{}"));
        Assert.Equal(HttpStatusCode.BadRequest, unasked.StatusCode);
        Assert.Contains("This passkey is not known", await unasked.AlertAsync(), StringComparison.Ordinal);
    }
}
