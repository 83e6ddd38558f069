using System.Globalization;
using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Platform;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>Whom a round asks.</summary>
internal sealed class AudienceOfRound(IAudience audience)
{
    /// <summary>Everybody who would be invited today, each address once.</summary>
    public async Task<IReadOnlyList<Invited>> RunAsync(SurveyRound round, DateOnly today, CancellationToken cancellationToken)
    {
        if (round.Source == AudienceSource.List) return AddressList.Read(round.Addresses).People;
        return
        [
            .. (await audience.EverybodyAsync(today, cancellationToken))
                .Where(member => (round.Role is null || member.Role == round.Role) && (round.Specialty is null || member.Specialty == round.Specialty) && (round.Department is null || member.Department == round.Department))
                .DistinctBy(member => member.Email, StringComparer.OrdinalIgnoreCase)
                .Select(member => new Invited(member.Email, round.GroupedBy switch { GroupedBy.Role => member.Role, GroupedBy.Specialty => member.Specialty, GroupedBy.Department => member.Department, _ => null })),
        ];
    }
}

/// <summary>Invites the people of a round: each gets a link of their own by mail.</summary>
internal sealed class InvitePeople(IDbContextFactory<WorkbenchDb> dbs, InstrumentList instruments, AudienceOfRound audience, IMailAddresses addresses, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid id, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<SurveyRound>().Include(r => r.Groups).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } round) return RoundProblems.NotFound;
        if (await instruments.FindAsync(round.InstrumentKey, cancellationToken) is not { IsArchived: false, Questionnaire: var questionnaire }) return RoundProblems.NoInstrument;
        // In no order that the directory or the list has.
        var people = (await audience.RunAsync(round, today, cancellationToken)).OrderBy(_ => SurveyAnswer.NewId()).ToList();
        var groups = round.Invite(questionnaire, people, today);
        if (!groups.Succeeded) return groups.Problems.ToList();
        db.AddRange(round.Groups);
        for (var i = 0; i < people.Count; i++)
        {
            var invitation = new SurveyInvitation { Id = SurveyAnswer.NewId(), RoundId = id, Email = people[i].Email, GroupId = groups.Value[i]?.Id };
            db.Add(invitation);
            SurveyMail.Write(db, addresses, round, invitation, questionnaire, isReminder: false, clock.GetUtcNow());
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return people.Count;
    }
}

/// <summary>Writes again to those from whom no answer came, each with a new link; the old one stays good.</summary>
internal sealed class RemindPeople(IDbContextFactory<WorkbenchDb> dbs, IMailAddresses addresses, TimeProvider clock)
{
    public async Task<Outcome<int>> RunAsync(Guid id, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<SurveyRound>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } round) return RoundProblems.NotFound;
        if (round.Remind(today) is { } refused) return refused;
        var questionnaire = QuestionnaireJson.Read(round.Questionnaire!, round.InstrumentKey).Value;
        var open = await db.Set<SurveyInvitation>().AsNoTracking().Where(i => i.RoundId == id && !i.IsUsed).ToListAsync(cancellationToken);
        foreach (var invitation in open) SurveyMail.Write(db, addresses, round, invitation, questionnaire, isReminder: true, clock.GetUtcNow());
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return open.Count;
    }
}

/// <summary>What those who are asked get by mail.</summary>
internal static class SurveyMail
{
    public static void Write(WorkbenchDb db, IMailAddresses addresses, SurveyRound round, SurveyInvitation invitation, Questionnaire questionnaire, bool isReminder, DateTimeOffset now)
    {
        var (token, culture) = (SurveyLink.NewToken(), CultureInfo.CurrentCulture);
        var mail = OutgoingMail.Write(invitation.Email, isReminder ? $"Reminder: {round.Title}" : round.Title, $"""
            Hello,

            {(isReminder ? "We have no answer of yours yet, and would like to know what you think." : round.Introduction ?? "We would like to know what you think.")}

            {round.Title}: about {questionnaire.Minutes} {(questionnaire.Minutes == 1 ? "minute" : "minutes")}, from {round.OpensOn.ToString("d MMMM yyyy", culture)} to {round.ClosesOn.ToString("d MMMM yyyy", culture)}.

            {OutgoingMail.LinkMark}

            The link is yours and works once. Your answer is kept apart from this invitation: that you answered is known, what you answered is not.
            Groups with fewer than five answers are shown to nobody. When the round closes, the list of who was invited is deleted.
            """, addresses.PageAddress("s/" + token), now);
        db.Add(mail);
        db.Add(new SurveyLink { Hash = SurveyLink.HashOf(token), RoundId = round.Id, InvitationId = invitation.Id, MailId = mail.Id });
    }
}
