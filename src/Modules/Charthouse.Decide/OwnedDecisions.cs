using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide;

/// <summary>Open requests and conditions by their owners, who stand there in words, and seats in committees by account.</summary>
internal sealed class OwnedDecisions(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.ViewAll)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var requests = await db.Set<Request>().AsNoTracking().Where(r => r.ArchivedAt == null && r.State != RequestState.Draft && r.State != RequestState.Closed && r.State != RequestState.Withdrawn).Select(r => new { r.Id, r.Number, r.Title, r.Owner }).ToListAsync(cancellationToken);
        var conditions = await (from condition in db.Set<DecisionCondition>()
                                join decision in db.Set<Decision>() on condition.DecisionId equals decision.Id
                                where condition.MetOn == null && decision.ArchivedAt == null && decision.State == DecisionState.Decided
                                select new { decision.Id, decision.Number, decision.Title, condition.Owner }).ToListAsync(cancellationToken);
        var seats = await (from member in db.Set<CommitteeMember>()
                           join committee in db.Set<Committee>() on member.CommitteeId equals committee.Id
                           where committee.ArchivedAt == null
                           select new { committee.Id, Committee = committee.Name, member.AccountId, member.Role }).ToListAsync(cancellationToken);
        return
        [
            .. from request in requests
               let holder = holders.Named(request.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner", $"Request {RequestWords.Number(request.Number)}: {request.Title}", $"requests/{request.Id}"),
            .. from condition in conditions
               let holder = holders.Named(condition.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner of a condition", $"Decision {DecisionWords.Number(condition.Number)}: {condition.Title}", $"decisions/{condition.Id}"),
            .. from seat in seats
               let holder = holders.FirstOrDefault(one => one.AccountId == seat.AccountId)
               where holder is not null
               select new OwnedRecord(holder, seat.Role.Length == 0 ? "Member" : $"Member, {seat.Role}", $"Committee: {seat.Committee}", $"committees/{seat.Id}"),
        ];
    }
}
