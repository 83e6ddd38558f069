using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charthouse.Access.Accounts;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
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

/// <summary>What Access stores: the account, its roles, sessions and passkeys, and the person.</summary>
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
            new("Account", "Lets you in. It stays when it is closed, because history names it.",
            [
                Row(("Name", account.DisplayName), ("E-mail address", account.Email), ("Made", At(account.CreatedAt)), ("Closed", At(account.DeactivatedAt)),
                    ("Password", account.PasswordHash is null ? "none" : "set; only a hash of it is stored"), ("Authenticator app", account.TwoFactorEnabled ? "on; its key is stored protected" : "off")),
            ]),
            new("Roles", "What you may see and do.", [.. roles.Select(role => Row(("Role", role)))]),
            new("Sessions", "Browsers that were signed in, so that you can end them.", [.. sessions.Select(s => Row(("Device", s.Device), ("Started", At(s.StartedAt)), ("Last seen", At(s.SeenAt)), ("Ended", At(s.EndedAt))))]),
            new("Passkeys", "The public halves of your passkeys. The secret halves never leave your devices.", [.. passkeys.Select(p => Row(("Name", p.Name), ("Made", At(p.CreatedAt)), ("Id", p.CredentialId)))]),
        ];
        if (person is not null)
            parts.Add(new("Person", "Your entry in the directory of people.", [Row(("Name", person.Name), ("E-mail address", person.Email), ("User id in the audit log", person.LogUser))]));
        return parts;
    }

    private static string? At(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
