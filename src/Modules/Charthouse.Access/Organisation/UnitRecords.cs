using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Organisation;

/// <summary>How parts of the organisation are shown on pages of other modules.</summary>
internal sealed class UnitRecords(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, ReadShellState readShell) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Unit>(Unit.RecordKind, AccessPermissions.ViewPeople, unit => new(unit.Id, unit.Name, unit.Code ?? ""));

    public string Kind => Unit.RecordKind;

    public string Label => "Part of the organisation";

    public string Icon => "account_tree";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ViewPeople)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var today = (await readShell(cancellationToken)).Today;
        return await db.Set<Unit>().AsNoTracking().Include(u => u.Placements).Where(u => ids.Contains(u.Id))
            .ToDictionaryAsync(u => u.Id, u => new RecordSummary(u.Name, $"organisation/{u.Id}", u.On(today) is null ? "Not in existence" : null, On: u.Last?.ValidTo), cancellationToken);
    }
}
