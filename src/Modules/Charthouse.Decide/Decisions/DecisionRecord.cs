using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Decisions;

/// <summary>One decision with its request, its ballots and who may decide it.</summary>
internal sealed class DecisionRecord(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <param name="Authority">Who may decide it; <c>null</c> when that cannot be said, for the reason in <paramref name="AuthorityProblem"/>.</param>
    /// <param name="Committees">Committees that could vote, A to Z.</param>
    /// <param name="Replaces">The decision that it takes the place of.</param>
    /// <param name="ReplacedBy">The decision that took its place.</param>
    public sealed record Answer(Decision Decision, Request? Request, NeededAuthority? Authority, string? AuthorityProblem, IReadOnlyList<Committee> Committees, Decision? Replaces, Decision? ReplacedBy);

    public async Task<Answer?> RunAsync(Guid id, DateOnly today, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var decision = await db.Set<Decision>().AsNoTracking().AsSplitQuery().Include(d => d.Options.OrderBy(o => o.Position)).Include(d => d.Conditions.OrderBy(c => c.DueOn)).Include(d => d.Renewals.OrderBy(r => r.RenewedOn))
            .Include(d => d.Ballots.OrderByDescending(b => b.OpensAt)).ThenInclude(b => b.Votes.OrderBy(v => v.MemberName)).SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
        if (decision is null) return null;
        var request = await db.Set<Request>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == decision.RequestId, cancellationToken);
        if (!by.May(DecidePermissions.ViewAll) && !(request?.IsOf(by) == true && decision.State == DecisionState.Decided)) return null;
        var authority = await NeededAuthority.OfAsync(db, decision, decision.DecidedOn ?? today, cancellationToken);
        return new(decision, request, authority.Succeeded ? authority.Value : null, authority.Succeeded ? null : authority.Problems[0].Message,
            await db.Set<Committee>().AsNoTracking().Include(c => c.Members).Where(c => c.ArchivedAt == null).OrderBy(c => c.Name).ToListAsync(cancellationToken),
            await db.Set<Decision>().AsNoTracking().SingleOrDefaultAsync(d => d.Id == decision.SupersedesId, cancellationToken),
            await db.Set<Decision>().AsNoTracking().Where(d => d.SupersedesId == id && d.State == DecisionState.Decided && d.ArchivedAt == null).OrderByDescending(d => d.Number).FirstOrDefaultAsync(cancellationToken));
    }
}
