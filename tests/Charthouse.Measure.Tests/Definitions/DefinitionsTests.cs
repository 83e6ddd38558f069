using System.Net;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Measure.Tests.Definitions;

public sealed class DefinitionsTests(SmallHospital hospital)
{
    [Fact]
    public async Task List_NamesEveryMeasure()
    {
        var page = await hospital.OpenAsync("definitions");
        Assert.Equal(MeasureCatalogue.All.Select(measure => "definitions/" + measure.Id), page.QuerySelectorAll("tbody th a").Select(link => link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("inbox", true)]
    [InlineData("WOW8", true)]
    [InlineData("no such words", false)]
    public async Task List_CanBeSearched(string words, bool isFound)
    {
        var page = await hospital.OpenAsync("definitions?q=" + Uri.EscapeDataString(words));
        Assert.Equal(isFound, page.QuerySelectorAll("tbody tr").Length is > 0 and < 24);
        Assert.Equal(isFound, page.QuerySelector(".ch-empty") is null);
    }

    [Fact]
    public async Task Unknown_IsNotFound()
    {
        using var response = await hospital.Browser.GetAsync(new Uri("definitions/no-such-measure", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public void Catalogue_HasUniqueIdsAndAMethodForEach()
    {
        Assert.Equal(MeasureCatalogue.All.Count, MeasureCatalogue.All.Select(measure => measure.Id).Distinct().Count());
        Assert.Equal(ActivityWindowNames.Count, MeasureCatalogue.Windows.Count);
        Assert.Equal(ActivityWindowNames.Count, MeasureCatalogue.WindowHints.Count);
        var methods = Path.Combine(Root(), "docs", "methods");
        Assert.All(MeasureCatalogue.All, measure => Assert.True(File.Exists(Path.Combine(methods, measure.MethodPage)), measure.MethodPage));
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))!;
        return folder;
    }
}
