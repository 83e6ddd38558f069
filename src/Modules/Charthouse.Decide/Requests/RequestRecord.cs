using Charthouse.Decide.Decisions;
using Charthouse.Decide.Scoring;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Similarity;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Requests;

/// <summary>One request with its scores, its decisions, and what looks like it.</summary>
internal sealed class RequestRecord(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <param name="Card">Scores under the scale of the day of the decision, or of today.</param>
    /// <param name="Decisions">Decisions about it, newest first.</param>
    /// <param name="Near">What it may say again, or stand against.</param>
    public sealed record Answer(Request Request, ScoreCard Card, IReadOnlyList<Decision> Decisions, IReadOnlyList<Near> Near);

    /// <summary>A request or decision that is like this one.</summary>
    /// <param name="Score">How alike the words are, from 0 to 1.</param>
    /// <param name="Shared">Systems and places that both name.</param>
    public sealed record Near(string Number, string Title, string Href, string State, double Score, IReadOnlyList<string> Shared);

    private const int MostNear = 5;

    public async Task<Answer?> RunAsync(Guid id, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var request = await db.Set<Request>().AsNoTracking().AsSplitQuery().Include(r => r.States.OrderBy(s => s.Position)).Include(r => r.Clarifications.OrderBy(c => c.AskedAt)).SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (request is null || !request.IsVisibleTo(actor.Now)) return null;
        // Last year's score is computed with last year's weights.
        var decided = request.States.LastOrDefault(entry => entry.State == RequestState.Decided);
        var scale = await Scale.OnAsync(db, decided is not null && !RequestFlow.IsBeforeDecision(request.State) ? DateOnly.FromDateTime(decided.EnteredAt.UtcDateTime) : today, cancellationToken);
        var scores = await db.Set<RequestScore>().AsNoTracking().Where(s => s.RequestId == id).ToListAsync(cancellationToken);
        var decisions = await db.Set<Decision>().AsNoTracking().Where(d => d.RequestId == id && d.ArchivedAt == null).OrderByDescending(d => d.Number).ToListAsync(cancellationToken);
        return new(request, ScoreCard.Of(scale, scores), decisions, await NearAsync(db, request, cancellationToken));
    }

    /// <summary>Open requests and decisions that use much the same words, or name the same systems and places in a similar title. A person decides what is a duplicate.</summary>
    private async Task<IReadOnlyList<Near>> NearAsync(WorkbenchDb db, Request request, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        var others = (await db.Set<Request>().AsNoTracking().Where(r => r.Id != request.Id && r.ArchivedAt == null && r.State != RequestState.Withdrawn).ToListAsync(cancellationToken)).Where(other => other.IsVisibleTo(by)).ToDictionary(other => other.Id);
        var decisions = by.May(DecidePermissions.ViewAll) ? await db.Set<Decision>().AsNoTracking().Where(d => d.RequestId != request.Id && d.ArchivedAt == null && d.State != DecisionState.Withdrawn).ToDictionaryAsync(d => d.Id, cancellationToken) : [];
        ShortTextIndex index = new();
        foreach (var other in others.Values) index.Set(other.Id, $"{other.Title} {other.Problem}");
        foreach (var decision in decisions.Values) index.Set(decision.Id, $"{decision.Title} {decision.Question}");
        var own = Names(request.Systems, request.Place);
        return
        [
            .. (from near in index.Nearest($"{request.Title} {request.Problem}", 50)
               let other = others.GetValueOrDefault(near.Id)
               let decision = decisions.GetValueOrDefault(near.Id)
               let shared = other is null ? [] : Names(other.Systems, other.Place).Intersect(own, StringComparer.CurrentCultureIgnoreCase).ToList()
               // Half the usual likeness is enough where both touch the same thing.
               where near.Score >= (shared.Count > 0 ? ShortTextIndex.PairThreshold / 2 : ShortTextIndex.PairThreshold)
               select other is not null
                   ? new Near(RequestWords.Number(other.Number), other.Title, $"requests/{other.Id}", RequestWords.State(other), near.Score, shared)
                   : new Near(DecisionWords.Number(decision!.Number), decision.Title, $"decisions/{decision.Id}", DecisionWords.State(decision), near.Score, [])).Take(MostNear),
        ];
    }

    private static HashSet<string> Names(params ReadOnlySpan<string?> texts)
    {
        HashSet<string> names = new(StringComparer.CurrentCultureIgnoreCase);
        foreach (var text in texts) names.UnionWith((text ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return names;
    }
}
