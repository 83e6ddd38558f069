using Charthouse.Planning.ServiceLevels;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>What came of a report: it is saved, or a person has to look at something first. What was typed stays in the form.</summary>
/// <param name="Code">The private code, when it is saved.</param>
/// <param name="Findings">What looks like the identity of a patient, to be taken out or kept before it is saved.</param>
/// <param name="Similar">Reports that say much the same, to be joined before another one is saved.</param>
internal sealed record Reported(string? Code, IReadOnlyList<IdentityFinding> Findings, IReadOnlyList<SimilarPainPoint> Similar)
{
    public static Reported Saved(string code) => new(code, [], []);
}

/// <summary>Takes a report. Nothing of it is kept while a patient might be named in it.</summary>
internal sealed class ReportPainPoint(IDbContextFactory<WorkbenchDb> dbs, SimilarPainPoints similar, IDirectory directory, MailQueue mails, FollowLinks links, ListenSettings settings, ReadShellState readShell, CurrentActor actor, TimeProvider clock)
{
    private static readonly Problem taken = new("listen.reported-already", ProblemKind.Conflict, "This report was sent already.");

    public async Task<Outcome<Reported>> RunAsync(ReportForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (form.Check(by.IsSignedIn) is { Count: > 0 } problems) return problems;
        if (form.Once == Guid.Empty) form.Once = PrivateCode.NewNumber();
        var code = PrivateCode.Of(form.Once);
        if (form.Identity == "redact") form.Text = PatientIdentity.Redact(form.Text!);
        else if (form.Identity != "keep" && PatientIdentity.Find(form.Text) is { Count: > 0 } findings) return new Reported(null, findings, []);

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<PainPoint>().AnyAsync(p => p.Once == form.Once, cancellationToken)) return Reported.Saved(code);
        if (!form.IsSeen)
        {
            var alike = await similar.RunAsync(form.Text!, null, isForReporters: true, cancellationToken);
            // Only what is clearly the same keeps somebody from sending.
            if (alike.Any(one => one.Score >= Similarity.ShortTextIndex.PairThreshold)) return new Reported(null, [], alike);
        }

        var anonymity = by.IsSignedIn ? FormReader.Choice<Anonymity>(form.Anonymity) ?? Anonymity.Named : form.AnswerTo is null ? Anonymity.Anonymous : Anonymity.Confidential;
        var shell = await readShell(cancellationToken);
        var now = clock.GetUtcNow();
        var units = await directory.UnitsAsync(shell.Today, cancellationToken);
        // The history names who did it, and would name here whom nobody is to know.
        using var unnamed = anonymity == Anonymity.Named ? null : actor.Begin(Actor.Nobody);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = new PainPoint
        {
            Id = Guid.CreateVersion7(),
            Number = 1 + (await db.Set<PainPoint>().MaxAsync(p => (int?)p.Number, cancellationToken) ?? 0),
            Text = form.Text!,
            Place = form.Place!,
            UnitId = units.FirstOrDefault(unit => unit.Name.Equals(form.Place, StringComparison.OrdinalIgnoreCase))?.Id,
            HowOften = FormReader.Choice<HowOften>(form.HowOften)!.Value,
            ReportedAt = now,
            Once = form.Once,
            ReplyDueOn = ReplyDueOn(settings, shell.Today),
        };
        point.Begin();
        db.Add(point);
        db.Add(NewVoice(point.Id, isReporter: true, anonymity, by, form.AnswerTo, code, shell.Today, null));
        if (form.AnswerTo is { } address && anonymity == Anonymity.Confidential && !by.IsSignedIn) await links.WelcomeAsync(db, mails, address, point, code);
        if (await db.TrySaveAsync(taken, null, cancellationToken) is { } refused) return refused == taken ? Reported.Saved(code) : refused;
        await transaction.CommitAsync(cancellationToken);
        return Reported.Saved(code);
    }

    /// <summary>The day by which a person writes back.</summary>
    public static DateOnly ReplyDueOn(ListenSettings settings, DateOnly today) => WorkingCalendar.Default.AddWorkingDays(today, settings.ReplyWorkingDays);

    internal static Voice NewVoice(Guid painPointId, bool isReporter, Anonymity anonymity, Actor by, string? email, string code, DateOnly today, string? note) => new()
    {
        // Not ordered by time: an id must not tell who came first.
        Id = PrivateCode.NewNumber(),
        PainPointId = painPointId,
        FirstPainPointId = painPointId,
        IsReporter = isReporter,
        Anonymity = anonymity,
        AccountId = anonymity == Anonymity.Anonymous ? null : by.AccountId,
        Name = anonymity == Anonymity.Named ? by.Name : null,
        Email = anonymity == Anonymity.Confidential && !by.IsSignedIn ? email : null,
        CodeHash = PrivateCode.Hash(code)!,
        RaisedOn = today,
        Note = note,
    };
}

/// <summary>Adds a voice to a pain point: "me too".</summary>
internal sealed class AddVoice(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor)
{
    /// <param name="id">The pain point.</param>
    /// <param name="form">The form that was about to be sent: who, and what is added in own words.</param>
    /// <returns>The private code.</returns>
    public async Task<Outcome<string>> RunAsync(Guid id, ReportForm form, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (form.Once == Guid.Empty) form.Once = PrivateCode.NewNumber();
        var code = PrivateCode.Of(form.Once);
        var address = FormReader.Clean(form.AnswerTo);
        var anonymity = by.IsSignedIn ? FormReader.Choice<Anonymity>(form.Anonymity) ?? Anonymity.Named : address is null ? Anonymity.Anonymous : Anonymity.Confidential;
        // What might name a patient is left out: the voice counts without it.
        var note = FormReader.Clean(form.Text) is { Length: <= PainPoint.LongestText } text && PatientIdentity.Find(text).Count == 0 ? text : null;
        var today = (await readShell(cancellationToken)).Today;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        using var unnamed = anonymity == Anonymity.Named ? null : actor.Begin(Actor.Nobody);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var point = await db.Set<PainPoint>().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
        if (point?.MergedIntoId is { } into) point = await db.Set<PainPoint>().SingleAsync(p => p.Id == into, cancellationToken);
        // Whoever has no title yet was not offered to anybody.
        if (point is null || (point.Title is null && !by.May(ListenPermissions.View))) return PainPointProblems.NotFound;
        if (by.AccountId is { } account && anonymity != Anonymity.Anonymous && await db.Set<Voice>().AnyAsync(v => v.PainPointId == point.Id && v.AccountId == account, cancellationToken)) return PainPointProblems.VoiceThere;
        if (await db.Set<Voice>().AnyAsync(v => v.CodeHash == PrivateCode.Hash(code), cancellationToken)) return code;
        db.Add(ReportPainPoint.NewVoice(point.Id, isReporter: false, anonymity, by, address, code, today, note));
        point.CountVoices();
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } refused) return refused;
        await transaction.CommitAsync(cancellationToken);
        return code;
    }
}
