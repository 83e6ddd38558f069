using System.Globalization;
using System.IO.Compression;
using System.Net;
using AngleSharp.Dom;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Platform.Permissions;

namespace Charthouse.Measure.Tests.Activity;

public sealed class ActivityPageTests(SmallHospital hospital)
{
    private static readonly string[] addresses = ["activity", "activity?department=%3DGamma%20Clinic", "activity?windows=all&trend=note", "activity?specialty=Small", "activity?to=2031-01-06", "definitions", "definitions/ehr-time"];

    [Fact]
    public async Task Tiles_EqualTheReportOfTheCommandLine()
    {
        var page = await hospital.OpenAsync("activity?estimator=cap&timeout=90");
        var rule = new CreditRule(Estimator.Cap, 90 * Microseconds.PerSecond);
        var rows = await hospital.Engine.AskAsync(
            new ActivityByClinician(new LocalPeriod(new(2026, 10, 12), new(2026, 11, 9)), rule, GroupBy.All, ActivityFilter.Everybody), TestContext.Current.CancellationToken);
        var per = ActivityReport.Groups(rows, GroupBy.All).Single().Measures.PerEight!;
        var tiles = page.QuerySelectorAll(".ch-tile .ch-figure").Select(Text).ToList();
        Assert.Equal(Number(per.EhrTime), tiles[0].Split('\u202F')[0]);
        Assert.Equal(Number(per.WorkOutsideWork), tiles[1].Split('\u202F')[0]);
        Assert.Equal(Number(per.NoteTime), tiles[2].Split('\u202F')[0]);
        Assert.Contains("24 clinicians", Text(page.QuerySelector(".ch-filters .selected")!));
    }

    [Theory]
    [InlineData("activity?to=soon", "is not a date")]
    [InlineData("activity?weeks=-1", "number of weeks")]
    [InlineData("activity?timeout=86401", "time-out")]
    [InlineData("activity?estimator=guess", "estimator")]
    [InlineData("activity?boundary=gt", "boundary")]
    [InlineData("activity?site=Atlantis", "There is no site")]
    [InlineData("activity?site=%3Cscript%3Ealert(1)%3C%2Fscript%3E", "There is no site")]
    [InlineData("activity?to=9999-12-31", "outside the years")]
    [InlineData("activity?to=0001-01-01", "outside the years")]
    public async Task WrongFilters_AreNamedAndTheDefaultHolds(string address, string words)
    {
        var page = await hospital.OpenAsync(address);
        Assert.Contains(words, Text(page.QuerySelector(".ch-alert.concern")!));
        Assert.Equal(7, page.QuerySelectorAll(".ch-tile").Length);
        Assert.Null(page.QuerySelector("main script:not([type='application/json'])"));
    }

    [Fact]
    public async Task Filters_LiveInTheAddress()
    {
        var page = await hospital.OpenAsync("activity?weeks=8&specialty=Alpha&timeout=120&boundary=lt");
        Assert.Equal("8 weeks", Selected(page, "weeks"));
        Assert.Equal("Alpha", Selected(page, "specialty"));
        Assert.Equal("120\u202Fs", Selected(page, "timeout"));
        Assert.Equal("lt", page.QuerySelector("input[name=boundary]")!.GetAttribute("value"));
        Assert.Contains("EHR time by department", page.Body!.TextContent);
        Assert.All(page.QuerySelectorAll("a[download]").Where(link => link.GetAttribute("href")!.Contains("export")), link => Assert.Contains("timeout=120&boundary=lt", link.GetAttribute("href")));
    }

    [Theory]
    [InlineData("activity")]
    [InlineData("activity?windows=all")]
    [InlineData("activity?weeks=8")]
    public async Task SmallGroup_AndTheNextSmallest_StayHidden(string address)
    {
        var source = await hospital.Browser.GetStringAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.DoesNotContain("7.80", source);
        var page = await hospital.OpenAsync(address);
        var rows = page.QuerySelectorAll(".ch-compare > tbody > tr").ToDictionary(row => Text(row.QuerySelector("th")!), row => row.QuerySelectorAll(".ch-supp").Length);
        Assert.Equal(0, rows["Alpha"]);
        Assert.Equal(0, rows["Gamma"]);
        Assert.True(rows["Small"] > 0);
        Assert.True(rows["Beta"] > 0, "Beta would give Small by subtraction from all.");
        Assert.Equal(2, page.QuerySelectorAll(".ch-panel .c-hatch").Length);
    }

    [Theory]
    [InlineData("specialty=Small")]
    [InlineData("specialty=Beta")]
    [InlineData("department=Small%20Clinic")]
    [InlineData("department=Beta%20Clinic")]
    [InlineData("department=Alpha%20South")]
    [InlineData("department=Alpha%20North")]
    [InlineData("specialty=Alpha&department=Alpha%20North")]
    public async Task SelectionThatWouldGiveAwayAFew_ShowsNothing(string filter)
    {
        var page = await hospital.OpenAsync("activity?" + filter);
        Assert.Contains("Hidden to protect", page.QuerySelector(".ch-empty")!.TextContent);
        Assert.Empty(page.QuerySelectorAll(".ch-tile, .ch-chartframe, .ch-table, .ch-heat, .ch-panel"));
        foreach (var extension in new[] { "csv", "xlsx" })
        {
            using var response = await hospital.Browser.GetAsync(new Uri($"activity/export.{extension}?{filter}", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        }
    }

    [Fact]
    public async Task Csv_HoldsWhatThePageShows()
    {
        var text = await hospital.Browser.GetStringAsync(new Uri("activity/export.csv", UriKind.Relative), TestContext.Current.CancellationToken);
        var rows = text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',')).ToList();
        string Value(string table, string group, string measure) => rows.Single(row => row[0] == table && row[1] == group && row[2] == measure)[6];
        Assert.Equal(2, double.Parse(Value("measures", "Alpha", "EHR time"), CultureInfo.InvariantCulture), 9);
        Assert.Equal(4, double.Parse(Value("measures", "Gamma", "EHR time"), CultureInfo.InvariantCulture), 9);
        var hidden = rows.Where(row => row[1] is "Small" or "Beta").ToList();
        Assert.NotEmpty(hidden);
        Assert.All(hidden, row => Assert.True(row[5].Length == 0 && row[6].Length == 0 && text.Contains("hidden: small groups")));
        Assert.DoesNotContain(",7.8", text);
        var page = await hospital.OpenAsync("activity");
        Assert.Equal(Text(page.QuerySelector(".ch-tile .ch-figure")!).Split('\u202F')[0], Number(double.Parse(Value("measures", "All selected", "EHR time"), CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task Csv_KeepsTextsFromBecomingFormulas()
    {
        var text = await hospital.Browser.GetStringAsync(new Uri("activity/export.csv?specialty=Gamma", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains(",'=Gamma Clinic,", text);
        Assert.DoesNotContain(",=Gamma", text);
    }

    [Fact]
    public async Task Workbook_HoldsNumbersAsNumbersAndNothingHidden()
    {
        var bytes = await hospital.Browser.GetByteArrayAsync(new Uri("activity/export.xlsx", UriKind.Relative), TestContext.Current.CancellationToken);
        using var zip = new ZipArchive(new MemoryStream(bytes));
        var sheets = zip.Entries.Where(entry => entry.FullName.Contains("worksheets/")).Select(entry =>
        {
            using var reader = new StreamReader(entry.Open());
            return reader.ReadToEnd();
        }).ToList();
        Assert.Equal(7, sheets.Count);
        Assert.Contains(sheets, sheet => sheet.Contains("<x:v>2</x:v>") || sheet.Contains("<v>2</v>"));
        Assert.DoesNotContain(sheets, sheet => sheet.Contains(">7.8<") || sheet.Contains(">7.79"));
        Assert.Contains(sheets, sheet => sheet.Contains("EHR-Time") || sheet.Contains("ehr-time, version 1"));
    }

    [Fact]
    public async Task Period_OutsideTheLog_SaysWhatTheLogHolds()
    {
        var page = await hospital.OpenAsync("activity?to=2031-01-06");
        Assert.Contains("The log runs from", page.QuerySelector(".ch-empty")!.TextContent);
        using var response = await hospital.Browser.GetAsync(new Uri("activity/export.csv?to=2031-01-06", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task EmptyStore_SaysWhatToDoNext()
    {
        var data = Path.Combine(Path.GetTempPath(), "charthouse-empty-" + Guid.CreateVersion7().ToString("N"));
        var app = await SmallHospital.StartAsync(data);
        using var browser = await app.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        try
        {
            var source = await browser.GetStringAsync(new Uri("activity", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Contains("No audit log has been imported yet", source);
            Assert.Contains("href=\"imports\"", source);
        }
        finally
        {
            browser.Dispose();
            await app.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    [Fact]
    public async Task Pages_KeepToTheContentPolicy()
    {
        foreach (var address in addresses)
        {
            var page = await hospital.OpenAsync(address);
            Assert.Empty(page.QuerySelectorAll("[style], style"));
            Assert.Empty(page.QuerySelectorAll("script:not([src]):not([type='application/json'])"));
            Assert.Single(page.QuerySelectorAll("h1"));
        }
    }

    [Fact]
    public async Task Badges_LeadToDefinitionsThatExist()
    {
        var page = await hospital.OpenAsync("activity?windows=all");
        var links = page.QuerySelectorAll("a[href^='definitions/']").Select(link => link.GetAttribute("href")!).Distinct().ToList();
        Assert.True(links.Count > 14, $"Only {links.Count} definitions are linked.");
        foreach (var link in links) await hospital.OpenAsync(link);
    }

    [Fact]
    public async Task Trend_MarksTheGoLive() => Assert.Contains("New notes", (await hospital.OpenAsync("activity")).QuerySelector(".ch-marks")!.TextContent);

    private static string Selected(IDocument page, string name) => Text(page.QuerySelector($"select[name={name}] option[selected]")!);

    private static string Text(INode node) => node.TextContent.Trim();

    private static string Number(double value) => value.ToString("N2", CultureInfo.GetCultureInfo("en-US"));
}
