using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charthouse.Access.Accounts;
using Charthouse.Access.Organisation;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
using Charthouse.Access.Tokens;
using Charthouse.Access.Views;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.MyAccount;

/// <summary>Everything that is stored about the owner of an account, from every module that registered an <see cref="IPersonalData"/>.</summary>
internal sealed class MyPersonalData(IEnumerable<IPersonalData> sources, TimeProvider clock)
{
    // Umlauts stay what they are: people read this file too.
    private static readonly JsonSerializerOptions readable = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public sealed record Data(DateTimeOffset MadeAt, IReadOnlyList<PersonalDataPart> Parts);

    public async Task<Data> RunAsync(Actor actor, CancellationToken cancellationToken)
    {
        List<PersonalDataPart> parts = [];
        foreach (var source in sources) parts.AddRange(await source.OfAsync(actor.AccountId!.Value, actor.PersonId, cancellationToken));
        return new Data(clock.GetUtcNow(), parts);
    }

    public static async Task<FileContentHttpResult> GetJsonAsync(MyPersonalData useCase, CurrentActor actor, CancellationToken cancellationToken) =>
        TypedResults.File(JsonSerializer.SerializeToUtf8Bytes(await useCase.RunAsync(actor.Now, cancellationToken), readable), "application/json", "charthouse-my-data.json");
}

/// <summary>What Access stores: the account with what belongs to it, the person, and what was said to both.</summary>
internal sealed class AccessPersonalData(IDbContextFactory<WorkbenchDb> dbs) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var account = await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Id == accountId, cancellationToken);
        var roles = await (from held in db.Set<AccountRole>() join role in db.Set<Role>() on held.RoleId equals role.Id where held.AccountId == accountId orderby role.Title select role.Title).ToListAsync(cancellationToken);
        var sessions = await db.Set<AccountSession>().AsNoTracking().Where(s => s.AccountId == accountId).OrderByDescending(s => s.StartedAt).ToListAsync(cancellationToken);
        var passkeys = await db.Set<AccountPasskey>().AsNoTracking().Where(p => p.AccountId == accountId).OrderBy(p => p.CreatedAt).ToListAsync(cancellationToken);
        var person = personId is null ? null : await db.Set<Person>().AsNoTracking().SingleOrDefaultAsync(p => p.Id == personId, cancellationToken);
        List<PersonalDataPart> parts =
        [
            new("Account", "Lets you in. When it is closed, the name and the history stay.",
            [
                Row(("Name", account.DisplayName), ("E-mail address", account.Email), ("Made", At(account.CreatedAt)), ("Closed", At(account.DeactivatedAt)),
                    ("Password", account.PasswordHash is null ? "none" : "set; only a hash of it is stored"), ("Authenticator app", account.TwoFactorEnabled ? "on; its key is stored protected" : "off")),
            ]),
            new("Roles", "What you may see and do.", [.. roles.Select(role => Row(("Role", role)))]),
            new("Sessions", "Browsers that were signed in, so that you can end them.", [.. sessions.Select(s => Row(("Device", s.Device), ("Started", At(s.StartedAt)), ("Last seen", At(s.SeenAt)), ("Ended", At(s.EndedAt))))]),
            new("Passkeys", "The public halves of your passkeys. The secret halves never leave your devices.", [.. passkeys.Select(p => Row(("Name", p.Name), ("Made", At(p.CreatedAt)), ("Id", p.CredentialId)))]),
        ];
        if (person is not null)
        {
            parts.Add(new("Person", "Your entry in the directory of people.", [Row(("Name", person.Name), ("E-mail address", person.Email), ("User id in the audit log", person.LogUser))]));
            var assignments = await (from assignment in db.Set<Assignment>()
                                     join unit in db.Set<Unit>() on assignment.UnitId equals unit.Id
                                     where assignment.PersonId == person.Id
                                     orderby assignment.ValidFrom
                                     select new { assignment.Role, assignment.Specialty, unit.Name, assignment.ValidFrom, assignment.ValidTo }).ToListAsync(cancellationToken);
            parts.Add(new("Assignments", "What you are in the hospital, and where. They stay after their end, so that figures of then can be told.",
                [.. assignments.Select(a => Row(("Role", a.Role), ("Specialty", a.Specialty), ("In", a.Name), ("From", On(a.ValidFrom)), ("Until", On(a.ValidTo))))]));
        }

        parts.AddRange(await MessagesAsync(db, account, person, cancellationToken));
        var views = await db.Set<SavedView>().AsNoTracking().Where(v => v.AccountId == accountId).OrderBy(v => v.Page).ThenBy(v => v.Name).ToListAsync(cancellationToken);
        parts.Add(new("Saved views", "Filters that you saved under a name.", [.. views.Select(v => Row(("Name", v.Name), ("Page", v.Page), ("Filters", v.Query), ("Archived", At(v.ArchivedAt))))]));
        var tokens = await db.Set<ApiToken>().AsNoTracking().Where(t => t.CreatedBy == accountId).OrderBy(t => t.CreatedAt).ToListAsync(cancellationToken);
        parts.Add(new("Tokens", "Keys for machines that you made. They belong to the installation.", [.. tokens.Select(t => Row(("Name", t.Name), ("Made", At(t.CreatedAt)), ("Ends", At(t.ExpiresAt)), ("Revoked", At(t.RevokedAt))))]));
        return parts;
    }

    // What Charthouse told the person, and how the person wants to be told.
    private static async Task<IEnumerable<PersonalDataPart>> MessagesAsync(WorkbenchDb db, Account account, Person? person, CancellationToken cancellationToken)
    {
        var notifications = await db.Set<Notification>().AsNoTracking().Where(n => n.AccountId == account.Id).OrderByDescending(n => n.CreatedAt).ThenByDescending(n => n.Id).ToListAsync(cancellationToken);
        var choices = await db.Set<NotificationPreference>().AsNoTracking().Where(p => p.AccountId == account.Id).OrderBy(p => p.Kind).ToListAsync(cancellationToken);
        List<string> addresses = [.. new[] { account.Email, person?.Email }.OfType<string>().Distinct(StringComparer.Ordinal)];
        var mails = await db.Set<OutgoingMail>().AsNoTracking().Where(m => addresses.Contains(m.To)).OrderByDescending(m => m.CreatedAt).ThenByDescending(m => m.Id).ToListAsync(cancellationToken);
        return
        [
            new("Notifications", "What you were told in the application.", [.. notifications.Select(n => Row(("When", At(n.CreatedAt)), ("Kind", n.Kind), ("Text", n.Text), ("Read", At(n.ReadAt)), ("Mailed", At(n.MailedAt))))]),
            new("Choices of notifications", "How you want to hear of each kind of thing, where you have chosen.", [.. choices.Select(p => Row(("Kind", p.Kind), ("Choice", p.Delivery.ToString())))]),
            new("Mails", "Mails to your address. Links that only their receiver may see are left out.", [.. mails.Select(m => Row(("When", At(m.CreatedAt)), ("To", m.To), ("Subject", m.Subject), ("Text", m.Text), ("State", m.State.ToString()), ("Sent", At(m.SentAt))))]),
        ];
    }

    private static string? On(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? At(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
