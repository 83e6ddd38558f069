using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>Imports, for other pages.</summary>
internal sealed class ImportKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public const string Name = "import";

    // The identity of an import is a Guid without dashes; tools that make their own kind of identity are not found by search.
    public static Searchable Searchable { get; } = Searchable.Of<Import>(Name, MeasurePermissions.ManageImports, import => Guid.TryParseExact(import.Id, "N", out var id)
        ? new(id, ImportWords.Title(import), string.Join('\n', import.Files.OrderBy(file => file.Number).Select(file => file.Name).Prepend(import.Source)))
        : null);

    public string Kind => Name;

    public string Label => "Import";

    public string Icon => "upload_file";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(MeasurePermissions.ManageImports)) return new Dictionary<Guid, RecordSummary>();
        var names = ids.Select(id => id.ToString("N")).ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Import>().AsNoTracking().Where(i => names.Contains(i.Id)).ToDictionaryAsync(
            i => Guid.ParseExact(i.Id, "N"), i => new RecordSummary(ImportWords.Title(i), "imports/" + i.Id, ImportWords.State(i.State), On: DateOnly.FromDateTime(i.RequestedAt.UtcDateTime)), cancellationToken);
    }
}
