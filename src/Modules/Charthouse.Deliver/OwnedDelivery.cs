using Charthouse.Deliver.Projects;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver;

/// <summary>Projects that are not over, and open items of their checklists, by their owners, who stand there in words: a person or a committee.</summary>
internal sealed class OwnedDelivery(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var projects = await db.Set<Project>().AsNoTracking().Include(p => p.Checklist.Where(i => i.DoneAt == null).OrderBy(i => i.Position)).Where(p => p.ArchivedAt == null && p.State != ProjectState.Done && p.State != ProjectState.Stopped).OrderBy(p => p.Number).ToListAsync(cancellationToken);
        return
        [
            .. from project in projects
               let holder = holders.Named(project.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner", $"Project: {ProjectKind.TitleOf(project.Number, project.Title)}", $"projects/{project.Id}", project.StartsOn),
            .. from project in projects
               from item in project.Checklist
               let holder = holders.Named(item.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Checklist item", $"{project.Code}: {item.Text}", $"projects/{project.Id}/checklist/{item.Id}"),
        ];
    }
}
