using Charthouse.Access.Outbox;
using Charthouse.Platform.Mail;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Mail;

/// <summary>The queue of mails and its way to a mail server, on both stores.</summary>
public sealed class MailTests
{
    private static readonly DateTimeOffset monday = new(2026, 11, 23, 8, 0, 0, TimeSpan.Zero);

    private readonly MovedClock clock = new(monday);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Mail_IsSavedWithTheChangeThatCausedIt_OrNotAtAll(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            await workbench.Services.GetRequiredService<MailQueue>().EnqueueAsync(db, "a@example.org", "Lost", "Text");
            await db.SaveChangesAsync(Token);
        }

        Assert.Empty(await MailsAsync(workbench));
        await WriteAsync(workbench, "a@example.org", "Kept");
        Assert.Equal([("Kept", MailState.Queued)], (await MailsAsync(workbench)).Select(m => (m.Subject, m.State)));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Due_IsSentOnce_WithItsLink_WhichIsThenForgotten(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var server = new SmtpServer();
        await WriteAsync(workbench, "a@example.org", "Grüße", "Follow {link} now", "http://localhost/secret");
        Assert.Equal(1, await SendAsync(workbench, server.Port));
        Assert.Equal(0, await SendAsync(workbench, server.Port));
        var text = Assert.Single(server.Taken);
        Assert.Contains("Follow http://localhost/secret now", text, StringComparison.Ordinal);
        Assert.Contains("From: Charthouse <charthouse@hospital.example>", text, StringComparison.Ordinal);
        var mail = Assert.Single(await MailsAsync(workbench));
        Assert.Equal((MailState.Sent, 1, (string?)null, (DateTimeOffset?)null), (mail.State, mail.AttemptCount, mail.SecretLink, mail.NextAttemptAt));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task RefusedForGood_Fails_RefusedForNow_IsTriedLater_TheOthersAreSent(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var server = new SmtpServer();
        await WriteAsync(workbench, SmtpServer.Unknown, "1");
        await WriteAsync(workbench, SmtpServer.Full, "2");
        await WriteAsync(workbench, "not an address", "3");
        await WriteAsync(workbench, "a@example.org", "4");
        Assert.Equal(1, await SendAsync(workbench, server.Port));
        var mails = await MailsAsync(workbench);
        Assert.Equal([MailState.Failed, MailState.Queued, MailState.Failed, MailState.Sent], mails.Select(m => m.State));
        Assert.Equal("550 No such person here", mails[0].LastError);
        Assert.Equal("452 The mail box is full", mails[1].LastError);
        Assert.Equal("This is not an e-mail address.", mails[2].LastError);
        Assert.Equal(clock.GetUtcNow().AddMinutes(1), mails[1].NextAttemptAt);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Pauses_Grow_AndEnd(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var server = new SmtpServer();
        await WriteAsync(workbench, SmtpServer.Full, "Never");
        List<double> pauses = [];
        for (var attempt = 1; attempt < OutgoingMail.MostAttempts; attempt++)
        {
            await SendAsync(workbench, server.Port);
            var next = (await MailsAsync(workbench))[0].NextAttemptAt!.Value;
            pauses.Add((next - clock.GetUtcNow()).TotalMinutes);
            clock.Move(next - clock.GetUtcNow() - TimeSpan.FromSeconds(1));
            // Not a moment too early.
            await SendAsync(workbench, server.Port);
            Assert.Equal(attempt, (await MailsAsync(workbench))[0].AttemptCount);
            clock.Move(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360], pauses);
        await SendAsync(workbench, server.Port);
        Assert.Equal(MailState.Failed, (await MailsAsync(workbench))[0].State);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ServerAway_CostsOneAttempt_AndLosesNothing(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await WriteAsync(workbench, "a@example.org", "1");
        await WriteAsync(workbench, "b@example.org", "2");
        Assert.Equal(0, await SendAsync(workbench, ServedWorkbench.FreePort()));
        var mails = await MailsAsync(workbench);
        Assert.All(mails, mail => Assert.Equal(MailState.Queued, mail.State));
        Assert.Equal([1, 0], mails.Select(m => m.AttemptCount));
        Assert.NotNull(mails[0].LastError);
        clock.Move(TimeSpan.FromMinutes(2));
        await using var server = new SmtpServer();
        Assert.Equal(2, await SendAsync(workbench, server.Port));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TwoSenders_SendOneCopy(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        await using var server = new SmtpServer();
        for (var count = 0; count < 5; count++) await WriteAsync(workbench, $"a{count}@example.org", "Once");
        var sent = await Task.WhenAll(SendAsync(workbench, server.Port), SendAsync(workbench, server.Port), SendAsync(workbench, server.Port));
        Assert.Equal(5, sent.Sum());
        Assert.Equal(5, server.Taken.Count);
    }

    private Task<int> SendAsync(ServedWorkbench workbench, int port) => new SendMails(
        workbench.Dbs,
        new MailSettings { Host = "127.0.0.1", Port = port, Security = MailSecurity.None, From = "Charthouse <charthouse@hospital.example>" },
        clock).RunAsync(Token);

    private async Task WriteAsync(ServedWorkbench workbench, string to, string subject, string text = "Text", string? link = null)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        await new MailQueue(clock).EnqueueAsync(db, to, subject, text, link);
        await db.SaveChangesAsync(Token);
        // Each is a moment later, so that their order is known.
        clock.Move(TimeSpan.FromTicks(10));
    }

    private static async Task<List<OutgoingMail>> MailsAsync(ServedWorkbench workbench)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<OutgoingMail>().AsNoTracking().OrderBy(m => m.CreatedAt).ToListAsync(Token);
    }
}
