using System.Text.Json;
using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;

namespace Charthouse.Decide.Tests;

/// <summary>Quorum, votes, delegated authority and review dates as the fixture fixes them, and what a request may do.</summary>
public sealed class GovernanceRulesTests
{
    private static readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "governance.json"))).RootElement;
    private static readonly DateTimeOffset now = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Actor ada = new(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string>());

    public static TheoryData<string> Votes => Ids("vote-");

    public static TheoryData<string> Authorities => Ids("doa-");

    public static TheoryData<string> Reviews => Ids("life-");

    [Fact]
    public void Fixture_HasNoOtherCase() => Assert.Equal(
        ["vote-carried", "vote-no-quorum", "vote-recusal-helps-quorum", "vote-two-thirds", "vote-role-missing", "quorum-hl7-cqi", "doa-small", "doa-splitting", "doa-boundary", "life-current", "life-month-end", "life-overdue", "life-expired"],
        fixture.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("id").GetString()));

    [Theory, MemberData(nameof(Votes))]
    public void Ballot_IsCountedAsTheFixtureSays(string id)
    {
        var (input, expected) = Case(id);
        var rule = input.GetProperty("rule");
        IReadOnlyList<IReadOnlyList<string>> groups = rule.TryGetProperty("requiredAnyOf", out var required) ? [.. required.EnumerateArray().Select(group => (IReadOnlyList<string>)[.. group.EnumerateArray().Select(role => role.GetString()!)])] : [];
        var votes = input.GetProperty("votes").EnumerateObject().ToDictionary(vote => vote.Name, vote => Enum.Parse<VoteChoice>(vote.Value.GetString()!, ignoreCase: true));
        foreach (var recused in input.GetProperty("recused").EnumerateArray()) votes[recused.GetString()!] = VoteChoice.Recused;
        var count = BallotCount.Of([.. input.GetProperty("votingMembers").EnumerateArray().Select(member => new Voter(member.GetString()!, member.GetString()!))], input.GetProperty("present").EnumerateArray().Select(member => member.GetString()!).ToHashSet(), votes,
            new VotingRule(rule.GetProperty("quorumFraction").GetDouble(), rule.GetProperty("quorumStrict").GetBoolean(), rule.GetProperty("majority").GetString() == "twoThirds" ? Majority.TwoThirds : Majority.Simple, groups));
        Assert.Equal(
            (Int("eligible"), Int("present"), Int("quorumNeeded"), expected.GetProperty("quorum").GetBoolean(), Int("yes"), Int("no"), Int("abstain"), expected.GetProperty("decision").GetString()),
            (count.Eligible, count.Present, count.QuorumNeeded, count.HasQuorum, count.Yes, count.No, count.Abstain, count.Result switch { BallotResult.Carried => "carried", BallotResult.NotCarried => "not-carried", _ => "no-quorum" }));

        int Int(string name) => expected.GetProperty(name).GetInt32();
    }

    [Fact]
    public void Quorum_OfAWorkGroup_LimitsOneOrganisation()
    {
        var (input, expected) = Case("quorum-hl7-cqi");
        Voter[] present = [.. input.GetProperty("present").EnumerateArray().Select(member => new Voter(member.GetProperty("name").GetString()!, member.TryGetProperty("coChair", out var chairs) && chairs.GetBoolean() ? "co-chair" : "", member.GetProperty("org").GetString()))];
        VotingRule rule = new(0, false, Majority.Simple, [], new Dictionary<string, int> { ["co-chair"] = 2 }, LeastOthers: 3, MostOfOneOrganisation: 0.5);
        var count = Count(present);
        Assert.Equal((expected.GetProperty("quorum").GetBoolean(), expected.GetProperty("reason").GetString()), (count.HasQuorum, count.Reason));
        Assert.True(Count([.. present[..3], present[3] with { Organisation = "W" }, present[4]]).HasQuorum);
        Assert.Equal("1 in the role co-chair took part; 2 are needed", Count([present[0], .. present[2..]]).Reason);
        Assert.Equal("2 other members took part; 3 are needed", Count([.. present[..3], present[4]]).Reason);

        BallotCounted Count(Voter[] members) => BallotCount.Of(members, members.Select(member => member.Id).ToHashSet(), new Dictionary<string, VoteChoice>(), rule);
    }

    [Fact]
    public void Ballot_WithoutAnybodyWhoMayVote_AndATie_CarryNothing()
    {
        Voter[] members = [new("a", "chair"), new("b", "")];
        VotingRule rule = new(0.5, true, Majority.Simple, []);
        Assert.Equal((BallotResult.NoQuorum, "nobody may vote: every member is recused"), Of(VoteChoice.Recused, VoteChoice.Recused));
        Assert.Equal((BallotResult.NotCarried, null), Of(VoteChoice.Yes, VoteChoice.No));
        Assert.Equal((BallotResult.NotCarried, null), Of(VoteChoice.Abstain, VoteChoice.Abstain));
        // A chair who must be there and is recused takes the quorum away.
        var count = BallotCount.Of(members, new HashSet<string> { "b" }, new Dictionary<string, VoteChoice> { ["a"] = VoteChoice.Recused, ["b"] = VoteChoice.Yes }, rule with { RequiredAnyOf = [["chair", "vice"]] });
        Assert.Equal((BallotResult.NoQuorum, "nobody in the role chair or vice took part"), (count.Result, count.Reason));

        (BallotResult, string?) Of(VoteChoice a, VoteChoice b)
        {
            var counted = BallotCount.Of(members, new HashSet<string> { "a", "b" }, new Dictionary<string, VoteChoice> { ["a"] = a, ["b"] = b }, rule);
            return (counted.Result, counted.Reason);
        }
    }

    [Theory, MemberData(nameof(Authorities))]
    public void DelegatedAuthority_IsTheFixtures(string id)
    {
        var (input, expected) = Case(id);
        var request = input.GetProperty("request");
        AuthorityLevel[] levels = [.. input.GetProperty("thresholds").EnumerateArray().Select(level => new AuthorityLevel(level.GetProperty("upTo").ValueKind == JsonValueKind.Null ? null : level.GetProperty("upTo").GetInt64(), level.GetProperty("authority").GetString()!))];
        Assert.Equal(DelegatedAuthority.Levels, levels);
        var (amount, level) = DelegatedAuthority.Of(levels, request.GetProperty("initiative").GetString(), request.GetProperty("amount").GetInt64(), Day(request, "date"),
            input.GetProperty("priorApprovals").EnumerateArray().Select(prior => new PriorApproval(prior.GetProperty("initiative").GetString(), prior.GetProperty("amount").GetInt64(), Day(prior, "date"))), input.GetProperty("aggregationWindowDays").GetInt32());
        Assert.Equal((expected.GetProperty("aggregatedAmount").GetInt64(), expected.GetProperty("authority").GetString()), (amount, levels[level].Authority));
    }

    [Fact]
    public void DelegatedAuthority_OfNoInitiative_AddsNothing() =>
        Assert.Equal((10, 0), DelegatedAuthority.Of(DelegatedAuthority.Levels, null, 10, new(2026, 3, 1), [new(null, 1_000_000, new(2026, 2, 1))]));

    [Theory, MemberData(nameof(Reviews))]
    public void ReviewDate_IsTheFixtures(string id)
    {
        var (input, expected) = Case(id);
        var (due, today) = (ReviewDate.Of(Day(input, "approved"), input.GetProperty("reviewIntervalMonths").GetInt32()), Day(input, "today"));
        var state = ReviewDate.State(due, today, input.GetProperty("dueSoonDays").GetInt32(), input.GetProperty("graceDays").GetInt32());
        Assert.Equal((Day(expected, "due"), expected.GetProperty("daysToDue").GetInt32(), expected.GetProperty("status").GetString()),
            (due, due.DayNumber - today.DayNumber, state switch { ReviewState.DueSoon => "due-soon", _ => state.ToString().ToLowerInvariant() }));
    }

    [Theory, InlineData("18000", "USD", 1_800_000L), InlineData("18000.5", "EUR", 1_800_050L), InlineData("1000", "JPY", 1000L), InlineData("1.234", "KWD", 1234L), InlineData("1.5", "JPY", null), InlineData("1.234", "USD", null), InlineData("-5", "USD", null), InlineData("1,000", "USD", null), InlineData("1e9", "USD", null), InlineData("99999999999999999999", "USD", null)]
    public void Money_IsReadInWholeMinorUnits(string text, string currency, long? minor) => Assert.Equal(minor, Money.Of(text, currency));

    [Fact]
    public void Flow_HasAWayToTheEndFromEveryState_AndNoneOutOfWithdrawn()
    {
        foreach (var state in Enum.GetValues<RequestState>().Where(state => state is not (RequestState.Closed or RequestState.Withdrawn)))
        {
            HashSet<RequestState> reached = [state];
            while (RequestFlow.Steps.FirstOrDefault(step => reached.Contains(step.From) && !reached.Contains(step.To)) is { } next) reached.Add(next.To);
            Assert.Contains(RequestState.Closed, reached);
        }

        Assert.DoesNotContain(RequestFlow.Steps, step => step.From == RequestState.Withdrawn);
        Assert.Equal(RequestFlow.Steps.Count, RequestFlow.Steps.Select(step => (step.From, step.To, step.By)).Distinct().Count());
    }

    [Fact]
    public void Flow_SaysWhyAStepIsRefused()
    {
        var request = Sent();
        Assert.Equal("A request that is sent cannot become in build. From here it can become screened.", RequestFlow.Refuse(request, RequestState.Build, StepBy.Team, true)!.Message);
        request.Enter(RequestState.Screened, null, ada, now);
        request.Enter(RequestState.Ready, null, ada, now);
        Assert.Equal(RequestProblems.NotScored, RequestFlow.Refuse(request, RequestState.Scored, StepBy.Team, false));
        Assert.Null(RequestFlow.Refuse(request, RequestState.Scored, StepBy.Team, true));
        request.Decide(RequestOutcome.Declined, "Too late", null, ada, now);
        Assert.Equal("It was declined, so it is not built.", RequestFlow.Refuse(request, RequestState.Build, StepBy.Team, true)!.Message);
        Assert.Equal(RequestProblems.NotDeferred, RequestFlow.Refuse(request, RequestState.Ready, StepBy.Team, true));
        request.Appeal("There is more", ada, now);
        request.Decide(RequestOutcome.Declined, "Still", null, ada, now);
        Assert.Equal(RequestProblems.AppealedBefore, RequestFlow.Refuse(request, RequestState.Ready, StepBy.Appeal, true));
        Assert.Equal([RequestState.Draft, RequestState.Submitted, RequestState.Screened, RequestState.Ready, RequestState.Decided, RequestState.Ready, RequestState.Decided], request.States.Select(entry => entry.State));
        Assert.All(request.States.SkipLast(1), entry => Assert.NotNull(entry.LeftAt));
    }

    [Fact]
    public void FastLane_TakesOnlyWhatIsKnownToBeSmallAndHarmless()
    {
        var request = Sent();
        Assert.False(request.IsFastLane);
        Assert.Empty(request.Triage(new TriageForm { EffortHours = "8", CrossesDepartments = "no", TouchesOrders = "no" }));
        Assert.True(request.IsFastLane);
        Assert.Empty(request.Triage(new TriageForm { EffortHours = "8", CrossesDepartments = "no" }));
        Assert.False(request.IsFastLane);
        Assert.Empty(request.Triage(new TriageForm { EffortHours = "9", CrossesDepartments = "no", TouchesOrders = "no" }));
        Assert.Equal((false, "It takes more than 8 hours."), (request.IsFastLane, FastLane.Sentence(request)));
        Assert.Equal("OverrideReason", Assert.Single(request.Triage(new TriageForm { Override = nameof(ScoreOverride.Security) })).Field);
    }

    [Fact]
    public void Request_NeedsFourThingsToBeSent_AndATitleToBeKept()
    {
        var request = Request.Begin(1, Guid.CreateVersion7(), ada, now);
        Assert.Equal(["Title"], request.Change(new RequestForm(), isSending: false).Select(problem => problem.Field));
        Assert.Empty(request.Change(new RequestForm { Title = "Short" }, isSending: false));
        Assert.Equal(["Problem", "Place", "HowOften", "DesiredState"], request.Change(new RequestForm { Title = "Short" }, isSending: true).Select(problem => problem.Field));
        Assert.Equal(["NeededBy", "Problem", "SecondsEach"], request.Change(new RequestForm { Title = "Long", Problem = new string('x', 100_000), SecondsEach = "0", NeededBy = "soon" }, isSending: false).Select(problem => problem.Field).Order(StringComparer.Ordinal));
        Assert.Equal("Short", request.Title);
    }

    [Fact]
    public void ScoreCard_KeepsRatersApart_AndNeverFillsIn()
    {
        RequestScore Of(Guid rater, string criterion, int level) => new() { Id = Guid.CreateVersion7(), RequestId = Guid.Empty, RaterId = rater, RaterName = rater.ToString(), Criterion = criterion, Level = level, ScoredAt = now };
        var (one, two) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var scores = Scale.Default.Criteria.SelectMany((criterion, i) => new[] { Of(one, criterion.Key, i % 6), Of(two, criterion.Key, i % 6) }).ToList();
        var card = ScoreCard.Of(Scale.Default, scores);
        Assert.Equal((2, true, 1d), (card.Raters.Count, card.IsComplete, card.Agreement.W));
        Assert.Equal(20 * (15 * 1 + 20 * 2 + 10 * 3 + 10 * 4 + 10 * 5) / 100.0, card.Points!.Value, 9);
        card = ScoreCard.Of(Scale.Default, scores.Where(score => score.Criterion != "money"));
        Assert.Equal((null, "Money"), (card.Points, Assert.Single(card.Missing)));
        Assert.All(Scale.Default.Criteria, criterion => Assert.Equal(6, criterion.Levels.Split('\n').Length));
        Assert.Equal(100, Scale.Default.Criteria.Sum(criterion => criterion.Weight));
    }

    [Fact]
    public void Measures_ComeFromTheStates()
    {
        var (from, to) = (new DateOnly(2026, 9, 7), new DateOnly(2026, 10, 4));
        // Sent on Mondays; decided 4, 6 and 10 working days later.
        Request[] requests = [Decided(7, 4, RequestOutcome.Approved), Decided(14, 6, RequestOutcome.Declined, asked: true), Decided(14, 10, RequestOutcome.RedirectedToTraining), At(21)];
        var answer = Measures.RequestMeasures.Of(requests, from, to, new DateOnly(2026, 10, 5), at => at);
        double? Of(string key) => answer.Measures.Single(measure => measure.Key == key).Value.Value;
        Assert.Equal((1, 6, 9.2), (Of("intake-per-week"), Of("decision-lead-median"), Math.Round(Of("decision-lead-p90")!.Value, 6)));
        Assert.Equal((100 / 3.0, 100 / 3.0, 0, 0), (Of("decline-share"), Of("training-share"), Of("scored-share"), Of("reopened-share")));
        Assert.Equal((25, 48, 0.25), (Of("returned-share"), Of("clarification-hours"), Of("round-trips")));
        Assert.Equal([1, 2, 1, 0], answer.Weeks.Select(week => week.Sent));
        Assert.Equal([(1, 100d)], answer.States.Where(state => state.State == RequestState.Clarification).Select(state => (state.Visits, state.WithinTarget.Value!.Value)));
        var nothing = Measures.RequestMeasures.Of([], from, to, to, at => at);
        Assert.All(nothing.Measures.Where(measure => measure.Unit is "%" or "working days" or "h"), measure => Assert.NotNull(measure.Value.MissingReason));

        static Request At(int day)
        {
            var at = new DateTimeOffset(2026, 9, day, 9, 0, 0, TimeSpan.Zero);
            var request = Request.Begin(day, Guid.CreateVersion7(), ada, at);
            request.Enter(RequestState.Submitted, null, ada, at);
            return request;
        }

        static Request Decided(int day, int workingDays, RequestOutcome outcome, bool asked = false)
        {
            var request = At(day);
            var at = request.StateSince;
            if (asked)
            {
                request.Ask("Which?", ada, at.AddDays(1));
                request.Reply(request.Clarifications[0], "That one", ada, at.AddDays(3));
            }

            request.Enter(RequestState.Screened, null, ada, at.AddDays(3));
            request.Decide(outcome, "Because", null, ada, new DateTimeOffset(WorkingAge.After(DateOnly.FromDateTime(at.DateTime), workingDays), new TimeOnly(12, 0), TimeSpan.Zero));
            return request;
        }
    }

    [Theory, InlineData(0.5, 2.5), InlineData(0, 1), InlineData(1, 4), InlineData(0.9, 3.7)]
    public void Percentile_LiesOnTheLineBetweenTwoValues(double share, double expected) => Assert.Equal(expected, Measures.RequestMeasures.Percentile([4, 1, 3, 2], share)!.Value, 9);

    private static Request Sent()
    {
        var request = Request.Begin(1, Guid.CreateVersion7(), ada, now);
        Assert.Empty(request.Change(new RequestForm { Title = "T", Problem = "P", DesiredState = "D", Place = "W", HowOften = "O" }, isSending: true));
        request.Enter(RequestState.Submitted, null, ada, now);
        return request;
    }

    private static TheoryData<string> Ids(string prefix) => [.. fixture.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("id").GetString()!).Where(id => id.StartsWith(prefix, StringComparison.Ordinal))];

    private static (JsonElement Input, JsonElement Expected) Case(string id)
    {
        var found = fixture.GetProperty("cases").EnumerateArray().Single(one => one.GetProperty("id").GetString() == id);
        return (found.GetProperty("input"), found.GetProperty("expected"));
    }

    private static DateOnly Day(JsonElement of, string name) => DateOnly.ParseExact(of.GetProperty(name).GetString()!, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
