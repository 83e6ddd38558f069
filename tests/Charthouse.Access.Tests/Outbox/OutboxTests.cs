using System.ComponentModel.DataAnnotations;
using System.Net;
using Charthouse.Access.Outbox;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Outbox;

/// <summary>The outbox, over HTTP.</summary>
public sealed class OutboxTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;
    private HttpClient informatics = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync();
        informatics = await workbench.SignInAsync(BuiltInRoles.Informatics);
    }

    public async ValueTask DisposeAsync()
    {
        informatics.Dispose();
        await workbench.DisposeAsync();
    }

    [Fact]
    public async Task WithoutAServer_MailsWait_AndThePageSaysSo()
    {
        var id = await WriteAsync("ada@example.org", "First");
        await workbench.Services.GetRequiredService<SendMails>().RunAsync(Token);
        var page = await ServedWorkbench.PageAsync(informatics, "/outbox");
        Assert.Contains("No mail server is configured, so mails wait in the outbox.", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("1 waits to be sent", page.Body.TextContent, StringComparison.Ordinal);
        Assert.Single((await ServedWorkbench.PageAsync(informatics, "/outbox?state=Queued&find=FIRST")).QuerySelectorAll("tbody tr"));
        Assert.Empty((await ServedWorkbench.PageAsync(informatics, "/outbox?state=Sent")).QuerySelectorAll("tbody tr"));
        Assert.Contains("Hello", (await ServedWorkbench.PageAsync(informatics, $"/outbox/{id}")).QuerySelector(".ch-mailtext")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecretLink_IsShownInTheDemoOnly()
    {
        var id = await WriteAsync("ada@example.org", "With a link");
        var page = await ServedWorkbench.PageAsync(informatics, $"/outbox/{id}");
        Assert.DoesNotContain("very-secret", page.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("a link that only the receiver sees", page.Body!.TextContent, StringComparison.Ordinal);
        workbench.Services.GetRequiredService<MailSettings>().NeverSend();
        var demo = await ServedWorkbench.PageAsync(informatics, $"/outbox/{id}");
        Assert.Equal("http://localhost/very-secret", demo.QuerySelector(".ch-mailtext a")!.GetAttribute("href"));
        Assert.Contains("nothing is ever sent", demo.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Person_GivesUp_AndSendsAgain()
    {
        var id = await WriteAsync("ada@example.org", "Second thoughts");
        (await ServedWorkbench.PostFormAsync(informatics, $"/outbox/{id}", "give-up")).Dispose();
        Assert.Equal(MailState.GaveUp, await StateAsync(id));
        (await ServedWorkbench.PostFormAsync(informatics, $"/outbox/{id}", "send-again")).Dispose();
        Assert.Equal(MailState.Queued, await StateAsync(id));
        // Who reads and changes nothing gets no buttons, and no answer to what they would send.
        using var auditor = await workbench.SignInAsync(BuiltInRoles.Auditor);
        Assert.Empty((await ServedWorkbench.PageAsync(auditor, $"/outbox/{id}")).QuerySelectorAll("main form[method=post]"));
    }

    [Fact]
    public async Task Sent_CannotBeSentAgain()
    {
        var id = await WriteAsync("ada@example.org", "Sent");
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            (await db.Set<OutgoingMail>().SingleAsync(Token)).Succeed(TimeProvider.System.GetUtcNow());
            await db.SaveChangesAsync(Token);
        }

        Assert.Empty((await ServedWorkbench.PageAsync(informatics, $"/outbox/{id}")).QuerySelectorAll("main form[method=post]"));
        var again = await workbench.Services.GetRequiredService<SendMailAgain>().RunAsync(id, Token);
        Assert.Equal("platform.mail-sent-already", again.Problems[0].Code);
        using var unknown = await informatics.GetAsync(new Uri($"/outbox/{Guid.CreateVersion7()}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public void Settings_SayWhatIsWrong()
    {
        Assert.Empty(Faults(new MailSettings()));
        Assert.Empty(Faults(new MailSettings { Host = "mail", From = "Charthouse <a@b.example>" }));
        Assert.Single(Faults(new MailSettings { Host = "mail" }));
        Assert.Single(Faults(new MailSettings { Host = "mail", From = "a@b.example", Port = 0 }));
        Assert.Single(Faults(new MailSettings { Host = "mail", From = "a@b.example", User = "a" }));
        Assert.Single(Faults(new MailSettings { Host = "mail", From = "a@b.example", User = "a", Password = "b", Security = MailSecurity.None }));
        Assert.Single(Faults(new MailSettings { PublicAddress = new Uri("ftp://a") }));
    }

    private static List<ValidationResult> Faults(MailSettings settings)
    {
        List<ValidationResult> faults = [];
        Validator.TryValidateObject(settings, new ValidationContext(settings), faults, validateAllProperties: true);
        return faults;
    }

    private async Task<Guid> WriteAsync(string to, string subject)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        await workbench.Services.GetRequiredService<MailQueue>().EnqueueAsync(db, to, subject, "Hello\n\n{link}\n\nBye", "http://localhost/very-secret");
        await db.SaveChangesAsync(Token);
        return await db.Set<OutgoingMail>().Where(m => m.Subject == subject).Select(m => m.Id).SingleAsync(Token);
    }

    private async Task<MailState> StateAsync(Guid id)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<OutgoingMail>().Where(m => m.Id == id).Select(m => m.State).SingleAsync(Token);
    }
}
