using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>One pain point with all that hangs on it, as far as the actor may see it.</summary>
internal sealed record PainPointView(PainPoint Point, IReadOnlyList<Voice> Voices, IReadOnlyList<Message> Messages, Answer? Answer, SafetyEvent? Safety, IReadOnlyList<SimilarPainPoint> Similar, IReadOnlyList<PainPoint> Joined, PainPoint? Head, Voice? Own, RecordSummary? Effect)
{
    public int VoiceCount => Voices.Count;

    public int RatedCount => Voices.Count(voice => voice.Rating is not null);

    public int HelpsCount => Voices.Count(voice => voice.Rating is AnswerRating.Helps);
}

/// <summary>Reads a pain point for its page.</summary>
internal sealed class ReadPainPoint(IDbContextFactory<WorkbenchDb> dbs, SimilarPainPoints similar, ReadThread readThread, CurrentActor actor)
{
    public async Task<PainPointView?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var point = await MaySee.Of(db, by).Include(p => p.States.OrderBy(s => s.Order)).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point is null) return null;
        var isTeam = by.May(ListenPermissions.Triage);
        var voices = await db.Set<Voice>().AsNoTracking().Where(v => v.PainPointId == id || v.FirstPainPointId == id).OrderByDescending(v => v.IsReporter).ThenBy(v => v.RaisedOn).ThenBy(v => v.Id).ToListAsync(cancellationToken);
        var own = voices.Find(voice => voice.AccountId is { } account && account == by.AccountId);
        // Who sees all sees the conversation; whoever asked sees what was written to everybody who asked, and what that person wrote.
        var seesAll = by.May(ListenPermissions.View);
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.PainPointId == id && (isTeam || (!m.IsTeamOnly && (seesAll || m.IsFromTeam || (own != null && m.VoiceId == own.Id))))).OrderBy(m => m.WrittenAt).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        var answer = await db.Set<Answer>().AsNoTracking().SingleOrDefaultAsync(a => a.PainPointId == id, cancellationToken);
        var safety = seesAll ? await db.Set<SafetyEvent>().AsNoTracking().Where(s => s.PainPointId == id).OrderByDescending(s => s.OpenedAt).FirstOrDefaultAsync(cancellationToken) : null;
        var joined = seesAll ? await db.Set<PainPoint>().AsNoTracking().Where(p => p.MergedIntoId == id).OrderBy(p => p.Number).ToListAsync(cancellationToken) : [];
        var head = point.MergedIntoId is { } into ? await db.Set<PainPoint>().AsNoTracking().SingleAsync(p => p.Id == into, cancellationToken) : null;
        var alike = isTeam && point.State != PainPointState.Merged ? await similar.RunAsync(point.Text, id, isForReporters: false, cancellationToken) : [];
        var effect = (await readThread.RunAsync(new(PainPoint.RecordKind, id), cancellationToken))?.FirstOrDefault(step => step.Stage == ThreadStage.MeasuredEffect)?.Records is [var first, ..] ? first.Summary : null;
        return new(point, [.. voices.Where(voice => voice.PainPointId == id)], messages, answer, safety, alike, joined, head, own, effect);
    }
}
