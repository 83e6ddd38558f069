using System.Globalization;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.History;

/// <summary>Many writers at once: one chain, nothing lost, nobody stuck.</summary>
public sealed class WritersTests
{
    private const int Writers = 8;
    private const int SavesEach = 12;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task ParallelWriters_MakeOneChainAndLoseNothing(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var before = (await workbench.Services.GetRequiredService<VerifyHistory>().RunAsync(null, Token)).EntryCount;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var save = 0; save < SavesEach; save++)
            {
                await using var db = await workbench.Dbs.CreateDbContextAsync(limit.Token);
                // Some read first in a transaction of their own, as a rule does; some save twice in one.
                await using var transaction = save % 3 == 0 ? await db.BeginWriteAsync(limit.Token) : save % 3 == 1 ? await db.Database.BeginTransactionAsync(limit.Token) : null;
                if (transaction is not null) await db.Set<Person>().CountAsync(limit.Token);
                var person = new Person { Id = Guid.CreateVersion7(), Name = string.Create(CultureInfo.InvariantCulture, $"Writer {writer} save {save}") };
                db.Add(person);
                await db.SaveChangesAsync(limit.Token);
                person.Name += " changed";
                person.Version++;
                await db.SaveChangesAsync(limit.Token);
                if (transaction is not null) await transaction.CommitAsync(limit.Token);
            }
        }, limit.Token)));

        var after = await workbench.Services.GetRequiredService<VerifyHistory>().RunAsync(null, Token);
        Assert.Null(after.FirstFault);
        Assert.Equal(before + (Writers * SavesEach * 2), after.EntryCount);
        await using var read = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(Writers * SavesEach, await read.Set<Person>().CountAsync(p => p.Name.EndsWith(" changed"), Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task OneRecord_ChangedByManyAtOnce_CountsEveryChange(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var id = Guid.CreateVersion7();
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.Add(new Person { Id = id, Name = "0" });
            await db.SaveChangesAsync(Token);
        }

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var done = 0; done < 5;)
            {
                await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
                var person = await db.Set<Person>().SingleAsync(p => p.Id == id, Token);
                person.Name = (int.Parse(person.Name, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
                person.Version++;
                // Whoever comes second is told, and reads again.
                if (await db.TrySaveAsync(null, null, Token) is null) done++;
            }
        }, Token)));

        await using var read = await workbench.Dbs.CreateDbContextAsync(Token);
        var last = await read.Set<Person>().SingleAsync(p => p.Id == id, Token);
        Assert.Equal((Writers * 5).ToString(CultureInfo.InvariantCulture), last.Name);
        Assert.Equal(Writers * 5, await read.Set<HistoryEntry>().CountAsync(e => e.RecordId == id && e.Field == "Name", Token));
        Assert.Null((await workbench.Services.GetRequiredService<VerifyHistory>().RunAsync(null, Token)).FirstFault);
    }

    // Refused inside a transaction that goes on: the end of the chain must not have moved.
    [Theory, ClassData(typeof(Stores))]
    public async Task RefusedSave_InATransactionThatGoesOn_LeavesNoGap(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            var taken = new Role { Id = Guid.CreateVersion7(), Name = "clinician", Title = "Again" };
            db.Add(taken);
            Assert.Same(StoreProblems.ChangedMeanwhile, await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, Token));
            db.Entry(taken).State = EntityState.Detached;
            db.Add(new Role { Id = Guid.CreateVersion7(), Name = "night-watch", Title = "Night watch" });
            Assert.Null(await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, Token));
            await transaction.CommitAsync(Token);
        }

        Assert.Null((await workbench.Services.GetRequiredService<VerifyHistory>().RunAsync(null, Token)).FirstFault);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Record_IsNeverDeletedAndIsArchivedWithAReason(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var person = new Person { Id = Guid.CreateVersion7(), Name = "Ada Reed" };
        db.Add(person);
        await db.SaveChangesAsync(Token);
        person.ArchivedAt = DateTimeOffset.UnixEpoch;
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
        db.Reason = "Left the hospital.";
        await db.SaveChangesAsync(Token);
        var entry = await db.Set<HistoryEntry>().SingleAsync(e => e.RecordId == person.Id && e.Field == "ArchivedAt", Token);
        Assert.Equal("Left the hospital.", entry.Reason);
        db.Remove(person);
        await Assert.ThrowsAsync<InvalidOperationException>(() => db.SaveChangesAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Parts_StandInTheHistoryOfTheirRecord_EachByItsId(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var role = await db.Set<Role>().FirstAsync(r => r.Name == "clinician", Token);
        var part = new RolePermission { Id = Guid.CreateVersion7(), RoleId = role.Id, Permission = "test.only" };
        db.Add(part);
        await db.SaveChangesAsync(Token);
        db.Remove(part);
        await db.SaveChangesAsync(Token);
        var entries = await db.Set<HistoryEntry>().AsNoTracking().Where(e => e.PartId == part.Id).OrderBy(e => e.Sequence).ToListAsync(Token);
        Assert.Equal([HistoryChange.Created, HistoryChange.Removed], entries.Select(e => e.Change));
        Assert.All(entries, entry => Assert.Equal(("role", role.Id, "permission"), (entry.Kind, entry.RecordId, entry.Field)));
    }
}
