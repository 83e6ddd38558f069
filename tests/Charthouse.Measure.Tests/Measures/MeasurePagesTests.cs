using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>Measures over HTTP and without script, on both stores: from the form to the chart, the board and the files.</summary>
public sealed class MeasurePagesTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Measure_IsMade_FilledAndCharted(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await AddAsync(browser, "Unsigned notes");
        var fallen = string.Join('\n', Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2026, 1, 5).AddDays(7 * i):yyyy-MM-dd}\t{(i < 18 ? 40 : 30) + i * 7 % 5}")));
        using var posted = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", fallen));
        Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);

        var chart = await ServedWorkbench.PageAsync(browser, page);
        Assert.Contains("Improvement.", chart.QuerySelector(".ch-say")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("lie below the centre line: unsigned notes fell. It is unlikely to be chance.", chart.QuerySelector(".ch-say")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Improvement, lower", chart.QuerySelector(".ch-verdict svg")!.GetAttribute("aria-label"));
        Assert.Equal(30, chart.QuerySelectorAll(".ch-wideplot svg > :is(circle.c-pt, circle.c-imp, path.c-con)").Length);
        Assert.Contains(chart.QuerySelectorAll(".ch-ruleset .hit"), rule => rule.TextContent.Contains("7 on one side of the centre", StringComparison.Ordinal));
        Assert.Null(chart.QuerySelector("main [style]"));

        // The proposal is computed; without the answers of a person nothing moves.
        using var refused = await ServedWorkbench.PostFormAsync(browser, page, "rebase", ("Form.Reason", "The new form"), ("Form.IsCauseKnown", "true"));
        Assert.Contains("Limits move only when every question", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var accepted = await ServedWorkbench.PostFormAsync(browser, page, "rebase", ("Form.Reason", "The new form"), ("Form.IsCauseKnown", "true"), ("Form.IsExpectedToLast", "true"));
        Assert.Equal(HttpStatusCode.Redirect, accepted.StatusCode);
        var rebased = await ServedWorkbench.PageAsync(browser, page);
        Assert.Contains("Part 2", rebased.QuerySelector(".ch-wideplot")!.TextContent, StringComparison.Ordinal);
        // Twelve points make trial limits, the eighteen before them firm ones.
        Assert.Equal(["18", "12"], rebased.QuerySelectorAll("table").Single(table => table.TextContent.Contains("Change of the centre", StringComparison.Ordinal)).QuerySelectorAll("td[data-label=Points]").Select(cell => cell.TextContent));
        Assert.Equal(["provisional, 12 points"], rebased.QuerySelectorAll("td .sub").Select(sub => sub.TextContent));
        Assert.Contains("provisional, 12 points", rebased.QuerySelector(".ch-wideplot")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("provisional, 18", rebased.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The new form", rebased.QuerySelector("main aside")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("below the median", rebased.QuerySelector("main aside")!.TextContent, StringComparison.Ordinal);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.True(await db.Set<HistoryEntry>().AnyAsync(entry => entry.Kind == "measure" && entry.Field == "rebase" && entry.Reason == "The new form", Token));

        var board = await ServedWorkbench.PageAsync(browser, "/measures/board");
        Assert.NotNull(board.QuerySelector(".ch-board svg.ch-spark"));
        var file = await browser.GetStringAsync(new Uri("/measures/board/export.csv", UriKind.Relative), Token);
        Assert.Contains("variation,assurance", file, StringComparison.Ordinal);
        Assert.Contains(",Common,", file, StringComparison.Ordinal);
        var points = await browser.GetStringAsync(new Uri(page + "/export.csv", UriKind.Relative), Token);
        Assert.Equal(31, points.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var workbook = await browser.GetByteArrayAsync(new Uri("/measures/export.xlsx", UriKind.Relative), Token);
        Assert.Equal("PK"u8, workbook.AsSpan(0, 2));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task BadRows_WriteNothing_AndReplacingIsAsked(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await AddAsync(browser, "Pages");
        using var bad = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "2026-01-05\t1\n2026-01-12\tmany"));
        var answer = ServedWorkbench.Parse(await bad.Content.ReadAsStringAsync(Token));
        Assert.Contains("Row 2: “many” is not a number", answer.QuerySelector(".ch-issues")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("many", answer.QuerySelector("textarea[name='Form.Rows']")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(workbench));

        using var asked = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "05/01/2026\t1\n06/01/2026\t2"));
        Assert.Contains("Which order have the dates?", await asked.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal(0, await CountAsync(workbench));
        using var told = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "05/01/2026\t1\n06/01/2026\t2"), ("Form.DateOrder", "dmy"));
        Assert.Equal(HttpStatusCode.Redirect, told.StatusCode);
        // The answer is kept.
        Assert.Equal("dmy", (await ServedWorkbench.PageAsync(browser, page + "/points")).QuerySelector("select[name='Form.DateOrder'] option[selected]")!.GetAttribute("value"));

        using var other = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "05/01/2026\t9\n07/01/2026\t3"));
        Assert.Contains("has another value already (1)", WebUtility.HtmlDecode(await other.Content.ReadAsStringAsync(Token)), StringComparison.Ordinal);
        Assert.Equal(2, await CountAsync(workbench));
        using var replaced = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "05/01/2026\t9\n07/01/2026\t3"), ("Form.MayReplace", "true"));
        Assert.Equal(HttpStatusCode.Redirect, replaced.StatusCode);
        Assert.Equal(3, await CountAsync(workbench));

        // The grid: one point is emptied, one added.
        using var grid = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", ("Grid.Rows[0].Numerator", ""), ("Grid.Rows[3].On", "2026-01-08"), ("Grid.Rows[3].Numerator", "4"));
        Assert.Equal(HttpStatusCode.Redirect, grid.StatusCode);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([2, 3, 4], await db.Set<MeasurePoint>().OrderBy(p => p.On).Select(p => p.Numerator).ToListAsync(Token));
    }

    [Fact]
    public async Task Machines_AddPoints_WithinTheirScope()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var id = (await AddAsync(browser, "From a machine")).Split('/')[^1];
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var made = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", ("Form.Name", "Feeder"), ("permission", MeasurePermissions.AddPoints));
        var secret = ServedWorkbench.Parse(await made.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent;
        using var machine = new HttpClient { BaseAddress = workbench.Address };
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        var address = new Uri($"/api/measures/{id}/points", UriKind.Relative);

        using var taken = await machine.PostAsJsonAsync(address, new { points = new[] { new { date = "2026-01-05", value = 3.5 }, new { date = "2026-01-12", value = 4.0 } } }, Token);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
        Assert.Contains("\"added\":2", await taken.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var again = await machine.PostAsJsonAsync(address, new { points = new[] { new { date = "2026-01-05", value = 9 } } }, Token);
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
        Assert.Contains("measure.rows-refused", await again.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var broken = await machine.PostAsync(address, new StringContent("{\"points\":[{\"date\":\"5 January\"}]}", System.Text.Encoding.UTF8, "application/json"), Token);
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        Assert.Contains("$.points[0].date", await broken.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var form = await machine.PostAsync(address, new FormUrlEncodedContent([new("points", "1")]), Token);
        Assert.Equal(HttpStatusCode.BadRequest, form.StatusCode);
        Assert.Contains("Content-Type: application/json", await form.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var unknown = await machine.PostAsJsonAsync(new Uri($"/api/measures/{Guid.CreateVersion7()}/points", UriKind.Relative), new { points = new[] { new { date = "2026-01-05", value = 9 } } }, Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        using var page = await machine.GetAsync(new Uri("/measures", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
    }

    [Fact]
    public async Task Measure_IsArchivedWithAReason_AndTwoEditorsChoose()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await AddAsync(browser, "Twice");
        using var twin = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", "Twice"));
        Assert.Contains("Another measure has this name", await twin.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var first = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "measure", ("Form.Unit", "min"), ("Form.Target", "12.5"));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "measure", ("Form.Version", "1"), ("Form.Figures", "EventsPerExposure"), ("Form.Unit", "h"), ("Form.TargetFrom", "2026-02-01"));
        var merge = ServedWorkbench.Parse(await second.Content.ReadAsStringAsync(Token));
        Assert.Contains("Somebody else saved this record", merge.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Kind of data", "Unit", "Target holds from"], merge.QuerySelectorAll(".ch-merge legend").Select(legend => legend.ChildNodes[0].TextContent.Trim()));
        Assert.Contains("Events per exposure", merge.QuerySelector(".ch-merge")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("12.50", (await ServedWorkbench.PageAsync(browser, page)).QuerySelector("main aside")!.TextContent, StringComparison.Ordinal);

        using var far = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", "Share"), ("Form.Figures", "UnitsAmongUnits"), ("Form.Factor", "100"), ("Form.Target", "120"), ("Form.Owner", ""));
        Assert.Contains("Choose a target in that range", await far.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);

        using var archived = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "archive", ("Archiving.Reason", "Nobody reads it"));
        Assert.Equal(HttpStatusCode.Redirect, archived.StatusCode);
        Assert.DoesNotContain("Twice", (await ServedWorkbench.PageAsync(browser, "/measures")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Twice", (await ServedWorkbench.PageAsync(browser, "/measures?state=archived")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var late = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "2026-01-05\t1"));
        Assert.Contains("This measure is archived", await late.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_ChangeTheChart_AndAPointIsLeftOut()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await AddAsync(browser, "Settings");
        using var points = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", string.Join('\n', Enumerable.Range(1, 20).Where(i => i != 9).Select(i => $"2026-01-{i:00}\t{10 + i % 3}"))));
        Assert.Equal(HttpStatusCode.Redirect, points.StatusCode);
        // The missing day is seen.
        Assert.Single((await ServedWorkbench.PageAsync(browser, page)).QuerySelectorAll(".ch-wideplot .c-gap"));
        using var without = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", ("Form.Chart", "Run"));
        Assert.Contains("Say why", await without.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var wrong = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", ("Form.Chart", "Proportion"), ("Form.Reason", "x"));
        Assert.Contains("This chart does not fit", await wrong.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var run = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", ("Form.Chart", "Run"), ("Form.Reason", "Only data"));
        Assert.Equal(HttpStatusCode.Redirect, run.StatusCode);
        using var left = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "point", ("PointForm.Day", "2026-01-05"), ("PointForm.Reason", "Power cut"));
        Assert.Equal(HttpStatusCode.Redirect, left.StatusCode);
        var chart = await ServedWorkbench.PageAsync(browser, page);
        Assert.Contains("Run chart", chart.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Single(chart.QuerySelectorAll(".ch-wideplot .c-left"));
        // A run chart has no limits, so nothing is said of points outside them; what a person chose is a decision.
        var aside = chart.QuerySelector("main aside")!.TextContent;
        Assert.DoesNotContain("Outside the limits", aside, StringComparison.Ordinal);
        Assert.Contains("A run chart has no limits", aside, StringComparison.Ordinal);
        Assert.Contains("7 on one side of the centre", aside, StringComparison.Ordinal);
        Assert.DoesNotContain("Limits never move", aside, StringComparison.Ordinal);
        var decision = chart.QuerySelectorAll("main aside .ch-history li").Single(line => line.TextContent.Contains("Run chart chosen", StringComparison.Ordinal));
        Assert.Contains("Only data", decision.TextContent, StringComparison.Ordinal);
        Assert.NotNull(decision.QuerySelector("time"));

        // Limits from a few points are said to be, and what makes them move.
        using var frozen = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", ("Form.Chart", ""), ("Form.BaselinePoints", "5"), ("Form.Reason", "Before the new form"));
        Assert.Equal(HttpStatusCode.Redirect, frozen.StatusCode);
        aside = (await ServedWorkbench.PageAsync(browser, page)).QuerySelector("main aside")!.TextContent;
        Assert.Contains("The baseline is 5 points long", aside, StringComparison.Ordinal);
        Assert.Contains("Limits never move by themselves", aside, StringComparison.Ordinal);
        Assert.Contains("Baseline: first 5 points of each part", aside, StringComparison.Ordinal);
        Assert.Matches("4 points to 4 Jan[ 0-9]*, limits carried forward", (await ServedWorkbench.PageAsync(browser, page)).QuerySelector(".ch-wideplot")!.TextContent);
        Assert.Contains("Chart as proposed again", aside, StringComparison.Ordinal);
        Assert.Contains("Power cut", chart.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Intervention_StandsOnItsCharts_AndIsAnalysed()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await AddAsync(browser, "Moved");
        using var points = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", string.Join('\n', Enumerable.Range(0, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2026, 1, 5).AddDays(7 * i):yyyy-MM-dd}\t{(i < 16 ? 40 : 30) + i * 7 % 5}")))));
        using var recorded = await ServedWorkbench.PostFormAsync(browser, "/interventions/new", "intervention", ("Form.Name", "New form"), ("Form.On", "2026-04-27"), ("Form.Measures", page.Split('/')[^1]));
        Assert.Equal(HttpStatusCode.Redirect, recorded.StatusCode);
        var intervention = recorded.Headers.Location!.ToString();
        Assert.Contains("New form", (await ServedWorkbench.PageAsync(browser, page)).QuerySelector(".ch-marks")!.TextContent, StringComparison.Ordinal);
        var table = await ServedWorkbench.PageAsync(browser, new Uri(workbench.Address, intervention).AbsolutePath);
        Assert.Contains("lower than the earlier trend would have led to", table.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var effect = await ServedWorkbench.PageAsync(browser, new Uri(workbench.Address, intervention).AbsolutePath + "/effect/" + page.Split('/')[^1]);
        Assert.NotNull(effect.QuerySelector(".ch-wideplot .c-counter"));
        Assert.Contains("Trend change", effect.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        // The same numbers as a table: 30 points, 14 of them with what would have come without it.
        var fitted = effect.QuerySelectorAll(".astable tbody tr").Select(row => row.QuerySelectorAll("td").Select(cell => cell.TextContent).ToList()).ToList();
        Assert.Equal(30, fitted.Count);
        Assert.All(fitted, cells => Assert.Matches("^[0-9.]+$", cells[1]));
        Assert.Equal(14, fitted.Count(cells => cells[3].StartsWith(Charthouse.Ui.Numbers.Minus, StringComparison.Ordinal)));

        // A cycle around the same measure may have moved it too, and says so.
        var id = Guid.Parse(page.Split('/')[^1]);
        using var planned = await ServedWorkbench.PostFormAsync(browser, "/cycles/new", "cycle", ("Form.Title", "Tried small"), ("Form.Owner", "Sam"));
        var cycle = new Uri(workbench.Address, planned.Headers.Location!.ToString()).AbsolutePath;
        using var begun = await ServedWorkbench.PostFormAsync(browser, cycle + "/edit", "cycle", ("Form.StartedOn", "2026-04-13"));
        using (workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string> { "improve.view", "improve.edit", MeasurePermissions.ViewMeasures, MeasurePermissions.ManageMeasures })))
        {
            Assert.True((await workbench.Services.GetRequiredService<AddLink>().RunAsync(new(ChartedMeasure.RecordKind, id), LinkRelation.Measures, false, new("cycle", Guid.Parse(cycle.Split('/')[^1])), null, Token)).Succeeded);
        }

        effect = await ServedWorkbench.PageAsync(browser, new Uri(workbench.Address, intervention).AbsolutePath + "/effect/" + id);
        // The cycle itself can be looked at in the same way.
        var ofCycle = await ServedWorkbench.PageAsync(browser, $"/measures/{id}/before-after/cycle/{cycle.Split('/')[^1]}");
        Assert.Contains("Other recorded changes may have moved the measure too: New form (", ofCycle.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Other recorded changes may have moved the measure too: Cycle 1 begins: Tried small (", effect.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var offered = await ServedWorkbench.PageAsync(browser, "/" + (await ServedWorkbench.PageAsync(browser, page)).QuerySelector(".ch-actions a[href^='interventions/new']")!.GetAttribute("href"));
        Assert.Equal(id.ToString(), offered.QuerySelector("input[name='Form.Measures'][checked]")!.GetAttribute("value"));

        // It may be recorded before anybody knows what it moves.
        using var bare = await ServedWorkbench.PostFormAsync(browser, "/interventions/new", "intervention", ("Form.Name", "Moves nothing yet"), ("Form.On", "2026-01-20"));
        Assert.Equal(HttpStatusCode.Redirect, bare.StatusCode);
        using var early = await ServedWorkbench.PostFormAsync(browser, "/interventions/new", "intervention", ("Form.Name", "Too early"), ("Form.On", "2026-01-20"), ("Form.Measures", page.Split('/')[^1]));
        var few = await ServedWorkbench.PageAsync(browser, new Uri(workbench.Address, early.Headers.Location!.ToString()).AbsolutePath + "/effect/" + page.Split('/')[^1]);
        Assert.Contains("The analysis needs 8 on each side", few.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Intervention_ThatTwoEdited_IsChosenFieldByField(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var (one, other) = ((await AddAsync(browser, "One")).Split('/')[^1], (await AddAsync(browser, "Other")).Split('/')[^1]);
        using var recorded = await ServedWorkbench.PostFormAsync(browser, "/interventions/new", "intervention", ("Form.Name", "New form"), ("Form.On", "2026-04-27"), ("Form.Measures", one));
        var page = new Uri(workbench.Address, recorded.Headers.Location!.ToString()).AbsolutePath;
        using var first = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "intervention", ("Form.What", "Training"), ("Form.Measures", other));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "intervention", ("Form.Version", "1"), ("Form.Base[What]", "GoLive"), ("Form.Base[Measures]", one), ("Form.What", "Policy"), ("Form.Measures", one));
        var merge = ServedWorkbench.Parse(await second.Content.ReadAsStringAsync(Token)).QuerySelector("form.ch-merge")!;
        Assert.Equal(["Kind", "Measures that it may move"], merge.QuerySelectorAll("legend").Select(legend => legend.ChildNodes[0].TextContent.Trim()));
        Assert.Equal(["Policy", "Training", "One", "Other"], merge.QuerySelectorAll("label .ch-pre").Select(value => value.TextContent));

        using var content = new FormUrlEncodedContent(merge.QuerySelectorAll("input[type=hidden]").Select(input => KeyValuePair.Create(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")).Append(new("Form.What", "Policy")).Append(new("Form.Measures", $"{one};{other}")));
        using var again = await browser.PostAsync(new Uri(page + "/edit", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
        var shown = (await ServedWorkbench.PageAsync(browser, page)).QuerySelector("main")!;
        Assert.Contains("Policy, Mon 27", shown.TextContent, StringComparison.Ordinal);
        Assert.Equal(["One", "Other"], shown.QuerySelectorAll("tbody th").Select(name => name.TextContent));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Measures_OfOneKind_AreComparedInAFunnel(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        List<string> pages = [];
        // Of 200 orders each month 10 are late; in the third ward 40 are.
        foreach (var (ward, late) in new[] { ("Ward 1", 10), ("Ward 2", 11), ("Ward 3", 40), ("Ward 4", 9) })
        {
            using var added = await ServedWorkbench.PostFormAsync(
                browser, "/measures/new", "measure", ("Form.Name", "Late orders, " + ward), ("Form.Figures", "UnitsAmongUnits"), ("Form.Factor", "100"), ("Form.Unit", "%"), ("Form.Direction", "Decrease"), ("Form.Frequency", "Monthly"), ("Form.Owner", ""));
            pages.Add(new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath);
            using var filled = await ServedWorkbench.PostFormAsync(browser, pages[^1] + "/points", "paste", ("Form.Rows", string.Join('\n', Enumerable.Range(1, 12).Select(month => $"2025-{month:00}-01\t{late + (month % 2)}\t200"))));
            Assert.Equal(HttpStatusCode.Redirect, filled.StatusCode);
        }

        var comparison = await ServedWorkbench.PageAsync(browser, pages[0] + "/compare");
        Assert.Equal(["Ward 1", "Ward 2", "Ward 3", "Ward 4"], comparison.QuerySelectorAll(".ch-controlpanel .name").Select(name => name.TextContent.Trim()));
        // One scale: every panel has the same numbers along its axis.
        Assert.Single(comparison.QuerySelectorAll(".ch-controlpanel svg.ch-control").Select(svg => string.Join('|', svg.QuerySelectorAll("text[text-anchor=end]").Select(text => text.TextContent))).Distinct(StringComparer.Ordinal));
        Assert.Equal("worse than chance explains", comparison.QuerySelectorAll("tbody tr").Single(row => row.TextContent.Contains("Ward 3", StringComparison.Ordinal)).QuerySelector("td:last-child")!.TextContent.Trim());
        // The whole group: 70 of 800 in December, 74 of 800 in November, as a line in every panel and as a column of the table.
        Assert.Equal(4, comparison.QuerySelectorAll(".ch-controlpanel .c-whole").Length);
        Assert.Equal([["8.75", "5.00", "5.50", "20.0", "4.50"], ["9.25", "5.50", "6.00", "20.5", "5.00"]], comparison.QuerySelectorAll(".astable tbody tr").Take(2).Select(row => row.QuerySelectorAll("td").Select(cell => double.Parse(cell.TextContent, CultureInfo.InvariantCulture).ToString(cell.TextContent.StartsWith('2') ? "0.0" : "0.00", CultureInfo.InvariantCulture)).ToArray()));
        Assert.Contains("of 4 lie", comparison.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(comparison.QuerySelector(".ch-wideplot svg path.c-con"));
        // 126 of 2,400 and so on: the totals of the year, and of three months when these are asked for.
        var rows = (await browser.GetStringAsync(new Uri(pages[0] + "/compare/export.csv", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(rows, row => row.Contains("Ward 1", StringComparison.Ordinal) && row.Contains(",126,2400,5.25,", StringComparison.Ordinal));
        rows = (await browser.GetStringAsync(new Uri(pages[0] + "/compare/export.csv?last=3", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(rows, row => row.Contains("Ward 1", StringComparison.Ordinal) && row.Contains(",31,600,", StringComparison.Ordinal));

        var single = await AddAsync(browser, "Alone");
        Assert.Contains("There is nothing to compare with", (await ServedWorkbench.PageAsync(browser, single + "/compare")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        using var nothing = await browser.GetAsync(new Uri($"/measures/{Guid.CreateVersion7()}/compare", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, nothing.StatusCode);
    }

    // Of two people who have the grid open, the second changes nothing that the first entered meanwhile.
    [Fact]
    public async Task Grid_ReplacesOnlyWhatWasSeen()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        var page = await AddAsync(browser, "Grid");
        using var filled = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "2026-01-05\t1\n2026-01-12\t2\n2026-01-19\t3\n2026-01-26\t4"));
        var opened = (await ServedWorkbench.PageAsync(browser, page + "/points")).QuerySelectorAll(".ch-entrygrid input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
        Assert.Equal("2026-02-02", opened["Grid.Rows[4].On"]);
        using var first = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", ("Grid.Rows[4].Numerator", "5"));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var corrected = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "2026-01-26\t40"), ("Form.MayReplace", "true"));

        // The second sends the whole grid as it was opened, with one correction: the new point and the corrected one stay.
        (string, string)[] Sent(string name, string value) => [.. opened.Select(field => (field.Key, field.Key == name ? value : field.Value))];
        using var second = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", Sent("Grid.Rows[0].Numerator", "1.5"));
        Assert.Equal(HttpStatusCode.Redirect, second.StatusCode);
        Assert.Equal([1.5, 2, 3, 40, 5], await ValuesAsync());
        using var late = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", Sent("Grid.Rows[3].Numerator", "4.5"));
        Assert.Contains("has another value by now (40)", await late.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var taken = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", Sent("Grid.Rows[4].Numerator", "50"));
        Assert.Contains("has another value by now (5)", await taken.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var comma = await ServedWorkbench.PostFormAsync(browser, page + "/points", "grid", ("Grid.Rows[0].Numerator", "1,500"));
        Assert.Contains("is not a number with a decimal point", await comma.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        Assert.Equal([1.5, 2, 3, 40, 5], await ValuesAsync());

        async Task<List<double>> ValuesAsync()
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            return await db.Set<MeasurePoint>().OrderBy(point => point.On).Select(point => point.Numerator).ToListAsync(Token);
        }
    }

    [Fact]
    public async Task Machines_AreToldWhatIsWrong_AndBreakNoPage()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var added = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", "Rate"), ("Form.Figures", "EventsPerExposure"), ("Form.Factor", "1000"), ("Form.Frequency", "Monthly"), ("Form.Owner", ""));
        var id = new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath.Split('/')[^1];
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var made = await ServedWorkbench.PostFormAsync(administrator, "/tokens/new", ("Form.Name", "Feeder"), ("permission", MeasurePermissions.AddPoints));
        using var machine = new HttpClient { BaseAddress = workbench.Address };
        machine.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServedWorkbench.Parse(await made.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent);
        foreach (var body in new[]
        {
            "null", "{\"points\":null}", "{\"points\":[null]}", "{\"points\":[{\"date\":\"2026-01-01\",\"numerator\":3,\"denominator\":1e999}]}", "{\"points\":[{\"date\":\"2026-01-01\",\"vlaue\":3}],\"replace\":true}",
            "{\"points\":[{\"date\":\"0001-01-01\",\"numerator\":3,\"denominator\":4}]}",
        })
        {
            using var refused = await machine.PostAsync(new Uri($"/api/measures/{id}/points", UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, "application/json"), Token);
            Assert.True(refused.StatusCode == HttpStatusCode.BadRequest, $"{body}: {refused.StatusCode}");
        }

        Assert.Equal(0, await CountAsync(workbench));
        await ServedWorkbench.PageAsync(browser, "/measures/board");
    }

    [Fact]
    public async Task ImpossibleRange_IsRefused_BeforeItBreaksTheBoard()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        using var added = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", "Share"), ("Form.Figures", "UnitsAmongUnits"), ("Form.Factor", "100"), ("Form.Frequency", "Weekly"), ("Form.Owner", ""));
        var page = new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath;
        foreach (var (field, value) in new[] { ("Form.LowestPossible", "150"), ("Form.HighestPossible", "-1") })
        {
            using var refused = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", (field, value), ("Form.Reason", "x"));
            Assert.Contains("smallest possible value lies above the largest", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        using var taken = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "chart", ("Form.LowestPossible", "5"), ("Form.Reason", "x"));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);
        using var shrunk = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "measure", ("Form.Factor", "1"));
        Assert.Contains("smallest possible value lies above the largest", await shrunk.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        await ServedWorkbench.PageAsync(browser, "/measures/board");
    }

    [Fact]
    public async Task Targets_AreCorrected_AndMoved()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await AddAsync(browser, "Aimed");
        using var points = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", string.Join('\n', Enumerable.Range(0, 6).Select(week => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2026, 1, 5).AddDays(7 * week):yyyy-MM-dd}\t{week}")))));
        foreach (var (target, from) in new[] { ("120", ""), ("12", "2026-01-05"), ("10", "2026-01-26") })
        {
            using var saved = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "measure", ("Form.Target", target), ("Form.TargetFrom", from));
            Assert.Equal(HttpStatusCode.Redirect, saved.StatusCode);
        }

        var rows = (await browser.GetStringAsync(new Uri(page + "/export.csv", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[8]);
        Assert.Equal(["12", "12", "12", "10", "10", "10"], rows);
        using var comma = await ServedWorkbench.PostFormAsync(browser, page + "/edit", "measure", ("Form.Target", "1,5"));
        Assert.Contains("This is not a number", await comma.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rates_AreHeldAgainstTheCommonRate_InWhateverUnit()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        List<string[]> verdicts = [];
        foreach (var (unit, days) in new[] { ("days", 1200.0), ("thousand days", 1.2) })
        {
            var page = "";
            foreach (var (ward, falls) in new[] { ("Ward 1", 6), ("Ward 2", 7), ("Ward 3", 30), ("Ward 4", 6) })
            {
                using var added = await ServedWorkbench.PostFormAsync(
                    browser, "/measures/new", "measure", ("Form.Name", $"Falls per {unit}, {ward}"), ("Form.Figures", "EventsPerExposure"), ("Form.Factor", "1"), ("Form.Unit", unit), ("Form.Direction", "Decrease"), ("Form.Frequency", "Monthly"), ("Form.Owner", ""));
                page = new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath;
                using var filled = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", string.Create(CultureInfo.InvariantCulture, $"2026-01-01\t{falls}\t{days}")), ("Form.DateOrder", "ymd"), ("Form.Decimals", "point"));
                Assert.Equal(HttpStatusCode.Redirect, filled.StatusCode);
            }

            verdicts.Add([.. (await ServedWorkbench.PageAsync(browser, page + "/compare")).QuerySelectorAll("table.cards tbody tr").Select(row => row.QuerySelector("th")!.TextContent.Trim() + ": " + row.QuerySelector("td:last-child")!.TextContent.Trim())]);
        }

        Assert.Equal(["Ward 1: as the others", "Ward 2: as the others", "Ward 3: worse than chance explains", "Ward 4: as the others"], verdicts[0]);
        Assert.Equal(verdicts[0], verdicts[1]);
    }

    [Fact]
    public async Task Point_IsLeftOutOnce_HoweverManyAskForIt()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var page = await AddAsync(browser, "Left");
        using var points = await ServedWorkbench.PostFormAsync(browser, page + "/points", "paste", ("Form.Rows", "2026-01-05\t1\n2026-01-12\t2\n2026-01-19\t3"));
        using var first = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "point", ("PointForm.Day", "2026-01-12"), ("PointForm.Reason", "Power cut"));
        Assert.Equal(HttpStatusCode.Redirect, first.StatusCode);
        using var second = await ServedWorkbench.PostFormAsync(browser, page + "/chart", "point", ("PointForm.Day", "2026-01-12"), ("PointForm.Reason", "Power cut"));
        Assert.Contains("left out of the limits already", await second.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var back = await ServedWorkbench.PostFormAsync(browser, page + "/chart?day=2026-01-12", "point", ("PointForm.Day", "2026-01-12"), ("PointForm.IsTakenIn", "true"), ("PointForm.Reason", "It was real"));
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
    }

    private static async Task<int> CountAsync(ServedWorkbench workbench)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<MeasurePoint>().CountAsync(Token);
    }

    private static async Task<string> AddAsync(HttpClient browser, string name)
    {
        using var added = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", name), ("Form.Figures", "Measurement"), ("Form.Direction", "Decrease"), ("Form.Frequency", "Weekly"), ("Form.Owner", ""));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        return new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath;
    }
}
