using Charthouse.Decide.Decisions;
using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Committees;

/// <summary>A ballot to open, or a vote in one.</summary>
internal sealed class BallotForm
{
    public string? Committee { get; set; }

    /// <summary>Days that it is open.</summary>
    public string? Days { get; set; } = "7";
    public string? Ballot { get; set; }
    public string? Choice { get; set; }

    /// <summary>Account of the member that a vote is written down for; empty for the own vote.</summary>
    public string? Member { get; set; }
    public string? Note { get; set; }
}

/// <summary>Asks a committee to vote on a decision, in a window.</summary>
internal sealed class OpenBallot(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    public static NotificationKind Asked { get; } = new("ballot-open", "A ballot waits for your vote", "A committee that you are a member of votes on a decision.", NotificationDelivery.Mail);

    /// <param name="id">The decision.</param>
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, BallotForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        if (FormReader.Id(form.Committee) is not { } committeeId) return BallotProblems.NoCommittee;
        if (read.Whole("Days", form.Days, 1, 60) is not { } days) return BallotProblems.BadWindow;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Decision>().Include(d => d.Ballots).SingleOrDefaultAsync(d => d.Id == id, cancellationToken) is not { } decision) return DecisionProblems.NotFound;
        if (await db.Set<Committee>().Include(c => c.Members).SingleOrDefaultAsync(c => c.Id == committeeId && c.ArchivedAt == null, cancellationToken) is not { } committee) return CommitteeProblems.NotFound;
        if (decision.RefuseDeciding() is { } refused) return refused;
        if (decision.Ballots.Any(ballot => ballot.CountedAt is null)) return DecisionProblems.OpenBallot;
        var authority = await NeededAuthority.OfAsync(db, decision, today, cancellationToken);
        if (!authority.Succeeded) return authority.Problems.ToList();
        if (authority.Value.Level > committee.AuthorityLevel) return DecisionProblems.CommitteeTooLow(committee.Name, authority.Value.Name, authority.Value.Because);
        var opened = Ballot.Begin(id, committee, clock.GetUtcNow(), clock.GetUtcNow().AddDays(days));
        decision.Open(opened);
        foreach (var vote in opened.Votes.Where(vote => vote.MemberId != actor.Now.AccountId)) notices.Add(db, vote.MemberId, Asked.Name, $"{committee.Name} votes on {DecisionWords.Number(decision.Number)}, {decision.Title}.", $"decisions/{id}#ballot");
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return opened.Id;
    }
}

/// <summary>Keeps a member's vote, or changes it while the window is open. Somebody else may write it down, and that is kept too.</summary>
internal sealed class CastVote(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">The decision.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, BallotForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        var read = new FormReader();
        var note = read.Text("Note", form.Note, Vote.LongestNote);
        if (read.Problems.Count > 0) return read.Problems;
        if (FormReader.Choice<VoteChoice>(form.Choice) is not { } choice) return BallotProblems.NoChoice;
        var member = FormReader.Id(form.Member) ?? by.AccountId;
        var isForOther = member != by.AccountId;
        if (isForOther && !by.May(DecidePermissions.ManageCommittees)) return BallotProblems.NotBehalf;
        if (isForOther && note is null) return BallotProblems.BehalfNote;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Nobody counts between the look at the clock and the vote.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var ballotId = FormReader.Id(form.Ballot);
        if (await db.Set<Ballot>().Include(b => b.Votes).SingleOrDefaultAsync(b => b.Id == ballotId && b.DecisionId == id, cancellationToken) is not { } ballot) return BallotProblems.NotFound;
        if (!ballot.IsOpen(clock.GetUtcNow())) return BallotProblems.Closed;
        if (ballot.Votes.FirstOrDefault(vote => vote.MemberId == member) is not { } own) return BallotProblems.NotMember;
        (own.Choice, own.CastAt, own.OnBehalfBy, own.Note) = (choice, clock.GetUtcNow(), isForOther ? by.Name : null, note);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>Counts a ballot once its window has closed or everybody has voted. What is carried is decided, in the same transaction.</summary>
internal sealed class CountBallot(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">The decision.</param>
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<BallotCounted>> RunAsync(Guid id, BallotForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var ballotId = FormReader.Id(form.Ballot);
        var decision = await db.Set<Decision>().Include(d => d.Ballots).ThenInclude(b => b.Votes).SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (decision?.Ballots.FirstOrDefault(one => one.Id == ballotId) is not { } ballot) return BallotProblems.NotFound;
        if (ballot.CountedAt is not null) return BallotProblems.IsCounted;
        if (ballot.IsOpen(now) && !ballot.IsComplete) return BallotProblems.StillOpen;
        var count = ballot.Count();
        ballot.Close(count, now);
        if (count.Result == BallotResult.Carried)
        {
            if (decision.RefuseDeciding() is { } refused) return refused;
            if (await DecisionEffects.SettleAsync(db, notices, decision, ballot.CommitteeName, today, count, actor.Now, now, cancellationToken) is { } stands) return stands;
        }
        else if (count.Result == BallotResult.NotCarried)
        {
            decision.Fail(ballot.CommitteeName, today, now, count);
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return count;
    }
}
