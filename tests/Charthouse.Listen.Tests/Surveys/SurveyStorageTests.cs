using System.Text.Json;
using Charthouse.Listen.Surveys;
using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Results;
using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform.History;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Listen.Tests.Surveys;

/// <summary>Rounds on both stores: one answer for each link, and no way from an answer to a person.</summary>
public sealed class SurveyStorageTests
{
    private static readonly DateOnly today = new(2026, 9, 8);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Answers_CannotBeJoinedToPeople(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (round, tokens) = await InvitedAsync(bench, "Nurses", 8, "Physicians", 6, "Dietitians", 2);
        foreach (var token in tokens.Values) Assert.Equal(LinkStanding.Used, (await AnswerAsync(bench, token)).Value);

        await using (var db = await bench.Dbs.CreateDbContextAsync(Token))
        {
            var answers = await db.Set<SurveyAnswer>().AsNoTracking().ToListAsync(Token);
            var (invitations, links) = (await db.Set<SurveyInvitation>().AsNoTracking().ToListAsync(Token), await db.Set<SurveyLink>().AsNoTracking().ToListAsync(Token));
            Assert.Equal((16, 16, 16), (answers.Count, invitations.Count, links.Count));
            // Everything that an answer holds: random, or shared by five people at least.
            Assert.Equal(["GroupId", "Id", "Numbers", "RoundId"], db.Model.FindEntityType(typeof(SurveyAnswer))!.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
            Assert.Equal(["Id", "LinkId", "RoundId", "Text"], db.Model.FindEntityType(typeof(SurveyText))!.GetProperties().Select(property => property.Name).Order(StringComparer.Ordinal));
            Assert.Empty(db.Model.FindEntityType(typeof(SurveyAnswer))!.GetForeignKeys());
            Assert.All(answers, answer => Assert.Equal(4, answer.Id.Version));
            Assert.All(invitations, invitation => Assert.Equal(4, invitation.Id.Version));
            Assert.Empty(answers.Select(answer => answer.Id).Intersect(invitations.Select(invitation => invitation.Id)));
            Assert.All(answers.GroupBy(answer => answer.GroupId).Where(group => group.Key is not null), group => Assert.True(invitations.Count(invitation => invitation.GroupId == group.Key) >= 5));
            Assert.Equal(2, answers.Count(answer => answer.GroupId is null));
            // No link is kept as it was sent.
            Assert.DoesNotContain(tokens.Values, token => links.Any(link => link.Hash == token));
        }

        await AssertHistoryIsSilentAsync();
        Assert.True((await bench.Get<CloseRound>().RunAsync(round, today, isEarly: true, Token)).Succeeded);
        await using (var db = await bench.Dbs.CreateDbContextAsync(Token))
        {
            Assert.Empty(await db.Set<SurveyInvitation>().ToListAsync(Token));
            Assert.All(await db.Set<SurveyLink>().ToListAsync(Token), link => Assert.Equal((null, null), (link.InvitationId, link.MailId)));
            Assert.Empty(await db.Set<OutgoingMail>().ToListAsync(Token));
            Assert.Equal(16, await db.Set<SurveyAnswer>().CountAsync(Token));
            Assert.Null((await db.Set<SurveyRound>().SingleAsync(Token)).Addresses);
        }

        await AssertHistoryIsSilentAsync();

        async Task AssertHistoryIsSilentAsync()
        {
            await using var db = await bench.Dbs.CreateDbContextAsync(Token);
            var history = await db.Set<HistoryEntry>().AsNoTracking().ToListAsync(Token);
            Assert.NotEmpty(history);
            Assert.DoesNotContain(history, entry => entry.Kind is not SurveyRound.RecordKind && entry.Kind.StartsWith("survey", StringComparison.Ordinal));
            Assert.DoesNotContain(history, entry => $"{entry.Before}{entry.After}".Contains('@', StringComparison.Ordinal));
        }
    }

    // The order in which a database keeps rows is the order in which they came, until the round closes.
    [Theory, ClassData(typeof(Stores))]
    public async Task Closing_WritesAnswersAnew(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (round, tokens) = await InvitedAsync(bench, "Nurses", 12);
        foreach (var token in tokens.Values) Assert.True((await AnswerAsync(bench, token, text: "Words")).Succeeded);
        var before = await IdsAsync();
        Assert.True((await bench.Get<CloseRound>().RunAsync(round, today, isEarly: true, Token)).Succeeded);
        var after = await IdsAsync();
        Assert.Equal((24, 24), (before.Count, after.Count));
        Assert.Empty(before.Intersect(after));

        async Task<List<Guid>> IdsAsync()
        {
            await using var db = await bench.Dbs.CreateDbContextAsync(Token);
            return [.. await db.Set<SurveyAnswer>().Select(a => a.Id).ToListAsync(Token), .. await db.Set<SurveyText>().Select(t => t.Id).ToListAsync(Token)];
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task EightAtOnceWithOneLink_SaveOneAnswer(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (_, tokens) = await InvitedAsync(bench, "Nurses", 5);
        var token = tokens.Values.First();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => AnswerAsync(bench, token)));
        Assert.All(outcomes, outcome => Assert.Equal(LinkStanding.Used, outcome.Value));
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal((1, 1), (await db.Set<SurveyAnswer>().CountAsync(Token), await db.Set<SurveyInvitation>().CountAsync(i => i.IsUsed, Token)));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task LinkOfAReminder_IsTheSameInvitation(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (round, tokens) = await InvitedAsync(bench, "Nurses", 6);
        Assert.True((await AnswerAsync(bench, tokens["Nurses-1@example.org"])).Succeeded);
        Assert.Equal(5, (await new RemindPeople(bench.Dbs, new Addresses(), bench.Get<TimeProvider>()).RunAsync(round, today, Token)).Value);
        var reminders = await TokensAsync(bench, reminders: true);
        Assert.DoesNotContain("Nurses-1@example.org", reminders.Keys);
        Assert.True((await AnswerAsync(bench, reminders["Nurses-2@example.org"])).Succeeded);
        Assert.Equal(LinkStanding.Used, (await bench.Get<AnswerSurvey>().ReadAsync(tokens["Nurses-2@example.org"], today, Token)).Standing);
        Assert.Equal(LinkStanding.Open, (await bench.Get<AnswerSurvey>().ReadAsync(tokens["Nurses-3@example.org"], today, Token)).Standing);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Links_KnowEarlyLateAndUnknown(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (round, tokens) = await InvitedAsync(bench, "Nurses", 6);
        var (use, token) = (bench.Get<AnswerSurvey>(), tokens.Values.First());
        Assert.Equal(LinkStanding.TooEarly, (await use.ReadAsync(token, today.AddDays(-1), Token)).Standing);
        Assert.Equal(LinkStanding.TooLate, (await use.ReadAsync(token, today.AddDays(14), Token)).Standing);
        Assert.Equal(LinkStanding.TooLate, (await use.RunAsync(token, Good(), today.AddDays(14), Token)).Value);
        Assert.Equal(LinkStanding.Unknown, (await use.RunAsync(new string('x', 27), Good(), today, Token)).Value);
        Assert.Equal(LinkStanding.Unknown, (await use.ReadAsync("short", today, Token)).Standing);
        Assert.False((await bench.Get<CloseRound>().RunAsync(round, today, isEarly: false, Token)).Succeeded);
        Assert.True((await bench.Get<CloseRound>().RunAsync(round, today.AddDays(14), isEarly: false, Token)).Succeeded);
        Assert.Equal(LinkStanding.TooLate, (await use.ReadAsync(token, today.AddDays(14), Token)).Standing);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Empty(await db.Set<SurveyAnswer>().ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task RefusedAnswers_LeaveTheLinkOpen(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        var (_, tokens) = await InvitedAsync(bench, "Nurses", 6);
        var (use, token) = (bench.Get<AnswerSurvey>(), tokens.Values.First());
        Assert.Equal(["q0", "q1"], (await use.RunAsync(token, new Dictionary<string, string?>(), today, Token)).Problems.Select(problem => problem.Field));
        Assert.Equal("q1", Assert.Single((await use.RunAsync(token, Good(("q1", "6")), today, Token)).Problems).Field);
        Assert.Equal("q1", Assert.Single((await use.RunAsync(token, Good(("q1", "1e0")), today, Token)).Problems).Field);
        Assert.Contains("100,000", Assert.Single((await use.RunAsync(token, Good(("q2", new string('a', 100_000))), today, Token)).Problems).Message, StringComparison.Ordinal);
        Assert.False((await use.RunAsync(token, Good(("q2", "half a character \ud83d")), today, Token)).Succeeded);
        Assert.Equal(LinkStanding.Open, (await use.ReadAsync(token, today, Token)).Standing);
        Assert.Equal(LinkStanding.Used, (await use.RunAsync(token, Good(("q2", "💙 <script>alert(1)</script> שלום")), today, Token)).Value);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal("💙 <script>alert(1)</script> שלום", (await db.Set<SurveyText>().SingleAsync(Token)).Text);
        Assert.Equal("""{"heard":4,"week":4}""", (await db.Set<SurveyAnswer>().SingleAsync(Token)).Numbers);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Demo_ShowsWhatIsHidden_AndThatItGotBetter(StoreKind store)
    {
        await using var bench = await RecordBench.StartAsync(store);
        using (bench.Act()) await bench.Get<MakeDemoSurveys>().RunAsync(new DateOnly(2026, 8, 3), Token);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var rounds = await db.Set<SurveyRound>().AsNoTracking().OrderBy(r => r.OpensOn).ToListAsync(Token);
        Assert.Equal(2, rounds.Count);
        var (before, after) = ((await bench.Get<SurveyResults>().RunAsync(rounds[0].Id, false, null, null, Token))!, (await bench.Get<SurveyResults>().RunAsync(rounds[1].Id, false, null, null, Token))!);
        Assert.Equal([Hidden.Yes, Hidden.No], new[] { before, after }.Select(answer => answer.Groups.Any(group => group.AnsweredCount is null) ? Hidden.Yes : Hidden.No));
        Assert.True(after.Total.Cells[0].Value.Value > before.Total.Cells[0].Value.Value);
        Assert.Equal(["experience", "trust", "burnout"], after.Figures.Select(figure => figure.Key));
        Assert.Equal(2, after.Line.Count);
        Assert.Equal("burnout", after.Outcome!.LinkId);
        Assert.NotEmpty(after.Drivers);
        Assert.All(after.Texts, texts => Assert.NotEmpty(texts.Texts!));
        Assert.Empty(await db.Set<SurveyInvitation>().ToListAsync(Token));
        Assert.Empty(await db.Set<OutgoingMail>().ToListAsync(Token));
        // Nothing hidden comes out of what is shown.
        foreach (var answer in new[] { before, after })
        {
            var hidden = answer.AnsweredCount - answer.Groups.Sum(group => group.AnsweredCount ?? 0);
            Assert.True(hidden == 0 || hidden >= 5);
        }
    }

    private enum Hidden
    {
        No,
        Yes,
    }

    private sealed class Addresses : IMailAddresses
    {
        public string PageAddress(string page) => "https://charthouse.example/" + page;
    }

    private sealed class NoPeople : IAudience
    {
        public Task<IReadOnlyList<AudienceMember>> EverybodyAsync(DateOnly today, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<AudienceMember>>([]);
    }

    /// <summary>A pulse to a list of people, and the link of each.</summary>
    private static async Task<(Guid Round, Dictionary<string, string> Tokens)> InvitedAsync(RecordBench bench, params object[] groups)
    {
        var addresses = string.Join('\n', from at in Enumerable.Range(0, groups.Length / 2) from number in Enumerable.Range(1, (int)groups[2 * at + 1]) select $"{groups[2 * at]}-{number}@example.org, {groups[2 * at]}");
        var round = (await bench.Get<SaveRound>().RunAsync(null, new RoundForm { Title = "September", Instrument = "pulse", Owner = "Sam", OpensOn = "2026-09-08", ClosesOn = "2026-09-21", Source = "List", Addresses = addresses }, today, Token)).Value;
        Assert.True((await new InvitePeople(bench.Dbs, bench.Get<InstrumentList>(), new AudienceOfRound(new NoPeople()), new Addresses(), bench.Get<TimeProvider>()).RunAsync(round, today, Token)).Succeeded);
        return (round, await TokensAsync(bench, reminders: false));
    }

    private static async Task<Dictionary<string, string>> TokensAsync(RecordBench bench, bool reminders)
    {
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var mails = await db.Set<OutgoingMail>().AsNoTracking().Where(m => m.Subject.StartsWith("Reminder") == reminders).ToListAsync(Token);
        Assert.All(mails, mail => Assert.StartsWith("https://charthouse.example/s/", mail.SecretLink, StringComparison.Ordinal));
        return mails.ToDictionary(mail => mail.To, mail => mail.SecretLink!.Split("/s/")[1], StringComparer.Ordinal);
    }

    private static Task<Charthouse.Platform.Outcome<LinkStanding>> AnswerAsync(RecordBench bench, string token, string? text = null) => bench.Get<AnswerSurvey>().RunAsync(token, Good(("q2", text)), today, Token);

    private static Dictionary<string, string?> Good(params (string Field, string? Value)[] changes)
    {
        var answers = new Dictionary<string, string?>(StringComparer.Ordinal) { ["q0"] = "4", ["q1"] = "4" };
        foreach (var (field, value) in changes) answers[field] = value;
        return answers;
    }
}
