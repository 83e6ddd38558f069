using Charthouse.Decide.Decisions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Committees;

/// <summary>Committees, A to Z, with what they vote on now.</summary>
internal sealed class CommitteeList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="Open">Decisions that it votes on now.</param>
    /// <param name="CountedCount">Ballots that were counted.</param>
    public sealed record Row(Committee Committee, IReadOnlyList<Decision> Open, int CountedCount);

    public async Task<IReadOnlyList<Row>> RunAsync(Guid? id, bool isArchived, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var committees = await db.Set<Committee>().AsNoTracking().Include(c => c.Members.OrderBy(m => m.Name)).Where(c => id == null ? c.ArchivedAt != null == isArchived : c.Id == id).ToListAsync(cancellationToken);
        var ballots = await db.Set<Ballot>().AsNoTracking().Select(b => new { b.CommitteeId, b.DecisionId, b.CountedAt }).ToListAsync(cancellationToken);
        var open = ballots.Where(ballot => ballot.CountedAt is null).Select(ballot => ballot.DecisionId).ToList();
        var decisions = await db.Set<Decision>().AsNoTracking().Where(d => open.Contains(d.Id)).ToDictionaryAsync(d => d.Id, cancellationToken);
        return
        [
            .. from committee in committees
               orderby committee.Name
               select new Row(committee, [.. ballots.Where(ballot => ballot.CommitteeId == committee.Id && ballot.CountedAt is null).Select(ballot => decisions[ballot.DecisionId])], ballots.Count(ballot => ballot.CommitteeId == committee.Id && ballot.CountedAt is not null)),
        ];
    }

    /// <summary>"more than 50 % of members, simple majority"</summary>
    public static string Rule(int quorumPercent, bool isStrict, Majority majority, string? requiredRoles) =>
        $"{(isStrict ? "more than" : "at least")} {Numbers.WithUnit(Numbers.Whole(quorumPercent), "%")} of members take part, {(majority == Majority.TwoThirds ? "two thirds of the votes carry" : "most votes carry, a tie does not")}{(requiredRoles is null ? "" : $"; somebody must take part as {requiredRoles.Replace(";", ", and as", StringComparison.Ordinal)}")}";
}

/// <summary>Members of committees, a line for each seat.</summary>
internal static class CommitteeExport
{
    public static async Task<FileContentHttpResult> GetAsync(string format, CommitteeList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Committees", ["Committee", "Purpose", "Decides up to", "Quorum %", "More than that", "Majority", "Required roles", "Member", "Role", "Organisation", "Open ballots", "Counted ballots"],
        [
            .. from row in await list.RunAsync(null, false, cancellationToken)
               from member in row.Committee.Members
               select (object?[])[row.Committee.Name, row.Committee.Purpose, DelegatedAuthority.Levels[row.Committee.AuthorityLevel].Authority, row.Committee.QuorumPercent, row.Committee.IsStrict ? "yes" : "no", row.Committee.Majority == Majority.TwoThirds ? "two thirds" : "simple", row.Committee.RequiredRoles, member.Name, member.Role, member.Organisation, row.Open.Count, row.CountedCount],
        ]), format, "committees");
}
