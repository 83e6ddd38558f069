using System.Net;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests.Status;

/// <summary>The status page.</summary>
public sealed class SystemPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<StoreKind> Kinds() => new(Enum.GetValues<StoreKind>().Select(kind => new TheoryDataRow<StoreKind>(kind) { Skip = TestStore.ReasonToSkip(kind) }));

    [Theory, MemberData(nameof(Kinds))]
    public async Task Page_SaysHowTheInstallationIs_AndWhatToDo(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var page = await ServedWorkbench.PageAsync(administrator, "/system");
        var text = page.QuerySelector("main")!.TextContent;
        Assert.Contains(kind == StoreKind.Sqlite ? "SQLite in the data directory" : "PostgreSQL", text, StringComparison.Ordinal);
        Assert.Contains("No backup was ever made", text, StringComparison.Ordinal);
        Assert.Contains("can forge sign-ins", text, StringComparison.Ordinal);
        Assert.Contains("Free disk space", text, StringComparison.Ordinal);

        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        await SystemFact.SetAsync(db, SystemFact.LastBackup, "/backups/today", TimeProvider.System.GetUtcNow(), Token);
        await db.SaveChangesAsync(Token);
        await SystemFact.SetAsync(db, SystemFact.LastBackup, "/backups/later", TimeProvider.System.GetUtcNow(), Token);
        await db.SaveChangesAsync(Token);
        text = (await ServedWorkbench.PageAsync(administrator, "/system")).QuerySelector("main")!.TextContent;
        Assert.DoesNotContain("No backup was ever made", text, StringComparison.Ordinal);
        Assert.Contains("/backups/later", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysWhatIsOverdue()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.DoesNotContain("review date", await TextAsync(), StringComparison.Ordinal);
        using var added = await ServedWorkbench.PostFormAsync(cmio, "/measures/new", "measure", ("Form.Name", "Old one"), ("Form.ReviewOn", "2024-01-01"));
        Assert.Equal(HttpStatusCode.Redirect, added.StatusCode);
        var mail = Guid.CreateVersion7();
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.Add(new OutgoingMail { Id = mail, To = "a@example.org", Subject = "Waits", Text = "Waits.", CreatedAt = TimeProvider.System.GetUtcNow().AddHours(-2) });
            await db.SaveChangesAsync(Token);
        }

        var text = await TextAsync();
        Assert.Contains("The review date of 1 measure has passed.", text, StringComparison.Ordinal);
        Assert.Contains("1 mail has been waiting for more than an hour.", text, StringComparison.Ordinal);

        async Task<string> TextAsync() => (await ServedWorkbench.PageAsync(administrator, "/system")).QuerySelector("main")!.TextContent;
    }

    [Fact]
    public async Task Page_IsForThoseWhoMaySeeTheSystem()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using var answer = await clinician.GetAsync(new Uri("/system", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        using var auditor = await workbench.SignInAsync(BuiltInRoles.Auditor);
        Assert.NotNull((await ServedWorkbench.PageAsync(auditor, "/system")).QuerySelector("h1"));
    }

    [Fact]
    public async Task Times_AreInTheZoneOfTheOrganisation()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var workbench = await ServedWorkbench.StartAsync(store: store, measure: new Measure.MeasureSettings { OrganisationName = "Test hospital", Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kathmandu") });
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var page = await ServedWorkbench.PageAsync(administrator, "/system");
        Assert.All(page.QuerySelectorAll("main time"), time => Assert.EndsWith("+05:45", time.GetAttribute("title"), StringComparison.Ordinal));
        Assert.NotEmpty(page.QuerySelectorAll("main time"));
    }
}
