using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Aims;

/// <summary>Aims, for pages of other modules.</summary>
internal sealed class AimKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Aim>(Aim.RecordKind, ImprovePermissions.View, aim => new(aim.Id, aim.Title, string.Join('\n', aim.Measured, aim.Why, aim.Scope, aim.Owner)));

    public string Kind => Aim.RecordKind;

    public string Label => "Aim";

    public string Icon => "flag";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Aim>().AsNoTracking().Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => new RecordSummary(a.Title, $"aims/{a.Id}", AimWords.State(a), a.Owner, a.DueOn)
        {
            MayChange = actor.Now.May(ImprovePermissions.Edit),
            IsDone = a.State == AimState.Reached,
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<Aim>().Where(a => a.ArchivedAt == null).Select(a => new ValueTuple<Guid, string>(a.Id, a.Title)).ToListAsync(cancellationToken));
    }
}

/// <summary>Drivers, so that measures can be linked to them. They are shown on the page of their aim.</summary>
internal sealed class DriverKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public string Kind => Driver.RecordKind;

    public string Label => "Driver";

    public string Icon => "account_tree";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Driver>().AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id, d => new RecordSummary(d.Title, $"aims/{d.AimId}#part-{d.Id}", d.ArchivedAt is null ? null : "archived") { MayChange = actor.Now.May(ImprovePermissions.Edit) }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<Driver>().Where(d => d.ArchivedAt == null).Select(d => new ValueTuple<Guid, string>(d.Id, d.Title)).ToListAsync(cancellationToken));
    }
}

/// <summary>Change ideas, so that measures, requests and projects can be linked to them. They are shown on the page of their aim.</summary>
internal sealed class ChangeIdeaKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<ChangeIdea>(ChangeIdea.RecordKind, ImprovePermissions.View, idea => new(idea.Id, idea.Title, idea.Note ?? ""));

    public string Kind => ChangeIdea.RecordKind;

    public string Label => "Change idea";

    public string Icon => "tune";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<ChangeIdea>().AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => new RecordSummary(i.Title, $"aims/{i.AimId}#part-{i.Id}", i.ArchivedAt is null ? null : "archived") { MayChange = actor.Now.May(ImprovePermissions.Edit) }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ImprovePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return Titles.With(text, limit, await db.Set<ChangeIdea>().Where(i => i.ArchivedAt == null).Select(i => new ValueTuple<Guid, string>(i.Id, i.Title)).ToListAsync(cancellationToken));
    }
}
