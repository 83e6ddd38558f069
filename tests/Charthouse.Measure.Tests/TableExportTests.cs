using System.Net;
using Charthouse.Analytics.Activity;

namespace Charthouse.Measure.Tests;

/// <summary>Lists as files: what the page shows, with its filters.</summary>
public sealed class TableExportTests(SmallHospital hospital)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Definitions_AreAllInTheFile_OrThoseThatWereFound()
    {
        var all = await LinesAsync("definitions/export.csv");
        Assert.Equal(MeasureCatalogue.All.Count + 1, all.Count(line => line.Length > 0));
        var found = await LinesAsync(await LinkAsync("definitions?q=WOW8", "definitions/export.csv"));
        Assert.InRange(found.Count(line => line.Length > 0), 2, all.Length - 2);
        Assert.Contains("id,name,code,definition,formula,unit,version,source", found[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Actions_AreThoseOfThePage()
    {
        var lines = await LinesAsync(await LinkAsync("actions/unmapped", "actions/export.csv"));
        Assert.Equal(2, lines.Count(line => line.Length > 0));
        Assert.StartsWith("mystery,,0.", lines[1], StringComparison.Ordinal);
        Assert.Equal(3, (await LinesAsync(await LinkAsync("actions/unmapped?show=all", "actions/export.csv"))).Count(line => line.Length > 0));
        Assert.Equal(2, (await LinesAsync(await LinkAsync("actions/unmapped?show=all&q=not", "actions/export.csv"))).Count(line => line.Length > 0));
    }

    [Fact]
    public async Task Imports_AreThoseOfThePage()
    {
        var lines = await LinesAsync(await LinkAsync("imports", "imports/export.csv"));
        Assert.Equal(2, lines.Count(line => line.Length > 0));
        Assert.StartsWith("test,", lines[1], StringComparison.Ordinal);
        Assert.Contains(",Done,", lines[1], StringComparison.Ordinal);
        Assert.Single(await LinesAsync("imports/export.csv?state=Failed"), line => line.Length > 0);
        Assert.Equal("No import is like that", (await hospital.OpenAsync("imports?state=Failed")).QuerySelector(".ch-empty .ch-sub2")!.TextContent);
    }

    [Theory]
    [InlineData("definitions/export.xlsx")]
    [InlineData("actions/export.xlsx?show=all")]
    [InlineData("imports/export.xlsx")]
    public async Task Workbooks_AreZipFiles(string address)
    {
        var bytes = await hospital.Browser.GetByteArrayAsync(new Uri(address, UriKind.Relative), Token);
        Assert.Equal("PK"u8, bytes.AsSpan(0, 2));
    }

    [Fact]
    public async Task UnknownFormat_IsNotFound()
    {
        using var answer = await hospital.Browser.GetAsync(new Uri("imports/export.pdf", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<string> LinkAsync(string page, string start) =>
        (await hospital.OpenAsync(page)).QuerySelectorAll("a[download]").Select(a => a.GetAttribute("href")!).Single(href => href.StartsWith(start, StringComparison.Ordinal));

    private async Task<string[]> LinesAsync(string address) => (await hospital.Browser.GetStringAsync(new Uri(address, UriKind.Relative), Token)).Split("\r\n");
}
