using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Notifications;
using Charthouse.Measure;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Notifications;

/// <summary>What people are told: on the page, at the bell, by e-mail.</summary>
public sealed class NotificationTests : IAsyncLifetime
{
    private const string Kind = "import-finished";

    private static readonly TimeZoneInfo newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Page_ShowsOnlyOwn_NewFirst()
    {
        var (email, account) = await MakeAsync();
        var (_, other) = await MakeAsync();
        await TellAsync(account, "First.", "Second.", "Third.");
        await TellAsync(other, "Not yours.");
        using var client = await workbench.SignInAsAsync(email);
        var page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Equal(["Third.", "Second.", "First."], Texts(page));
        Assert.Equal("3", page.QuerySelector("a.ch-bell .n")!.TextContent);

        using var opened = await client.GetAsync(new Uri(page.QuerySelectorAll(".ch-notices .what a")[0].GetAttribute("href")!, UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.Equal("/definitions", opened.Headers.Location!.OriginalString);
        page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Equal(["Second.", "First.", "Third."], Texts(page));
        Assert.Equal("2", page.QuerySelector("a.ch-bell .n")!.TextContent);
        Assert.Equal(["Second.", "First."], Texts(await ServedWorkbench.PageAsync(client, "/notifications?show=unread")));
    }

    [Fact]
    public async Task Buttons_MarkOneAndAll()
    {
        var (email, account) = await MakeAsync();
        await TellAsync(account, "First.", "Second.");
        using var client = await workbench.SignInAsAsync(email);
        var page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(client, page, page.QuerySelector(".ch-notices form")!.GetAttribute("action")!)).StatusCode);
        page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Equal("1", page.QuerySelector("a.ch-bell .n")!.TextContent);
        await SendAsync(client, page, "notifications/read");
        page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Null(page.QuerySelector("a.ch-bell .n"));
        Assert.Empty(page.QuerySelectorAll(".ch-notices form"));
    }

    [Fact]
    public async Task NotificationOfSomebodyElse_DoesNotExist()
    {
        var (_, account) = await MakeAsync();
        await TellAsync(account, "Private.");
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var id = await db.Set<Notification>().Where(n => n.AccountId == account).Select(n => n.Id).SingleAsync(Token);
        using var other = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var answer = await other.GetAsync(new Uri($"/notifications/{id}/open", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(await db.Set<Notification>().Where(n => n.Id == id).Select(n => n.ReadAt).SingleAsync(Token));
    }

    // One choice for each kind that there is.
    private (string Name, string Value)[] Everything(string delivery) => [.. workbench.Services.GetServices<NotificationKind>().Select(_ => ("delivery", delivery))];

    [Fact]
    public async Task WhatIsOff_IsNotShown_AndComesBack()
    {
        var (email, account) = await MakeAsync();
        await TellAsync(account, "First.");
        using var client = await workbench.SignInAsAsync(email);
        using var off = await ServedWorkbench.PostFormAsync(client, "/account/notifications", Everything("Off"));
        Assert.Equal("/account/notifications?saved=true", off.Headers.Location!.OriginalString);
        var page = await ServedWorkbench.PageAsync(client, "/notifications");
        Assert.Empty(Texts(page));
        Assert.Null(page.QuerySelector("a.ch-bell .n"));
        using var on = await ServedWorkbench.PostFormAsync(client, "/account/notifications", Everything("App"));
        Assert.Equal(["First."], Texts(await ServedWorkbench.PageAsync(client, "/notifications")));
        using var wrong = await ServedWorkbench.PostFormAsync(client, "/account/notifications", Everything("Pigeon"));
        Assert.Contains("access.notification-choice-unknown", wrong.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(["First."], Texts(await ServedWorkbench.PageAsync(client, "/notifications")));
    }

    [Fact]
    public async Task Mail_GoesOnce_AsChosen_AndSaysNothingOfTheMatter()
    {
        var (_, atOnce) = await MakeAsync(NotificationDelivery.Mail);
        var (_, daily) = await MakeAsync(NotificationDelivery.Digest);
        var (_, inApp) = await MakeAsync();
        foreach (var account in (Guid[])[atOnce, daily, inApp]) await TellAsync(account, "The pump of Mrs Example failed.", "Another secret.");
        var clock = new SetClock(workbench.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        List<(string To, string Subject, string Text)> mails = [];
        async Task<int> WriteAsync() => await new WriteNotificationMails(workbench.Dbs, workbench.Services.GetServices<NotificationKind>(), new NotificationSettings(), clock)
            .RunAsync((_, to, subject, text) => { mails.Add((to, subject, text)); return Task.CompletedTask; }, page => "https://charthouse.example/" + page, newYork, Token);

        Assert.Equal(1, await WriteAsync());
        Assert.Equal(0, await WriteAsync());
        clock.Now = clock.Now.AddDays(1);
        Assert.Equal(1, await WriteAsync());
        Assert.Equal(0, await WriteAsync());
        Assert.Equal(2, mails.Count);
        Assert.All(mails, mail =>
        {
            Assert.Contains("Import finished (2)", mail.Text, StringComparison.Ordinal);
            Assert.Contains("https://charthouse.example/notifications?kind=import-finished", mail.Text, StringComparison.Ordinal);
            Assert.Contains("https://charthouse.example/account/notifications", mail.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Example failed", mail.Text + mail.Subject, StringComparison.Ordinal);
        });
        Assert.EndsWith("of the day", mails[1].Subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2026-11-25T10:59:00Z", "2026-11-24T11:00:00Z")]
    [InlineData("2026-11-25T11:00:00Z", "2026-11-25T11:00:00Z")]
    [InlineData("2026-03-08T09:59:00Z", "2026-03-07T11:00:00Z")]
    [InlineData("2026-03-08T10:00:00Z", "2026-03-08T10:00:00Z")]
    public void Digest_IsDueAtAnHourOfTheOrganisation(string now, string due) => Assert.Equal(
        DateTimeOffset.Parse(due, System.Globalization.CultureInfo.InvariantCulture),
        new NotificationSettings { DigestHour = 6 }.LastDigestBefore(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), newYork));

    [Fact]
    public void Digest_AtAnHourThatSummerTimeSkips_IsDueAfterIt() => Assert.Equal(
        new DateTimeOffset(2026, 3, 8, 7, 0, 0, TimeSpan.Zero),
        new NotificationSettings { TimeZone = "America/New_York", DigestHour = 2 }.LastDigestBefore(new DateTimeOffset(2026, 3, 8, 12, 0, 0, TimeSpan.Zero), TimeZoneInfo.Utc));

    [Fact]
    public async Task Page_TellsTimesAsAllPagesDo()
    {
        await using var abroad = await ServedWorkbench.StartAsync(measure: new MeasureSettings { OrganisationName = "Test hospital", Zone = newYork });
        using var client = await abroad.SignInAsync(BuiltInRoles.Clinician);
        Assert.Contains("Times in America/New_York", (await ServedWorkbench.PageAsync(client, "/notifications")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Texts(AngleSharp.Dom.IDocument page) => page.QuerySelectorAll(".ch-notices .what a").Select(a => a.TextContent.Replace("New: ", "", StringComparison.Ordinal).Trim());

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, AngleSharp.Dom.IDocument page, string action)
    {
        var form = page.QuerySelector($"form[action='{action}']")!;
        using var content = new FormUrlEncodedContent(form.QuerySelectorAll("input[name]").Select(input => new KeyValuePair<string, string>(input.GetAttribute("name")!, input.GetAttribute("value") ?? "")));
        return await client.PostAsync(new Uri("/" + action, UriKind.Relative), content, Token);
    }

    private async Task<(string Email, Guid Account)> MakeAsync(NotificationDelivery? delivery = null)
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        var account = await db.Set<Account>().Where(a => a.Email == email).Select(a => a.Id).SingleAsync(Token);
        if (delivery is { } chosen) db.Add(new NotificationPreference { Id = Guid.CreateVersion7(), AccountId = account, Kind = Kind, Delivery = chosen });
        await db.SaveChangesAsync(Token);
        return (email, account);
    }

    private async Task TellAsync(Guid account, params string[] texts)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        foreach (var text in texts)
        {
            workbench.Services.GetRequiredService<Platform.Notifications.Notifications>().Add(db, account, Kind, text, "definitions");
            await db.SaveChangesAsync(Token);
        }
    }

    private sealed class SetClock(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
