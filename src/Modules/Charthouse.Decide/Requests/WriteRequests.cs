using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Requests;

/// <summary>Keeps a draft of a request, changes its text, and sends it.</summary>
internal sealed class SaveRequest(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, CurrentActor actor, TimeProvider clock)
{
    /// <param name="id">The request; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, RequestForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        var (from, isSending) = (RecordRef.Of(form.From), form.Act == "send");
        // The actor sees what the request comes out of, or nothing is linked.
        if (FormReader.Clean(form.From) is not null && (from is not { } source || await kinds.SummariseAsync(source, cancellationToken) is null)) return RequestProblems.NoSource;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Numbers are counted and keys are looked up while no other writer comes in between.
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var key = FormReader.Id(form.Key) ?? Guid.CreateVersion7();
        if (id is null && await db.Set<Request>().Where(r => r.SubmissionKey == key && r.RequesterId == by.AccountId).Select(r => (Guid?)r.Id).SingleOrDefaultAsync(cancellationToken) is { } sent) return sent;
        var request = id is null
            ? Request.Begin(1 + (await db.Set<Request>().MaxAsync(r => (int?)r.Number, cancellationToken) ?? 0), key, by, clock.GetUtcNow())
            : await db.Set<Request>().Include(r => r.States).SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        if (request is null || !request.IsVisibleTo(by) && id is not null) return RequestProblems.NotFound;
        if (id is not null && request.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (id is not null && !request.IsEditableBy(by)) return RequestProblems.NotEditable;
        isSending &= request.State == RequestState.Draft;
        if (request.Change(form, isSending) is { Count: > 0 } problems) return problems;
        if (isSending) request.Enter(RequestState.Submitted, null, by, clock.GetUtcNow());
        if (id is null)
        {
            db.Add(request);
            if (from is { } origin) db.Add(RecordLink.Between(new(Request.RecordKind, request.Id), LinkRelation.DerivedFrom, origin, by, clock.GetUtcNow()));
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return request.Id;
    }
}

/// <summary>Says who takes care of a request, what it takes and what places it ahead.</summary>
internal sealed class TriageRequest(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, TriageForm form, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(DecidePermissions.ScreenRequests)) return RequestProblems.NotTeam;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Request>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request || !request.IsVisibleTo(actor.Now)) return RequestProblems.NotFound;
        if (request.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        if (request.Triage(form) is { Count: > 0 } problems) return problems;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>A step that somebody wants a request to take.</summary>
internal sealed class MoveForm
{
    /// <summary>Where the request stood when the button was drawn: two people who press at once do not move it twice.</summary>
    public string? From { get; set; }
    public string? To { get; set; }
    public string? By { get; set; }
    public string? Reason { get; set; }
}

/// <summary>Moves a request one step: by the team, or as who wrote it withdraws or appeals.</summary>
internal sealed class MoveRequest(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    /// <param name="today">Today, where the organisation is: its scale says which scores there must be.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, MoveForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Request>().Include(r => r.States).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request || !request.IsVisibleTo(by)) return RequestProblems.NotFound;
        if (FormReader.Choice<RequestState>(form.From) != request.State || FormReader.Choice<RequestState>(form.To) is not { } to || FormReader.Choice<StepBy>(form.By) is not { } how || request.ArchivedAt is not null) return RequestProblems.Moved;
        if (how is not (StepBy.Team or StepBy.Appeal or StepBy.Withdrawal)) return RequestProblems.Moved;
        if (how == StepBy.Team && !by.May(DecidePermissions.ScreenRequests)) return RequestProblems.NotTeam;
        if (how == StepBy.Appeal && !request.IsOf(by)) return RequestProblems.NotYours;
        if (how == StepBy.Withdrawal && !request.IsOf(by) && !by.May(DecidePermissions.ScreenRequests)) return RequestProblems.NotYours;
        var scores = await db.Set<Scoring.RequestScore>().AsNoTracking().Where(s => s.RequestId == id).ToListAsync(cancellationToken);
        var hasAllScores = Scoring.ScoreCard.Of(await Scoring.Scale.OnAsync(db, today, cancellationToken), scores).IsComplete;
        if (RequestFlow.Refuse(request, to, how, hasAllScores) is { } refused) return refused;
        var read = new FormReader();
        var reason = read.Text("Reason", form.Reason, Request.LongestText);
        if (read.Problems.Count > 0) return read.Problems;
        if (reason is null && RequestFlow.Find(request.State, to, how)!.NeedsReason) return RequestProblems.NoReason;
        if (how == StepBy.Appeal) request.Appeal(reason!, by, clock.GetUtcNow());
        else request.Enter(to, reason, by, clock.GetUtcNow());
        notices.Tell(db, request, RequestNotices.Moved, by, $"it is {RequestWords.State(request.State, request.Outcome)} now.{(reason is null ? "" : " " + reason)}");
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>A question or its answer.</summary>
internal sealed class ClarifyForm
{
    public string? Question { get; set; }

    /// <summary>The question that is answered.</summary>
    public string? Asked { get; set; }
    public string? Reply { get; set; }
}

/// <summary>Asks who wrote a request. The clock of the clarification runs from here to the answer.</summary>
internal sealed class AskRequester(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, ClarifyForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (!by.May(DecidePermissions.ScreenRequests)) return RequestProblems.NotTeam;
        var read = new FormReader();
        var question = read.Text("Question", form.Question, Request.LongestText);
        if (read.Problems.Count > 0) return read.Problems;
        if (question is null) return RequestProblems.NoQuestion;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Request>().Include(r => r.States).Include(r => r.Clarifications).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request || !request.IsVisibleTo(by)) return RequestProblems.NotFound;
        if (RequestFlow.Refuse(request, RequestState.Clarification, StepBy.Question, hasAllScores: false) is { } refused) return refused;
        request.Ask(question, by, clock.GetUtcNow());
        notices.Tell(db, request, RequestNotices.Asked, by, question);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>Answers a question about a request. A request that has moved on takes no answer.</summary>
internal sealed class ReplyToQuestion(IDbContextFactory<WorkbenchDb> dbs, Notifications notices, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, ClarifyForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        var read = new FormReader();
        var reply = read.Text("Reply", form.Reply, Request.LongestText);
        if (read.Problems.Count > 0) return read.Problems;
        if (reply is null) return RequestProblems.NoReply;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Request>().Include(r => r.States).Include(r => r.Clarifications).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request || !request.IsVisibleTo(by)) return RequestProblems.NotFound;
        if (!request.IsOf(by)) return RequestProblems.NotYours;
        if (request.OpenQuestion is not { } question || question.Id != FormReader.Id(form.Asked)) return RequestProblems.NotAsked;
        request.Reply(question, reply, by, clock.GetUtcNow());
        if (question.AskedById is { } asker && asker != by.AccountId) notices.Add(db, asker, RequestNotices.Moved.Name, $"{RequestWords.Number(request.Number)}, {request.Title}: {by.Name} answered your question.", $"requests/{id}");
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}
