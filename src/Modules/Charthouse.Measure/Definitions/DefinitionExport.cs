using Charthouse.Analytics.Activity;
using Charthouse.Platform.Search;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Measure.Definitions;

/// <summary>Definitions as a file and for search.</summary>
internal static class DefinitionExport
{
    private static readonly string[] columns = ["id", "name", "code", "definition", "formula", "unit", "version", "source"];

    /// <summary>Definitions that hold all words; everything without words.</summary>
    public static List<MeasureDefinition> Find(string? text)
    {
        var words = (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. MeasureCatalogue.All.Where(measure => words.All(word => Text(measure).Contains(word, StringComparison.CurrentCultureIgnoreCase)))];
    }

    /// <summary>For search: a definition is no record, its name leads to its page.</summary>
    public static SearchPlaces Places { get; } = new("definition", "Definition", "functions", null,
        [.. MeasureCatalogue.All.Select(measure => new SearchPlace(measure.Name, $"{measure.Code.Replace('₈', '8')}: {measure.Sentence}", "definitions/" + measure.Id))]);

    public static FileContentHttpResult Get(string format, string? q) => TableFiles.Of(new Table("Definitions", columns,
        [.. Find(q).Select(measure => (object?[])[measure.Id, measure.Name, measure.Code, measure.Sentence, measure.Formula, measure.Unit, measure.Version, measure.Source])]), format, "definitions");

    private static string Text(MeasureDefinition measure) =>
        string.Join(' ', measure.Id, measure.Name, measure.Code, measure.Code.Replace('₈', '8'), measure.Unit, measure.Sentence, measure.Formula, measure.Source);
}
