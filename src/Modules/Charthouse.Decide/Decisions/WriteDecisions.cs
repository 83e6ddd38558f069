using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Decisions;

/// <summary>Prepares a decision, or changes one that is not decided.</summary>
internal sealed class SaveDecision(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">The decision; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, DecisionForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        var from = RecordRef.Of(form.From);
        if (FormReader.Clean(form.From) is not null && (from is not { } source || await kinds.SummariseAsync(source, cancellationToken) is null)) return RequestProblems.NoSource;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var key = FormReader.Id(form.Key) ?? Guid.CreateVersion7();
        if (id is null && await db.Set<Decision>().Where(d => d.SubmissionKey == key && d.ProposedById == by.AccountId).Select(d => (Guid?)d.Id).SingleOrDefaultAsync(cancellationToken) is { } sent) return sent;
        var requestId = from is { Kind: Request.RecordKind } request ? request.Id : (Guid?)null;
        var decision = id is null
            ? new Decision { Id = Guid.CreateVersion7(), Number = 1 + (await db.Set<Decision>().MaxAsync(d => (int?)d.Number, cancellationToken) ?? 0), SubmissionKey = key, RequestId = requestId, ProposedById = by.AccountId, ProposedByName = by.Name, CreatedAt = clock.GetUtcNow() }
            : await db.Set<Decision>().Include(d => d.Options).Include(d => d.Ballots).SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (decision is null) return DecisionProblems.NotFound;
        if (id is not null && decision.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        // Members vote on the words that they read.
        if (decision.Ballots.Any(ballot => ballot.CountedAt is null)) return DecisionProblems.OpenBallot;
        if (id is null && requestId is not null && !await db.Set<Request>().AnyAsync(r => r.Id == requestId && (r.State == RequestState.Screened || r.State == RequestState.Ready || r.State == RequestState.Scored), cancellationToken)) return DecisionProblems.NotWaiting;
        if (decision.Change(form, out var removed) is { Count: > 0 } problems) return problems;
        if (decision.SupersedesId is { } superseded && (superseded == decision.Id || !await db.Set<Decision>().AnyAsync(d => d.Id == superseded && d.State == DecisionState.Decided, cancellationToken))) return DecisionProblems.NoSuperseded;
        db.RemoveRange(removed);
        if (id is null)
        {
            db.Add(decision);
            if (from is { } origin) db.Add(RecordLink.Between(new(Decision.RecordKind, decision.Id), LinkRelation.DerivedFrom, origin, by, clock.GetUtcNow()));
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return decision.Id;
    }
}

/// <summary>Who may decide a decision, by money and by what a mistake may do to patients.</summary>
/// <param name="Level">Place in <see cref="DelegatedAuthority.Levels"/>.</param>
/// <param name="AmountMinor">The amount that counts, with earlier approvals of the initiative; <c>null</c> when no money is bound.</param>
/// <param name="Because">Why this level, as the end of a sentence.</param>
internal sealed record NeededAuthority(int Level, long? AmountMinor, string Because)
{
    public string Name => DelegatedAuthority.Levels[Level].Authority;

    /// <summary>The authority that a decision needs on a day.</summary>
    public static async Task<Outcome<NeededAuthority>> OfAsync(WorkbenchDb db, Decision decision, DateOnly on, CancellationToken cancellationToken)
    {
        var least = DelegatedAuthority.LeastLevel(decision.Risk);
        var risk = $"its clinical risk is {DecisionWords.Risk(decision.Risk)}";
        if (decision.AmountMinor is not { } amount || decision.Currency is not { } currency) return new NeededAuthority(least, null, least == 0 ? "no money and no clinical risk is bound" : risk);
        var from = on.AddDays(-DelegatedAuthority.WindowDays);
        // An approval that was replaced by this one is not counted with it.
        var priors = decision.Initiative is null ? [] : (await db.Set<Decision>().AsNoTracking()
            .Where(d => d.Id != decision.Id && d.Id != decision.SupersedesId && d.State == DecisionState.Decided && d.ArchivedAt == null && d.AmountMinor != null && d.DecidedOn >= from && (d.Outcome == RequestOutcome.Approved || d.Outcome == RequestOutcome.ApprovedWithChange)).ToListAsync(cancellationToken))
            .Where(prior => string.Equals(prior.Initiative, decision.Initiative, StringComparison.OrdinalIgnoreCase)).ToList();
        if (priors.Select(prior => prior.Currency).Where(other => other != currency).Distinct().ToList() is { Count: > 0 } others) return DecisionProblems.OtherCurrency(string.Join(" and ", others));
        var per = Money.MinorOf(currency);
        var (total, level) = DelegatedAuthority.Of([.. DelegatedAuthority.Levels.Select(one => one with { UpTo = one.UpTo * per })], decision.Initiative, amount, on, priors.Select(prior => new PriorApproval(prior.Initiative, prior.AmountMinor!.Value, prior.DecidedOn!.Value)));
        var money = priors.Count == 0 ? $"it binds {Money.Words(total, currency)}" : $"with {priors.Count} earlier approval{(priors.Count == 1 ? "" : "s")} of “{decision.Initiative}” within a year it binds {Money.Words(total, currency)}";
        return new NeededAuthority(Math.Max(level, least), total, least > level ? risk : money);
    }
}

/// <summary>What follows when something is decided, by whomever: the request moves, the two are linked, what is replaced is linked, who asked is told.</summary>
internal static class DecisionEffects
{
    public static async Task<Problem?> SettleAsync(WorkbenchDb db, Notifications notices, Decision decision, string decidedBy, DateOnly on, BallotCounted? votes, Actor by, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (decision.RequestId is { } requestId)
        {
            var request = await db.Set<Request>().Include(r => r.States).SingleAsync(r => r.Id == requestId, cancellationToken);
            if (RequestFlow.Refuse(request, RequestState.Decided, StepBy.Decision, hasAllScores: false) is not null) return DecisionProblems.NotWaiting;
            request.Decide(decision.Outcome, decision.Rationale!, decision.DeferredUntil, by, now);
            notices.Tell(db, request, RequestNotices.Moved, by, $"it was {RequestWords.Outcome(decision.Outcome)} by {decidedBy}. {decision.Rationale}");
            Link(new(Request.RecordKind, requestId), LinkRelation.DecidedBy, new(Decision.RecordKind, decision.Id));
        }

        decision.Settle(decidedBy, on, now, votes);
        if (decision.SupersedesId is { } superseded) Link(new(Decision.RecordKind, decision.Id), LinkRelation.Replaces, new(Decision.RecordKind, superseded));
        return null;

        void Link(RecordRef from, LinkRelation relation, RecordRef to)
        {
            if (!db.Set<RecordLink>().Any(l => l.ArchivedAt == null && l.Relation == relation && l.FromKind == from.Kind && l.FromId == from.Id && l.ToKind == to.Kind && l.ToId == to.Id)) db.Add(RecordLink.Between(from, relation, to, by, now));
        }
    }
}

/// <summary>One authorised person decides now, where the delegated authority allows it and the request is not their own.</summary>
internal sealed class DecideNow(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, DateOnly today, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (!by.May(DecidePermissions.Decide)) return DecisionProblems.NotAllowed;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Decision>().Include(d => d.Ballots).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } decision) return DecisionProblems.NotFound;
        if (decision.RefuseDeciding() is { } refused) return refused;
        if (decision.Ballots.Any(ballot => ballot.CountedAt is null)) return DecisionProblems.OpenBallot;
        var authority = await NeededAuthority.OfAsync(db, decision, today, cancellationToken);
        if (!authority.Succeeded) return authority.Problems.ToList();
        if (decision.RequestId is { } requestId && await db.Set<Request>().AnyAsync(r => r.Id == requestId && r.RequesterId == by.AccountId, cancellationToken)) return DecisionProblems.OwnRequest(authority.Value.Level == 0 ? "Somebody else who may decide alone" : authority.Value.Name);
        if (authority.Value.Level > 0) return DecisionProblems.AboveAuthority(authority.Value.Name, authority.Value.Because);
        if (await DecisionEffects.SettleAsync(db, notices, decision, by.Name, today, null, by, clock.GetUtcNow(), cancellationToken) is { } problem) return problem;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } unsaved) return unsaved;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>A condition, a renewal or a withdrawal as their forms hold them.</summary>
internal sealed class FollowUpForm
{
    public string? Text { get; set; }
    public string? Owner { get; set; }
    public string? DueOn { get; set; }
    public string? Condition { get; set; }
    public string? Note { get; set; }
    public string? Reason { get; set; }
    public string? Months { get; set; }
}

/// <summary>Adds a condition under which a decision holds, before or after it is decided.</summary>
internal sealed class AddCondition(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, FollowUpForm form, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        var (text, owner, due) = (read.Text("Text", form.Text, Decision.LongestText), read.Text("Owner", form.Owner, Decision.LongestTitle), read.Day("DueOn", form.DueOn));
        if (read.Problems.Count > 0) return read.Problems;
        if (text is null || owner is null || due is null) return DecisionProblems.NoCondition;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Decision>().Include(d => d.Conditions).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } decision) return DecisionProblems.NotFound;
        if (decision.State is DecisionState.Withdrawn or DecisionState.NotCarried || decision.ArchivedAt is not null) return DecisionProblems.NotDecided;
        decision.Add(new DecisionCondition { Id = Guid.CreateVersion7(), DecisionId = id, Text = text, Owner = owner, DueOn = due.Value });
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Marks a condition as met.</summary>
internal sealed class MeetCondition(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, FollowUpForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        var note = read.Text("Note", form.Note, Decision.LongestLine);
        if (read.Problems.Count > 0) return read.Problems;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var wanted = FormReader.Id(form.Condition);
        if (await db.Set<DecisionCondition>().SingleOrDefaultAsync(c => c.Id == wanted && c.DecisionId == id && c.MetOn == null, cancellationToken) is not { } condition) return DecisionProblems.ConditionMet;
        (condition.MetOn, condition.MetNote) = (today, note);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Says that a decision holds on, and for how long.</summary>
internal sealed class RenewDecision(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, FollowUpForm form, DateOnly today, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.Decide)) return DecisionProblems.NotAllowed;
        var read = new FormReader();
        var (reason, months) = (read.Text("Reason", form.Reason, Decision.LongestLine), read.Whole("Months", form.Months, 1, Decision.MostMonths));
        if (read.Problems.Count > 0) return read.Problems;
        if (reason is null) return DecisionProblems.NoReason;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Decision>().Include(d => d.Renewals).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } decision) return DecisionProblems.NotFound;
        if (decision.State != DecisionState.Decided || decision.ArchivedAt is not null) return DecisionProblems.NotDecided;
        decision.Renew(reason, months ?? decision.ReviewMonths, today, actor.Now);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Takes a proposal back, so that another one can be prepared.</summary>
internal sealed class WithdrawDecision(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, FollowUpForm form, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        var reason = read.Required("Reason", "a reason", form.Reason, Decision.LongestLine);
        if (read.Problems.Count > 0) return read.Problems;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Decision>().Include(d => d.Ballots).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } decision) return DecisionProblems.NotFound;
        if (decision.State != DecisionState.Proposed) return DecisionProblems.IsDecided;
        if (decision.Ballots.Any(ballot => ballot.CountedAt is null)) return DecisionProblems.OpenBallot;
        decision.Withdraw(clock.GetUtcNow());
        db.Reason = reason;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}
