using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform;
using Charthouse.Surveys;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Listen.Surveys.Results;

/// <summary>Results as files, with the same suppression as the page: what is hidden there is empty here, with the reason.</summary>
internal static class ResultsExport
{
    private static readonly string[] columns = ["Part", "What", "Group", "Invited", "Answered", "Value", "Lower 95 %", "Upper 95 %", "Unit", "Reason", "Definition"];

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAsync(Guid id, string format, string? neutral, string? outcome, string? figure, SurveyResults results, CancellationToken cancellationToken)
    {
        if (await results.RunAsync(id, neutral == "excluded", outcome, figure, cancellationToken) is not { } answer) return new[] { RoundProblems.NotFound }.ToHttp();
        List<IReadOnlyList<object?>> rows = [];
        foreach (var row in answer.Groups.Prepend(answer.Total))
        {
            for (var i = 0; i < answer.Figures.Count; i++) rows.Add(Row("Scale", answer.Figures[i].Title, row.Name, row.InvitedCount, row.Cells[i], answer.Figures[i].Unit, answer.Figures[i].Definition));
        }

        foreach (var question in answer.Questions)
        {
            rows.Add(Row("Question", question.Question.Text, answer.Total.Name, answer.Total.InvitedCount, question.Mean, $"of {question.Question.HighestValueOf}", "Mean of the answers."));
            foreach (var (option, count) in question.Counts) rows.Add(["Answer", $"{question.Question.Text}: {option.Text}", answer.Total.Name, answer.Total.InvitedCount, question.Mean.Count, count, null, null, "answers", null, "Number of answers."]);
        }

        foreach (var driver in answer.Drivers)
        {
            rows.Add(["Goes along with", driver.Question.Text, answer.Total.Name, answer.Total.InvitedCount, driver.Driver.PairCount, driver.Driver.Correlation.Value, driver.Driver.Interval.Lower, driver.Driver.Interval.Upper, "correlation", driver.Driver.Correlation.Gap?.Explain(), $"Pearson's correlation with: {answer.Outcome!.Text} Association, not cause."]);
        }

        foreach (var round in answer.Line) rows.Add(Row("Round", $"{round.Round.Title}, {answer.Chosen!.Title}", answer.Total.Name, round.Round.InvitedCount, round.Cell, answer.Chosen.Unit, answer.Chosen.Definition));
        return TableFiles.Of(new Table("Results", columns, rows), format, "survey-results");
    }

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetAnsweredAsync(Guid id, string format, RoundProgress progress, CancellationToken cancellationToken)
    {
        if (await progress.RunAsync(id, cancellationToken) is not { } answer) return new[] { RoundProblems.NotFound }.ToHttp();
        return TableFiles.Of(new Table("Answered", ["Group", "Invited", "Answered", "Reason"],
        [
            ["Everybody", answer.Round.InvitedCount, answer.AnsweredCount, null],
            .. answer.Groups.Select(group => (IReadOnlyList<object?>)[group.Name, group.InvitedCount, group.AnsweredCount, group.AnsweredCount is null ? Suppressed.Reason : null]),
        ]), format, "survey-answered");
    }

    private static object?[] Row(string part, string what, string group, int invited, SurveyResults.Cell cell, string unit, string definition) =>
        [part, what, group, invited, cell.Count, cell.Value.Value, cell.Lower.Value, cell.Upper.Value, unit, cell.Value.IsHidden ? Suppressed.Reason : cell.Value.MissingReason ?? cell.Lower.MissingReason, definition];
}
