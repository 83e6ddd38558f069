using Charthouse.Access.Accounts;
using Charthouse.Platform.History;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Stores.Conformance.History;

/// <summary>History is written with the change, on both stores.</summary>
public sealed class HistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Chain_HoldsFromTheFirstEntryOn(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await workbench.CreateAccountAsync("clinician");
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().OrderBy(e => e.Sequence).ToListAsync(Token);
        var hash = "";
        Assert.NotEmpty(entries);
        Assert.All(entries, (entry, index) =>
        {
            Assert.Equal(index + 1, entry.Sequence);
            Assert.Equal(hash = entry.HashAfter(hash), entry.Hash);
        });
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Account_LeavesNoPasswordInItsHistory(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false);
        var email = await workbench.CreateAccountAsync("clinician");
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var hash = await db.Set<Account>().Where(a => a.Email == email).Select(a => a.PasswordHash).SingleAsync(Token);
        var created = await db.Set<HistoryEntry>().Where(e => e.Kind == "account" && e.Change == HistoryChange.Created && e.Field == null).SingleAsync(Token);
        Assert.Contains(email, created.After, StringComparison.Ordinal);
        Assert.DoesNotContain(hash!, created.After, StringComparison.Ordinal);
    }
}
