using System.Text.Json;
using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform.Storage;
using Charthouse.Surveys;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Results;

/// <summary>What a closed round says: figures by group, each question, what goes along with an outcome, own words, and the line over rounds.</summary>
internal sealed class SurveyResults(IDbContextFactory<WorkbenchDb> dbs)
{
    public static BootstrapOptions Intervals { get; } = BootstrapOptions.Default;

    // Sixteen questions with as many draws take longer than anybody waits for a page.
    private static readonly BootstrapOptions driverIntervals = Intervals with { Resamples = 1000 };

    /// <summary>A figure of some respondents with its interval.</summary>
    /// <param name="Count">Respondents with a score; <c>null</c> where they are hidden.</param>
    public sealed record Cell(Reading Value, Reading Lower, Reading Upper, int? Count);

    /// <param name="AnsweredCount">Answers; <c>null</c> where they are hidden.</param>
    public sealed record Row(string Name, int InvitedCount, int? AnsweredCount, IReadOnlyList<Cell> Cells);

    /// <param name="Counts">Answers of each option; empty for whole numbers, and where they are hidden.</param>
    public sealed record OfQuestion(Question Question, Cell Mean, IReadOnlyList<(AnswerOption Option, int Count)> Counts);

    public sealed record OfDriver(Question Question, Driver Driver);

    /// <param name="Texts">Own words in no order; <c>null</c> where they are hidden.</param>
    public sealed record OfText(Question Question, IReadOnlyList<string>? Texts);

    public sealed record OfRound(SurveyRound Round, Cell Cell);

    /// <param name="Figures">What the columns of the rows are.</param>
    /// <param name="Drivers">Empty with fewer than ten answers, or with too few questions.</param>
    /// <param name="Line">The figure that was chosen over closed rounds of the instrument, the oldest first.</param>
    public sealed record Answer(SurveyRound Round, Questionnaire Questionnaire, IReadOnlyList<ScaleFigure> Figures, int AnsweredCount, Row Total, IReadOnlyList<Row> Groups, IReadOnlyList<OfQuestion> Questions,
        Question? Outcome, IReadOnlyList<Question> Outcomes, IReadOnlyList<OfDriver> Drivers, IReadOnlyList<OfText> Texts, ScaleFigure? Chosen, IReadOnlyList<OfRound> Line);

    private sealed record Respondent(Guid? GroupId, Dictionary<string, int> Numbers);

    /// <param name="id">The round.</param>
    /// <param name="excludesNeutral">Whether neutral answers are left out of agreement indices.</param>
    /// <param name="outcome">Link id of the question that drivers are sought for; <c>null</c> for the usual one.</param>
    /// <param name="figure">Key of the figure that is followed over rounds; <c>null</c> for the first.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns><c>null</c> when there is no such round, or it has not closed.</returns>
    public async Task<Answer?> RunAsync(Guid id, bool excludesNeutral, string? outcome, string? figure, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<SurveyRound>().AsNoTracking().Include(r => r.Groups).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { ClosedOn: not null } round) return null;
        var questionnaire = QuestionnaireJson.Read(round.Questionnaire!, round.InstrumentKey).Value;
        var respondents = await RespondentsAsync(db, id, cancellationToken);
        List<(SurveyScale Scale, ScaleFigure Figure)> figures = [.. from scale in questionnaire.Scales from one in scale.Figures select (scale, excludesNeutral && scale.HasNeutral ? SurveyScale.WithoutNeutral(one) : one)];

        var parts = RoundProgress.PartsOf(round);
        List<List<Respondent>> members = [.. parts.Select(part => respondents.Where(respondent => (respondent.GroupId ?? Guid.Empty) == part.Id).ToList())];
        var shownGroups = Suppression.Of([.. members.Select(group => group.Count)]);
        var cells = figures.ConvertAll(one => CellsOf(questionnaire, one.Scale, one.Figure, members, respondents));
        var total = new Row("Everybody", round.InvitedCount, shownGroups.IsTotalShown ? respondents.Count : null, [.. cells.Select(cell => cell.Total)]);
        List<Row> rows = [.. parts.Select((part, i) => new Row(part.Name, part.InvitedCount, shownGroups.IsShown[i] ? members[i].Count : null, [.. cells.Select(cell => cell.Groups[i])]))];

        List<Question> numbers = [.. questionnaire.Questions.Where(question => question.HasNumber)];
        var chosenOutcome = numbers.Find(question => question.LinkId == outcome) ?? numbers.Find(question => question.Scale == "burnout") ?? numbers.LastOrDefault();
        var mayRank = respondents.Count >= Suppression.FewestForFreeText && numbers.Count >= 3;
        var chosen = figures.Find(one => one.Figure.Key == figure) is { Figure: not null } found ? found : figures.FirstOrDefault();
        return new Answer(round, questionnaire, [.. figures.Select(one => one.Figure)], respondents.Count, total, rows,
            [.. numbers.Select(question => QuestionOf(question, respondents))],
            mayRank ? chosenOutcome : null, numbers, mayRank ? DriversOf(numbers, chosenOutcome!, respondents) : [],
            await TextsAsync(db, id, questionnaire, respondents.Count, cancellationToken),
            chosen.Figure, chosen.Figure is null ? [] : await LineAsync(db, round, questionnaire, chosen.Scale, chosen.Figure, cancellationToken));
    }

    private static async Task<List<Respondent>> RespondentsAsync(WorkbenchDb db, Guid round, CancellationToken cancellationToken) =>
        (await db.Set<SurveyAnswer>().AsNoTracking().Where(a => a.RoundId == round).ToListAsync(cancellationToken)).ConvertAll(answer => new Respondent(answer.GroupId, JsonSerializer.Deserialize<Dictionary<string, int>>(answer.Numbers)!));

    // A scale may have fewer scores than answers, so each column is hidden by its own counts.
    private static (Cell Total, IReadOnlyList<Cell> Groups) CellsOf(Questionnaire questionnaire, SurveyScale scale, ScaleFigure figure, List<List<Respondent>> members, List<Respondent> everybody)
    {
        List<List<RespondentPart>> parts = members.ConvertAll(group => PartsOf(questionnaire, scale, figure, group));
        var shown = Suppression.Of([.. parts.Select(part => part.Count)], figure.Fewest);
        var all = PartsOf(questionnaire, scale, figure, everybody);
        return (Of(all, shown.IsTotalShown), [.. parts.Select((part, i) => Of(part, shown.IsShown[i]))]);
    }

    private static List<RespondentPart> PartsOf(Questionnaire questionnaire, SurveyScale scale, ScaleFigure figure, List<Respondent> respondents)
    {
        var items = questionnaire.Of(scale);
        return [.. respondents.Select(respondent => figure.Part([.. items.Select(item => NumberOf(respondent, item))])).OfType<RespondentPart>()];
    }

    private static Cell Of(List<RespondentPart> parts, bool isShown)
    {
        if (!isShown) return new(Reading.Hidden, Reading.Hidden, Reading.Hidden, null);
        if (parts.Count == 0) return new(Reading.None(ScoreGap.NoAnswers.Explain()), Reading.None(ScoreGap.NoAnswers.Explain()), Reading.None(ScoreGap.NoAnswers.Explain()), 0);
        var interval = Bootstrap.OfRatio(parts, Intervals);
        var reason = interval.Gap?.Explain() ?? "";
        return new(Reading.Of(parts.Sum(part => part.Numerator) / parts.Sum(part => part.Denominator)), Reading.OrNone(interval.Lower, reason), Reading.OrNone(interval.Upper, reason), parts.Count);
    }

    private static OfQuestion QuestionOf(Question question, List<Respondent> respondents)
    {
        List<int> answers = [.. respondents.Select(respondent => NumberOf(respondent, question)).OfType<int>()];
        var isShown = answers.Count >= FewestOf(question);
        return new OfQuestion(question, Of(answers.ConvertAll(answer => new RespondentPart(answer, 1)), isShown), isShown ? [.. question.Options.Select(option => (option, answers.Count(answer => answer == option.Value)))] : []);
    }

    private static int FewestOf(Question question) => SurveyScale.Find(question.Scale) is { } scale ? scale.Figures.Max(figure => figure.Fewest) : Suppression.FewestRespondents;

    private static List<OfDriver> DriversOf(List<Question> numbers, Question outcome, List<Respondent> respondents)
    {
        List<Question> items = [.. numbers.Where(question => question != outcome)];
        var ranked = DriverRanking.Rank([.. respondents.Select(respondent => (IReadOnlyList<double?>)[.. items.Select(item => (double?)NumberOf(respondent, item))])], [.. respondents.Select(respondent => (double?)NumberOf(respondent, outcome))], driverIntervals);
        // Both answers of fewer than ten would tell of persons.
        return [.. ranked.Where(driver => driver.PairCount >= Suppression.FewestForFreeText).Select(driver => new OfDriver(items[driver.Item], driver))];
    }

    private static async Task<IReadOnlyList<OfText>> TextsAsync(WorkbenchDb db, Guid round, Questionnaire questionnaire, int answeredCount, CancellationToken cancellationToken)
    {
        List<Question> questions = [.. questionnaire.Questions.Where(question => question.Kind == QuestionKind.Text)];
        if (answeredCount < Suppression.FewestForFreeText) return [.. questions.Select(question => new OfText(question, null))];
        var texts = (await db.Set<SurveyText>().AsNoTracking().Where(t => t.RoundId == round).OrderBy(t => t.Id).ToListAsync(cancellationToken)).ToLookup(text => text.LinkId, text => text.Text, StringComparer.Ordinal);
        return [.. questions.Select(question => new OfText(question, [.. texts[question.LinkId]]))];
    }

    // Only rounds that asked the same in the same words are one line.
    private static async Task<IReadOnlyList<OfRound>> LineAsync(WorkbenchDb db, SurveyRound round, Questionnaire questionnaire, SurveyScale scale, ScaleFigure figure, CancellationToken cancellationToken)
    {
        var rounds = await db.Set<SurveyRound>().AsNoTracking().Where(r => r.InstrumentKey == round.InstrumentKey && r.ClosedOn != null && r.ArchivedAt == null || r.Id == round.Id).ToListAsync(cancellationToken);
        List<OfRound> line = [];
        foreach (var one in rounds.OrderBy(r => r.ClosesOn).ThenBy(r => r.Id))
        {
            if (one.Questionnaire != round.Questionnaire) continue;
            var parts = PartsOf(questionnaire, scale, figure, await RespondentsAsync(db, one.Id, cancellationToken));
            line.Add(new OfRound(one, Of(parts, parts.Count >= figure.Fewest)));
        }

        return line;
    }

    private static int? NumberOf(Respondent respondent, Question question) => respondent.Numbers.TryGetValue(question.LinkId, out var number) ? number : null;
}
