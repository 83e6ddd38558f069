using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Rounds;

namespace Charthouse.Listen.Tests.Surveys;

/// <summary>The rules of a round.</summary>
public sealed class RoundTests
{
    private static readonly DateOnly today = new(2026, 9, 7);

    [Fact]
    public void Change_SaysWhatIsMissing()
    {
        var round = New();
        Assert.Equal(["ClosesOn", "Instrument", "OpensOn", "Owner", "Title"], round.Change(new RoundForm(), today).Select(problem => problem.Field!).Order(StringComparer.Ordinal));
        Assert.Equal("ClosesOn", Assert.Single(round.Change(Form(form => form.ClosesOn = "2026-09-01"), today)).Field);
        Assert.Equal(RoundProblems.TooLong, Assert.Single(round.Change(Form(form => form.ClosesOn = "2028-01-01"), today)));
        Assert.Equal(RoundProblems.NoAddress, Assert.Single(round.Change(Form(form => (form.Source, form.Addresses) = ("List", " ")), today)));
        Assert.Contains("Line 2 is no e-mail address: Ben", Assert.Single(round.Change(Form(form => (form.Source, form.Addresses) = ("List", "ada@example.org, Nurses\nBen")), today)).Message, StringComparison.Ordinal);
        Assert.Equal("", round.Title);
        Assert.Empty(round.Change(Form(), today));
    }

    [Fact]
    public void Addresses_AreReadOnce_WithTheirGroups()
    {
        var (people, problems) = AddressList.Read("ada@example.org, Nurses\n\n ADA@example.org\tPhysicians\nben@example.org;Physicians , first\ncy@example.org");
        Assert.Empty(problems);
        Assert.Equal([("ada@example.org", "Nurses"), ("ben@example.org", "Physicians , first"), ("cy@example.org", null)], people.Select(person => (person.Email, person.Group)));
        Assert.Equal(5, AddressList.Read(string.Join('\n', Enumerable.Repeat("<script>", 100))).Problems.Count);
    }

    [Fact]
    public void Invite_NeedsPeople_EnoughToShowSomething()
    {
        var round = New();
        Assert.Empty(round.Change(Form(), today));
        var pulse = BuiltInInstruments.Find("pulse")!;
        Assert.Equal(RoundProblems.NoAudience, round.Invite(pulse, [], today).Problems[0]);
        Assert.Contains("Only 4 people", round.Invite(pulse, People(4, "Nurses"), today).Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(RoundProblems.OverAlready, round.Invite(pulse, People(9, "Nurses"), new(2026, 10, 1)).Problems[0]);
        Assert.Equal(RoundState.Draft, round.State(today));
        var groups = round.Invite(pulse, [.. People(6, "Nurses"), .. People(4, "Physicians"), .. People(5, null)], today);
        Assert.True(groups.Succeeded);
        // The four physicians are pooled from the start.
        Assert.Equal([6, 4, 5], [groups.Value.Count(group => group?.Name == "Nurses"), groups.Value.Count(group => group is null), groups.Value.Count(group => group?.Name == SurveyGroup.Rest)]);
        Assert.Equal(RoundProblems.InvitedAlready, round.Invite(pulse, People(9, "Nurses"), today).Problems[0]);
        Assert.Null(round.Addresses);
        Assert.Equal([("Nurses", 6), (SurveyGroup.Rest, 5), ("One small group", 4)], RoundProgress.PartsOf(round).Select(part => (part.Name, part.InvitedCount)));
    }

    [Fact]
    public void AfterInviting_OnlyWordsAndTheLastDayChange()
    {
        var round = Invited();
        Assert.Empty(round.Change(Form(form => (form.Title, form.Instrument, form.OpensOn, form.ClosesOn, form.Source) = ("Another", "sus", "2026-01-01", "2026-09-30", "List")), today));
        Assert.Equal(("Another", "pulse", new DateOnly(2026, 9, 8), new DateOnly(2026, 9, 30), AudienceSource.People), (round.Title, round.InstrumentKey, round.OpensOn, round.ClosesOn, round.Source));
    }

    [Fact]
    public void States_FollowTheDays()
    {
        var round = Invited();
        Assert.Equal([RoundState.Planned, RoundState.Open, RoundState.Open, RoundState.Ending], new[] { 7, 8, 21, 22 }.Select(day => round.State(new DateOnly(2026, 9, day))));
        Assert.Equal(RoundProblems.NotOpen, round.Remind(today));
        Assert.Null(round.Remind(today.AddDays(2)));
        Assert.Equal(RoundProblems.RemindedToday, round.Remind(today.AddDays(2)));
        Assert.Null(round.Close(today.AddDays(3)));
        Assert.Equal((RoundState.Closed, today.AddDays(3)), (round.State(today), round.ClosesOn));
        Assert.Equal(RoundProblems.IsClosed, round.Close(today));
        Assert.Equal(RoundProblems.IsClosed, Assert.Single(round.Change(Form(), today)));
    }

    private static SurveyRound New() => new() { Id = Guid.CreateVersion7(), CreatedAt = default };

    private static SurveyRound Invited()
    {
        var round = New();
        Assert.Empty(round.Change(Form(), today));
        Assert.True(round.Invite(BuiltInInstruments.Find("pulse")!, People(9, "Nurses"), today).Succeeded);
        return round;
    }

    private static IReadOnlyList<Invited> People(int count, string? group) => [.. Enumerable.Range(1, count).Select(number => new Invited($"{group}-{number}@example.org", group))];

    private static RoundForm Form(Action<RoundForm>? change = null)
    {
        var form = new RoundForm { Title = "September", Instrument = "pulse", Owner = "Sam", OpensOn = "2026-09-08", ClosesOn = "2026-09-21", Source = "People", GroupedBy = "Role" };
        change?.Invoke(form);
        return form;
    }
}
