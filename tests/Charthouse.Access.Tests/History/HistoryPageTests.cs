using System.Globalization;
using System.Net;
using Charthouse.Measure;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.History;

/// <summary>The history of all records, over HTTP.</summary>
public sealed class HistoryPageTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient auditor = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync();
        auditor = await workbench.SignInAsync(BuiltInRoles.Auditor);
    }

    public async ValueTask DisposeAsync()
    {
        auditor.Dispose();
        await workbench.DisposeAsync();
    }

    [Theory]
    [InlineData("", "Role", "Account")]
    [InlineData("?kind=role", "Role", null)]
    [InlineData("?record=inform", "Informatics", null)]
    [InlineData("?kind=account&field=role", "Role added", null)]
    [InlineData("?person=nobody", null, null)]
    [InlineData("?to=2001-01-01", null, null)]
    [InlineData("?from=2001-01-01&kind=role&page=99", "Role", null)]
    [InlineData("?from=rubbish&to=32.13.&kind=role", "Role", null)]
    public async Task Page_ShowsWhatTheAddressChooses(string query, string? first, string? second)
    {
        var page = await ServedWorkbench.PageAsync(auditor, "/history" + query);
        var rows = page.QuerySelectorAll("table.ch-historylist tbody tr");
        if (first is null)
        {
            Assert.Empty(rows);
            Assert.Contains("No change fits", page.Body!.TextContent, StringComparison.Ordinal);
            return;
        }

        Assert.Contains(rows, row => row.TextContent.Contains(first, StringComparison.Ordinal));
        if (second is not null) Assert.Contains(rows, row => row.TextContent.Contains(second, StringComparison.Ordinal));
        if (query.Contains("kind=role", StringComparison.Ordinal)) Assert.All(rows, row => Assert.Contains("Role", row.TextContent, StringComparison.Ordinal));
        // A role that an account got is named, not numbered.
        if (query.Contains("field=role", StringComparison.Ordinal)) Assert.Contains(rows, row => row.TextContent.Contains("Auditor", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Export_HoldsWhatIsChosen()
    {
        using var csv = await auditor.GetAsync(new Uri("/history/export.csv?kind=role", UriKind.Relative), Token);
        var lines = (await csv.Content.ReadAsStringAsync(Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Sequence,At (UTC),Who,Kind,Record", lines[0], StringComparison.Ordinal);
        Assert.All(lines.Skip(1), line => Assert.Contains(",Role,", line, StringComparison.Ordinal));
        using var book = await auditor.GetAsync(new Uri("/history/export.xlsx", UriKind.Relative), Token);
        Assert.Equal("PK"u8.ToArray(), (await book.Content.ReadAsByteArrayAsync(Token))[..2]);
    }

    [Fact]
    public async Task Times_AndDays_AreThoseOfTheOrganisation()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Pacific/Kiritimati");
        await using var far = await ServedWorkbench.StartAsync(measure: new MeasureSettings { OrganisationName = "Far hospital", Zone = zone });
        using var reader = await far.SignInAsync(BuiltInRoles.Auditor);
        var page = await ServedWorkbench.PageAsync(reader, "/history");
        Assert.Contains("Times in Pacific/Kiritimati", page.Body!.TextContent, StringComparison.Ordinal);
        var times = page.QuerySelectorAll("tbody time").ToList();
        Assert.All(times, time => Assert.Contains("+14", time.GetAttribute("title"), StringComparison.Ordinal));
        async Task<int> CountAsync(string query) => (await ServedWorkbench.PageAsync(reader, "/history?" + query)).QuerySelectorAll("tbody tr").Length;
        Assert.NotEqual(0, await CountAsync($"from={Day(times[0])}"));
        Assert.NotEqual(0, await CountAsync($"to={Day(times[^1])}"));
        Assert.Equal(0, await CountAsync($"from={Day(times[0], 1)}"));
        Assert.Equal(0, await CountAsync($"to={Day(times[^1], -1)}"));

        string Day(AngleSharp.Dom.IElement time, int later = 0) =>
            TimeZoneInfo.ConvertTime(DateTimeOffset.Parse(time.GetAttribute("datetime")!, CultureInfo.InvariantCulture), zone).AddDays(later).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task History_IsForThoseWhoMayReadAllOfIt()
    {
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        foreach (var address in (string[])["/history", "/history/export.csv", "/history/export.xlsx"])
        {
            using var answer = await clinician.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }
    }
}
