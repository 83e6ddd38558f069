using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Requests;

/// <summary>Requests, for pages of other modules: the second step of a thread.</summary>
internal sealed class RequestKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    private static readonly IReadOnlySet<string> scores = new HashSet<string>(["score"], StringComparer.Ordinal);

    // A draft is found by nobody: search does not know who wrote it.
    public static Searchable Searchable { get; } = Searchable.Of<Request>(Request.RecordKind, DecidePermissions.View, request => request.State == RequestState.Draft ? null : new(request.Id, $"{RequestWords.Number(request.Number)} {request.Title}",
        string.Join('\n', request.Problem, request.DesiredState, request.WhoSuffers, request.Place, request.Systems, request.Workaround, request.Evidence, request.Harm, request.OutcomeReason)));

    public string Kind => Request.RecordKind;

    public string Label => "Request";

    public string Icon => "inbox";

    public ThreadStage? Stage => ThreadStage.Request;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var who = actor.Now;
        if (!who.May(DecidePermissions.View)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return (await db.Set<Request>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToListAsync(cancellationToken)).Where(request => request.IsVisibleTo(who)).ToDictionary(request => request.Id, request => Summarise(request, who));
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await this.NotDoneAsync(await db.Set<Request>().Where(r => r.ArchivedAt == null).Select(r => r.Id).ToListAsync(cancellationToken), cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        var who = actor.Now;
        if (!who.May(DecidePermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var requests = await db.Set<Request>().AsNoTracking().Where(r => r.ArchivedAt == null).ToListAsync(cancellationToken);
        return [.. (from request in requests where request.IsVisibleTo(who) let at = $"{RequestWords.Number(request.Number)} {request.Title}".IndexOf(text, StringComparison.CurrentCultureIgnoreCase) where at >= 0 orderby at, request.Title, request.Id select request.Id).Take(limit)];
    }

    // Who said what in the scoring is for those who see all of it.
    public Task<IReadOnlyDictionary<Guid, IReadOnlySet<string>>> WithheldAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<Guid, IReadOnlySet<string>>>(actor.Now.May(DecidePermissions.ViewAll) ? new Dictionary<Guid, IReadOnlySet<string>>() : ids.Distinct().ToDictionary(id => id, _ => scores));

    // The step is done once something was decided: what follows is the project's. The day that matters next is the end of the state's target.
    private static RecordSummary Summarise(Request request, Actor who)
    {
        var since = DateOnly.FromDateTime(request.StateSince.UtcDateTime);
        var isDone = request.Outcome is not null && !RequestFlow.IsBeforeDecision(request.State) || RequestFlow.IsOver(request.State);
        return new($"{RequestWords.Number(request.Number)} {request.Title}", $"requests/{request.Id}", RequestWords.State(request), request.State switch
        {
            RequestState.Clarification or RequestState.Draft => request.RequesterName,
            _ => request.Owner,
        }, isDone || RequestFlow.TargetDays(request) is not { } target ? since : WorkingAge.After(since, target))
        {
            MayChange = request.ArchivedAt is null && (who.May(DecidePermissions.ScreenRequests) || request.IsOf(who) && !RequestFlow.IsOver(request.State)),
            Since = since,
            IsDone = isDone,
        };
    }
}
