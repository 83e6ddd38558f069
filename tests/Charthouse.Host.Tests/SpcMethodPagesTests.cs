using System.Text.Json;

namespace Charthouse.Host.Tests;

/// <summary>The worked examples of the method pages on charts: the page's own command, and the page says what comes out. Before and after: <c>SegmentedRegressionTests</c> of the engine.</summary>
public sealed class SpcMethodPagesTests
{
    [Fact]
    public async Task ControlCharts()
    {
        var page = Page("control-charts");
        var run = await RunAsync(page, "falls", "falls");
        var points = run.GetProperty("points").EnumerateArray().Where(point => point.GetProperty("gap").GetString() is null).ToList();
        var units = points.Sum(point => Number(point, "denominator"));
        var events = points.Sum(point => Number(point, "value") * Number(point, "denominator") / 100);
        var april = points.Single(point => point.GetProperty("label").GetString() == "2026-04-01");
        Says(page, $"Centre {events:0} ÷ {units:0} = {Number(april, "centre"):0.0} %");
        Says(page, $"√({Number(april, "centre") / 100:0.000} · {1 - Number(april, "centre") / 100:0.000} ÷ {Number(april, "denominator"):0}) = {(Number(april, "ucl") - Number(april, "centre")) / 3:0.000} %, upper limit {Number(april, "ucl"):0.00} %");
        Says(page, $"April had {Number(april, "value") * Number(april, "denominator") / 100:0} of {Number(april, "denominator"):0} = {Number(april, "value"):0.0} %: outside");
        Assert.Equal("outside-high", april.GetProperty("reason").GetString());
        Assert.Equal("2026-03-01", run.GetProperty("points").EnumerateArray().Single(point => point.GetProperty("gap").GetString() is not null).GetProperty("label").GetString());
    }

    [Fact]
    public async Task Rules()
    {
        var page = Page("rules");
        var run = await RunAsync(page, "ward", "ward-run");
        var summary = run.GetProperty("summary")[0];
        Assert.Equal((11, 9), (summary.GetProperty("points").GetInt32(), summary.GetProperty("useful").GetInt32()));
        Says(page, $"Eleven points, median {Number(run.GetProperty("points")[0], "centre")}. Two lie on it; the other nine make {Number(summary, "runs")} runs. Chance explains {Number(summary, "fewestRuns")} to {Number(summary, "mostRuns")}.");
    }

    [Fact]
    public async Task Icons()
    {
        var page = Page("icons");
        var run = await RunAsync(page, "ward", "ward");
        var (points, summary) = (run.GetProperty("points"), run.GetProperty("summary")[0]);
        var last = points[points.GetArrayLength() - 1];
        var ranges = Ranges(points, points.GetArrayLength());
        var mean = ranges.Average();
        var left = ranges.Where(range => range < 3.267 * mean).ToList();
        Says(page, $"Mean {Number(last, "centre"):0.00}. Mean moving range {mean:0.0}; the last one, {ranges[^1]}, is above 3.267 · {mean:0.0} and is dropped; {left.Sum()} ÷ {left.Count} = {left.Average():0.000} is left.");
        Says(page, $"Limits {Number(last, "centre"):0.00} ± 2.66 · {left.Average():0.000} = {Number(last, "lcl"):0.00} and {Number(last, "ucl"):0.00}. The last point, {Number(last, "value")}, is outside: `{summary.GetProperty("variationIcon").GetString()}`. The target 30 lies above the upper limit: `{summary.GetProperty("assuranceIcon").GetString()}`. With {points.GetArrayLength()} points both are on trial.");
        Assert.True(summary.GetProperty("trial").GetBoolean());
        Assert.Equal(30, run.GetProperty("definition").GetProperty("target").GetProperty("Ward 3").GetDouble());
        Assert.Equal("outside-high", last.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task EwmaAndCusum()
    {
        var page = Page("ewma-cusum");
        var (ewma, cusum) = (await RunAsync(page, "ward", "ward-ewma"), await RunAsync(page, "ward", "ward-cusum"));
        var frozen = ewma.GetProperty("definition").GetProperty("freezeAfter").GetInt32();
        var ranges = Ranges(ewma.GetProperty("points"), frozen);
        foreach (var run in new[] { ewma, cusum })
            Says(page, $"Baseline of {frozen}: mean {Number(run.GetProperty("points")[0], "centre")}, mean moving range {ranges.Sum()} ÷ {ranges.Count}, sigma {Number(run.GetProperty("summary")[0], "sigma"):0.000}.");
        Assert.Equal("""{"ewma-high":[11]}""", Compact(ewma.GetProperty("summary")[0].GetProperty("rules")));
        Assert.Equal("""{"cusum-up":[11]}""", Compact(cusum.GetProperty("summary")[0].GetProperty("rules")));
        Says(page, $"Both charts signal at the eleventh point.");
    }

    [Fact]
    public async Task Funnel()
    {
        var page = Page("funnel");
        var (plain, over) = (await RunAsync(page, "units", "units"), await RunAsync(page, "units", "units-overdispersed"));
        var points = plain.GetProperty("points").EnumerateArray().ToList();
        var summary = plain.GetProperty("summary")[0];
        Says(page, $"Six clinics, target {points.Sum(point => Number(point, "numerator"))} ÷ {points.Sum(point => Number(point, "denominator"))} = {Number(summary, "target"):0.0} %.");
        Says(page, $"By chance alone clinics B (below) and C (above) are outside. φ is {Number(summary, "phi"):0.0}");
        Assert.Equal(["", "low", "high", "", "", ""], points.Select(point => point.GetProperty("outlier").GetString() ?? ""));
        Says(page, $"With over-dispersion only C remains.");
        Assert.Equal("""["Clinic C"]""", Compact(over.GetProperty("summary")[0].GetProperty("outliers")));
    }

    [Fact]
    public async Task Pareto()
    {
        var page = Page("pareto");
        using var folder = new TemporaryFolder();
        const string errors = "label,value\nwrong dose,5\nwrong patient,40\n,20\nwrong time,5\nwrong route,30\nwrong drug,20\n";
        Says(page, $"wrong dose 5, wrong patient 40, no reason given 20, wrong time 5, wrong route 30, wrong drug 20");
        var run = await ChartAsync(folder.Write("errors.csv", errors), folder.Write("settings.json", """{"chart": "pareto"}"""));
        foreach (var bar in run.GetProperty("points").EnumerateArray())
            Says(page, $"| {bar.GetProperty("label").GetString()} | {Number(bar, "value")} | {Number(bar, "share") * 100:0} % | {Number(bar, "cumulativeShare") * 100:0} % |");
        Says(page, $"Missing: {Number(run.GetProperty("summary")[0], "missing")}, outside the total of {Number(run.GetProperty("summary")[0], "total")}.");
        var grouped = await ChartAsync(folder.File("errors.csv"), folder.Write("settings.json", """{"chart": "pareto", "smallestShare": 0.2}"""));
        var other = grouped.GetProperty("points")[3];
        Says(page, $"With \"below 20 %\" grouped, the last two become \"{other.GetProperty("kind").GetString()}\", {Number(other, "value")}.");
        Assert.Equal("""["wrong dose","wrong time"]""", Compact(other.GetProperty("grouped")));
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(BuiltProgram.Repository, "docs", "methods", name + ".md"));

    private static async Task<JsonElement> RunAsync(string page, string csv, string settings)
    {
        Says(page, $"./charthouse spc samples/spc/{csv}.csv --settings samples/spc/{settings}.json");
        return await ChartAsync(Path.Combine(BuiltProgram.Repository, "samples", "spc", csv + ".csv"), Path.Combine(BuiltProgram.Repository, "samples", "spc", settings + ".json"));
    }

    private static async Task<JsonElement> ChartAsync(string csv, string settings)
    {
        var run = await BuiltProgram.RunAsync("spc", csv, "--settings", settings, "--json");
        Assert.Equal(0, run.ExitCode);
        return run.Json;
    }

    private static void Says(string page, FormattableString words) => Assert.Contains(FormattableString.Invariant(words), page, StringComparison.Ordinal);

    private static double Number(JsonElement row, string property) => row.GetProperty(property).GetDouble();

    private static List<double> Ranges(JsonElement points, int count) => [.. Enumerable.Range(1, count - 1).Select(i => Math.Abs(Number(points[i], "value") - Number(points[i - 1], "value")))];

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}
