using System.Net;
using System.Text.Json;
using Charthouse.Access.Accounts;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Charthouse.Access.Roles;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Records;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.MyAccount;

/// <summary>What people do with their own account, over HTTP.</summary>
public sealed class MyAccountTests : IAsyncLifetime
{
    private const string NewPassword = "the gull sits on the crane";
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Name_IsSavedAndShown()
    {
        using var client = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using var saved = await ServedWorkbench.PostFormAsync(client, "/account", "name", ("Name.Name", "  Ines <Duarte> "));
        Assert.Equal("/account?done=name", saved.PathAndQuery(workbench));
        var page = await ServedWorkbench.PageAsync(client, "/account");
        Assert.Equal("Ines <Duarte>", page.QuerySelector(".ch-account .name")!.TextContent);
        using var empty = await ServedWorkbench.PostFormAsync(client, "/account", "name", ("Name.Name", " "));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        Assert.Contains("Write the name", await empty.AlertAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task NewPassword_EndsTheOtherSessions(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await own.SignInAsAsync(email);
        using var there = await own.SignInAsAsync(email);
        using var wrong = await ServedWorkbench.PostFormAsync(here, "/account/password", "password", ("Form.Current", "wrong"), ("Form.New", NewPassword), ("Form.Again", NewPassword));
        Assert.Contains("not your current password", await wrong.AlertAsync(), StringComparison.Ordinal);
        using var differ = await ServedWorkbench.PostFormAsync(here, "/account/password", "password", ("Form.Current", ServedWorkbench.Password), ("Form.New", NewPassword), ("Form.Again", "another sentence"));
        Assert.Contains("differ", await differ.AlertAsync(), StringComparison.Ordinal);
        using var common = await ServedWorkbench.PostFormAsync(here, "/account/password", "password", ("Form.Current", ServedWorkbench.Password), ("Form.New", "Password2026!!"), ("Form.Again", "Password2026!!"));
        Assert.Contains("Many people use this password", await common.AlertAsync(), StringComparison.Ordinal);
        Assert.Equal("200", await there.LeadsToAsync("/account"));

        using var changed = await ServedWorkbench.PostFormAsync(here, "/account/password", "password", ("Form.Current", ServedWorkbench.Password), ("Form.New", NewPassword), ("Form.Again", NewPassword));
        Assert.Equal("/account?done=password", changed.PathAndQuery(own));
        Assert.Equal("200", await here.LeadsToAsync("/account"));
        Assert.StartsWith("/sign-in", await there.LeadsToAsync("/account"), StringComparison.Ordinal);
        using var again = await own.SignInAsAsync(email, NewPassword);
        await Assert.ThrowsAsync<InvalidOperationException>(() => own.SignInAsAsync(email));
    }

    [Fact]
    public async Task Sessions_EndOneByOneOrAll()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await workbench.SignInAsAsync(email);
        using var there = await workbench.SignInAsAsync(email);
        using var stranger = await workbench.SignInAsync(BuiltInRoles.Clinician);
        var page = await ServedWorkbench.PageAsync(here, "/account");
        var forms = page.QuerySelectorAll("input[name=_handler]").Select(input => input.GetAttribute("value")!).Where(name => name.StartsWith("end-", StringComparison.Ordinal) && name != "end-all").ToList();
        Assert.Equal(2, forms.Count);
        var mine = page.QuerySelectorAll(".ch-items li").Single(item => item.TextContent.Contains("This browser", StringComparison.Ordinal)).QuerySelector("input[name=_handler]")!.GetAttribute("value");

        // Somebody else's session has no form on one's own page.
        using var foreign = await ServedWorkbench.PostFormAsync(stranger, "/account", "end-all", ("_handler", mine!));
        Assert.Equal("200", await here.LeadsToAsync("/account"));

        using var ended = await ServedWorkbench.PostFormAsync(here, "/account", forms.Single(name => name != mine));
        Assert.Equal("/account?done=session", ended.PathAndQuery(workbench));
        Assert.StartsWith("/sign-in", await there.LeadsToAsync("/account"), StringComparison.Ordinal);
        using var all = await ServedWorkbench.PostFormAsync(here, "/account", "end-all");
        Assert.Equal("/sign-in?notice=signed-out", all.PathAndQuery(workbench));
        Assert.StartsWith("/sign-in", await here.LeadsToAsync("/account"), StringComparison.Ordinal);
        Assert.Equal("200", await stranger.LeadsToAsync("/account"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Authenticator_IsAskedAtSignIn_AndRecoveryCodesWorkOnce(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await own.SignInAsAsync(email);
        var setUp = await ServedWorkbench.PageAsync(here, "/account/authenticator");
        Assert.NotNull(setUp.QuerySelector("svg.ch-qr path[d^='M']"));
        var key = setUp.QuerySelector(".ch-key code")!.TextContent;
        using var wrong = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-on", ("Form.Code", "000000"));
        Assert.Contains("not the code of this moment", await wrong.AlertAsync(), StringComparison.Ordinal);
        using var on = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-on", ("Form.Code", Totp.Code(key)));
        var codes = ServedWorkbench.Parse(await on.Content.ReadAsStringAsync(Token)).QuerySelectorAll(".ch-codes code").Select(code => code.TextContent).ToList();
        Assert.Equal(10, codes.Count);
        Assert.DoesNotContain(codes[0], (await ServedWorkbench.PageAsync(here, "/account/recovery-codes")).Body!.TextContent, StringComparison.Ordinal);

        using var visitor = own.Visitor();
        Assert.StartsWith("/sign-in?notice=expired", await visitor.LeadsToAsync("/sign-in/code"), StringComparison.Ordinal);
        async Task PasswordAsync()
        {
            using var answer = await ServedWorkbench.PostFormAsync(visitor, "/sign-in?back=/account/data", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
            Assert.Equal("/sign-in/code?back=%2Faccount%2Fdata", answer.PathAndQuery(own));
            Assert.StartsWith("/sign-in", await visitor.LeadsToAsync("/account"), StringComparison.Ordinal);
        }

        await PasswordAsync();
        using var refused = await ServedWorkbench.PostFormAsync(visitor, "/sign-in/code", "code", ("Form.Code", "000000"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("This code is wrong", await refused.AlertAsync(), StringComparison.Ordinal);
        var current = Totp.Code(key);
        using var entered = await ServedWorkbench.PostFormAsync(visitor, "/sign-in/code?back=/account/data", "code", ("Form.Code", current));
        Assert.Equal("/account/data", entered.PathAndQuery(own));
        Assert.Equal("200", await visitor.LeadsToAsync("/account"));
        // Nor is a code of before, which nobody has used: its time has passed.
        using var late = own.Visitor();
        using var lateStolen = await ServedWorkbench.PostFormAsync(late, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
        using var before = await ServedWorkbench.PostFormAsync(late, "/sign-in/code", "code", ("Form.Code", Totp.Code(key, stepsAgo: 1)));
        Assert.Equal(HttpStatusCode.BadRequest, before.StatusCode);

        using var thief = own.Visitor();
        using var stolen = await ServedWorkbench.PostFormAsync(thief, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
        using var replayed = await ServedWorkbench.PostFormAsync(thief, "/sign-in/code", "code", ("Form.Code", current));
        Assert.Equal(HttpStatusCode.BadRequest, replayed.StatusCode);
        using var recovered = await ServedWorkbench.PostFormAsync(thief, "/sign-in/code", "code", ("Form.Code", codes[0].Replace("-", "", StringComparison.Ordinal).ToLowerInvariant()));
        Assert.Equal("/", recovered.PathAndQuery(own));
        using var second = own.Visitor();
        using var stolenAgain = await ServedWorkbench.PostFormAsync(second, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
        using var used = await ServedWorkbench.PostFormAsync(second, "/sign-in/code", "code", ("Form.Code", codes[0]));
        Assert.Equal(HttpStatusCode.BadRequest, used.StatusCode);

        // Nothing of it can be read from the database.
        await using var db = await own.Dbs.CreateDbContextAsync(Token);
        var stored = string.Join('\n', await db.Set<IdentityUserToken<Guid>>().Select(secret => secret.Value).ToListAsync(Token));
        Assert.DoesNotContain(key.Replace(" ", "", StringComparison.Ordinal), stored, StringComparison.Ordinal);
        Assert.DoesNotContain(codes[1], stored, StringComparison.Ordinal);

        using var kept = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-off", ("Form.Password", "wrong"));
        Assert.Contains("not your current password", await kept.AlertAsync(), StringComparison.Ordinal);
        using var off = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-off", ("Form.Password", ServedWorkbench.Password));
        Assert.Equal("/account?done=authenticator-off", off.PathAndQuery(own));
        Assert.Empty(await db.Set<IdentityUserToken<Guid>>().Where(secret => secret.Name == "AuthenticatorKey" || secret.Name == "RecoveryCodes").ToListAsync(Token));
        using var plain = await own.SignInAsAsync(email);
        Assert.Equal("200", await plain.LeadsToAsync("/account"));
    }

    [Fact]
    public async Task WrongCodes_MakeWait()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await workbench.SignInAsAsync(email);
        var key = (await ServedWorkbench.PageAsync(here, "/account/authenticator")).QuerySelector(".ch-key code")!.TextContent;
        using var on = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-on", ("Form.Code", Totp.Code(key)));
        using var visitor = workbench.Visitor();
        using var password = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", "sign-in", ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
        for (var i = 0; i < 5; i++) (await ServedWorkbench.PostFormAsync(visitor, "/sign-in/code", "code", ("Form.Code", "000000"))).Dispose();
        using var blocked = await ServedWorkbench.PostFormAsync(visitor, "/sign-in/code", "code", ("Form.Code", Totp.Code(key)));
        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
        Assert.Contains("Wait 10 minutes", await blocked.AlertAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Data_HoldEverythingAndNoSecret(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        using var client = await own.SignInAsAsync(email);
        using var named = await ServedWorkbench.PostFormAsync(client, "/account", "name", ("Name.Name", "Ines Duarte"));
        var account = await own.AccountAsync(email);
        await using (var db = await own.Dbs.CreateDbContextAsync(Token))
        {
            own.Services.GetRequiredService<Charthouse.Platform.Notifications.Notifications>().Add(db, account.Id, "mention", "You were told of it.", "account");
            db.Add(new NotificationPreference { Id = Guid.CreateVersion7(), AccountId = account.Id, Kind = "mention", Delivery = NotificationDelivery.Digest });
            await own.Services.GetRequiredService<MailQueue>().EnqueueAsync(db, email, "A subject", "What the mail says.");
            db.Add(new Comment { Id = Guid.CreateVersion7(), RecordKind = "role", RecordId = Guid.CreateVersion7(), AuthorId = account.Id, AuthorName = "Ines Duarte", WrittenAt = account.CreatedAt, Text = "What I wrote." });
            await db.SaveChangesAsync(Token);
        }

        var page = await ServedWorkbench.PageAsync(client, "/account/data");
        Assert.Equivalent((string[])["Account", "Roles", "Sessions", "Passkeys", "History about you", "History by you", "Shares of your activity", "Activity shared with you", "Your activity by week", "Measures you own", "Aims you own", "Cycles you own", "Pain points you reported, and voices you added", "Messages you wrote about them", "Surveys you own", "Requests you wrote", "Steps you took with requests", "Questions and answers about requests", "Scores you gave", "Decisions you prepared", "Ballots you may vote in", "Seats in committees", "Projects you own", "Checklist items", "Effects you confirmed", "Comments", "Mentions", "Attachments", "Notifications", "Choices of notifications", "Mails", "Saved views", "Tokens"], page.QuerySelectorAll("h2").Select(title => title.TextContent), strict: true);
        using var answer = await client.GetAsync(new Uri("/account/data.json", UriKind.Relative), Token);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        var text = await answer.Content.ReadAsStringAsync(Token);
        using var json = JsonDocument.Parse(text);
        Assert.Contains(json.RootElement.GetProperty("parts").EnumerateArray(), part => part.GetProperty("title").GetString() == "Sessions" && part.GetProperty("rows").GetArrayLength() == 1);
        Assert.All((string[])["Ines Duarte", "You were told of it.", "Digest", "What the mail says.", "What I wrote."], word => Assert.Contains(word, text, StringComparison.Ordinal));
        Assert.DoesNotContain((await own.AccountAsync(email)).PasswordHash!, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_SignsOutEverywhere_ButNeverTheLastAdministrator()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await workbench.SignInAsAsync(email);
        using var there = await workbench.SignInAsAsync(email);
        using var wrong = await ServedWorkbench.PostFormAsync(here, "/account/close", "close", ("Form.Password", "wrong"));
        Assert.Contains("not your current password", await wrong.AlertAsync(), StringComparison.Ordinal);
        using var closed = await ServedWorkbench.PostFormAsync(here, "/account/close", "close", ("Form.Password", ServedWorkbench.Password));
        Assert.Equal("/sign-in?notice=closed", closed.PathAndQuery(workbench));
        Assert.StartsWith("/sign-in", await there.LeadsToAsync("/account"), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));

        await using var own = await ServedWorkbench.StartAsync(isSetUp: false);
        using var administrator = await own.SignInAsync(BuiltInRoles.Administrator);
        using var refused = await ServedWorkbench.PostFormAsync(administrator, "/account/close", "close", ("Form.Password", ServedWorkbench.Password));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("the last administrator who can sign in", await refused.AlertAsync(), StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Closing_MeansWhatItMeansWhenAnAdministratorDoesIt(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        var id = (await own.AccountAsync(email)).Id;
        using var here = await own.SignInAsAsync(email);
        (await ServedWorkbench.PostFormAsync(here, "/account/close", "close", ("Form.Password", ServedWorkbench.Password))).Dispose();
        await using var db = await own.Dbs.CreateDbContextAsync(Token);
        var closed = await db.Set<Account>().SingleAsync(a => a.Id == id, Token);
        Assert.Equal((AccountState.Closed, null, null), (closed.State, closed.Email, closed.PasswordHash));
        Assert.Empty(await db.Set<AccountRole>().Where(r => r.AccountId == id).ToListAsync(Token));
        Assert.True((await own.Services.AddAccountAsync(email, "The same person", [BuiltInRoles.Clinician], Token)).Succeeded);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task OfTwoAdministratorsWhoCloseAtTheSameMoment_OneStays(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        using var one = await own.SignInAsync(BuiltInRoles.Administrator);
        // Neither of them is one who can sign in.
        await own.ChangeAsync(await own.CreateAccountAsync(BuiltInRoles.Administrator), account => account.EmailConfirmed = false);
        await own.ChangeAsync(await own.CreateAccountAsync(BuiltInRoles.Administrator), account => account.LockoutEnd = Account.UntilUnlocked);
        using (var refused = await ServedWorkbench.PostFormAsync(one, "/account/close", "close", ("Form.Password", ServedWorkbench.Password))) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        using var two = await own.SignInAsync(BuiltInRoles.Administrator);
        var both = await Task.WhenAll(new[] { one, two }.Select(client => ServedWorkbench.PostFormAsync(client, "/account/close", "close", ("Form.Password", ServedWorkbench.Password))));
        Assert.Single(both, answer => answer.StatusCode == HttpStatusCode.Redirect);
        Assert.Single(both, answer => answer.StatusCode == HttpStatusCode.Conflict);
        foreach (var answer in both) answer.Dispose();
    }

    [Fact]
    public async Task Email_IsChangedFromTheAccount_AndWrongPasswordsCount()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await workbench.SignInAsAsync(email);
        Assert.NotNull((await ServedWorkbench.PageAsync(here, "/account")).QuerySelector("main a[href='account/email']"));
        for (var i = 0; i < 10; i++) (await ServedWorkbench.PostFormAsync(here, "/account/email", "change-email", ("Form.Email", "new@example.org"), ("Form.Password", "wrong"))).Dispose();
        using var blocked = await ServedWorkbench.PostFormAsync(here, "/account/email", "change-email", ("Form.Email", "new@example.org"), ("Form.Password", ServedWorkbench.Password));
        Assert.Contains("The password was wrong too often.", await blocked.AlertAsync(), StringComparison.Ordinal);

        // Who has no password confirms with a passkey, and with nothing less.
        await workbench.ChangeAsync(email, account => account.PasswordHash = null);
        var page = await ServedWorkbench.PageAsync(here, "/account/email");
        Assert.Equal("get", page.QuerySelector("ch-passkey")!.GetAttribute("action"));
        Assert.Null(page.QuerySelector("input[type=password]"));
        foreach (var credential in (string[])["", "{}"])
        {
            using var unproven = await ServedWorkbench.PostFormAsync(here, "/account/email", "change-email", ("Form.Email", "new@example.org"), ("Form.Credential", credential));
            Assert.Contains("No passkey of yours confirmed it", await unproven.AlertAsync(), StringComparison.Ordinal);
        }

        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Empty(await db.Set<OutgoingMail>().ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Reset_OpensTheAccountAndNothingElseDoes(StoreKind kind)
    {
        await using var own = await ServedWorkbench.StartAsync(kind);
        var email = await own.CreateAccountAsync(BuiltInRoles.Clinician);
        using var here = await own.SignInAsAsync(email);
        var key = (await ServedWorkbench.PageAsync(here, "/account/authenticator")).QuerySelector(".ch-key code")!.TextContent;
        using var on = await ServedWorkbench.PostFormAsync(here, "/account/authenticator", "turn-on", ("Form.Code", Totp.Code(key)));
        await own.ChangeAsync(email, account => account.LockoutEnd = DateTimeOffset.MaxValue);
        var reset = await own.Services.ResetAccountAsync(email, Token);
        Assert.True(reset.Succeeded);
        Assert.StartsWith("/sign-in", await here.LeadsToAsync("/account"), StringComparison.Ordinal);
        using var again = await own.SignInAsAsync(email, reset.Value);
        Assert.Equal("200", await again.LeadsToAsync("/account"));
        Assert.Equal("access.email-unknown", (await own.Services.ResetAccountAsync("nobody@example.org", Token)).Problems[0].Code);
    }
}
