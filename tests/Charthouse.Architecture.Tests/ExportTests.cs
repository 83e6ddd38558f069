namespace Charthouse.Architecture.Tests;

/// <summary>What stands in a table can be taken out of it.</summary>
public sealed class ExportTests
{
    // Tables without a file of their own, each with its reason. A page that gets an export leaves the list.
    private static readonly Dictionary<string, string> exceptions = new(StringComparer.Ordinal)
    {
        ["src/Charthouse.Host/Web/ProblemsPage.razor"] = "Reference for developers: it stands in the program, not in the data.",
        ["src/Modules/Charthouse.Access/MyAccount/PersonalDataPage.razor"] = "The page offers everything as JSON.",
        ["src/Modules/Charthouse.Access/People/PersonPage.razor"] = "One person: the assignments stand in the export of the list.",
        ["src/Modules/Charthouse.Access/People/Import/PreviewPeoplePage.razor"] = "A preview of a file that the reader has.",
        ["src/Modules/Charthouse.Access/Organisation/UnitPage.razor"] = "One part of the organisation, with where it lay when.",
        ["src/Charthouse.Ui/Charts/ChartFrame.razor"] = "A chart offers its table as CSV itself.",
        ["src/Modules/Charthouse.Measure/Imports/ImportPage.razor"] = "One import, with the names of its files: both stand in the export of the list.",
        ["src/Modules/Charthouse.Measure/Actions/ActionPage.razor"] = "One action: its row stands in the export of the list; the table is the history of its category.",
        ["src/Modules/Charthouse.Measure/Measures/Charts/PartsOfChart.razor"] = "Sums of what the export of the points holds for each point: part, centre and limits.",
        ["src/Modules/Charthouse.Decide/Scoring/ScoreCardView.razor"] = "A part of the page of a request: its score and what is missing stand in the export of the list.",
        ["src/Modules/Charthouse.Measure/Activity/WindowRanks.razor"] = "A part of the Activity page, whose export holds the hours that the ranks are made of.",
        ["src/Modules/Charthouse.Measure/Measures/Charts/ValuesOfChart.razor"] = "A part of the page of a measure, which offers the values as files.",
        ["src/Modules/Charthouse.Today/Threads/ThreadTable.razor"] = "A part of the pages Today and Threads; Threads offers the export.",
    };

    [Fact]
    public void EveryPageWithATable_OffersAnExport()
    {
        var tables = Repository.Files(".razor").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && file.Text.Contains("<DataTable", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(tables);
        Assert.True(Offers("<ExportLinks Subject=\"x\" CsvHref=\"y\" />"));
        Assert.False(Offers("<DataTable Caption=\"x\" />"));
        Assert.Empty(tables.Where(file => !Offers(file.Text) && !exceptions.ContainsKey(file.Path)).Select(file => file.Path));
    }

    [Fact]
    public void EveryException_IsStillOne()
    {
        var files = Repository.Files(".razor").ToDictionary(file => file.Path, file => file.Text, StringComparer.Ordinal);
        Assert.DoesNotContain(exceptions.Keys, path => !files.TryGetValue(path, out var text) || !text.Contains("<DataTable", StringComparison.Ordinal) || Offers(text));
    }

    private static bool Offers(string text) => text.Contains("CsvHref=", StringComparison.Ordinal) || text.Contains("export.csv", StringComparison.Ordinal);
}
