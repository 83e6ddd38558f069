using System.Data.Common;
using System.Reflection;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;

namespace Charthouse.Platform.Storage;

/// <summary>The assemblies whose entity mappings make the model; modules contribute theirs.</summary>
public sealed record ModelSources(IReadOnlyList<Assembly> Assemblies);

/// <summary>The workbench's own data. One context, one history, two stores (docs/adr/0003).</summary>
public sealed class WorkbenchDb(DbContextOptions<WorkbenchDb> options, ModelSources sources, StoreConventions conventions, IEnumerable<Searchable> searchables, CurrentActor actor, TimeProvider clock) : DbContext(options)
{
    private const string BeforeHistory = "before_history";
    private readonly IReadOnlyList<Searchable> searchables = [.. searchables];

    /// <summary>Why the next save changes what it changes, in the words of who does it.</summary>
    public string? Reason { get; set; }

    private IQueryable<HistoryHead> Head => Set<HistoryHead>().Where(h => h.Id == HistoryHead.OnlyRow);

    /// <summary>Saves, and writes what changed to the history and to what search knows, in the same transaction.</summary>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        if (ChangeTracker.AutoDetectChangesEnabled) ChangeTracker.DetectChanges();
        if (ChangeTracker.Entries().Select(UnstorableText).FirstOrDefault(refusal => refusal is not null) is { } unstorable) throw new UnstorableTextException(unstorable);
        // What goes with its owner goes now, so that it is seen here.
        ChangeTracker.CascadeChanges();
        var documents = await SearchIndexing.FollowAsync(this, searchables, clock.GetUtcNow(), cancellationToken);
        try
        {
            return await SaveWithHistoryAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            // A second try makes its own.
            foreach (var document in documents) Entry(document).State = EntityState.Detached;
            throw;
        }
    }

    private async Task<int> SaveWithHistoryAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        var changes = RecordedChanges.Of(ChangeTracker, Reason);
        if (changes.Count == 0) return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);

        var outer = Database.CurrentTransaction;
        await using var own = outer is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        // The end of the chain moves before the records do. Where they are refused and the caller goes on with its transaction, it has to move back.
        if (outer is not null) await outer.CreateSavepointAsync(BeforeHistory, cancellationToken);
        List<HistoryEntry> entries = new(changes.Count);
        try
        {
            await AppendAsync(changes, entries, cancellationToken);
            var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            if (own is not null) await own.CommitAsync(cancellationToken);
            else await outer!.ReleaseSavepointAsync(BeforeHistory, cancellationToken);
            if (acceptAllChangesOnSuccess) ChangeTracker.AcceptAllChanges();
            return count;
        }
        catch
        {
            // A second try makes its own entries.
            foreach (var entry in entries) Entry(entry).State = EntityState.Detached;
            if (outer is not null) await RollBackToAsync(outer);
            throw;
        }
    }

    /// <summary>Begins a transaction that no other writer of records overlaps: what a rule reads in it still holds when it saves. Keep it short.</summary>
    public async Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken);
        try
        {
            await Head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence), cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Not offered: a save waits for the database.</summary>
    public override int SaveChanges(bool acceptAllChangesOnSuccess) => throw new NotSupportedException("Save with SaveChangesAsync.");

    /// <summary>
    /// Saves; a taken unique value, a record that somebody else changed meanwhile, and a database that is out for a moment are refusals, not errors.
    /// The refusal says whether anything was changed; what the user typed stays in the form.
    /// </summary>
    /// <param name="taken">What to say when a unique value is taken.</param>
    /// <param name="changed">What to say when the record was changed meanwhile; <see cref="StoreProblems.ChangedMeanwhile"/> where the caller has nothing better.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Problem?> TrySaveAsync(Problem? taken, Problem? changed, CancellationToken cancellationToken)
    {
        try
        {
            await SaveChangesAsync(true, cancellationToken);
            return null;
        }
        catch (DbUpdateConcurrencyException)
        {
            return changed ?? StoreProblems.ChangedMeanwhile;
        }
        catch (UnstorableTextException unstorable)
        {
            return unstorable.Problem;
        }
        catch (DbUpdateException problem) when (taken is not null && problem.InnerException is { } inner && conventions.IsUniqueViolation(inner))
        {
            return taken;
        }
        catch (Exception problem) when (StoreOutage.Of(problem, conventions) is { } outage)
        {
            return outage.Problem;
        }
    }

    /// <summary>Begins a transaction that only reads and sees all tables as of one moment, without making writers wait.</summary>
    public Task<IDbContextTransaction> BeginSnapshotAsync(CancellationToken cancellationToken) => conventions.BeginSnapshotAsync(Database, cancellationToken);

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var assembly in sources.Assemblies) modelBuilder.ApplyConfigurationsFromAssembly(assembly);
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);
        conventions.Apply(configurationBuilder);
    }

    private static async Task RollBackToAsync(IDbContextTransaction transaction)
    {
        try
        {
            await transaction.RollbackToSavepointAsync(BeforeHistory, CancellationToken.None);
        }
        catch (Exception problem) when (problem is DbException or InvalidOperationException)
        {
            // The whole transaction is gone already, and with it what the savepoint guards. The first error says why.
        }
    }

    // PostgreSQL keeps no U+0000, no database keeps half a character, and SQLite knows no lengths: both stores refuse all three.
    private static Problem? UnstorableText(EntityEntry entry)
    {
        if (entry.State is not (EntityState.Added or EntityState.Modified)) return null;
        foreach (var property in entry.Properties.Where(property => property.Metadata.ClrType == typeof(string) && (entry.State == EntityState.Added || property.IsModified)))
        {
            if (property.CurrentValue is not string text) continue;
            if (!IsStorable(text)) return StoreProblems.TextNotStorable;
            if (text.Length > property.Metadata.GetMaxLength()) return StoreProblems.TextTooLong;
        }

        return null;
    }

    private static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0') return false;
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1])) return false;
            i++;
        }

        return true;
    }

    private async Task AppendAsync(List<RecordedChange> changes, List<HistoryEntry> entries, CancellationToken cancellationToken)
    {
        // Writing the row first makes other writers wait until this transaction ends, on both stores.
        await Head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Sequence, h => h.Sequence + changes.Count), cancellationToken);
        var (last, hash) = await Head.AsNoTracking().Select(h => new ValueTuple<long, string>(h.Sequence, h.Hash)).SingleAsync(cancellationToken);
        var (now, by) = (clock.GetUtcNow(), actor.Now);
        // Whole microseconds: what PostgreSQL keeps, so that the hash is the same when it is read again.
        now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerMicrosecond), TimeSpan.Zero);
        foreach (var change in changes)
        {
            var entry = new HistoryEntry
            {
                Sequence = last - changes.Count + entries.Count + 1,
                At = now,
                ActorId = by.AccountId,
                ActorName = by.Name,
                Kind = change.Kind,
                RecordId = change.RecordId,
                PartId = change.PartId,
                Change = change.Change,
                Field = change.Field,
                Before = change.Before,
                After = change.After,
                Reason = Reason,
            };
            entry.Hash = hash = entry.HashAfter(hash);
            entries.Add(entry);
            Add(entry);
        }

        await Head.ExecuteUpdateAsync(set => set.SetProperty(h => h.Hash, hash), cancellationToken);
    }
}

/// <summary>A text that not both stores can keep.</summary>
public sealed class UnstorableTextException(Problem problem) : InvalidOperationException(problem.Message)
{
    /// <summary>What to tell the user.</summary>
    public Problem Problem => problem;
}
