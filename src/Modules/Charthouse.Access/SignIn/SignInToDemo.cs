using Charthouse.Access.Accounts;
using Charthouse.Access.People;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.SignIn;

/// <summary>Signs in to an account of a demo with one click. Elsewhere there are none, whatever is posted.</summary>
internal sealed class SignInToDemo(UserManager<Account> users, AccountCookie cookie, AccessSettings settings, TimeProvider clock)
{
    public static readonly Problem NotADemo = new("access.not-a-demo", ProblemKind.NotFound, "There is no such account. Sign in with your own.");

    public async Task<Outcome<SignInStep>> RunAsync(HttpContext context, DemoAccount demo)
    {
        if (!settings.DemoAccounts.Contains(demo) || await users.FindByNameAsync(demo.Email) is not { } account) return NotADemo;
        if (SignInWithPassword.Refuse(account, clock.GetUtcNow()) is { } refused) return refused;
        await cookie.SignInAsync(context, account, isPersistent: false);
        return SignInStep.Done;
    }
}

/// <summary>Makes the accounts of a demo, with their people; those that are there stay as they are.</summary>
internal sealed class MakeDemoAccounts(IServiceScopeFactory scopes, TimeProvider clock)
{
    public async Task RunAsync(IReadOnlyList<DemoAccount> accounts, CancellationToken cancellationToken)
    {
        foreach (var demo in accounts)
        {
            await using var scope = scopes.CreateAsyncScope();
            var users = scope.ServiceProvider.GetRequiredService<UserManager<Account>>();
            var db = scope.ServiceProvider.GetRequiredService<WorkbenchDb>();
            if (await users.FindByNameAsync(demo.Email) is not null) continue;
            db.Reason = "Made for the demo.";
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            var person = !demo.IsPerson ? null : await db.Set<Person>().FirstOrDefaultAsync(p => p.Email == demo.Email || (demo.LogUser != null && p.LogUser == demo.LogUser), cancellationToken);
            if (demo.IsPerson && person is null) db.Add(person = new Person { Id = Guid.CreateVersion7(), Name = demo.Name, Email = demo.Email, LogUser = demo.LogUser });
            var added = await CreateAccount.AddAsync(users, db, demo.Email, demo.Name, null, [demo.Role], person?.Id, clock.GetUtcNow(), cancellationToken);
            if (!added.Succeeded) throw new InvalidOperationException($"{demo.Email}: {added.Problems[0].Message}");
            await transaction.CommitAsync(cancellationToken);
        }
    }
}
