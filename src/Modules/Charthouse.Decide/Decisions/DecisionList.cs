using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Decisions;

/// <summary>The register of decisions that the actor may see: those to be decided first, then the newest.</summary>
internal sealed class DecisionList(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but withdrawn and archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
        [("proposed", "To be decided"), ("voting", "Ballot open"), ("decided", "Decided"), ("due", "Review due or overdue"), ("expired", "Expired"), ("replaced", "Replaced"), ("not-carried", "Not carried"), ("withdrawn", "Withdrawn"), ("archived", "Archived")];

    /// <param name="RequestNumber">Number of the request that it decides.</param>
    /// <param name="ReplacedBy">Number of the decision that took its place.</param>
    /// <param name="OpenBallot">The ballot that is not counted yet.</param>
    /// <param name="OpenConditionCount">Conditions that are not met.</param>
    public sealed record Row(Decision Decision, int? RequestNumber, int? ReplacedBy, Ballot? OpenBallot, int OpenConditionCount);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, DateOnly today, CancellationToken cancellationToken)
    {
        var who = actor.Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var decisions = await db.Set<Decision>().AsNoTracking().AsSplitQuery().Include(d => d.Conditions).Include(d => d.Ballots).ToListAsync(cancellationToken);
        var requests = await db.Set<Request>().AsNoTracking().Where(r => db.Set<Decision>().Any(d => d.RequestId == r.Id)).ToDictionaryAsync(r => r.Id, cancellationToken);
        var replaced = decisions.Where(decision => decision is { State: DecisionState.Decided, SupersedesId: not null, ArchivedAt: null }).ToLookup(decision => decision.SupersedesId!.Value);
        return
        [
            .. from decision in decisions
               let request = decision.RequestId is { } id ? requests.GetValueOrDefault(id) : null
               where who.May(DecidePermissions.ViewAll) || (request?.IsOf(who) == true && decision.State == DecisionState.Decided)
               let row = new Row(decision, request?.Number, replaced[decision.Id].FirstOrDefault()?.Number, decision.Ballots.FirstOrDefault(ballot => ballot.CountedAt is null), decision.Conditions.Count(condition => condition.MetOn is null))
               where IsIn(row, state, today) && (text is null || Holds(decision, text))
               orderby decision.State != DecisionState.Proposed, decision.DecidedOn descending, decision.Number descending
               select row,
        ];
    }

    private static bool IsIn(Row row, string? state, DateOnly today) => state == "archived" ? row.Decision.ArchivedAt is not null : row.Decision.ArchivedAt is null && state switch
    {
        "proposed" => row.Decision.State == DecisionState.Proposed,
        "voting" => row.OpenBallot is not null,
        "decided" => row.Decision.State == DecisionState.Decided,
        "due" => row.ReplacedBy is null && row.Decision.ReviewAt(today) is ReviewState.DueSoon or ReviewState.Overdue,
        "expired" => row.ReplacedBy is null && row.Decision.ReviewAt(today) == ReviewState.Expired,
        "replaced" => row.ReplacedBy is not null,
        "not-carried" => row.Decision.State == DecisionState.NotCarried,
        "withdrawn" => row.Decision.State == DecisionState.Withdrawn,
        _ => row.Decision.State != DecisionState.Withdrawn,
    };

    private static bool Holds(Decision decision, string text) =>
        DecisionWords.Number(decision.Number).Equals(text, StringComparison.OrdinalIgnoreCase) || new[] { decision.Title, decision.Question, decision.Text, decision.Body, decision.DecidedBy, decision.Initiative }.Any(part => part?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);
}

/// <summary>The decisions that the filter of the page selects, as a file.</summary>
internal static class DecisionExport
{
    private static readonly string[] columns = ["Number", "Decision", "State", "What", "Decided on", "Decided by", "Yes", "No", "Abstained", "Recused", "Request", "Question", "Text", "Rationale", "Dissent", "Amount", "Currency", "Initiative", "Clinical risk", "Effective on", "Review by", "Review", "Replaced by", "Open conditions"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, DecisionList list, ReadShellState read, CancellationToken cancellationToken)
    {
        var today = (await read(cancellationToken)).Today;
        return TableFiles.Of(new Table("Decisions", columns,
        [
            .. (await list.RunAsync(state, FormReader.Clean(q), today, cancellationToken)).Select(row => (object?[])
            [
                DecisionWords.Number(row.Decision.Number), row.Decision.Title, DecisionWords.State(row.Decision), RequestWords.Outcome(row.Decision.Outcome), row.Decision.DecidedOn, row.Decision.DecidedBy ?? row.Decision.Body, row.Decision.YesCount, row.Decision.NoCount, row.Decision.AbstainCount, row.Decision.RecusedCount,
                row.RequestNumber is { } request ? RequestWords.Number(request) : null, row.Decision.Question, row.Decision.Text, row.Decision.Rationale, row.Decision.Dissent, row.Decision.AmountMinor is { } minor ? minor / (double)Money.MinorOf(row.Decision.Currency!) : null, row.Decision.Currency, row.Decision.Initiative, DecisionWords.Risk(row.Decision.Risk),
                row.Decision.EffectiveOn, row.Decision.ReviewOn, row.Decision.ReviewAt(today) is { } review ? DecisionWords.Review(review) : null, row.ReplacedBy is { } by ? DecisionWords.Number(by) : null, row.OpenConditionCount,
            ]),
        ]), format, "decisions");
    }
}
