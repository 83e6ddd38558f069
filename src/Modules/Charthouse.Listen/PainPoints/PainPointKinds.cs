using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>Pain points, for pages of other modules. Whoever raised a voice sees its own without a permission.</summary>
internal sealed class PainPointRecords(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<PainPoint>(PainPoint.RecordKind, null, point => new(point.Id, $"{point.Name} {point.Heading}", string.Join('\n', point.Text, point.Place, point.Systems, point.Departments)));

    public string Kind => PainPoint.RecordKind;

    public string Label => "Pain point";

    public string Icon => "hearing";

    public ThreadStage? Stage => ThreadStage.PainPoint;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var seen = await MaySee.Of(db, actor.Now).Where(p => ids.Contains(p.Id)).ToListAsync(cancellationToken);
        if (seen.Count == 0) return new Dictionary<Guid, RecordSummary>();
        var shell = await readShell(cancellationToken);
        return seen.ToDictionary(p => p.Id, p => new RecordSummary(p.Heading, $"pain-points/{p.Id}", PainPointWords.Of(p.State), p.Owner, p.State == PainPointState.New ? p.ReplyDueOn : p.State == PainPointState.Waiting ? p.NextOn : DateOnly.FromDateTime(shell.Local(p.ReportedAt).DateTime))
        {
            MayChange = actor.Now.May(ListenPermissions.Triage),
            Since = DateOnly.FromDateTime(shell.Local(p.ReportedAt).DateTime),
            // The step is done when a person has taken it over; what follows are the next steps.
            IsDone = p.State is PainPointState.Open or PainPointState.Answered or PainPointState.Merged,
        });
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var found = await MaySee.Of(db, actor.Now).Where(p => p.State != PainPointState.Merged).OrderByDescending(p => p.Number).Select(p => new { p.Id, p.Number, p.Title, p.Text }).Take(5000).ToListAsync(cancellationToken);
        return [.. found.Where(p => PainPointWords.Name(p.Number).Contains(text, StringComparison.OrdinalIgnoreCase) || (p.Title ?? p.Text).Contains(text, StringComparison.CurrentCultureIgnoreCase)).Select(p => p.Id).Take(limit)];
    }

    public async Task<IReadOnlyList<Guid>> OpenAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await MaySee.Of(db, actor.Now).Where(p => p.State == PainPointState.New || p.State == PainPointState.Waiting || p.State == PainPointState.Open).OrderBy(p => p.Number).Select(p => p.Id).ToListAsync(cancellationToken);
    }
}

/// <summary>Answers: the last step of a thread.</summary>
internal sealed class AnswerRecords(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor) : IRecordKind
{
    public string Kind => Answer.RecordKind;

    public string Label => "Answer";

    public string Icon => "send";

    public ThreadStage? Stage => ThreadStage.Answer;

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var points = MaySee.Of(db, actor.Now);
        var found = await (from answer in db.Set<Answer>().AsNoTracking()
                           join point in points on answer.PainPointId equals point.Id
                           where ids.Contains(answer.Id)
                           select new { answer.Id, answer.SentAt, answer.SentToCount, Point = point }).ToListAsync(cancellationToken);
        if (found.Count == 0) return new Dictionary<Guid, RecordSummary>();
        var shell = await readShell(cancellationToken);
        return found.ToDictionary(one => one.Id, one => new RecordSummary($"Answer to {one.Point.Heading}", $"pain-points/{one.Point.Id}#answer",
            one.SentAt is null ? "to be written" : one.SentToCount == 1 ? "to one person" : $"to {Numbers.Whole(one.SentToCount ?? 0)} people", one.Point.Owner,
            one.SentAt is { } sent ? DateOnly.FromDateTime(shell.Local(sent).DateTime) : one.Point.NextOn)
        {
            MayChange = actor.Now.May(ListenPermissions.Triage),
            IsDone = one.SentAt is not null && one.Point.State == PainPointState.Answered,
        });
    }
}

/// <summary>Which pain points somebody may see.</summary>
internal static class MaySee
{
    public static IQueryable<PainPoint> Of(WorkbenchDb db, Actor actor)
    {
        var all = db.Set<PainPoint>().AsNoTracking().Where(p => p.ArchivedAt == null);
        if (actor.May(ListenPermissions.View)) return all;
        if (actor.AccountId is not { } account) return all.Where(p => false);
        return all.Where(p => db.Set<Voice>().Any(v => v.AccountId == account && (v.PainPointId == p.Id || v.FirstPainPointId == p.Id)));
    }
}
