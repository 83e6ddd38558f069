using Charthouse.Listen.Surveys.Answering;
using Charthouse.Platform;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>
/// Closes a round: invitations and their mails are deleted, and answers are written anew in the order of new random ids, because the order in which a database keeps rows is the order in which they came.
/// Only then are there results, so that nobody can watch a figure change with one answer.
/// </summary>
internal sealed class CloseRound(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="id">The round.</param>
    /// <param name="today">The hospital's day.</param>
    /// <param name="isEarly">Whether a person closes it before its last day is over.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, DateOnly today, bool isEarly, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<SurveyRound>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } round) return RoundProblems.NotFound;
        if (!isEarly && round.State(today) != RoundState.Ending) return RoundProblems.NotOver;
        if (round.Close(today) is { } refused) return refused;
        var answers = await db.Set<SurveyAnswer>().AsNoTracking().Where(a => a.RoundId == id).ToListAsync(cancellationToken);
        var texts = await db.Set<SurveyText>().AsNoTracking().Where(t => t.RoundId == id).ToListAsync(cancellationToken);
        await db.Set<SurveyAnswer>().Where(a => a.RoundId == id).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SurveyText>().Where(t => t.RoundId == id).ExecuteDeleteAsync(cancellationToken);
        // The mails name their receivers too; one that was not sent yet would bring a link that is of no use.
        await db.Set<OutgoingMail>().Where(m => db.Set<SurveyLink>().Any(l => l.RoundId == id && l.MailId == m.Id)).ExecuteDeleteAsync(cancellationToken);
        await db.Set<SurveyLink>().Where(l => l.RoundId == id).ExecuteUpdateAsync(set => set.SetProperty(l => l.InvitationId, (Guid?)null).SetProperty(l => l.MailId, (Guid?)null), cancellationToken);
        await db.Set<SurveyInvitation>().Where(i => i.RoundId == id).ExecuteDeleteAsync(cancellationToken);
        db.AddRange(answers.Select(answer => new SurveyAnswer { Id = SurveyAnswer.NewId(), RoundId = id, GroupId = answer.GroupId, Numbers = answer.Numbers }).OrderBy(answer => answer.Id));
        db.AddRange(texts.Select(text => new SurveyText { Id = SurveyAnswer.NewId(), RoundId = id, LinkId = text.LinkId, Text = text.Text }).OrderBy(text => text.Id));
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

/// <summary>Closes rounds whose last day is over.</summary>
internal sealed class CloseRoundsJob(CloseRound close, IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShellState) : IJobKind
{
    public const string KindName = "listen.close-surveys";

    public static RecurringJob Recurring { get; } = new(KindName, TimeSpan.FromHours(1));

    public string Name => KindName;

    public string Title => "Close surveys whose last day is over";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var today = (await readShellState(cancellationToken)).Today;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var over = await db.Set<SurveyRound>().Where(r => r.InvitedOn != null && r.ClosedOn == null && r.ClosesOn < today).Select(r => r.Id).ToListAsync(cancellationToken);
        // Whoever closed one meanwhile did the same.
        foreach (var id in over) await close.RunAsync(id, today, isEarly: false, cancellationToken);
    }
}
