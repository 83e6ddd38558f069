using System.Net;
using System.Text;
using Charthouse.Access.Accounts;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Access.Roles;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.People;

/// <summary>Nobody opens somebody's figures alone: every way there, over HTTP.</summary>
public sealed class FourEyesTests
{
    private const string Refused = "So somebody else has to do this.";
    private const string Victim = "nora@harbor.example";
    private const string Mine = "mine@elsewhere.example";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task WhoSetTheAddress_DoesNotInvite_AndEverybodyIsTold(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var nora = await AddAsync(workbench, "Nora Lind", Victim, "U1");
        using var one = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var officer = await workbench.CreateAccountAsync(BuiltInRoles.Administrator);
        using var other = await workbench.SignInAsAsync(officer);
        await EditAsync(one, nora, Mine, "U1");

        Assert.Contains(Refused, await InviteAsync(workbench, one, Mine, nora.ToString()), StringComparison.Ordinal);
        // The person is found by the address too.
        Assert.Contains(Refused, await InviteAsync(workbench, one, Mine, ""), StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([Victim], await db.Set<OutgoingMail>().Select(m => m.To).ToListAsync(Token));
        var told = await db.Set<Notification>().Where(n => n.Kind == LinkNotice.Kind.Name).ToListAsync(Token);
        Assert.Contains(told, notification => notification.Text == "Test administrator changed the e-mail address of Nora Lind, who is in the audit log.");
        Assert.Equal(3, told.Count);

        Assert.Equal("", await InviteAsync(workbench, other, Mine, nora.ToString()));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhoSetTheLink_DoesNotInvite(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var nora = await AddAsync(workbench, "Nora Lind", Victim, "U1");
        using var one = await workbench.SignInAsync(BuiltInRoles.Administrator);
        await EditAsync(one, nora, Victim, "");
        (await ServedWorkbench.PostFormAsync(one, "/people/new", "person", ("Form.Name", "Max Muster"), ("Form.Email", Mine), ("Form.LogUser", "U1"))).Dispose();
        Assert.Contains(Refused, await InviteAsync(workbench, one, Mine, ""), StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([Victim], await db.Set<OutgoingMail>().Select(m => m.To).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhoGaveTheAccount_DoesNotSetTheLink_NorByFile(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var max = await AddAsync(workbench, "Max Muster", Mine, null);
        using var one = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var other = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.Equal("", await InviteAsync(workbench, one, Mine, max.ToString()));
        using (var refused = await PostEditAsync(one, max, Mine, "U1")) Assert.Contains("somebody else has to set it", await refused.AlertAsync(), StringComparison.Ordinal);

        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var inviter = await db.Set<Charthouse.Platform.History.HistoryEntry>().Where(e => e.Kind == "account" && e.ActorId != null && e.Field == null && e.ActorName == "Test administrator").Select(e => e.ActorId).FirstAsync(Token);
        using (workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(inviter, null, "Test administrator", new HashSet<string>())))
        {
            var imported = await workbench.Services.GetRequiredService<ImportPeople>().RunAsync("people.csv", Encoding.UTF8.GetBytes($"email,log_user\n{Mine},U1\n"), isDryRun: false, Token);
            Assert.Equal(PersonProblems.AccountGiven.Message, Assert.Single(imported.Value.Issues).Reason);
        }

        using (var done = await PostEditAsync(other, max, Mine, "U1")) Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ASecondAccountOfOnesOwn_IsNoSecondPerson_ForTwoWeeks(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var nora = await AddAsync(workbench, "Nora Lind", Victim, "U1");
        using var one = await workbench.SignInAsync(BuiltInRoles.Administrator);
        await EditAsync(one, nora, Mine, "U1");
        Assert.Equal("", await InviteAsync(workbench, one, "second@elsewhere.example", InviteNobody, BuiltInRoles.Administrator));
        await workbench.ChangeAsync("second@elsewhere.example", account => (account.EmailConfirmed, account.PasswordHash) = (true, new Microsoft.AspNetCore.Identity.PasswordHasher<Account>().HashPassword(account, ServedWorkbench.Password)));
        using var second = await workbench.SignInAsAsync("second@elsewhere.example");
        Assert.Contains(Refused, await InviteAsync(workbench, second, Mine, nora.ToString()), StringComparison.Ordinal);

        var puppet = new Actor((await workbench.AccountAsync("second@elsewhere.example")).Id, null, "Second", new HashSet<string>());
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var person = await db.Set<Person>().SingleAsync(p => p.Id == nora, Token);
        var now = TimeProvider.System.GetUtcNow();
        Assert.NotNull(await FourEyes.MayGiveAccountAsync(db, person, puppet, now.AddDays(13), Token));
        Assert.Null(await FourEyes.MayGiveAccountAsync(db, person, puppet, now.AddDays(15), Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task AnAddressOfSomebodyInTheLog_IsNotTurnedByOneAdministrator(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var nora = await AddAsync(workbench, "Nora Lind", Victim, "U1");
        // The operator makes it: the account belongs to who has the address.
        Assert.True((await workbench.Services.AddAccountAsync(Victim, "Nora Lind", [BuiltInRoles.Clinician], Token)).Succeeded);
        var account = await workbench.AccountAsync(Victim);
        Assert.Equal(nora, account.PersonId);
        using var one = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var other = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using (var elsewhere = await ServedWorkbench.PostFormAsync(one, $"/accounts/{account.Id}", "email", ("email", Mine))) Assert.Contains("only the address that stands in the person", WebUtility.HtmlDecode(await elsewhere.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        await EditAsync(one, nora, Mine, "U1");
        using (var alone = await ServedWorkbench.PostFormAsync(one, $"/accounts/{account.Id}", "email", ("email", Mine))) Assert.Contains(Refused, await alone.AlertAsync(), StringComparison.Ordinal);
        using var done = await ServedWorkbench.PostFormAsync(other, $"/accounts/{account.Id}", "email", ("email", Mine));
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
    }

    private const string InviteNobody = Charthouse.Access.Invitations.InviteAccount.NoPerson;

    private static async Task<Guid> AddAsync(ServedWorkbench workbench, string name, string email, string? logUser) => (await workbench.Services.GetRequiredService<AddPerson>().RunAsync(name, email, logUser, null, Token)).Value;

    private static Task<HttpResponseMessage> PostEditAsync(HttpClient client, Guid person, string email, string logUser) =>
        ServedWorkbench.PostFormAsync(client, $"/people/{person}/edit", "person", ("Form.Email", email), ("Form.LogUser", logUser));

    private static async Task EditAsync(HttpClient client, Guid person, string email, string logUser)
    {
        using var edited = await PostEditAsync(client, person, email, logUser);
        Assert.Equal(HttpStatusCode.Redirect, edited.StatusCode);
    }

    // What the page refuses; nothing when it invites.
    private static async Task<string> InviteAsync(ServedWorkbench workbench, HttpClient client, string email, string person, string role = BuiltInRoles.Clinician)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var id = await db.Set<Role>().Where(r => r.Name == role).Select(r => r.Id).SingleAsync(Token);
        using var answer = await ServedWorkbench.PostFormAsync(client, "/accounts/invite", ("Form.Email", email), ("Form.Name", "Invited"), ("Form.PersonId", person), ("role", id.ToString()));
        return answer.StatusCode == HttpStatusCode.Redirect ? "" : await answer.AlertAsync();
    }
}
