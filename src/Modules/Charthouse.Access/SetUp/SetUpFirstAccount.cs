using System.Security.Cryptography;
using System.Text;
using Charthouse.Access.Accounts;
using Charthouse.Access.SignIn;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.SetUp;

/// <summary>Makes the first administrator, for whoever can read the console of the server, and signs them in.</summary>
internal sealed class SetUpFirstAccount(UserManager<Account> users, WorkbenchDb db, FirstRun firstRun, Attempts attempts, AccountCookie cookie, TimeProvider clock)
{
    private const string What = "set-up";

    public static readonly Problem WrongCode = new("access.set-up-code-wrong", ProblemKind.Invalid, "This is not the code. It stands in the terminal where Charthouse was started, or in the log of its service.", "Code");
    public static readonly Problem Done = new("access.set-up-done", ProblemKind.Conflict, "Charthouse is set up already. Sign in instead.");

    private static Problem TooMany(TimeSpan wait) => new("access.too-many-set-up-codes", ProblemKind.TooMany, $"There were too many wrong codes. Wait {Attempts.Words(wait)}, then try again.", "Code");

    public sealed class Form
    {
        public string? Code { get; set; }
        public string? Name { get; set; }
        public string? Email { get; set; }
        public string? Password { get; set; }
    }

    public async Task<Outcome<Guid>> RunAsync(HttpContext context, Form form)
    {
        var cancellationToken = context.RequestAborted;
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await attempts.BeginAsync(What, address, allowed: 5, cancellationToken) is { } wait) return TooMany(wait);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await db.Set<SetUpCode>().SingleOrDefaultAsync(cancellationToken) is not { } row) return Done;
        if (firstRun.Read(row) is not { } code || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Plain(code)), Encoding.UTF8.GetBytes(Plain(form.Code ?? "")))) return WrongCode;

        db.Reason = "Set up with the code of the console.";
        // Of two who send the code at the same moment, only one finds the row to remove.
        db.Remove(row);
        if (await db.TrySaveAsync(null, Done, cancellationToken) is { } taken) return taken;
        var added = await CreateAccount.AddAsync(users, db, form.Email ?? "", form.Name ?? "", form.Password ?? "", [BuiltInRoles.Administrator], null, clock.GetUtcNow(), cancellationToken);
        if (!added.Succeeded) return added;
        await transaction.CommitAsync(cancellationToken);
        // Only now: counting has a connection of its own, and would wait for this transaction.
        await attempts.ForgetAsync(What, address, cancellationToken);
        await cookie.SignInAsync(context, (await users.FindByIdAsync(added.Value.ToString()))!, isPersistent: false);
        return added;
    }

    private static string Plain(string code) => new([.. code.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);
}
