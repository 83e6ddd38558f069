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
        // It is read for all weeks, so what the page said about its period does not matter.
        using var midweek = await FollowAsync("/activity?specialty=Alpha", to: "2026-03-04");
        Assert.Equal(address, midweek.RequestMessage!.RequestUri!.AbsolutePath);
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

    [Theory]
    [InlineData("nothing", "", "There is no activity measure of this name")]
    [InlineData("ehr-time", "Gone", "One of the filters is not in the people file any more")]
    public async Task Refusal_StandsOnThePageThatAsked(string measure, string specialty, string expected)
    {
        using var refused = await FollowAsync("/activity", specialty, measure);
        Assert.Equal("/activity", refused.RequestMessage!.RequestUri!.AbsolutePath);
        var page = ServedWorkbench.Parse(await refused.Content.ReadAsStringAsync(Token));
        Assert.Contains(expected, page.QuerySelector(".ch-alert[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.QuerySelector("form#follow"));
    }

    // Everybody has 7 weeks of 5 days: Alpha 60 minutes a day among 4 scheduled hours, half of the rows note, half mystery.
    [Theory]
    [InlineData("outside-visits", 0)]
    [InlineData("window-evenings-and-weekends", 0)]
    [InlineData("action-time.unmapped", 1)]
    [InlineData("active-hours", 40)]
    [InlineData("scheduled-hours", 160)]
    [InlineData("unmapped-share", 50)]
    public async Task WhatThePageShows_CanBeFollowed(string measure, double weekly)
    {
        var offered = (await hospital.OpenAsync("/activity")).QuerySelectorAll("form#follow option").Select(option => option.GetAttribute("value")).ToList();
        Assert.Contains(measure, offered);
        Assert.Equal(offered.Count, offered.Distinct().Count());
        using var followed = await FollowAsync("/activity?specialty=Alpha", measure: measure);
        var address = followed.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/measures/", address, StringComparison.Ordinal);
        var points = (await hospital.Browser.GetStringAsync(new Uri(address + "/export.csv", UriKind.Relative), Token)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).ToList();
        Assert.Equal(7, points.Count);
        Assert.All(points, point => Assert.Equal(weekly, double.Parse(point.Split(',')[3], System.Globalization.CultureInfo.InvariantCulture), 6));
        var definition = (await hospital.OpenAsync(address)).QuerySelector("main aside a[href^='definitions/']")!.GetAttribute("href")!;
        await hospital.OpenAsync("/" + definition);
    }

    [Fact]
    public async Task GroupsOfOneName_AreBothFollowed()
    {
        (await ServedWorkbench.PostFormAsync(hospital.Browser, "/measures/new", "measure", ("Form.Name", "Active hours, Gamma"))).Dispose();
        (await ServedWorkbench.PostFormAsync(hospital.Browser, "/measures/new", "measure", ("Form.Name", "Active hours, specialty Gamma"))).Dispose();
        using var followed = await FollowAsync("/activity?specialty=Gamma", measure: "active-hours");
        Assert.Equal("Active hours, specialty Gamma (2)", ServedWorkbench.Parse(await followed.Content.ReadAsStringAsync(Token)).QuerySelector("h1")!.TextContent.Trim());
    }

    [Fact]
    public async Task ArchivedTwin_OffersToRestoreIt_OrMakesANewOne()
    {
        using var followed = await FollowAsync("/activity?specialty=Gamma", measure: "rx-time");
        var old = followed.RequestMessage!.RequestUri!.AbsolutePath;
        (await ServedWorkbench.PostFormAsync(hospital.Browser, old + "/edit", "archive", ("Archiving.Reason", "Nobody reads it"))).Dispose();

        using var again = await FollowAsync("/activity?specialty=Gamma", measure: "rx-time");
        Assert.Equal(old, again.RequestMessage!.RequestUri!.AbsolutePath);
        var page = ServedWorkbench.Parse(await again.Content.ReadAsStringAsync(Token));
        Assert.EndsWith("/edit#archive", page.QuerySelector(".ch-alert a")!.GetAttribute("href"), StringComparison.Ordinal);
        var form = page.QuerySelector("form[action='measures/follow']")!;
        var fields = form.QuerySelectorAll("input").Append(form.QuerySelector("button")!).ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
        using var content = new FormUrlEncodedContent(fields);
        using var made = await hospital.Browser.PostAsync(new Uri("/measures/follow", UriKind.Relative), content, Token);
        var fresh = made.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/measures/", fresh, StringComparison.Ordinal);
        Assert.NotEqual(old, fresh);
        Assert.DoesNotContain("is archived", await made.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        using var third = await FollowAsync("/activity?specialty=Gamma", measure: "rx-time");
        Assert.Equal(fresh, third.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task PostFromElsewhere_IsRefused()
    {
        using var content = new FormUrlEncodedContent([new("measure", "ehr-time")]);
        using var refused = await hospital.Browser.PostAsync(new Uri("/measures/follow", UriKind.Relative), content, Token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    private async Task<HttpResponseMessage> FollowAsync(string page, string? specialty = null, string measure = "ehr-time", string? to = null)
    {
        var form = (await hospital.OpenAsync(page)).QuerySelector("form#follow")!;
        var fields = form.QuerySelectorAll("input").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
        fields["measure"] = measure;
        if (specialty is not null) fields["specialty"] = specialty;
        if (to is not null) fields["to"] = to;
        using var content = new FormUrlEncodedContent(fields);
        return await hospital.Browser.PostAsync(new Uri("/" + form.GetAttribute("action"), UriKind.Relative), content, Token);
    }
}
