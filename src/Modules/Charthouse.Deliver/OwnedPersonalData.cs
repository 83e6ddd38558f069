using Charthouse.Deliver.Effects;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver;

/// <summary>What names somebody under Deliver. Owners are written as words, so whoever is called the same is found too.</summary>
internal sealed class OwnedPersonalData(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        var name = (await directory.NamesAsync([accountId], cancellationToken)).GetValueOrDefault(accountId);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var projects = await db.Set<Project>().AsNoTracking().Where(p => p.Owner == name).OrderBy(p => p.Number).ToListAsync(cancellationToken);
        var items = await db.Set<ChecklistItem>().AsNoTracking().Where(i => i.Owner == name || i.DoneById == accountId).OrderBy(i => i.Id).ToListAsync(cancellationToken);
        var effects = await db.Set<Effect>().AsNoTracking().Where(e => e.ConfirmedById == accountId).OrderBy(e => e.CreatedAt).ThenBy(e => e.Id).ToListAsync(cancellationToken);
        return
        [
            new("Projects you own", "Projects that name you as their owner, in words.", [.. projects.Select(p => Row(("Project", ProjectKind.TitleOf(p.Number, p.Title)), ("Id", p.Id.ToString())))]),
            new("Checklist items", "Items of checklists that name you, or that you ticked.", [.. items.Select(i => Row(("Item", i.Text), ("Owner", i.Owner), ("Done", i.DoneAt?.ToString("u", System.Globalization.CultureInfo.InvariantCulture)), ("Done by", i.DoneBy)))]),
            new("Effects you confirmed", "Effects of go-lives that you confirmed.", [.. effects.Select(e => Row(("Effect", e.Finding), ("Confirmed on", FormReader.Iso(e.ConfirmedOn)), ("Id", e.Id.ToString())))]),
        ];
    }

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
