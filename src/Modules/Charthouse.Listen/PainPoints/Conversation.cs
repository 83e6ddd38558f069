using Charthouse.Planning.ServiceLevels;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>The team writes: to those who asked, or to itself.</summary>
internal sealed class WriteToReporters(IDbContextFactory<WorkbenchDb> dbs, MailQueue mails, FollowLinks links, CurrentActor actor, TimeProvider clock)
{
    public sealed class Form
    {
        public string? Text { get; set; }
        public bool IsTeamOnly { get; set; }
        public bool IsQuestion { get; set; }
    }

    public async Task<Outcome<Guid>> RunAsync(Guid id, Form form, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        if (FormReader.Clean(form.Text) is not { } text) return PainPointProblems.NoMessage;
        if (text.Length > Message.LongestText) return PainPointProblems.LongMessage;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().Include(p => p.States).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point is null) return PainPointProblems.NotFound;
        if (point.State == PainPointState.Merged) return PainPointProblems.IsMerged;
        var message = new Message { Id = Guid.CreateVersion7(), PainPointId = id, IsFromTeam = true, IsTeamOnly = form.IsTeamOnly, IsQuestion = form.IsQuestion && !form.IsTeamOnly, AuthorName = actor.Now.Name, Text = text, WrittenAt = now };
        db.Add(message);
        if (!form.IsTeamOnly)
        {
            point.Write(message.IsQuestion, now);
            await links.TellAsync(db, mails, point, message.IsQuestion ? $"We have a question about your report {point.Name}" : $"Somebody wrote to you about your report {point.Name}", cancellationToken);
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return message.Id;
    }
}

/// <summary>Somebody who asked writes to the team. What was answered is open again then: people write back because it came back.</summary>
internal sealed class WriteToTeam(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor, TimeProvider clock)
{
    /// <param name="voiceId">Who writes.</param>
    /// <param name="text">The message.</param>
    /// <param name="identity">What to do with what looks like a patient: <c>redact</c> or <c>keep</c>.</param>
    /// <returns>What looks like the identity of a patient and keeps the message from being saved; empty when it is saved.</returns>
    public async Task<Outcome<IReadOnlyList<IdentityFinding>>> RunAsync(Guid voiceId, string? text, string? identity, CancellationToken cancellationToken)
    {
        if (FormReader.Clean(text) is not { } clean) return PainPointProblems.NoMessage;
        if (clean.Length > Message.LongestText) return PainPointProblems.LongMessage;
        if (identity == "redact") clean = PatientIdentity.Redact(clean);
        else if (identity != "keep" && PatientIdentity.Find(clean) is { Count: > 0 } findings) return findings.ToArray();
        var zone = (await readShell(cancellationToken)).Zone ?? TimeZoneInfo.Utc;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var voice = await db.Set<Voice>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken);
        if (voice is null) return PainPointProblems.CodeUnknown;
        using var unnamed = voice.Anonymity == Anonymity.Named ? null : actor.Begin(Actor.Nobody);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().Include(p => p.States).SingleAsync(p => p.Id == voice.PainPointId, cancellationToken);
        db.Add(new Message { Id = Guid.CreateVersion7(), PainPointId = point.Id, IsFromTeam = false, IsTeamOnly = false, IsQuestion = false, VoiceId = voiceId, AuthorName = voice.Name ?? (voice.IsReporter ? "The reporter" : "Somebody who added a voice"), Text = clean, WrittenAt = now });
        point.Hear(ServiceLevels.Default, zone, now);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return Array.Empty<IdentityFinding>();
    }
}

/// <summary>Writes the answer, and sends it to everybody who raised a voice. Nothing is closed without one.</summary>
internal sealed class AnswerPainPoint(IDbContextFactory<WorkbenchDb> dbs, MailQueue mails, FollowLinks links, CurrentActor actor, TimeProvider clock)
{
    public sealed class Form
    {
        public int Version { get; set; }
        public string? Text { get; set; }
        public string? Resolution { get; set; }
        public string? Reason { get; set; }

        /// <summary>Whether it is sent now; otherwise it stays a draft.</summary>
        public bool IsSent { get; set; }
    }

    public async Task<Outcome<int>> RunAsync(Guid id, Form form, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        var read = new FormReader();
        var text = form.IsSent ? read.Required("Answer", "the answer: what changed, since when, and what stays as it was", form.Text, Answer.LongestText) : read.Text("Answer", form.Text, Answer.LongestText);
        var reason = read.Text("AnswerReason", form.Reason, PainPoint.LongestReason);
        var resolution = FormReader.Choice<Resolution>(form.Resolution);
        if (form.IsSent && resolution is null) read.Missing("Resolution", "what was done about it");
        if (form.IsSent && resolution == Listen.PainPoints.Resolution.Declined && reason is null) read.Missing("AnswerReason", "the reason why it stays as it is; those who asked read it");
        if (read.Problems.Count > 0) return read.Problems;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().Include(p => p.States).SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point is null) return PainPointProblems.NotFound;
        if (point.State == PainPointState.Merged) return PainPointProblems.IsMerged;
        if (point.Title is null) return PainPointProblems.SortFirst;
        var answer = await db.Set<Answer>().SingleAsync(a => a.PainPointId == id, cancellationToken);
        if (answer.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        (answer.Text, answer.Resolution, answer.Reason) = (text, resolution, reason);
        answer.Version++;
        var told = 0;
        if (form.IsSent)
        {
            point.Answer(now);
            told = await links.TellAsync(db, mails, point, $"There is an answer to your report {point.Name}", cancellationToken);
            (answer.SentAt, answer.SentBy, answer.SentToCount) = (now, actor.Now.Name, told);
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return told;
    }
}

/// <summary>Says with one tap whether the answer helps.</summary>
internal sealed class RateAnswer(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid voiceId, AnswerRating rating, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Voice>().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken) is not { } voice) return PainPointProblems.CodeUnknown;
        if (!await db.Set<Answer>().AnyAsync(a => a.PainPointId == voice.PainPointId && a.SentAt != null, cancellationToken)) return PainPointProblems.NotAnswered;
        using var unnamed = voice.Anonymity == Anonymity.Named ? null : actor.Begin(Actor.Nobody);
        (voice.Rating, voice.RatedAt) = (rating, clock.GetUtcNow());
        return await db.TrySaveAsync(null, null, cancellationToken) is { } refused ? refused : voiceId;
    }
}

/// <summary>Closes a safety event with what was found and done.</summary>
internal sealed class CloseSafetyEvent(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid painPointId, string? outcome, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return PainPointProblems.NotAllowed;
        var read = new FormReader();
        var said = read.Required("Outcome", "what was found and done", outcome, PainPoint.LongestText);
        if (read.Problems.Count > 0) return read.Problems;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<SafetyEvent>().SingleOrDefaultAsync(s => s.PainPointId == painPointId && s.ClosedAt == null, cancellationToken);
        if (open is null) return PainPointProblems.SafetyClosed;
        (open.ClosedAt, open.ClosedBy, open.Outcome) = (clock.GetUtcNow(), actor.Now.Name, said);
        open.Version++;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } refused ? refused : open.Id;
    }
}
