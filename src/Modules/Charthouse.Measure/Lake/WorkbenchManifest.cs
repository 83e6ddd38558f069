using Charthouse.Lake;
using Charthouse.Measure.Actions;
using Charthouse.Measure.Imports;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Lake;

/// <summary>The lake's manifest in the workbench database.</summary>
internal sealed class WorkbenchManifest(IDbContextFactory<WorkbenchDb> dbs, StoreConventions store, TimeProvider clock, Platform.Notifications.Notifications notifications) : ILakeManifest
{
    private const int OnlyRow = 1;

    public async Task<long> ReadVersionAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<LakeVersion>().Where(v => v.Id == OnlyRow).Select(v => v.Version).SingleOrDefaultAsync(cancellationToken);
    }

    public async Task<LakeState> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // One transaction: all tables as of the same moment.
        await using var reading = await db.BeginSnapshotAsync(cancellationToken);
        var version = await db.Set<LakeVersion>().Where(v => v.Id == OnlyRow).Select(v => v.Version).SingleOrDefaultAsync(cancellationToken);
        var segments = await db.Set<LakeSegment>().AsNoTracking()
            .Select(s => new Segment(s.Id, s.Kind, s.Shard, s.Month, s.Rows, s.Bytes, s.FirstMicroseconds, s.LastMicroseconds)).ToListAsync(cancellationToken);
        var clinicians = await db.Set<ActivityClinician>().AsNoTracking().OrderBy(c => c.Code)
            .Select(c => new LakeClinician(c.Code, c.User, c.Zone)).ToListAsync(cancellationToken);
        var profiles = await db.Set<ActivityProfile>().AsNoTracking().OrderBy(p => p.Code)
            .Select(p => new LakeProfile(p.Code, p.Role, p.Specialty, p.Department, p.Site)).ToListAsync(cancellationToken);
        var people = await db.Set<ActivityPerson>().AsNoTracking().OrderBy(p => p.User).ThenBy(p => p.Number)
            .Select(p => new LakePerson(p.User, p.FromMicroseconds, p.Profile, p.Zone)).ToListAsync(cancellationToken);
        var actions = await db.Set<ActivityAction>().AsNoTracking().OrderBy(a => a.Code).Select(a => a.Name).ToListAsync(cancellationToken);
        var mappings = await db.Set<ActionMapping>().AsNoTracking().OrderBy(m => m.LakeVersion)
            .Select(m => new { m.Action, m.Category }).ToListAsync(cancellationToken);
        return new LakeState(
            version, segments, clinicians, profiles, people, actions,
            mappings.GroupBy(m => m.Action, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Category, StringComparer.Ordinal));
    }

    // On a server the key lies with the rest; so it does in a file that such a database was moved to.
    public async Task<byte[]?> KeepKeyAsync(byte[] offered, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var kept = await ReadKeyAsync(db, cancellationToken);
        if (kept is not null || !store.IsServer) return kept;
        db.Add(new SystemFact { Name = SystemFact.PatientKey, Value = Convert.ToBase64String(offered), At = clock.GetUtcNow() });
        // Whoever comes second takes the key of the first.
        if (await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem && problem != StoreProblems.ChangedMeanwhile) throw new IOException(problem.Message);
        return await ReadKeyAsync(db, cancellationToken);
    }

    private static async Task<byte[]?> ReadKeyAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        await db.Set<SystemFact>().Where(f => f.Name == SystemFact.PatientKey).Select(f => f.Value).SingleOrDefaultAsync(cancellationToken) is { } text ? Convert.FromBase64String(text) : null;

    public async Task<long> CommitAsync(LakeChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.ChangeTracker.AutoDetectChangesEnabled = false;
        var row = await db.Set<LakeVersion>().SingleOrDefaultAsync(v => v.Id == OnlyRow, cancellationToken);
        if ((row?.Version ?? 0) != change.BaseVersion) throw new InvalidOperationException("The lake changed while the import ran.");

        var version = change.BaseVersion + 1;
        if (row is null) db.Add(new LakeVersion { Id = OnlyRow, Version = version });
        else row.Version = version;

        var now = clock.GetUtcNow();
        foreach (var segment in change.Removed) db.Remove(Row(segment));
        db.AddRange(change.Added.Select(Row));
        await AddPeopleAsync(db, change, cancellationToken);
        var code = await db.Set<ActivityAction>().CountAsync(cancellationToken);
        foreach (var action in change.Actions) db.Add(new ActivityAction { Code = ++code, Name = action });
        foreach (var (action, category) in change.Categories)
        {
            db.Add(new ActionMapping
            {
                Id = Guid.CreateVersion7(),
                Action = action,
                Category = category,
                LakeVersion = version,
                MappedAt = now,
                ImportId = change.Import?.ImportId,
            });
        }

        await SettleAsync(db, change, cancellationToken);
        if (change.Import is { } summary) await RecordAsync(db, notifications, summary, now, cancellationToken);
        db.ChangeTracker.DetectChanges();
        await db.SaveChangesAsync(cancellationToken);
        return version;
    }

    private static async Task AddPeopleAsync(WorkbenchDb db, LakeChange change, CancellationToken cancellationToken)
    {
        var known = (await db.Set<ActivityClinician>().ToListAsync(cancellationToken)).ToDictionary(c => c.Code);
        foreach (var clinician in change.Clinicians)
        {
            if (known.TryGetValue(clinician.Code, out var row)) row.Zone = clinician.Zone;
            else db.Add(new ActivityClinician { Code = clinician.Code, User = clinician.User, Zone = clinician.Zone });
        }

        db.AddRange(change.Profiles.Select(p => new ActivityProfile { Code = p.Code, Role = p.Role, Specialty = p.Specialty, Department = p.Department, Site = p.Site }));
        if (change.People.Count == 0) return;
        var numbers = await db.Set<ActivityPerson>().GroupBy(p => p.User).Select(group => new { group.Key, Count = group.Count() })
            .ToDictionaryAsync(group => group.Key, group => group.Count, StringComparer.Ordinal, cancellationToken);
        foreach (var person in change.People)
        {
            var number = numbers.GetValueOrDefault(person.User);
            numbers[person.User] = number + 1;
            db.Add(new ActivityPerson
            {
                Id = Guid.CreateVersion7(),
                User = person.User,
                Number = number,
                FromMicroseconds = person.FromMicroseconds,
                Profile = person.Profile,
                Zone = person.Zone,
            });
        }
    }

    // Mappings that a person chose are done with the change that makes them true, in the same transaction.
    private static async Task SettleAsync(WorkbenchDb db, LakeChange change, CancellationToken cancellationToken)
    {
        if (change.Categories.Count == 0) return;
        foreach (var pending in await db.Set<PendingMapping>().ToListAsync(cancellationToken))
        {
            if (change.Categories.TryGetValue(pending.Action, out var category) && category == pending.Category) db.Remove(pending);
        }
    }

    private static async Task RecordAsync(WorkbenchDb db, Platform.Notifications.Notifications notifications, ImportSummary summary, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var import = await db.Set<Import>().SingleOrDefaultAsync(i => i.Id == summary.ImportId, cancellationToken);
        if (import is null)
        {
            import = new Import { Id = summary.ImportId, State = ImportState.Running, Source = summary.Source, RequestedAt = now.AddSeconds(-summary.Seconds) };
            db.Add(import);
        }

        import.Complete(summary, now);
        ImportNotice.Add(db, notifications, import);
    }

    private static LakeSegment Row(Segment segment) => new()
    {
        Id = segment.Id,
        Kind = segment.Kind,
        Shard = segment.Shard,
        Month = segment.Month,
        Rows = segment.Rows,
        Bytes = segment.Bytes,
        FirstMicroseconds = segment.FirstMicroseconds,
        LastMicroseconds = segment.LastMicroseconds,
    };
}
