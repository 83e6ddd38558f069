using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve;

/// <summary>Aims and cycles that name somebody as their owner. Owners are written as words, so whoever is called the same is found too.</summary>
internal sealed class OwnedPersonalData(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        var name = (await directory.NamesAsync([accountId], cancellationToken)).GetValueOrDefault(accountId);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var aims = await db.Set<Aim>().AsNoTracking().Where(a => a.Owner == name).OrderBy(a => a.Title).Select(a => new { a.Id, a.Title }).ToListAsync(cancellationToken);
        var cycles = await db.Set<Cycle>().AsNoTracking().Where(c => c.Owner == name).OrderBy(c => c.Title).ThenBy(c => c.Number).Select(c => new { c.Id, c.Number, c.Title }).ToListAsync(cancellationToken);
        return
        [
            new("Aims you own", "Aims that name you as their owner, in words.", [.. aims.Select(a => Row(("Aim", a.Title), ("Id", a.Id.ToString())))]),
            new("Cycles you own", "Cycles that name you as their owner, in words.", [.. cycles.Select(c => Row(("Cycle", $"Cycle {c.Number}: {c.Title}"), ("Id", c.Id.ToString())))]),
        ];
    }

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
