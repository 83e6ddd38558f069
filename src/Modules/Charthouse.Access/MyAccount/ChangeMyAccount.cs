using Charthouse.Access.Accounts;
using Charthouse.Access.SignIn;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.MyAccount;

/// <summary>Asks for the password again before something that a stranger at an open screen must not do.</summary>
internal sealed class ConfirmPassword(UserManager<Account> users, Attempts attempts)
{
    private static Problem TooMany(TimeSpan wait) => new("access.too-many-confirmations", ProblemKind.TooMany, $"The password was wrong too often. Wait {Attempts.Words(wait)}, then try again.", "Current");

    /// <summary>Why not; <c>null</c> when the password is right, or the account has none and is entered by passkey.</summary>
    public async Task<Problem?> RunAsync(Account account, string? password, CancellationToken cancellationToken)
    {
        if (account.PasswordHash is null) return null;
        var subject = account.Id.ToString();
        if (await attempts.BeginAsync("confirm", subject, allowed: 10, cancellationToken) is { } wait) return TooMany(wait);
        if (!await users.CheckPasswordAsync(account, password ?? "")) return AccountProblems.PasswordWrong;
        await attempts.ForgetAsync("confirm", subject, cancellationToken);
        return null;
    }
}

/// <summary>Changes the name that others see.</summary>
internal sealed class ChangeMyName(UserManager<Account> users)
{
    public async Task<Outcome<bool>> RunAsync(Guid accountId, string? name)
    {
        name = name?.Trim() ?? "";
        if (name.Length is 0 or > 200) return AccountProblems.NameMissing;
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        account.DisplayName = name;
        var saved = await users.UpdateAsync(account);
        return saved.Succeeded ? true : AccountProblems.From(saved);
    }
}

/// <summary>Changes the password; every other browser has to sign in again.</summary>
internal sealed class ChangeMyPassword(UserManager<Account> users, WorkbenchDb db, ConfirmPassword confirm, TimeProvider clock)
{
    public static readonly Problem NotTheSame = new("access.passwords-differ", ProblemKind.Invalid, "The two passwords differ. Type the same one twice.", "Again");

    public sealed class Form
    {
        public string? Current { get; set; }
        public string? New { get; set; }
        public string? Again { get; set; }
    }

    public async Task<Outcome<bool>> RunAsync(Actor actor, Form form, CancellationToken cancellationToken)
    {
        if (form.New != form.Again) return NotTheSame;
        var account = (await users.FindByIdAsync(actor.AccountId.ToString()!))!;
        if (await confirm.RunAsync(account, form.Current, cancellationToken) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var changed = account.PasswordHash is null ? await users.AddPasswordAsync(account, form.New ?? "") : await users.ChangePasswordAsync(account, form.Current ?? "", form.New ?? "");
        if (!changed.Succeeded) return AccountProblems.From(changed);
        await EndSessions.RunAsync(db, account.Id, actor.SessionId, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return true;
    }
}

/// <summary>Closes the own account for good.</summary>
internal sealed class CloseMyAccount(UserManager<Account> users, WorkbenchDb db, ConfirmPassword confirm, AccountCookie cookie, TimeProvider clock)
{
    public static readonly Problem LastAdministrator = new("access.only-administrator", ProblemKind.Conflict, "You are the last administrator who can sign in: others are invited, locked or deactivated, if there are any. Make somebody else an administrator first.");

    public async Task<Outcome<bool>> RunAsync(HttpContext context, Guid accountId, string? password)
    {
        var cancellationToken = context.RequestAborted;
        var account = (await users.FindByIdAsync(accountId.ToString()))!;
        if (await confirm.RunAsync(account, password, cancellationToken) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await Administrators.LoseAsync(db, accountId, cancellationToken) is not null) return LastAdministrator;
        db.Reason = "Closed by its owner.";
        await CloseAccount.RunAsync(db, account, clock.GetUtcNow(), cancellationToken);
        // Another administrator may be leaving at the same moment.
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } conflict) return conflict;
        await EndSessions.RunAsync(db, accountId, null, clock.GetUtcNow(), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cookie.SignOutAsync(context);
        return true;
    }
}

/// <summary>Ends one session of the own account, or all of them.</summary>
internal sealed class EndMySessions(IDbContextFactory<WorkbenchDb> dbs, AccountCookie cookie, TimeProvider clock)
{
    /// <param name="context">Request; its own cookie goes with its session.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="sessionId">The session; <c>null</c> for all.</param>
    public async Task RunAsync(HttpContext context, Actor actor, Guid? sessionId)
    {
        await using var db = await dbs.CreateDbContextAsync(context.RequestAborted);
        var now = clock.GetUtcNow();
        await db.Set<AccountSession>().Where(s => s.AccountId == actor.AccountId && s.EndedAt == null && (sessionId == null || s.Id == sessionId))
            .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), context.RequestAborted);
        if (sessionId is null || sessionId == actor.SessionId) await cookie.SignOutAsync(context);
    }
}
