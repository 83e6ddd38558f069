using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.Permissions;
using Charthouse.Spc;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>Bad rows by each way in (page, machine, use case), and series of one point, of equal points and of very many.</summary>
public sealed class PointsBySizeTests
{
    private const string Share = "UnitsAmongUnits", Rate = "EventsPerExposure", Count = "EventsAtConstantExposure", Value = "Measurement";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task BadRows_AreRefused_ByEachWayIn(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var machine = await MachineAsync(workbench, browser);
        var enter = workbench.Services.GetRequiredService<EnterPoints>();
        Dictionary<string, string> pages = [];
        foreach (var figures in new[] { Share, Rate, Count, Value }) pages[figures] = await AddAsync(browser, figures);

        foreach (var (figures, rows, words) in new[]
        {
            (Share, "2026-01-05\t12\t10", "above the denominator"), (Share, "2026-01-05\t-1\t10", "negative"), (Share, "2026-01-05\t1\t0", "denominator is 0"), (Share, "2026-01-05\t1", "denominator is missing"),
            (Rate, "2026-01-05\t1\t0", "denominator is 0"), (Rate, "2026-01-05\t1\t-5", "denominator is negative"), (Count, "2026-01-05\t-3", "negative"), (Value, "2026-01-05\t1\n2026-01-05\t2", "2026-01-05 stands in"),
        })
        {
            var page = pages[figures];
            Assert.Contains(words, await PasteAsync(browser, page, rows), StringComparison.Ordinal);
            var points = rows.Split('\n').Select(row => row.Split('\t')).ToList();
            var json = string.Join(',', points.Select(cells => $"{{\"date\":\"{cells[0]}\",\"numerator\":{cells[1]}{(cells.Length > 2 ? $",\"denominator\":{cells[2]}" : "")}}}"));
            Assert.Contains(words, await SendAsync(machine, page, json), StringComparison.Ordinal);
            var outcome = await enter.RunAsync(IdOf(page), [.. points.Select((cells, i) => new ReadPoint(i + 1, DateOnly.ParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture), Number(cells[1]), cells.Length > 2 ? Number(cells[2]) : null))], null, true, Token);
            Assert.Contains(words, Assert.Single(outcome.Problems).Message, StringComparison.Ordinal);
        }

        // What a machine cannot mean, because JSON has numbers and dates of its own; and what a person must be asked.
        foreach (var json in new[] { "{\"date\":\"2026-01-05\",\"value\":\"many\"}", "{\"date\":\"2026-01-05\",\"value\":\"1,5\"}", "{\"date\":\"05/01/2026\",\"value\":1}" })
            Assert.Contains("measure.points-unreadable", await SendAsync(machine, pages[Value], json), StringComparison.Ordinal);
        Assert.Contains("“many” is not a number", await PasteAsync(browser, pages[Value], "2026-01-05\tmany"), StringComparison.Ordinal);
        Assert.Contains("Which order have the dates?", await PasteAsync(browser, pages[Value], "05/01/2026\t1"), StringComparison.Ordinal);
        Assert.Contains("What separates the decimals?", await PasteAsync(browser, pages[Value], "2026-01-05\t1.500"), StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(0, await db.Set<MeasurePoint>().CountAsync(Token));
    }

    [Fact]
    public async Task HowRowsWereRead_IsSaid_WhenTheyAreWritten()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await AddAsync(browser, Value);
        using var posted = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "Ward;Week 1 2026;Minutes\nA;25.01.2026;12,5\nA;01.02.2026;\nA;08.02.2026;13,5"));
        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        var said = (await ServedWorkbench.PageAsync(browser, new Uri(browser.BaseAddress!, posted.Headers.Location!).PathAndQuery)).QuerySelector(".ch-alert.accent")!.TextContent;
        Assert.Contains("2 points added.", said, StringComparison.Ordinal);
        Assert.Contains("Row 1 names the columns: the date is taken from “Week 1 2026”, the value from “Minutes”.", said, StringComparison.Ordinal);
        Assert.Contains("Dates are read as day, month, year.", said, StringComparison.Ordinal);
        Assert.Contains("Numbers are read with a decimal comma.", said, StringComparison.Ordinal);
        Assert.Contains("1 row has no value and stays a gap.", said, StringComparison.Ordinal);

        // A file says it before anything is written.
        using var sent = await UploadAsync(browser, page, "Day,Minutes\n2026-02-15,4.5");
        var shown = ServedWorkbench.Parse(await sent.Content.ReadAsStringAsync(Token));
        Assert.Contains("Not written yet", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("the date is taken from “Day”, the value from “Minutes”", shown.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Minutes", shown.QuerySelector("select[name='Form.NumeratorColumn'] option[selected]")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("2026-01-05\t7", "There is one point")]
    [InlineData("2026-01-05\t7\n2026-01-12\t7\n2026-01-19\t7\n2026-01-26\t7\n2026-02-02\t7\n2026-02-09\t7\n2026-02-16\t7\n2026-02-23\t7", "All points are equal: 7.00.")]
    public async Task OnePoint_AndEqualPoints_AreCharted(string rows, string words)
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await AddAsync(browser, Value);
        await PasteAsync(browser, page, rows);
        var chart = await ServedWorkbench.PageAsync(browser, page);
        Assert.Contains(words, chart.QuerySelector(".ch-say")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", chart.QuerySelector("main")!.InnerHtml, StringComparison.Ordinal);
    }

    // On both stores: pasted, sent as a file, sent by a machine; charted, paged and exported. In seconds; one more is refused.
    [Theory, ClassData(typeof(Stores))]
    public async Task AsManyPointsAsMayBe_AreWritten_AndCharted(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var machine = await MachineAsync(workbench, browser);
        var page = await AddAsync(browser, Value);
        var days = Enumerable.Range(0, PointTable.MostRows).Select(i => (On: new DateOnly(1900, 1, 1).AddDays(i), Value: i % 17)).ToList();
        var rows = string.Join('\n', days.Select(day => string.Create(CultureInfo.InvariantCulture, $"{day.On:yyyy-MM-dd}\t{day.Value}")));

        await InTimeAsync("file", async () =>
        {
            using var shown = await UploadAsync(browser, page, rows);
            Assert.Contains("Not written yet", await shown.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        });
        await InTimeAsync("paste", async () =>
        {
            using var posted = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", rows));
            Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        });
        Assert.Contains("more than 10,000 rows", await PasteAsync(browser, page, rows + "\n1930-01-01\t1"), StringComparison.Ordinal);
        Assert.Contains("measure.too-many-points", await SendAsync(machine, page, string.Join(',', Enumerable.Repeat("{\"date\":\"2026-01-05\",\"value\":1}", PointTable.MostRows + 1))), StringComparison.Ordinal);
        await InTimeAsync("machine", async () => Assert.Contains("\"added\":0", await SendAsync(machine, page, string.Join(',', days.Select(day => $"{{\"date\":\"{day.On:yyyy-MM-dd}\",\"value\":{day.Value}}}"))), StringComparison.Ordinal));
        await InTimeAsync("chart", async () =>
        {
            var chart = await ServedWorkbench.PageAsync(browser, page + "?page=100");
            Assert.Contains("The last 500 of 10,000 points are drawn; the table and the export hold all of them.", chart.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
            Assert.InRange(chart.QuerySelectorAll(".ch-wideplot circle").Length, 1, 600);
            Assert.Equal(60, chart.QuerySelectorAll("table.ch-table tbody tr").Length);
        });
        await InTimeAsync("board", async () => await ServedWorkbench.PageAsync(browser, "/measures/board"));
        await InTimeAsync("points page", async () => await ServedWorkbench.PageAsync(browser, page + "/points"));
        await InTimeAsync("settings", async () => await ServedWorkbench.PageAsync(browser, page + "/chart"));
        await InTimeAsync("export", async () => Assert.Equal(1 + PointTable.MostRows, (await browser.GetStringAsync(new Uri(page + "/export.csv", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length));

        static async Task InTimeAsync(string what, Func<Task> act)
        {
            var watch = Stopwatch.StartNew();
            await act();
            TestContext.Current.TestOutputHelper?.WriteLine($"{what}: {watch.ElapsedMilliseconds} ms");
            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60), $"{what} took {watch.Elapsed}.");
        }
    }

    // In several parts a measure may get far more.
    [Fact]
    public void HundredThousandPoints_AreCharted_InSeconds()
    {
        ChartedMeasure measure = new() { Id = Guid.CreateVersion7(), Name = "Many" };
        var watch = Stopwatch.StartNew();
        var chart = MeasureChart.Of(new MeasureSeries(measure, null, [.. Enumerable.Range(0, 100_000).Select(i => new SeriesPoint(new DateOnly(1900, 1, 1).AddDays(i), i * 7919 % 17, null))], [], [], [], [], null));
        var plot = ChartPlot.Of(chart, new DateOnly(2026, 1, 5), []);
        Assert.Equal(100_000, plot.Points.Count);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
    }

    [Fact]
    public void ChartWithoutRules_SaysSo_AndClaimsNothing()
    {
        ChartedMeasure measure = new() { Id = Guid.CreateVersion7(), Name = "Unsigned notes", Rules = RuleSet.None.Name };
        var chart = MeasureChart.Of(new MeasureSeries(measure, null, [.. Enumerable.Range(0, 30).Select(i => new SeriesPoint(new DateOnly(2026, 1, 5).AddDays(7 * i), i < 15 ? 40 : 10, null))], [], [], [], [], null));
        Assert.Equal("No rules are applied.", ChartWords.Head(chart));
        Assert.Equal("No rules are applied.", chart.NoVariation);
        Assert.Contains("looks for no signal", ChartWords.Sentence(chart), StringComparison.Ordinal);
        Assert.DoesNotContain("changed, not why", ChartWords.Limits(chart), StringComparison.Ordinal);
    }

    private static Guid IdOf(string page) => Guid.Parse(page.Split('/')[^1]);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<string> PasteAsync(HttpClient browser, string page, string rows)
    {
        using var posted = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", rows));
        return WebUtility.HtmlDecode(await posted.Content.ReadAsStringAsync(Token));
    }

    private static async Task<string> SendAsync(HttpClient machine, string page, string points)
    {
        using var content = new StringContent($"{{\"points\":[{points}]}}", Encoding.UTF8, "application/json");
        using var answer = await machine.PostAsync(new Uri($"/api{page}/points", UriKind.Relative), content, Token);
        return await answer.Content.ReadAsStringAsync(Token);
    }

    private static async Task<HttpResponseMessage> UploadAsync(HttpClient browser, string page, string rows)
    {
        var form = (await ServedWorkbench.PageAsync(browser, page + "/points")).QuerySelectorAll("form").Single(form => form.QuerySelector("input[type=file]") is not null);
        using var content = new MultipartFormDataContent();
        foreach (var field in form.QuerySelectorAll("input[type=hidden]")) content.Add(new StringContent(field.GetAttribute("value") ?? ""), field.GetAttribute("name")!);
        content.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(rows)), "File", "rows.csv");
        return await browser.PostAsync(new Uri(page + "/points", UriKind.Relative), content, Token);
    }

    private static async Task<HttpClient> MachineAsync(ServedWorkbench workbench, HttpClient browser)
    {
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var made = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", ("Form.Name", "Feeder"), ("permission", MeasurePermissions.AddPoints));
        var machine = new HttpClient { BaseAddress = browser.BaseAddress };
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedWorkbench.Parse(await made.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent);
        return machine;
    }

    private static async Task<string> AddAsync(HttpClient browser, string figures)
    {
        using var added = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", figures), ("Form.Figures", figures), ("Form.Direction", "Decrease"), ("Form.Frequency", "Weekly"), ("Form.Owner", ""));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        return new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath;
    }
}
