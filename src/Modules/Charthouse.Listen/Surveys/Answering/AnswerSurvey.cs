using System.Globalization;
using System.Text.Json;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Answering;

/// <summary>What a link leads to.</summary>
internal enum LinkStanding
{
    /// <summary>No such link.</summary>
    Unknown,
    TooEarly,
    Open,
    Used,
    TooLate,
}

/// <summary>Takes one answer for a link. The link is marked used in the transaction that saves the answer, and nothing else joins the two.</summary>
internal sealed class AnswerSurvey(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="Round">The round; <c>null</c> for a link that nobody knows.</param>
    /// <param name="Questionnaire">What is asked; <c>null</c> unless one can answer.</param>
    public sealed record View(LinkStanding Standing, SurveyRound? Round, Questionnaire? Questionnaire);

    public async Task<View> ReadAsync(string token, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var (invitation, round) = await FindAsync(db, token, cancellationToken);
        return ViewOf(invitation, round, today);
    }

    /// <param name="token">What stands in the link.</param>
    /// <param name="answers">What was sent, by the place of its question.</param>
    /// <param name="today">The hospital's day.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Where the link stands afterwards: <see cref="LinkStanding.Used"/> when the answer is saved. The field of a problem is the place of its question.</returns>
    public async Task<Outcome<LinkStanding>> RunAsync(string token, IReadOnlyDictionary<string, string?> answers, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var (invitation, round) = await FindAsync(db, token, cancellationToken);
        var view = ViewOf(invitation, round, today);
        if (view is not { Standing: LinkStanding.Open, Questionnaire: { } questionnaire }) return view.Standing;
        var (numbers, texts, problems) = Read(questionnaire, answers);
        if (problems.Count > 0) return problems;
        if (numbers.Count == 0 && texts.Count == 0) return AnswerProblems.Nothing;
        // Whoever comes second finds it used.
        if (await db.Set<SurveyInvitation>().Where(i => i.Id == invitation!.Id && !i.IsUsed).ExecuteUpdateAsync(set => set.SetProperty(i => i.IsUsed, true), cancellationToken) == 0) return LinkStanding.Used;
        db.Add(new SurveyAnswer { Id = SurveyAnswer.NewId(), RoundId = round!.Id, GroupId = invitation!.GroupId, Numbers = JsonSerializer.Serialize(numbers) });
        foreach (var (linkId, text) in texts) db.Add(new SurveyText { Id = SurveyAnswer.NewId(), RoundId = round.Id, LinkId = linkId, Text = text });
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return LinkStanding.Used;
    }

    /// <summary>The name of a question's field in the form. Link ids may hold anything, so the place stands for them.</summary>
    public static string FieldOf(int place) => string.Create(CultureInfo.InvariantCulture, $"q{place}");

    private static async Task<(SurveyInvitation? Invitation, SurveyRound? Round)> FindAsync(WorkbenchDb db, string token, CancellationToken cancellationToken)
    {
        if (token.Length is < 20 or > 100) return (null, null);
        var hash = SurveyLink.HashOf(token);
        if (await db.Set<SurveyLink>().AsNoTracking().SingleOrDefaultAsync(l => l.Hash == hash, cancellationToken) is not { } link) return (null, null);
        return (await db.Set<SurveyInvitation>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == link.InvitationId, cancellationToken), await db.Set<SurveyRound>().AsNoTracking().SingleOrDefaultAsync(r => r.Id == link.RoundId, cancellationToken));
    }

    private static View ViewOf(SurveyInvitation? invitation, SurveyRound? round, DateOnly today)
    {
        if (round?.Questionnaire is not { } json) return new(LinkStanding.Unknown, null, null);
        if (invitation is null || round.ArchivedAt is not null) return new(LinkStanding.TooLate, round, null);
        if (invitation.IsUsed) return new(LinkStanding.Used, round, null);
        return round.State(today) switch
        {
            RoundState.Planned => new(LinkStanding.TooEarly, round, null),
            RoundState.Open => new(LinkStanding.Open, round, QuestionnaireJson.Read(json, round.InstrumentKey).Value),
            _ => new(LinkStanding.TooLate, round, null),
        };
    }

    private static (SortedDictionary<string, int> Numbers, List<(string LinkId, string Text)> Texts, List<Problem> Problems) Read(Questionnaire questionnaire, IReadOnlyDictionary<string, string?> answers)
    {
        var read = new FormReader();
        SortedDictionary<string, int> numbers = new(StringComparer.Ordinal);
        List<(string, string)> texts = [];
        for (var place = 0; place < questionnaire.Questions.Count; place++)
        {
            var (question, field) = (questionnaire.Questions[place], FieldOf(place));
            if (question.Kind == QuestionKind.Heading) continue;
            var given = FormReader.Clean(answers.GetValueOrDefault(field));
            if (given is null)
            {
                if (question.IsRequired) read.Problems.Add(AnswerProblems.Missing(field, question.Kind));
            }
            else if (question.Kind == QuestionKind.Text)
            {
                if (given.Length > Question.LongestAnswer) read.Problems.Add(AnswerProblems.TooLong(field, given.Length));
                else texts.Add((question.LinkId, given));
            }
            else if (int.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && question.Takes(number))
            {
                numbers.Add(question.LinkId, number);
            }
            else
            {
                read.Problems.Add(AnswerProblems.NotAnAnswer(field, question));
            }
        }

        return (numbers, texts, read.Problems);
    }
}

/// <summary>Refusals to those who answer.</summary>
internal static class AnswerProblems
{
    public static readonly Problem Nothing = new("surveys.answer-nothing", ProblemKind.Invalid, "Nothing is answered yet. Answer at least one question, then send.");

    public static Problem Missing(string field, QuestionKind kind) => new("surveys.answer-missing", ProblemKind.Invalid, kind == QuestionKind.Choice ? "Choose one of these." : kind == QuestionKind.Whole ? "Give a number." : "Write a few words.", field);

    public static Problem TooLong(string field, int length) => new("surveys.answer-too-long", ProblemKind.Invalid, $"This has {Numbers.Whole(length)} characters; {Numbers.Whole(Question.LongestAnswer)} fit. Please shorten it: nothing you wrote is lost.", field);

    public static Problem NotAnAnswer(string field, Question question) => new("surveys.answer-none", ProblemKind.Invalid, question.Kind == QuestionKind.Choice ? "Choose one of these." : $"Give a whole number from {question.Lowest} to {question.Highest}.", field);
}
