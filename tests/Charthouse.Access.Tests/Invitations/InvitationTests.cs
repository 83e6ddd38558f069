using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Invitations;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Charthouse.Access.Tests.Invitations;

/// <summary>Links in mails: invitation, reset, new address. Over HTTP.</summary>
public sealed class InvitationTests : IAsyncLifetime
{
    private const string NewPassword = "another long password";
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Invited_ChoosesAPassword_Once_AndSignsIn()
    {
        var link = await InviteAsync("ada@example.org");
        using var visitor = workbench.Visitor();
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync("ada@example.org", NewPassword));

        using (var tooShort = await ChooseAsync(visitor, link, "short", "short")) Assert.Contains("The password is too short.", await tooShort.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (var differs = await ChooseAsync(visitor, link, NewPassword, "something else entirely")) Assert.Contains("The two passwords differ.", await differs.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using (var done = await ChooseAsync(visitor, link, NewPassword, NewPassword)) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        using var person = await workbench.SignInAsAsync("ada@example.org", NewPassword);
        Assert.Contains("was used already", (await ServedWorkbench.PageAsync(visitor, link)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invitation_IsReplacedByANewerOne()
    {
        var old = await InviteAsync("grace@example.org");
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        (await ServedWorkbench.PostFormAsync(administrator, $"/accounts/{await IdAsync("grace@example.org")}", "invite-again")).Dispose();
        using var visitor = workbench.Visitor();
        Assert.Empty((await ServedWorkbench.PageAsync(visitor, old)).QuerySelectorAll("form[method=post]"));
        Assert.Single((await ServedWorkbench.PageAsync(visitor, await LinkToAsync("grace@example.org"))).QuerySelectorAll("form[method=post]"));
    }

    [Fact]
    public async Task Invitation_EndsWithItsTime()
    {
        Assert.Equal(TimeSpan.FromDays(7), workbench.Services.GetRequiredService<IOptions<InvitationOptions>>().Value.TokenLifespan);
        var link = await InviteAsync("late@example.org");
        workbench.Services.GetRequiredService<IOptions<InvitationOptions>>().Value.TokenLifespan = TimeSpan.Zero;
        using var visitor = workbench.Visitor();
        Assert.Contains("older than seven days", (await ServedWorkbench.PageAsync(visitor, link)).Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invite_SaysWhatIsWrong()
    {
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using (var nothing = await ServedWorkbench.PostFormAsync(administrator, "/accounts/invite", ("Form.Email", "not an address"), ("Form.Name", " ")))
        {
            var text = ServedWorkbench.Parse(await nothing.Content.ReadAsStringAsync(Token)).Body!.TextContent;
            Assert.Contains("This is not an e-mail address.", text, StringComparison.Ordinal);
            Assert.Contains("Write the name that others are to see.", text, StringComparison.Ordinal);
            Assert.Contains("Choose at least one role", text, StringComparison.Ordinal);
        }

        await InviteAsync("twice@example.org");
        using var again = await ServedWorkbench.PostFormAsync(administrator, "/accounts/invite", ("Form.Email", "Twice@Example.org"), ("Form.Name", "Twice"), ("role", await RoleAsync(BuiltInRoles.Clinician)));
        var document = ServedWorkbench.Parse(await again.Content.ReadAsStringAsync(Token));
        Assert.Contains("There is already an account with this e-mail address.", document.Body!.TextContent, StringComparison.Ordinal);
        // Nothing typed is lost.
        Assert.Equal("Twice", document.QuerySelector("input[name='Form.Name']")!.GetAttribute("value"));
        Assert.Single(document.QuerySelectorAll("input[name=role][checked]"));
    }

    [Fact]
    public async Task Reset_EndsAllSessions_AndItsLinkWorksOnce()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        using var elsewhere = await workbench.SignInAsAsync(email);
        using var visitor = workbench.Visitor();
        (await ServedWorkbench.PostFormAsync(visitor, "/forgot-password", ("Form.Email", email))).Dispose();
        var link = await LinkToAsync(email);
        using (var done = await ChooseAsync(visitor, link, NewPassword, NewPassword)) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        using var ended = await elsewhere.GetAsync(new Uri("/definitions", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));
        (await workbench.SignInAsAsync(email, NewPassword)).Dispose();
        Assert.Contains("was used already", (await ServedWorkbench.PageAsync(visitor, link)).Body!.TextContent, StringComparison.Ordinal);
        // A link for one purpose is no link for the other.
        Assert.Empty((await ServedWorkbench.PageAsync(visitor, link.Replace("/reset-password", "/invitation", StringComparison.Ordinal))).QuerySelectorAll("form[method=post]"));
    }

    [Fact]
    public async Task ForgotPassword_AnswersAlike_AndWritesOneMailInTwoMinutes()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        List<string> answers = [];
        foreach (var address in (string[])[email, "nobody@example.org", email])
        {
            using var answer = await ServedWorkbench.PostFormAsync(visitor, "/forgot-password", ("Form.Email", address));
            answers.Add($"{answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([email], await db.Set<OutgoingMail>().Select(m => m.To).ToListAsync(Token));
    }

    [Fact]
    public async Task ForgotPassword_TakesTheSameTime_WithAndWithoutAnAccount()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        foreach (var address in (string[])["nobody@example.org", email])
        {
            var started = TimeProvider.System.GetTimestamp();
            (await ServedWorkbench.PostFormAsync(visitor, "/forgot-password", ("Form.Email", address))).Dispose();
            Assert.True(TimeProvider.System.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(490));
        }
    }

    [Fact]
    public async Task Links_NeverFollowTheHostOfTheRequest()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        visitor.DefaultRequestHeaders.Host = "evil.example";
        (await ServedWorkbench.PostFormAsync(visitor, "/forgot-password", ("Form.Email", email))).Dispose();
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.StartsWith(workbench.Address.AbsoluteUri + "reset-password?account=", (await db.Set<OutgoingMail>().SingleAsync(Token)).SecretLink, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NewAddress_HoldsOnlyWhenConfirmedThere()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var person = await workbench.SignInAsAsync(email);
        using (var wrong = await ServedWorkbench.PostFormAsync(person, "/account/email", ("Form.Email", "new@example.org"), ("Form.Password", "wrong")))
            Assert.Contains("This is not your current password.", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        (await ServedWorkbench.PostFormAsync(person, "/account/email", ("Form.Email", "new@example.org"), ("Form.Password", ServedWorkbench.Password))).Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync("new@example.org"));
        using var visitor = workbench.Visitor();
        var link = await LinkToAsync("new@example.org");
        using (var done = await ServedWorkbench.PostFormAsync(visitor, link)) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        (await workbench.SignInAsAsync("new@example.org")).Dispose();
        await Assert.ThrowsAsync<InvalidOperationException>(() => workbench.SignInAsAsync(email));
        using var again = await ServedWorkbench.PostFormAsync(visitor, link);
        Assert.Contains("This link was used already", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Single(await db.Set<OutgoingMail>().Where(m => m.To == email).ToListAsync(Token));
    }

    private static Task<HttpResponseMessage> ChooseAsync(HttpClient client, string link, string password, string again) => ServedWorkbench.PostFormAsync(client, link, ("Form.Password", password), ("Form.Again", again));

    // An account sees the figures of its person: whoever invites must not choose where the link goes.
    [Fact]
    public async Task Invitation_OfSomebodyInTheLog_GoesToTheAddressOfTheRecordOnly()
    {
        Guid inTheLog = Guid.CreateVersion7(), elsewhere = Guid.CreateVersion7();
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.AddRange(new Person { Id = inTheLog, Name = "Nora Lind", Email = "nora@harbor.example", LogUser = "U1" }, new Person { Id = elsewhere, Name = "Olav Berg", Email = "olav@harbor.example" });
            Assert.Null(await db.TrySaveAsync(null, null, Token));
        }

        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using (var refused = await InvitePersonAsync("somewhere.else@harbor.example", inTheLog))
            Assert.Contains("goes only to the address that stands in the person", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        using (var invited = await InvitePersonAsync("Nora@harbor.example", inTheLog)) Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        using (var invited = await InvitePersonAsync("somewhere.else@harbor.example", elsewhere)) Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);

        async Task<HttpResponseMessage> InvitePersonAsync(string email, Guid person) => await ServedWorkbench.PostFormAsync(
            administrator, "/accounts/invite", ("Form.Email", email), ("Form.Name", "Invited"), ("Form.PersonId", person.ToString()), ("role", await RoleAsync(BuiltInRoles.Clinician)));
    }

    private async Task<string> InviteAsync(string email)
    {
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var invited = await ServedWorkbench.PostFormAsync(administrator, "/accounts/invite", ("Form.Email", email), ("Form.Name", "Invited"), ("role", await RoleAsync(BuiltInRoles.Clinician)));
        Assert.Equal(HttpStatusCode.Redirect, invited.StatusCode);
        return await LinkToAsync(email);
    }

    private async Task<string> LinkToAsync(string email)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var mail = await db.Set<OutgoingMail>().Where(m => m.To == email).OrderByDescending(m => m.Id).FirstAsync(Token);
        Assert.DoesNotContain(mail.SecretLink!, mail.Text, StringComparison.Ordinal);
        return new Uri(mail.SecretLink!).PathAndQuery;
    }

    private async Task<Guid> IdAsync(string email)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Token);
    }

    private async Task<string> RoleAsync(string name)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return (await db.Set<Role>().Where(r => r.Name == name).Select(r => r.Id).SingleAsync(Token)).ToString();
    }
}
