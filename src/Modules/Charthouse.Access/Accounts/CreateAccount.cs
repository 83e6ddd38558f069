using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Accounts;

/// <summary>Makes an account with a password and roles.</summary>
internal sealed class CreateAccount(IServiceScopeFactory scopes, TimeProvider clock)
{
    /// <param name="email">E-mail address; also the name to sign in with.</param>
    /// <param name="displayName">Name that others see.</param>
    /// <param name="password">Password.</param>
    /// <param name="roles">Names of roles.</param>
    /// <param name="personId">The person of the directory, if it is one.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(string email, string displayName, string password, IReadOnlyList<string> roles, Guid? personId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
        var db = scope.ServiceProvider.GetRequiredService<WorkbenchDb>();
        // The account and its roles are one change.
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var added = await AddAsync(users, db, email, displayName, password, roles, personId, clock.GetUtcNow(), cancellationToken);
        if (added.Succeeded) await transaction.CommitAsync(cancellationToken);
        return added;
    }

    /// <summary>Adds an account with its roles inside the caller's transaction; one without a password is entered by passkey, or by one click in a demo.</summary>
    public static async Task<Outcome<Guid>> AddAsync(UserManager<Account> users, WorkbenchDb db, string email, string displayName, string? password, IReadOnlyList<string> roles, Guid? personId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        email = email.Trim();
        displayName = displayName.Trim();
        if (displayName.Length is 0 or > 200) return AccountProblems.NameMissing;
        var ids = await db.Set<Role>().Where(r => roles.Contains(r.Name)).Select(r => r.Id).ToListAsync(cancellationToken);
        if (ids.Count != roles.Distinct(StringComparer.Ordinal).Count()) return AccountProblems.RoleUnknown;
        var account = new Account { Id = Guid.CreateVersion7(), DisplayName = displayName, PersonId = personId, CreatedAt = now, UserName = email, Email = email, EmailConfirmed = true };
        var created = password is null ? await users.CreateAsync(account) : await users.CreateAsync(account, password);
        if (!created.Succeeded) return AccountProblems.From(created);
        db.AddRange(ids.Select(id => new AccountRole { Id = Guid.CreateVersion7(), AccountId = account.Id, RoleId = id }));
        await db.SaveChangesAsync(cancellationToken);
        return account.Id;
    }
}
