using Charthouse.Improve.Cycles;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Aims;

/// <summary>An aim with what hangs below it: drivers, change ideas, their measures and cycles.</summary>
internal sealed class DriverDiagram(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, WithholdResults withhold)
{
    /// <summary>The kind of record that measures are, in whatever module brings them.</summary>
    private const string MeasureKind = "measure";

    public enum NodeKind
    {
        Primary,
        Secondary,
        Idea,
    }

    /// <param name="Measures">Measures that are linked and that the reader may see.</param>
    /// <param name="Cycles">Cycles that try an idea, by number.</param>
    public sealed record Node(NodeKind Kind, Guid Id, string Title, string? Note, string? Measured, IReadOnlyList<RecordSummary> Measures, IReadOnlyList<Node> Below, IReadOnlyList<Cycle> Cycles);

    /// <summary>A part that is not drawn any more.</summary>
    public sealed record Archived(string Title, string Href);

    /// <param name="Drivers">The primary drivers.</param>
    /// <param name="Cycles">Cycles of all ideas, the chains in the order in which they began.</param>
    public sealed record Answer(Aim Aim, IReadOnlyList<RecordSummary> Measures, IReadOnlyList<Node> Drivers, IReadOnlyList<Cycle> Cycles, IReadOnlyList<Archived> Parts)
    {
        public int DriverCount => Drivers.Count + Drivers.Sum(driver => driver.Below.Count(node => node.Kind == NodeKind.Secondary));

        public int IdeaCount => Drivers.Sum(driver => driver.Below.Sum(node => node.Kind == NodeKind.Idea ? 1 : node.Below.Count));
    }

    public async Task<Answer?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Aim>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, cancellationToken) is not { } aim) return null;
        var drivers = await db.Set<Driver>().AsNoTracking().Where(d => d.AimId == id).OrderBy(d => d.Position).ThenBy(d => d.Id).ToListAsync(cancellationToken);
        var ideas = await db.Set<ChangeIdea>().AsNoTracking().Where(i => i.AimId == id).OrderBy(i => i.Position).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        var ideaIds = ideas.ConvertAll(idea => idea.Id);
        var cycles = await db.Set<Cycle>().AsNoTracking().Include(c => c.Observations).Where(c => c.ChangeIdeaId != null && ideaIds.Contains(c.ChangeIdeaId!.Value) && c.ArchivedAt == null).OrderBy(c => c.Number).ThenBy(c => c.CreatedAt).ToListAsync(cancellationToken);
        await withhold.RunAsync(cycles, cancellationToken);
        var measures = await MeasuresAsync(db, [new(Aim.RecordKind, id), .. drivers.Select(driver => new RecordRef(Driver.RecordKind, driver.Id)), .. ideas.Select(idea => new RecordRef(ChangeIdea.RecordKind, idea.Id))], cancellationToken);
        var first = cycles.GroupBy(cycle => cycle.ChainId).ToDictionary(chain => chain.Key, chain => chain.Min(cycle => cycle.CreatedAt));
        return new Answer(aim, [.. measures[new(Aim.RecordKind, id)]],
            [.. drivers.Where(driver => driver.ParentId is null && driver.ArchivedAt is null).Select(Branch)],
            [.. cycles.OrderBy(cycle => first[cycle.ChainId]).ThenBy(cycle => cycle.ChainId).ThenBy(cycle => cycle.Number)],
            [
                .. drivers.Where(driver => driver.ArchivedAt is not null).Select(driver => new Archived(driver.Title, $"aims/{id}/drivers/{driver.Id}")),
                .. ideas.Where(idea => idea.ArchivedAt is not null).Select(idea => new Archived(idea.Title, $"aims/{id}/ideas/{idea.Id}")),
            ]);

        Node Branch(Driver driver) => new(driver.ParentId is null ? NodeKind.Primary : NodeKind.Secondary, driver.Id, driver.Title, driver.Note, driver.Measured, [.. measures[new(Driver.RecordKind, driver.Id)]],
            [.. drivers.Where(other => other.ParentId == driver.Id && other.ArchivedAt is null).Select(Branch), .. ideas.Where(idea => idea.DriverId == driver.Id && idea.ArchivedAt is null).Select(Leaf)], []);

        Node Leaf(ChangeIdea idea) => new(NodeKind.Idea, idea.Id, idea.Title, idea.Note, idea.Measured, [.. measures[new(ChangeIdea.RecordKind, idea.Id)]], [], [.. cycles.Where(cycle => cycle.ChangeIdeaId == idea.Id)]);
    }

    // One query for the whole diagram, instead of one for each part of it.
    private async Task<ILookup<RecordRef, RecordSummary>> MeasuresAsync(WorkbenchDb db, List<RecordRef> parts, CancellationToken cancellationToken)
    {
        var ids = parts.ConvertAll(part => part.Id);
        var links = await db.Set<RecordLink>().AsNoTracking().Where(l => l.ArchivedAt == null && ((l.FromKind == MeasureKind && ids.Contains(l.ToId)) || (l.ToKind == MeasureKind && ids.Contains(l.FromId)))).ToListAsync(cancellationToken);
        var pairs = links.ConvertAll(link => link.FromKind == MeasureKind ? (Part: link.To, Measure: link.From) : (Part: link.From, Measure: link.To));
        var seen = await kinds.SummariseAsync([.. pairs.Select(pair => pair.Measure)], cancellationToken);
        return pairs.Where(pair => seen.ContainsKey(pair.Measure)).Distinct().OrderBy(pair => seen[pair.Measure].Title, StringComparer.CurrentCulture).ToLookup(pair => pair.Part, pair => seen[pair.Measure]);
    }
}
