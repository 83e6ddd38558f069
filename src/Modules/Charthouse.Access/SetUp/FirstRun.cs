using System.Security.Cryptography;
using Charthouse.Access.Accounts;
using Charthouse.Access.Passwords;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.SetUp;

/// <summary>Whether there is an account, and the code that makes the first one.</summary>
internal sealed class FirstRun(IDbContextFactory<WorkbenchDb> dbs, IDataProtectionProvider protection)
{
    private readonly IDataProtector protector = protection.CreateProtector("Charthouse.Access.SetUp");
    // Accounts are closed, never removed: once there is one, there always is.
    private volatile bool isDone;

    public async ValueTask<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        if (isDone) return true;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return isDone = await db.Set<Account>().AnyAsync(cancellationToken);
    }

    /// <summary>The code, made on first use; <c>null</c> when there is an account.</summary>
    public async Task<string?> CodeAsync(CancellationToken cancellationToken)
    {
        if (await IsDoneAsync(cancellationToken)) return null;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var row = await db.Set<SetUpCode>().SingleOrDefaultAsync(cancellationToken);
        if (row is not null && Read(row) is { } code) return code;
        code = GeneratedPassword.Make(4);
        // Keys that were lost took the old code with them.
        if (row is not null) row.Protected = protector.Protect(code);
        else db.Add(new SetUpCode { Id = SetUpCode.OnlyRow, Protected = protector.Protect(code) });
        // Another process that starts at the same moment may have been faster: then its code is the code.
        if (await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is null) return code;
        await using var again = await dbs.CreateDbContextAsync(cancellationToken);
        return await again.Set<SetUpCode>().SingleOrDefaultAsync(cancellationToken) is { } theirs ? Read(theirs) : null;
    }

    /// <summary>What the row holds; <c>null</c> when the keys that protected it are gone.</summary>
    public string? Read(SetUpCode row)
    {
        try
        {
            return protector.Unprotect(row.Protected);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
