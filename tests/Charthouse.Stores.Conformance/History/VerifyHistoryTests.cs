using Charthouse.Access.People;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.History;

/// <summary>Whatever somebody with the database does to the chain, its verification sees it, on both stores.</summary>
public sealed class VerifyHistoryTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Chain_IsWholeUntilSomebodyTampersWithIt(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var verify = workbench.Services.GetRequiredService<VerifyHistory>();
        await AddPeopleAsync(workbench, 12);
        var whole = await verify.RunAsync(null, Token);
        Assert.Null(whole.FirstFault);
        Assert.Equal(whole.EntryCount, whole.HeadSequence);
        Assert.True((await verify.RunAsync(whole.HeadHash.ToUpperInvariant(), Token)).IsWhole);
        var last = whole.HeadSequence;
        var middle = last - 5;

        // Every field of an entry.
        await TamperAsync(middle, set => set.SetProperty(e => e.ActorName, "Somebody else"));
        await TamperAsync(middle, set => set.SetProperty(e => e.ActorId, Guid.CreateVersion7()));
        var instant = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await TamperAsync(middle, set => set.SetProperty(e => e.At, instant));
        await TamperAsync(middle, set => set.SetProperty(e => e.Kind, "role"));
        await TamperAsync(middle, set => set.SetProperty(e => e.RecordId, Guid.CreateVersion7()));
        await TamperAsync(middle, set => set.SetProperty(e => e.PartId, Guid.CreateVersion7()));
        await TamperAsync(middle, set => set.SetProperty(e => e.Change, HistoryChange.Removed));
        await TamperAsync(middle, set => set.SetProperty(e => e.Field, "Name"));
        await TamperAsync(middle, set => set.SetProperty(e => e.Before, "before"));
        await TamperAsync(middle, set => set.SetProperty(e => e.After, "after"));
        await TamperAsync(middle, set => set.SetProperty(e => e.Reason, "because"));
        await TamperAsync(middle, set => set.SetProperty(e => e.Hash, new string('0', 64)));
        await TamperAsync(1, set => set.SetProperty(e => e.ActorName, "Somebody else"));
        await TamperAsync(last, set => set.SetProperty(e => e.ActorName, "Somebody else"));

        // Changed with its own hash computed anew: the next entry does not fit.
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var before = await HashAsync(db, middle - 1);
            var entry = await db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.Sequence == middle, Token);
            await db.Set<HistoryEntry>().Where(e => e.Sequence == middle).ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, "Somebody else"), Token);
            var forged = await db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.Sequence == middle, Token);
            await db.Set<HistoryEntry>().Where(e => e.Sequence == middle).ExecuteUpdateAsync(set => set.SetProperty(e => e.Hash, forged.HashAfter(before)), Token);
            await AssertBrokenAsync(middle + 1, "or");
            await db.Set<HistoryEntry>().Where(e => e.Sequence == middle).ExecuteUpdateAsync(set => set.SetProperty(e => e.ActorName, entry.ActorName).SetProperty(e => e.Hash, entry.Hash), Token);
            await AssertWholeAsync();
        }

        // Exchanged: two neighbours swap their places.
        await MoveAsync(middle, 9_000_000);
        await MoveAsync(middle + 1, middle);
        await MoveAsync(9_000_000, middle + 1);
        await AssertBrokenAsync(middle, "exchanged");
        await MoveAsync(middle, 9_000_000);
        await MoveAsync(middle + 1, middle);
        await MoveAsync(9_000_000, middle + 1);
        await AssertWholeAsync();

        // Removed: in the middle, at the start, at the end.
        await MoveAsync(middle, 9_000_000);
        await AssertBrokenAsync(middle, "removed");
        await MoveAsync(9_000_000, middle);
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var first = await db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.Sequence == 1, Token);
            await db.Set<HistoryEntry>().Where(e => e.Sequence == 1).ExecuteDeleteAsync(Token);
            await AssertBrokenAsync(1, "removed");
            db.Add(first);
            await db.SaveChangesAsync(Token);
            await AssertWholeAsync();

            // Put in before the first, and after the last.
            db.Add(Copy(first, 0));
            await db.SaveChangesAsync(Token);
            await AssertBrokenAsync(0, "put in");
            await db.Set<HistoryEntry>().Where(e => e.Sequence == 0).ExecuteDeleteAsync(Token);
            var added = Copy(first, last + 1);
            added.Hash = added.HashAfter(whole.HeadHash);
            db.Add(added);
            await db.SaveChangesAsync(Token);
            await AssertBrokenAsync(last + 1, "put in");
            await db.Set<HistoryEntry>().Where(e => e.Sequence == last + 1).ExecuteDeleteAsync(Token);
            await AssertWholeAsync();

            // Cut off, and the end of the chain with it: only a hash that was kept elsewhere shows it.
            await db.Set<HistoryEntry>().Where(e => e.Sequence == last).ExecuteDeleteAsync(Token);
            await AssertBrokenAsync(last, "removed");
            var newEnd = await HashAsync(db, last - 1);
            await db.Set<HistoryHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, last - 1).SetProperty(h => h.Hash, newEnd), Token);
            await AssertWholeAsync();
            var cut = await verify.RunAsync(whole.HeadHash, Token);
            Assert.False(cut.IsWhole);
            Assert.Contains("expected hash", cut.FirstFault!.What, StringComparison.Ordinal);

            await db.Set<HistoryHead>().ExecuteUpdateAsync(set => set.SetProperty(h => h.Hash, new string('0', 64)), Token);
            await AssertBrokenAsync(last - 1, "end of the chain");
            await db.Set<HistoryHead>().ExecuteDeleteAsync(Token);
            await AssertBrokenAsync(last - 1, "end of the chain is missing");
        }

        async Task TamperAsync(long sequence, Action<Microsoft.EntityFrameworkCore.Query.UpdateSettersBuilder<HistoryEntry>> change)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            var kept = await db.Set<HistoryEntry>().AsNoTracking().SingleAsync(e => e.Sequence == sequence, Token);
            await db.Set<HistoryEntry>().Where(e => e.Sequence == sequence).ExecuteUpdateAsync(change, Token);
            await AssertBrokenAsync(sequence, "changed");
            await db.Set<HistoryEntry>().Where(e => e.Sequence == sequence).ExecuteDeleteAsync(Token);
            db.Add(kept);
            await db.SaveChangesAsync(Token);
            await AssertWholeAsync();
        }

        async Task MoveAsync(long from, long to)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            await db.Set<HistoryEntry>().Where(e => e.Sequence == from).ExecuteUpdateAsync(set => set.SetProperty(e => e.Sequence, to), Token);
        }

        async Task AssertBrokenAsync(long sequence, string words)
        {
            var verdict = await verify.RunAsync(null, Token);
            Assert.False(verdict.IsWhole);
            Assert.Equal(sequence, verdict.FirstFault!.Sequence);
            Assert.Contains(words, verdict.FirstFault.What, StringComparison.Ordinal);
        }

        async Task AssertWholeAsync() => Assert.Null((await verify.RunAsync(null, Token)).FirstFault);
    }

    internal static async Task AddPeopleAsync(ServedWorkbench workbench, int count)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        for (var i = 0; i < count; i++)
        {
            db.Add(new Person { Id = Guid.CreateVersion7(), Name = $"Person {i} Ärztin \"quoted\"" });
            await db.SaveChangesAsync(Token);
        }
    }

    private static Task<string> HashAsync(WorkbenchDb db, long sequence) => db.Set<HistoryEntry>().Where(e => e.Sequence == sequence).Select(e => e.Hash).SingleAsync(Token);

    private static HistoryEntry Copy(HistoryEntry entry, long sequence) => new() { Sequence = sequence, At = entry.At, ActorName = entry.ActorName, Kind = entry.Kind, RecordId = entry.RecordId, Change = entry.Change, Hash = entry.Hash };
}
