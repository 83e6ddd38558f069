using System.Text;
using Charthouse.Platform;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>Instruments as files: the list, and one as FHIR Questionnaire.</summary>
internal static class InstrumentExport
{
    private static readonly string[] columns = ["Instrument", "Key", "Version", "Questions", "Minutes", "Scales", "Brought by", "State"];

    public static async Task<FileContentHttpResult> GetAsync(string format, InstrumentList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Instruments", columns,
        [
            .. (await list.RunAsync(cancellationToken)).Select(row => (object?[])
            [
                row.Questionnaire.Title, row.Questionnaire.Key, row.Questionnaire.Version, row.Questionnaire.Questions.Count(question => question.Kind != QuestionKind.Heading), row.Questionnaire.Minutes,
                string.Join(", ", row.Questionnaire.Scales.Select(scale => scale.Title)), row.Saved is null ? "Charthouse" : "this hospital", row.IsArchived ? "archived" : "in use",
            ]),
        ]), format, "instruments");

    public static async Task<Results<FileContentHttpResult, ProblemHttpResult>> GetJsonAsync(string key, InstrumentList list, CancellationToken cancellationToken) =>
        await list.FindAsync(key, cancellationToken) is { } row
            ? TypedResults.File(Encoding.UTF8.GetBytes(QuestionnaireJson.Write(row.Questionnaire)), "application/fhir+json", $"{row.Questionnaire.Key}.json")
            : new[] { InstrumentProblems.NotFound }.ToHttp();
}
