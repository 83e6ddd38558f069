using System.Globalization;
using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide;

/// <summary>What somebody asked for, answered, scored, voted and decided.</summary>
internal sealed class DecidePersonalData(IDbContextFactory<WorkbenchDb> dbs) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var requests = await db.Set<Request>().AsNoTracking().Where(r => r.RequesterId == accountId).OrderBy(r => r.Number).ToListAsync(cancellationToken);
        var steps = await (from entry in db.Set<RequestStateEntry>() join request in db.Set<Request>() on entry.RequestId equals request.Id where entry.ById == accountId orderby entry.EnteredAt select new { request.Number, entry.State, entry.EnteredAt, entry.Reason }).ToListAsync(cancellationToken);
        var words = await (from one in db.Set<Clarification>() join request in db.Set<Request>() on one.RequestId equals request.Id where one.AskedById == accountId || one.RepliedById == accountId orderby one.AskedAt select new { request.Number, one.Question, one.Reply, one.AskedAt }).ToListAsync(cancellationToken);
        var scores = await (from score in db.Set<RequestScore>() join request in db.Set<Request>() on score.RequestId equals request.Id where score.RaterId == accountId orderby request.Number, score.Criterion select new { request.Number, score.Criterion, score.Level, score.ScoredAt }).ToListAsync(cancellationToken);
        var votes = await (from vote in db.Set<Vote>() join decision in db.Set<Decision>() on vote.DecisionId equals decision.Id where vote.MemberId == accountId orderby decision.Number select new { decision.Number, vote.Role, vote.Choice, vote.CastAt, vote.OnBehalfBy, vote.Note }).ToListAsync(cancellationToken);
        var seats = await (from member in db.Set<CommitteeMember>() join committee in db.Set<Committee>() on member.CommitteeId equals committee.Id where member.AccountId == accountId orderby committee.Name select new { committee.Name, member.Role, member.Organisation }).ToListAsync(cancellationToken);
        var proposals = await db.Set<Decision>().AsNoTracking().Where(d => d.ProposedById == accountId).OrderBy(d => d.Number).Select(d => new { d.Number, d.Title, d.CreatedAt }).ToListAsync(cancellationToken);
        return
        [
            new("Requests you wrote", "Your requests, drafts too. What was sent belongs to the thread and stays.", [.. requests.Select(r => Row(("Request", RequestWords.Number(r.Number)), ("Title", r.Title), ("Problem", r.Problem), ("Where", r.Place), ("What would be good", r.DesiredState), ("State", RequestWords.State(r)), ("Appeal", r.AppealReason), ("Since", At(r.CreatedAt))))]),
            new("Steps you took with requests", "Which request you moved, when and why.", [.. steps.Select(s => Row(("Request", RequestWords.Number(s.Number)), ("To", RequestWords.State(s.State)), ("When", At(s.EnteredAt)), ("Why", s.Reason)))]),
            new("Questions and answers about requests", "What you asked, and what you answered.", [.. words.Select(w => Row(("Request", RequestWords.Number(w.Number)), ("Question", w.Question), ("Answer", w.Reply), ("When", At(w.AskedAt))))]),
            new("Scores you gave", "Your levels for requests; each rater's are kept.", [.. scores.Select(s => Row(("Request", RequestWords.Number(s.Number)), ("Criterion", s.Criterion), ("Level", s.Level.ToString(CultureInfo.InvariantCulture)), ("When", At(s.ScoredAt))))]),
            new("Ballots you may vote in", "Your votes, and who wrote them down.", [.. votes.Select(v => Row(("Decision", DecisionWords.Number(v.Number)), ("Role", v.Role), ("Vote", v.Choice is { } choice ? DecisionWords.Choice(choice) : null), ("When", At(v.CastAt)), ("Written down by", v.OnBehalfBy), ("Note", v.Note)))]),
            new("Seats in committees", "Committees that you are a member of.", [.. seats.Select(s => Row(("Committee", s.Name), ("Role", s.Role), ("Organisation", s.Organisation)))]),
            new("Decisions you prepared", "Decisions that you wrote down for others to decide.", [.. proposals.Select(d => Row(("Decision", DecisionWords.Number(d.Number)), ("Title", d.Title), ("When", At(d.CreatedAt))))]),
        ];
    }

    private static string? At(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
