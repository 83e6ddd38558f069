using System.Net;
using Charthouse.Testing;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>Activity measures that are followed: one click, and the numbers of the page Activity week by week.</summary>
public sealed class FollowActivityTests(SmallHospital hospital)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Measure_HasTheWeeksOfTheActivityPage_AndComesOnce()
    {
        using var followed = await FollowAsync("/activity?specialty=Alpha");
        Assert.Equal(HttpStatusCode.OK, followed.StatusCode);
        var address = followed.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/measures/", address, StringComparison.Ordinal);
        var points = (await hospital.Browser.GetStringAsync(new Uri(address + "/export.csv", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        var weeks = (await hospital.Browser.GetStringAsync(new Uri("/activity/export.csv?specialty=Alpha", UriKind.Relative), Token)).Split("\r\n").Where(line => line.StartsWith("weeks,", StringComparison.Ordinal) && line.Contains(",EHR time,", StringComparison.Ordinal)).ToList();
        Assert.Equal(7, points.Count);
        Assert.Equal(weeks.Select(week => double.Parse(week.Split(',')[6], System.Globalization.CultureInfo.InvariantCulture)), points.Select(point => double.Parse(point.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture)));
        using var again = await FollowAsync("/activity?specialty=Alpha");
        Assert.Equal(address, again.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("cannot be entered by hand", await hospital.Browser.GetStringAsync(new Uri(address + "/points", UriKind.Relative), Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Measure_IsComparedByDepartment_WithoutShowingSmallOnes()
    {
        using var followed = await FollowAsync("/activity");
        var address = followed.RequestMessage!.RequestUri!.AbsolutePath;
        var comparison = await hospital.OpenAsync(address + "/compare?by=specialty");
        var panels = comparison.QuerySelectorAll(".ch-controlpanel").ToDictionary(panel => panel.QuerySelector(".name")!.TextContent.Trim(), panel => panel.QuerySelector("strong")!.TextContent.Trim(), StringComparer.Ordinal);
        Assert.Equal("2.00", panels["Alpha"]);
        Assert.Equal("4.00", panels["Gamma"]);
        // The group of three, and the neighbour that would give it away, are named and not shown.
        Assert.Equal(2, panels.Count);
        Assert.Contains("small groups: Beta, Small.", comparison.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("No funnel", comparison.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("By department", (await hospital.OpenAsync(address + "/compare?by=nonsense")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SmallGroup_IsRefused_SoThatNothingLeaksThroughAMeasure()
    {
        using var refused = await FollowAsync("/activity?specialty=Alpha", "Small");
        Assert.Contains("problem=measure.feed-hidden", refused.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        Assert.Contains("hidden to protect the people in small groups", await refused.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostFromElsewhere_IsRefused()
    {
        using var content = new FormUrlEncodedContent([new("measure", "ehr-time")]);
        using var refused = await hospital.Browser.PostAsync(new Uri("/measures/follow", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private async Task<HttpResponseMessage> FollowAsync(string page, string? specialty = null)
    {
        var form = (await hospital.OpenAsync(page)).QuerySelector("form#follow")!;
        var fields = form.QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
        fields["measure"] = "ehr-time";
        if (specialty is not null) fields["specialty"] = specialty;
        using var content = new FormUrlEncodedContent(fields);
        return await hospital.Browser.PostAsync(new Uri("/" + form.GetAttribute("action"), UriKind.Relative), content, Token);
    }
}
