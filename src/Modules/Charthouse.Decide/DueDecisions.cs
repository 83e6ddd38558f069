using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide;

/// <summary>What Decide asks of somebody: votes, answers, ballots to count, conditions, reviews, deferred requests.</summary>
internal sealed class DueDecisions(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock) : IDueItems
{
    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, DateOnly until, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (!by.May(DecidePermissions.View) || by.AccountId is not { } account) return [];
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        List<DueItem> due = [];
        var ballots = await db.Set<Decision>().AsNoTracking().AsSplitQuery().Include(d => d.Ballots.Where(b => b.CountedAt == null)).ThenInclude(b => b.Votes).Where(d => d.ArchivedAt == null && d.Ballots.Any(b => b.CountedAt == null)).ToListAsync(cancellationToken);
        foreach (var decision in ballots)
        {
            var ballot = decision.Ballots[0];
            var closes = DateOnly.FromDateTime(ballot.ClosesAt.UtcDateTime);
            if (ballot.IsOpen(now) && ballot.Votes.Any(vote => vote.MemberId == account && vote.Choice is null)) due.Add(Item(decision, "Vote", "#ballot", closes, $"{ballot.CommitteeName} votes."));
            else if (by.May(DecidePermissions.ManageCommittees) && (!ballot.IsOpen(now) || ballot.IsComplete)) due.Add(Item(decision, "Count the ballot", "#ballot", closes, ballot.IsComplete ? "Everybody has voted." : "The window is closed."));
        }

        var requests = await db.Set<Request>().AsNoTracking().Include(r => r.Clarifications).Where(r => r.ArchivedAt == null && (r.State == RequestState.Clarification || r.State == RequestState.Scored || (r.State == RequestState.Decided && r.DeferredUntil != null))).ToListAsync(cancellationToken);
        foreach (var request in requests.Where(request => request.IsVisibleTo(by)))
        {
            RecordRef record = new(Request.RecordKind, request.Id);
            var (title, since) = ($"{RequestWords.Number(request.Number)} {request.Title}", DateOnly.FromDateTime(request.StateSince.UtcDateTime));
            if (request.OpenQuestion is { } question && request.IsOf(by)) due.Add(new(DueKind.Promise, record, title, "Answer the question", $"requests/{request.Id}#clarification", WorkingAge.After(since, RequestFlow.TargetDays(RequestState.Clarification)!.Value), $"{question.AskedByName} asks."));
            if (request is { State: RequestState.Decided, Outcome: RequestOutcome.Deferred, DeferredUntil: { } day } && day <= until && by.May(DecidePermissions.ScreenRequests)) due.Add(new(DueKind.Decision, record, title, "Take it up again", $"requests/{request.Id}", day, "It was put off until this day."));
            if (request.State == RequestState.Scored && by.May(DecidePermissions.Decide) && !ballots.Exists(decision => decision.RequestId == request.Id)) due.Add(new(DueKind.Decision, record, title, "Decide", $"requests/{request.Id}", WorkingAge.After(since, RequestFlow.TargetDays(RequestState.Scored)!.Value), "It is scored and waits."));
        }

        var decided = await db.Set<Decision>().AsNoTracking().Include(d => d.Conditions).Where(d => d.ArchivedAt == null && d.State == DecisionState.Decided).ToListAsync(cancellationToken);
        var replaced = decided.Select(decision => decision.SupersedesId).OfType<Guid>().ToHashSet();
        foreach (var decision in decided.Where(decision => !replaced.Contains(decision.Id)))
        {
            foreach (var condition in decision.Conditions.Where(condition => condition.MetOn is null && condition.DueOn <= until && (by.May(DecidePermissions.Decide) || (by.May(DecidePermissions.ViewAll) && condition.Owner.Equals(by.Name, StringComparison.OrdinalIgnoreCase))))) due.Add(Item(decision, "Meet the condition", "#conditions", condition.DueOn, condition.Text));
            if (by.May(DecidePermissions.Decide) && decision.ReviewOn is { } review && (review <= until || decision.ReviewAt(today) is not ReviewState.Current)) due.Add(Item(decision, "Renew or replace", "#review", review, "A decision expires unless somebody renews it."));
        }

        return due;

        static DueItem Item(Decision decision, string action, string part, DateOnly on, string note) => new(DueKind.Decision, new(Decision.RecordKind, decision.Id), $"{DecisionWords.Number(decision.Number)} {decision.Title}", action, $"decisions/{decision.Id}{part}", on, note.Length > 200 ? note[..199] + "…" : note);
    }
}
