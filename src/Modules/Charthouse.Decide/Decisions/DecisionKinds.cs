using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Decisions;

/// <summary>Decisions, for pages of other modules: the third step of a thread.</summary>
internal sealed class DecisionKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    // What was said in a committee before the decision is for those who see all of it.
    private static readonly IReadOnlySet<string> inside = new HashSet<string>(["ballot", "vote", "Dissent"], StringComparer.Ordinal);

    public static Searchable Searchable { get; } = Searchable.Of<Decision>(Decision.RecordKind, DecidePermissions.View, decision => new(decision.Id, $"{DecisionWords.Number(decision.Number)} {decision.Title}",
        string.Join('\n', decision.Question, decision.Text, decision.Rationale, decision.Evidence, decision.Body, decision.DecidedBy, decision.Initiative)));

    public string Kind => Decision.RecordKind;

    public string Label => "Decision";

    public string Icon => "gavel";

    public ThreadStage? Stage => ThreadStage.Decision;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (!by.May(DecidePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var seesAll = by.May(DecidePermissions.ViewAll);
        var account = by.AccountId;
        var decisions = await db.Set<Decision>().AsNoTracking().Include(d => d.Ballots).Where(d => ids.Contains(d.Id) && (seesAll || (d.State == DecisionState.Decided && account != null && db.Set<Request>().Any(r => r.Id == d.RequestId && r.RequesterId == account)))).ToListAsync(cancellationToken);
        return decisions.ToDictionary(decision => decision.Id, decision => Summarise(decision, by));
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await this.NotDoneAsync(await db.Set<Decision>().Where(r => r.ArchivedAt == null).Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.ViewAll)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var decisions = await db.Set<Decision>().Where(d => d.ArchivedAt == null).Select(d => new { d.Id, d.Number, d.Title }).ToListAsync(cancellationToken);
        return [.. (from decision in decisions let at = $"{DecisionWords.Number(decision.Number)} {decision.Title}".IndexOf(text, StringComparison.CurrentCultureIgnoreCase) where at >= 0 orderby at, decision.Title, decision.Id select decision.Id).Take(limit)];
    }

    public Task<IReadOnlyDictionary<Guid, IReadOnlySet<string>>> WithheldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlySet<string>>>(actor.Now.May(DecidePermissions.ViewAll) ? new Dictionary<Guid, IReadOnlySet<string>>() : ids.Distinct().ToDictionary(id => id, _ => inside));

    private static RecordSummary Summarise(Decision decision, Actor by)
    {
        var ballot = decision.Ballots.FirstOrDefault(one => one.CountedAt is null);
        var state = decision.State == DecisionState.Decided ? RequestWords.Outcome(decision.Outcome) + (DecisionWords.Votes(decision) is { } votes ? $", {votes}" : "") : ballot is not null ? "being voted on" : DecisionWords.State(decision);
        return new($"{DecisionWords.Number(decision.Number)} {decision.Title}", $"decisions/{decision.Id}", state, decision.DecidedBy ?? ballot?.CommitteeName ?? decision.Body, decision.DecidedOn ?? (ballot is null ? null : DateOnly.FromDateTime(ballot.ClosesAt.UtcDateTime)))
        {
            MayChange = decision.ArchivedAt is null && (by.May(DecidePermissions.ScreenRequests) || by.May(DecidePermissions.Decide)),
            Since = decision.DecidedOn ?? DateOnly.FromDateTime(decision.CreatedAt.UtcDateTime),
            IsDone = decision.State is not DecisionState.Proposed,
        };
    }
}

/// <summary>Committees, so that what they do can be linked to them.</summary>
internal sealed class CommitteeKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<Committee>(Committee.RecordKind, DecidePermissions.ViewAll, committee => new(committee.Id, committee.Name, committee.Purpose ?? ""));

    public string Kind => Committee.RecordKind;

    public string Label => "Committee";

    public string Icon => "groups";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.ViewAll)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Committee>().AsNoTracking().Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, c => new RecordSummary(c.Name, $"committees/{c.Id}", c.ArchivedAt is null ? null : "archived") { MayChange = actor.Now.May(DecidePermissions.ManageCommittees) }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.ViewAll)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var committees = await db.Set<Committee>().Where(c => c.ArchivedAt == null).Select(c => new { c.Id, c.Name }).ToListAsync(cancellationToken);
        return [.. committees.Where(committee => committee.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase)).OrderBy(committee => committee.Name, StringComparer.CurrentCulture).Take(limit).Select(committee => committee.Id)];
    }
}
