using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Projects;

/// <summary>Projects, for pages of other modules: the step of the thread between the decision and the go-live.</summary>
internal sealed class ProjectKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Project>(Project.RecordKind, DeliverPermissions.View, project => new(project.Id, TitleOf(project.Number, project.Title), string.Join('\n', project.Change, project.Owner, project.Departments, project.StateReason)));

    public string Kind => Project.RecordKind;

    public string Label => "Project";

    public string Icon => "account_tree";

    public ThreadStage? Stage => ThreadStage.Project;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Project>().AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, Summarise, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await this.NotDoneAsync(await db.Set<Project>().Where(r => r.ArchivedAt == null).Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DeliverPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var titles = await db.Set<Project>().Where(p => p.ArchivedAt == null).Select(p => new { p.Id, p.Number, p.Title }).ToListAsync(cancellationToken);
        return Titles.With(text, limit, titles.Select(p => (p.Id, TitleOf(p.Number, p.Title))));
    }

    /// <summary>"P-001 One question for potassium"</summary>
    public static string TitleOf(int number, string title) => $"{Project.CodeOf(number)} {title}";

    private RecordSummary Summarise(Project project) => new(TitleOf(project.Number, project.Title), $"projects/{project.Id}", ProjectWords.State(project), project.Owner,
        project.IsOver ? project.StateSince : project.State == ProjectState.Planned ? project.StartsOn ?? project.EndsOn : project.EndsOn)
    {
        MayChange = actor.Now.May(DeliverPermissions.Edit),
        Since = project.StateSince,
        // What was put away does not hold the thread up.
        IsDone = project.IsOver || project.ArchivedAt is not null,
    };
}
