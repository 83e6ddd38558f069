using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Charthouse.Host.Tests;

/// <summary><c>charthouse spc</c>, through the built program: the worked examples of its definition, every chart, and what is refused.</summary>
public sealed class SpcCommandTests : IDisposable
{
    private const string Share = """
        label,numerator,denominator
        2026-01-01,12,200
        2026-02-01,9,180
        2026-03-01,0,0
        2026-04-01,31,190
        2026-05-01,10,210
        2026-06-01,13,220

        """;

    private const string Ward = """
        series,label,value
        Ward 3,2026-01-01,20
        Ward 3,2026-02-01,22
        Ward 3,2026-03-01,19
        Ward 3,2026-04-01,21
        Ward 3,2026-05-01,20
        Ward 3,2026-06-01,23
        Ward 3,2026-07-01,18
        Ward 3,2026-08-01,21
        Ward 3,2026-09-01,20
        Ward 3,2026-10-01,22
        Ward 3,2026-11-01,34

        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // The document stands here as it stands in the definition, long numbers cut to six decimals.
    [Fact]
    public async Task ShareWithAnEmptyMonth()
    {
        var run = await RunAsync(Share, """{"chart": "p", "multiply": 100, "rules": "anhoej", "improvementDirection": "decrease"}""");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        SameJson(
            """
            { "definition": {"name": "spc", "version": "1", "chart": "p", "multiply": 100, "freezeAfter": null, "splitAfter": [], "rebaseDates": [], "exclude": [], "rules": "anhoej", "improvementDirection": "decrease", "target": null},
              "points": [
                {"series": "all", "part": 1, "index": 1, "label": "2026-01-01", "value": 6, "denominator": 200, "gap": null, "baseline": true, "excluded": false, "centre": 7.5, "lcl": 1.912626, "ucl": 13.087374, "lcl2": 3.775084, "ucl2": 11.224916, "lcl1": 5.637542, "ucl1": 9.362458, "signals": [], "reason": null, "pointType": "common"},
                {"series": "all", "part": 1, "index": 2, "label": "2026-02-01", "value": 5, "denominator": 180, "gap": null, "baseline": true, "excluded": false, "centre": 7.5, "lcl": 1.610391, "ucl": 13.389609, "lcl2": 3.573594, "ucl2": 11.426406, "lcl1": 5.536797, "ucl1": 9.463203, "signals": [], "reason": null, "pointType": "common"},
                {"series": "all", "part": 1, "index": 3, "label": "2026-03-01", "value": null, "denominator": 0, "gap": "no-denominator", "baseline": false, "excluded": false, "centre": 7.5, "lcl": null, "ucl": null, "lcl2": null, "ucl2": null, "lcl1": null, "ucl1": null, "signals": [], "reason": null, "pointType": null},
                {"series": "all", "part": 1, "index": 4, "label": "2026-04-01", "value": 16.315789, "denominator": 190, "gap": null, "baseline": true, "excluded": false, "centre": 7.5, "lcl": 1.767475, "ucl": 13.232525, "lcl2": 3.678317, "ucl2": 11.321683, "lcl1": 5.589158, "ucl1": 9.410842, "signals": ["outside-high"], "reason": "outside-high", "pointType": "concern"},
                {"series": "all", "part": 1, "index": 5, "label": "2026-05-01", "value": 4.761905, "denominator": 210, "gap": null, "baseline": true, "excluded": false, "centre": 7.5, "lcl": 2.047281, "ucl": 12.952719, "lcl2": 3.864854, "ucl2": 11.135146, "lcl1": 5.682427, "ucl1": 9.317573, "signals": [], "reason": null, "pointType": "common"},
                {"series": "all", "part": 1, "index": 6, "label": "2026-06-01", "value": 5.909091, "denominator": 220, "gap": null, "baseline": true, "excluded": false, "centre": 7.5, "lcl": 2.172648, "ucl": 12.827352, "lcl2": 3.948432, "ucl2": 11.051568, "lcl1": 5.724216, "ucl1": 9.275784, "signals": [], "reason": null, "pointType": "common"} ],
              "summary": [
                {"series": "all", "part": 1, "first": 1, "last": 6, "points": 6, "useful": 5, "longestRun": 2, "maxLongestRun": 5, "crossings": 2, "minCrossings": 0, "runsSignal": false, "outside": 1, "sigma": null, "trial": true, "rules": {"outside-high": [4]}, "variationIcon": "common", "assuranceIcon": null} ],
              "messages": [] }
            """,
            run.Json);
    }

    [Fact]
    public async Task WardWithATarget()
    {
        var run = await RunAsync(Ward, """{"chart": "i", "rules": "nhs", "screenMovingRanges": true, "movingRangeFactor": 2.66, "improvementDirection": "increase", "target": {"Ward 3": 30}}""");
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        SameJson(
            """{"name": "spc", "version": "1", "chart": "i", "multiply": 1, "freezeAfter": null, "splitAfter": [], "rebaseDates": [], "exclude": [], "screenMovingRanges": true, "movingRangeFactor": 2.66, "rules": "nhs", "improvementDirection": "increase", "target": {"Ward 3": 30}}""",
            run.Json.GetProperty("definition"));
        SameJson(
            """{"series": "Ward 3", "part": 1, "index": 11, "label": "2026-11-01", "value": 34, "denominator": null, "gap": null, "baseline": true, "excluded": false, "centre": 21.818182, "lcl": 15.31596, "ucl": 28.320404, "lcl2": 17.483367, "ucl2": 26.152997, "lcl1": 19.650774, "ucl1": 23.985589, "signals": ["outside-high"], "reason": "outside-high", "pointType": "improvement"}""",
            run.Json.GetProperty("points")[10]);
        SameJson(
            """[{"series": "Ward 3", "part": 1, "first": 1, "last": 11, "points": 11, "useful": 11, "longestRun": 3, "maxLongestRun": 6, "crossings": 5, "minCrossings": 2, "runsSignal": false, "outside": 1, "sigma": 2.167407, "trial": true, "rules": {"outside-high": [11]}, "variationIcon": "improvement-high", "assuranceIcon": "fail"}]""",
            run.Json.GetProperty("summary"));
        SameJson("[]", run.Json.GetProperty("messages"));
    }

    [Theory]
    [InlineData("p", "label,numerator,denominator\na,5,10\nb,x,10\nc,3,0\nd,12,10\ne,-1,5\nf,,4\ng,0,0\nh,4,9\n", "not-a-number numerator-without-denominator numerator-above-denominator out-of-range missing no-denominator", 4)]
    [InlineData("t", "label,value\na,5\nb,0\nc,-2\nd,\ne,x\nf,3\n", "out-of-range out-of-range missing not-a-number", 3)]
    [InlineData("c", "label,value\na,5\nb,-1\nc,NaN\nd,1e999\n", "out-of-range not-a-number not-a-number", 3)]
    [InlineData("funnel", "label,numerator,denominator\na,5,10\nb,11,10\nc,,10\nd,4,12\n", "numerator-above-denominator missing", 1)]
    [InlineData("xbar", "label,value\na,5\na,x\nb,\nb,\nc,y\nd,1\nd,2\n", "missing not-a-number", 2)]
    public async Task RefusedRows_AreNamedAndExit1(string chart, string csv, string gaps, int refused)
    {
        var run = await RunAsync(csv, $$"""{"chart": "{{chart}}", "dataType": "PR"}""");
        Assert.Equal(1, run.ExitCode);
        Assert.Equal(gaps, string.Join(' ', run.Json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("gap").GetString()).Where(gap => gap is not null)));
        Assert.Equal(refused, run.Json.GetProperty("messages").GetArrayLength());
        Assert.Contains("input.csv, line ", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"chart": "p", "colour": 1}""", "\"colour\" is no setting")]
    [InlineData("""{"multiply": 1}""", "\"chart\" is missing")]
    [InlineData("""{"chart": "pie"}""", "\"chart\" is \"pie\"")]
    [InlineData("""{"chart": "p", "multiply": 0}""", "\"multiply\" is 0")]
    [InlineData("""{"chart": "p", "multiply": "100"}""", "a number above 0 is wanted")]
    [InlineData("""{"chart": "p", "freezeAfter": 1}""", "\"freezeAfter\" is 1; a whole number of 2 or more")]
    [InlineData("""{"chart": "p", "splitAfter": 3}""", "\"splitAfter\" is no list")]
    [InlineData("""{"chart": "p", "rebaseDates": ["1.2.2026"]}""", "is no date")]
    [InlineData("""{"chart": "p", "rules": ["nhs", "anhoej"]}""", "more than one of anhoej")]
    [InlineData("""{"chart": "p", "rules": "spc"}""", "\"rules\" holds \"spc\"")]
    [InlineData("""{"chart": "p", "improvementDirection": "up"}""", "one of neutral, increase, decrease")]
    [InlineData("""{"chart": "p", "target": "7"}""", "\"target\" is \"7\"")]
    [InlineData("""{"chart": "i", "screenMovingRanges": 1}""", "neither true nor false")]
    [InlineData("""{"chart": "c"}""", "lacks the column value")]
    [InlineData("""{"chart": "xbar", "inputIsSummary": true}""", "lacks the column n and mean and sd")]
    [InlineData("""{"chart": "ewma", "lambda": 2}""", "\"lambda\" is 2")]
    [InlineData("""{"chart": "funnel"}""", "\"dataType\" is missing")]
    [InlineData("""{"chart": "funnel", "dataType": "PR", "outlierLimit": 90}""", "\"outlierLimit\" is 90")]
    [InlineData("""{"chart": "its", "firstPostPoint": 3}""", "Every value of an interrupted time series must be present")]
    [InlineData("""["p"]""", "does not hold a JSON object")]
    [InlineData("""{"chart": """, "is not JSON (line 1)")]
    [InlineData("""{"chart": "p", "chart": "u"}""", "holds \"chart\" twice")]
    [InlineData("""{"chart": "p", "target": {"Ward 3": 1, "Ward 3": 2}}""", "holds \"Ward 3\" twice")]
    [InlineData("""{"chart": "p", "givenLower": 3}""", "\"givenLower\" stands alone")]
    [InlineData("""{"chart": "p", "givenLower": 0.5, "givenUpper": 0.9}""", "lies outside the given limits 0.5 and 0.9")]
    [InlineData("""{"chart": "p", "lowestPossible": 1, "highestPossible": 0}""", "The smallest possible value lies above the largest one")]
    [InlineData("""{"chart": "p", "givenCentre": 3}""", "not possible on this chart")]
    public async Task WrongSettings_Exit2(string settings, string says)
    {
        var run = await RunAsync(Share, settings);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guide_NamesEveryChartRuleAndSetting()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(BuiltProgram.Repository, "docs", "guides", "charts.md"), TestContext.Current.CancellationToken);
        foreach (var (settings, before) in new[] { ("""{"colour": 1}""", "Settings are: "), ("{}", "Charts are: "), ("""{"chart": "p", "rules": "x"}""", "holds \"x\"; ") })
        {
            var message = (await RunAsync(Share, settings)).Errors;
            var names = message[(message.IndexOf(before, StringComparison.Ordinal) + before.Length)..].Replace(" are known", "", StringComparison.Ordinal).Trim().TrimEnd('.').Split(", ");
            Assert.True(names.Length > 8);
            Assert.All(names, name => Assert.Contains($"`{name}`", guide, StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("value\n1\n", "lacks the column label")]
    [InlineData("label,value,value\na,1,2\n", "the column value twice")]
    [InlineData("label,value\na,1,2\n", "3 cells")]
    [InlineData("label,value\na,\"1\n", "the quotes do not match")]
    public async Task UnreadableFile_Exits2(string csv, string says)
    {
        var run = await RunAsync(csv, """{"chart": "i"}""");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFiles_Exit2()
    {
        var run = await BuiltProgram.RunAsync("spc", folder.File("none.csv"), "--settings", folder.Write("s.json", """{"chart": "i"}"""), "--json");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("none.csv does not exist.", run.Errors, StringComparison.Ordinal);
        Assert.Equal(2, (await BuiltProgram.RunAsync("spc", folder.Write("i.csv", Ward))).ExitCode);
    }

    // Keys that the chart does not use are ignored, whatever they hold, and the definition does not name them.
    [Theory]
    [InlineData("""{"chart": "p"}""", """ "lambda": 7, "dataType": "XX", "shiftPoints": 1, "givenSigma": -1, "subgroupSpread": 7, "resetAfterSignal": 1, "baselineShare": 2""")]
    [InlineData("""{"chart": "run"}""", """ "givenLower": 9, "givenSigma": "x", "lowestPossible": "x", "highestPossible": {}, "targetOnLimitFails": 3""")]
    [InlineData("""{"chart": "mr"}""", """ "givenUpper": 9, "givenSigma": 1, "conflictingReasons": "x" """)]
    [InlineData("""{"chart": "np"}""", """ "givenCentre": 3, "givenSigma": 1""")]
    [InlineData("""{"chart": "ewma"}""", """ "givenLower": 1, "givenUpper": 0, "lowestPossible": "x", "conflictingReasons": "x", "decisionInterval": 0""")]
    [InlineData("""{"chart": "cusum"}""", """ "givenLower": 1, "highestPossible": "x", "targetOnLimitFails": 3, "lambda": 0""")]
    [InlineData("""{"chart": "funnel", "dataType": "PR"}""", """ "narrowRatioLines": 3, "rules": "x", "givenCentre": "x" """)]
    public async Task UnusedSettings_AreIgnored(string settings, string unused)
    {
        var (plain, more) = (await RunAsync(Share, settings), await RunAsync(Share, $"{settings[..^1]},{unused}}}"));
        Assert.Equal((plain.ExitCode, plain.Output, plain.Errors), (more.ExitCode, more.Output, more.Errors));
        Assert.Equal(0, plain.ExitCode);
    }

    [Fact]
    public async Task CountsBeforeAndAfter_UseNeitherLagNorFactor()
    {
        var rows = new StringBuilder("label,value\n");
        for (var i = 1; i <= 20; i++) rows.Append(CultureInfo.InvariantCulture, $"{i},{50 + i % 3 - (i >= 10 ? 8 : 0)}\n");
        var run = await RunAsync(rows.ToString(), """{"chart": "its", "firstPostPoint": 10, "family": "poisson", "neweyWestLag": "x", "neweyWestAdjust": 1, "methods": 3, "multiply": 0}""");
        Assert.Equal(0, run.ExitCode);
        SameJson("""{"name": "spc", "version": "1", "chart": "its", "firstPostPoint": 10, "timeAfterAtFirstPostPoint": 0, "harmonics": 0, "period": 12, "family": "poisson"}""", run.Json.GetProperty("definition"));
    }

    [Fact]
    public async Task SubgroupSummary_WithoutANumber_IsMissing()
    {
        var run = await RunAsync("label,n,mean,sd\na,5,10,1\nb,,10,1\nc,4,11,1\nd,2.5,10,1\ne,0,10,1\n", """{"chart": "xbar", "inputIsSummary": true}""");
        Assert.Equal(["", "missing", "", "out-of-range", "missing"], run.Json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("gap").GetString() ?? ""));
        Assert.Equal((1, 1), (run.ExitCode, run.Json.GetProperty("messages").GetArrayLength()));
    }

    [Theory]
    [InlineData("""{"chart": "cusum"}""")]
    [InlineData("""{"chart": "bcusum", "baselineShare": 0.1}""")]
    [InlineData("""{"chart": "i", "givenCentre": -0.0}""")]
    public async Task MinusZero_IsZero(string settings)
    {
        var run = await RunAsync("label,value\n1,1\n2,0\n3,-0\n4,0\n", settings);
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotMatch(@"-0(\.0)?\b(?!\.)", run.Output);
    }

    [Theory]
    [InlineData("PR")]
    [InlineData("SR")]
    public async Task FunnelWithoutAUsableUnit_HasNoPicture(string dataType)
    {
        var settings = $$"""{"chart": "funnel", "dataType": "{{dataType}}"}""";
        const string csv = "label,numerator,denominator\nA,3,0\nB,,4\n";
        Assert.Equal(1, (await RunAsync(csv, settings)).ExitCode);
        var drawn = await RunAsync(csv, settings, "--svg", folder.File("funnel.svg"));
        Assert.Equal((2, ""), (drawn.ExitCode, drawn.Output));
        Assert.Contains("line 2 (A): numerator-without-denominator", drawn.Errors, StringComparison.Ordinal);
        Assert.Contains("There is nothing to draw", drawn.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", drawn.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SumsBeyondAllNumbers_AreRefusedOrNull()
    {
        // A bar without an end cannot be drawn, and nothing has a share of it.
        var pareto = await RunAsync("label,value\na,1e308\na,1e308\n", """{"chart": "pareto"}""");
        Assert.Equal((2, ""), (pareto.ExitCode, pareto.Output));
        Assert.DoesNotContain("   at ", pareto.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(pareto.Errors);
        var did = await RunAsync("series,label,value,treated\na,1,1e308,1\na,2,5,1\nb,1,1e308,1\nb,2,7,1\nc,1,1,0\nc,2,2,0\nd,1,2,0\nd,2,2,0\n", """{"chart": "did", "firstPostPoint": 2}""");
        Assert.Equal(0, did.ExitCode);
        Assert.Contains(did.Json.GetProperty("points").EnumerateArray(), mean => mean.GetProperty("mean").ValueKind == JsonValueKind.Null);
    }

    // Other columns are ignored, also when they stand twice.
    [Theory]
    [InlineData("label,value,note,note\na,1,x,y\nb,2,x,y\n", """{"chart": "i"}""")]
    [InlineData("label,value,numerator,numerator\na,1,2,3\nb,2,3,4\n", """{"chart": "g"}""")]
    [InlineData("label,numerator,denominator,value,value\na,1,2,3,3\nb,2,3,4,4\n", """{"chart": "p"}""")]
    [InlineData("label,numerator,denominator,series,series,part,part\na,1,2,3,3,4,4\nb,2,3,4,4,4,4\n", """{"chart": "funnel", "dataType": "PR"}""")]
    public async Task DoubledColumnThatIsNotUsed_IsIgnored(string csv, string settings) => Assert.Equal((0, ""), await RunAsync(csv, settings) is var run ? (run.ExitCode, run.Errors) : default);

    [Theory]
    [InlineData("label,label,value\na,a,1\n", "the column label twice")]
    [InlineData("series,series,label,value\na,a,a,1\n", "the column series twice")]
    [InlineData("part,part,label,value\na,a,a,1\n", "the column part twice")]
    [InlineData("label,value,denominator,numerator,numerator\na,1,1,2,2\n", "the column numerator twice")]
    public async Task DoubledColumnThatIsUsed_Exits2(string csv, string says)
    {
        var run = await RunAsync(csv, """{"chart": "i"}""");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(says, run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"chart": "run"}""", Ward, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude rules improvementDirection target")]
    [InlineData("""{"chart": "pp"}""", Share, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude screenMovingRanges rules improvementDirection target")]
    [InlineData("""{"chart": "i", "rules": "adjustable"}""", Ward, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude screenMovingRanges movingRangeFactor rules shiftPoints trendPoints improvementDirection target")]
    [InlineData("""{"chart": "ewma"}""", Ward, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude screenMovingRanges rules improvementDirection target lambda nSigmas")]
    [InlineData("""{"chart": "cusum"}""", Ward, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude screenMovingRanges rules improvementDirection target decisionInterval shiftSigma headStart")]
    [InlineData("""{"chart": "s"}""", Ward, "definition: name version chart multiply freezeAfter splitAfter rebaseDates exclude rules improvementDirection target inputIsSummary")]
    [InlineData("""{"chart": "funnel", "dataType": "RC", "outlierLimit": 99}""", Share, "definition: name version chart multiply dataType overdispersion trimBy outlierLimit")]
    public async Task Definition_NamesTheSettingsThatAreUsed(string settings, string csv, string expected)
    {
        var run = await RunAsync(csv, settings);
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(expected, "definition: " + string.Join(' ', run.Json.GetProperty("definition").EnumerateObject().Select(property => property.Name)));
        if (run.Json.GetProperty("definition").TryGetProperty("outlierLimit", out var limit)) Assert.Equal(99.8, limit.GetDouble());
    }

    [Theory]
    [InlineData("run")]
    [InlineData("i")]
    [InlineData("im")]
    [InlineData("imm")]
    [InlineData("mr")]
    [InlineData("t")]
    [InlineData("g")]
    [InlineData("c")]
    [InlineData("ewma")]
    [InlineData("cusum")]
    [InlineData("xbar")]
    [InlineData("s")]
    [InlineData("r")]
    public async Task ChartsOfValues_AreComputedAndDrawn(string chart)
    {
        var rows = new StringBuilder("label,value\n");
        for (var i = 0; i < 60; i++) rows.Append(CultureInfo.InvariantCulture, $"{(chart is "xbar" or "s" or "r" ? i / 3 : i)},{10 + i * 7 % 5 + (i > 40 ? 4 : 0)}\n");
        var run = await RunAsync(rows.ToString(), $$"""{"chart": "{{chart}}", "freezeAfter": 12, "splitAfter": [15], "rules": ["nhs", "western-electric", "nelson", "ihi"], "improvementDirection": "increase", "target": 12}""", "--svg", folder.File("c.svg"), "--png", folder.File("c.png"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(chart is "xbar" or "s" or "r" ? 20 : 60, run.Json.GetProperty("points").GetArrayLength());
        Assert.Equal(2, run.Json.GetProperty("summary").GetArrayLength());
        Assert.StartsWith("<?xml", await File.ReadAllTextAsync(folder.File("c.svg"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], (await File.ReadAllBytesAsync(folder.File("c.png"), TestContext.Current.CancellationToken))[..4]);
    }

    [Theory]
    [InlineData("p")]
    [InlineData("pp")]
    [InlineData("np")]
    [InlineData("u")]
    [InlineData("up")]
    [InlineData("ip")]
    [InlineData("run")]
    public async Task ChartsOfRatios_AreComputed(string chart)
    {
        var run = await RunAsync(Share, $$"""{"chart": "{{chart}}"}""");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(chart == "np" ? 12 : 0.06, run.Json.GetProperty("points")[0].GetProperty("value").GetDouble(), 12);
    }

    [Fact]
    public async Task Table_IsForPeople()
    {
        var run = await RunAsync(Share, """{"chart": "p", "multiply": 100, "freezeAfter": 3, "rebaseDates": ["2026-01-01"]}""", asJson: false);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"label\s+value\s+denominator\s+gap", run.Output);
        Assert.Contains("16.3158", run.Output, StringComparison.Ordinal);
        Assert.Contains("The baseline is 3 points long", run.Errors, StringComparison.Ordinal);
        Assert.Contains("2026-01-01 starts no part", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingMonth_IsShownWhenWanted()
    {
        var csv = Share.Replace("2026-03-01,0,0\n", "", StringComparison.Ordinal);
        var run = await RunAsync(csv, """{"chart": "p", "insertGaps": true}""");
        Assert.Equal(("2026-03-01", "missing"), (run.Json.GetProperty("points")[2].GetProperty("label").GetString(), run.Json.GetProperty("points")[2].GetProperty("gap").GetString()));
        Assert.Contains("no row for 2026-03-01", run.Errors, StringComparison.Ordinal);
        Assert.Equal(5, (await RunAsync(csv, """{"chart": "p"}""")).Json.GetProperty("points").GetArrayLength());
    }

    [Fact]
    public async Task DuplicateDates_AreSaid()
    {
        var run = await RunAsync("label,value\n2026-01-01,1\n2026-01-01,2\n2026-01-02,3\n", """{"chart": "i"}""");
        Assert.Equal((0, 3), (run.ExitCode, run.Json.GetProperty("points").GetArrayLength()));
        Assert.Contains("2026-01-01 stands more than once", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parts_ComeFromColumnNumbersAndDates()
    {
        var run = await RunAsync("part,label,value\nx,2026-01-01,1\nx,2026-01-02,2\ny,2026-01-03,3\ny,2026-01-04,4\ny,2026-01-05,5\ny,2026-01-06,5\n", """{"chart": "run", "splitAfter": [3], "rebaseDates": ["2026-01-06"]}""");
        Assert.Equal([1, 1, 2, 3, 3, 4], run.Json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("part").GetInt32()));
    }

    [Fact]
    public async Task RunChartRules_CountTheRuns()
    {
        var run = await RunAsync(Ward, """{"chart": "run", "rules": "run-chart"}""");
        var summary = run.Json.GetProperty("summary")[0];
        Assert.Equal((6, 3, 8), (summary.GetProperty("runs").GetInt32(), summary.GetProperty("fewestRuns").GetInt32(), summary.GetProperty("mostRuns").GetInt32()));
    }

    [Fact]
    public async Task Its_GivesBothMethods_EffectAndMessage()
    {
        var rows = new StringBuilder("label,value\n");
        for (var i = 1; i <= 20; i++) rows.Append(CultureInfo.InvariantCulture, $"{i},{50 + i % 3 - (i >= 10 ? 8 : 0)}\n");
        var run = await RunAsync(rows.ToString(), """{"chart": "its", "firstPostPoint": 10}""", "--svg", folder.File("its.svg"));
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(["ols", "newey-west"], run.Json.GetProperty("coefficients").EnumerateArray().Select(row => row.GetProperty("method").GetString()!).Distinct());
        Assert.Equal(["intercept", "time", "level", "timeAfter"], run.Json.GetProperty("coefficients").EnumerateArray().Take(4).Select(row => row.GetProperty("term").GetString()!));
        Assert.Equal(JsonValueKind.Null, run.Json.GetProperty("points")[8].GetProperty("effect").ValueKind);
        Assert.InRange(run.Json.GetProperty("points")[9].GetProperty("effect").GetDouble(), -10, -6);
        Assert.Contains("12 or more before and after", run.Errors, StringComparison.Ordinal);
        SameJson("""{"name": "spc", "version": "1", "chart": "its", "multiply": 1, "firstPostPoint": 10, "timeAfterAtFirstPostPoint": 0, "harmonics": 0, "period": 12, "neweyWestLag": "auto", "neweyWestAdjust": true}""", run.Json.GetProperty("definition"));
        Assert.Equal(2, (await RunAsync(rows.ToString(), """{"chart": "its", "firstPostPoint": 8}""")).ExitCode);
        Assert.Equal(0, (await RunAsync(rows.ToString(), """{"chart": "its", "firstPostPoint": 10, "methods": ["prais-winsten", "reml"]}""")).ExitCode);
        Assert.Equal(0, (await RunAsync(rows.ToString(), """{"chart": "its", "firstPostPoint": 10, "family": "quasi-poisson"}""")).ExitCode);
    }

    [Fact]
    public async Task OtherCharts_AreComputed()
    {
        var pareto = await RunAsync("label,value\nNo bed,12\nNo slot,30\nOther,3\n", """{"chart": "pareto"}""", "--png", folder.File("pareto.png"));
        Assert.Equal(["No slot", "No bed", "Other"], pareto.Json.GetProperty("points").EnumerateArray().Select(bar => bar.GetProperty("label").GetString()!));
        var funnel = await RunAsync("label,numerator,denominator\nA,12,100\nB,9,120\nC,90,200\n", """{"chart": "funnel", "dataType": "PR", "overdispersion": false}""", "--svg", folder.File("funnel.svg"));
        Assert.Equal(["A", "B", "C"], funnel.Json.GetProperty("summary")[0].GetProperty("outliers").EnumerateArray().Select(label => label.GetString()!));
        Assert.Equal(JsonValueKind.Null, funnel.Json.GetProperty("points")[0].GetProperty("adjLcl95").ValueKind);
        var cusum = await RunAsync("label,value\n1,1\n2,1\n3,0\n4,1\n5,1\n6,1\n7,1\n", """{"chart": "bcusum", "baselineShare": 0.1, "limit": 2}""");
        Assert.Equal((0, 5), (cusum.ExitCode, Assert.Single(cusum.Json.GetProperty("summary")[0].GetProperty("upSignals").EnumerateArray()).GetInt32()));
        var did = await RunAsync("series,label,value,treated\na,1,1,1\na,2,5,1\nb,1,2,1\nb,2,7,1\nc,1,1,0\nc,2,2,0\nd,1,2,0\nd,2,2,0\n", """{"chart": "did", "firstPostPoint": 2}""");
        Assert.Equal(4, did.Json.GetProperty("summary")[0].GetProperty("effect").GetDouble(), 9);
    }

    private async Task<ProgramRun> RunAsync(string csv, string settings, params string[] more) => await RunAsync(csv, settings, asJson: true, more);

    private async Task<ProgramRun> RunAsync(string csv, string settings, bool asJson, params string[] more) =>
        await BuiltProgram.RunAsync(["spc", folder.Write("input.csv", csv), "--settings", folder.Write("settings.json", settings), .. asJson ? ["--json"] : Array.Empty<string>(), .. more]);

    // The same keys in the same order, and numbers to six decimals.
    private static void SameJson(string expected, JsonElement actual) => Same(JsonDocument.Parse(expected).RootElement, actual, "$");

    private static void Same(JsonElement expected, JsonElement actual, string path)
    {
        Assert.True(expected.ValueKind == actual.ValueKind, $"{path}: {expected} expected, {actual} found");
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                Assert.Equal(expected.EnumerateObject().Select(property => property.Name), actual.EnumerateObject().Select(property => property.Name));
                foreach (var property in expected.EnumerateObject()) Same(property.Value, actual.GetProperty(property.Name), $"{path}.{property.Name}");
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (var i = 0; i < expected.GetArrayLength(); i++) Same(expected[i], actual[i], $"{path}[{i}]");
                break;
            case JsonValueKind.Number:
                Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) < 1e-6, $"{path}: {expected} expected, {actual} found");
                break;
            default:
                Assert.True(expected.ToString() == actual.ToString(), $"{path}: {expected} expected, {actual} found");
                break;
        }
    }
}
