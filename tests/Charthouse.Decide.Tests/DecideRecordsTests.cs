using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Decide.Tests;

/// <summary>Requests, ballots and decisions on both stores, with a clock of the test.</summary>
public sealed class DecideRecordsTests
{
    private static readonly DateOnly today = new(2026, 11, 2);
    private static readonly Actor clinician = Of("Ines Duarte", DecidePermissions.View, DecidePermissions.SubmitRequests);
    private static readonly Actor analyst = Of("Tomas Okafor", DecidePermissions.View, DecidePermissions.ViewAll, DecidePermissions.SubmitRequests, DecidePermissions.ScreenRequests, DecidePermissions.Score);
    private static readonly Actor cmio = Of("Maren Holt", [.. DecidePermissions.All.Select(permission => permission.Name)]);
    private static readonly Actor nurse = Of("Ruth Calder", DecidePermissions.View, DecidePermissions.ViewAll, DecidePermissions.Score);
    private static readonly Actor stranger = Of("Ben Stone", DecidePermissions.View, DecidePermissions.SubmitRequests);

    private readonly Clock clock = new();
    private readonly Papers pains = new("pain-point", ThreadStage.PainPoint);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Request_ComesOutOfAPainPoint_AndIsOneHoweverOftenItIsSent(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var pain = pains.Add("Potassium orders ask me the same thing three times");
        using var acting = bench.Act(clinician);
        var form = A.RequestForm();
        (form.From, form.Act) = ($"pain-point/{pain.Id}", "send");
        var first = Made(await bench.Get<SaveRequest>().RunAsync(null, form, Token));
        Assert.Equal(first, Made(await bench.Get<SaveRequest>().RunAsync(null, form, Token)));
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal((1, RequestState.Submitted), await db.Set<Request>().Select(r => new ValueTuple<int, RequestState>(r.Number, r.State)).SingleAsync(Token));
        var thread = (await bench.Get<ReadThread>().RunAsync(new(Request.RecordKind, first), Token))!;
        Assert.Equal(["Potassium orders ask me the same thing three times", "R-0001 Potassium"], thread.SelectMany(step => step.Records).Select(one => one.Summary.Title));

        pains.Hidden[pain.Id] = true;
        form.Key = null;
        Assert.Equal(RequestProblems.NoSource, (await bench.Get<SaveRequest>().RunAsync(null, form, Token)).Problems[0]);
        form.From = "nonsense";
        Assert.Equal(RequestProblems.NoSource, (await bench.Get<SaveRequest>().RunAsync(null, form, Token)).Problems[0]);
        form.From = null;
        Made(await bench.Get<SaveRequest>().RunAsync(null, form, Token));
        Assert.Equal([1, 2], await db.Set<Request>().OrderBy(r => r.Number).Select(r => r.Number).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Clarification_IsTimed_AndAReplyToWhatHasMovedOnIsRefused(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var id = await SentAsync(bench, clinician);
        using (bench.Act(clinician)) Assert.Equal(RequestProblems.NotTeam, (await bench.Get<AskRequester>().RunAsync(id, new() { Question = "Which?" }, Token)).Problems[0]);
        using (bench.Act(analyst))
        {
            Assert.Equal(RequestProblems.NoQuestion, (await bench.Get<AskRequester>().RunAsync(id, new() { Question = " " }, Token)).Problems[0]);
            Made(await bench.Get<AskRequester>().RunAsync(id, new() { Question = "Which order set?" }, Token));
        }

        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var asked = await db.Set<Clarification>().AsNoTracking().SingleAsync(Token);
        using (bench.Act(clinician))
        {
            var due = await DueAsync(bench, today, today.AddDays(14), Token);
            Assert.Equal((DueKind.Promise, "Answer the question", new DateOnly(2026, 11, 9)), due.Select(item => (item.Kind, item.Action, item.On!.Value)).Single());
        }

        clock.Now = clock.Now.AddHours(30);
        using (bench.Act(stranger)) Assert.Equal(RequestProblems.NotFound, (await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString(), Reply = "Hello" }, Token)).Problems[0]);
        using (bench.Act(analyst)) Assert.Equal(RequestProblems.NotYours, (await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString(), Reply = "Hello" }, Token)).Problems[0]);
        using (bench.Act(clinician))
        {
            Assert.Equal(RequestProblems.NoReply, (await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString() }, Token)).Problems[0]);
            Made(await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString(), Reply = "The <b>admission</b> one" }, Token));
            Assert.Equal(RequestProblems.NotAsked, (await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString(), Reply = "Again" }, Token)).Problems[0]);
            Assert.Equal("form.text-too-long", (await bench.Get<ReplyToQuestion>().RunAsync(id, new() { Asked = asked.Id.ToString(), Reply = new string('x', 100_000) }, Token)).Problems[0].Code);
        }

        var entry = await db.Set<RequestStateEntry>().AsNoTracking().SingleAsync(s => s.State == RequestState.Clarification, Token);
        Assert.Equal(30, (entry.LeftAt!.Value - entry.EnteredAt).TotalHours);
        Assert.Equal([RequestNotices.Asked.Name], await db.Set<Notification>().Where(n => n.AccountId == clinician.AccountId).Select(n => n.Kind).ToListAsync(Token));
        Assert.Equal(1, await db.Set<Notification>().CountAsync(n => n.AccountId == analyst.AccountId, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Move_IsRefusedWhereSomebodyWasFirst_WithoutAReason_AndForStrangers(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var id = await SentAsync(bench, clinician);
        using (bench.Act(clinician)) Assert.Equal(RequestProblems.NotTeam, (await MoveAsync(bench, id, RequestState.Submitted, RequestState.Screened)).Problems[0]);
        using (bench.Act(analyst))
        {
            Made(await MoveAsync(bench, id, RequestState.Submitted, RequestState.Screened));
            Assert.Equal(RequestProblems.Moved, (await MoveAsync(bench, id, RequestState.Submitted, RequestState.Screened)).Problems[0]);
            Made(await MoveAsync(bench, id, RequestState.Screened, RequestState.Ready));
            Assert.Equal(RequestProblems.NotScored, (await MoveAsync(bench, id, RequestState.Ready, RequestState.Scored)).Problems[0]);
            Assert.Equal(RequestProblems.NoReason, (await MoveAsync(bench, id, RequestState.Ready, RequestState.Withdrawn, StepBy.Withdrawal)).Problems[0]);
        }

        using (bench.Act(stranger)) Assert.Equal(RequestProblems.NotFound, (await MoveAsync(bench, id, RequestState.Ready, RequestState.Withdrawn, StepBy.Withdrawal, "Mine now")).Problems[0]);
        using (bench.Act(clinician))
        {
            Assert.Equal(ScoreProblems.OwnRequest, (await bench.Get<ScoreRequest>().RunAsync(id, A.Scores(3), today, Token)).Problems[0]);
            Made(await MoveAsync(bench, id, RequestState.Ready, RequestState.Withdrawn, StepBy.Withdrawal, "Solved at the desk"));
        }

        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([RequestState.Draft, RequestState.Submitted, RequestState.Screened, RequestState.Ready, RequestState.Withdrawn], await db.Set<RequestStateEntry>().OrderBy(s => s.Position).Select(s => s.State).ToListAsync(Token));
        Assert.Equal(2, await db.Set<Notification>().CountAsync(n => n.AccountId == clinician.AccountId && n.Kind == RequestNotices.Moved.Name, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task List_RanksByScoreForTheEffort_AndDrawsTheLine(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var (small, large, law) = (await ReadyAsync(bench, "16"), await ReadyAsync(bench, "100"), await ReadyAsync(bench, "40", ScoreOverride.Regulatory));
        var unknown = await ReadyAsync(bench, null);
        using (bench.Act(analyst)) foreach (var (id, level) in new[] { (small, 2), (large, 5), (law, 0), (unknown, 5) }) Made(await bench.Get<ScoreRequest>().RunAsync(id, A.Scores(level), today, Token));
        using (bench.Act(nurse)) foreach (var (id, level) in new[] { (small, 2), (large, 4), (law, 0) }) Made(await bench.Get<ScoreRequest>().RunAsync(id, A.Scores(level), today, Token));
        using var acting = bench.Act(analyst);
        Assert.Equal("decide.capacity-range", (await bench.Get<SetCapacity>().RunAsync(today, "many", Token)).Problems[0].Code);
        Made(await bench.Get<SetCapacity>().RunAsync(today, "60", Token));
        var answer = await bench.Get<RequestList>().RunAsync(null, null, today, at => at, Token);
        Assert.Equal([law, small, large, unknown], answer.Rows.Select(row => row.Request.Id));
        Assert.Equal([(1, 0d), (2, 40d), (3, 22.5)], answer.Rows.Take(3).Select(row => (row.Rank!.Value, Math.Round(row.Priority!.Value, 9))));
        Assert.Equal([true, true, false], answer.Rows.Take(3).Select(row => row.IsAbove!.Value));
        Assert.Equal([1d, 1d, 0d], answer.Rows.Take(3).Select(row => row.ShareAbove!.Value));
        Assert.Equal((null, "Nobody has estimated the hours."), (answer.Rows[3].Rank, answer.Rows[3].NoRank));
        Assert.Equal((60, 56d, 1d, 2), (answer.CapacityHours, answer.HoursAbove, answer.Agreement.W, answer.Agreement.RaterCount));

        // A level that is taken back is missing, and with it the score.
        Made(await bench.Get<ScoreRequest>().RunAsync(unknown, new ScoreForm { Levels = new() { ["safety"] = "3" } }, today, Token));
        Assert.Equal(6, (await bench.Get<RequestList>().RunAsync(null, null, today, at => at, Token)).Rows.Single(row => row.Request.Id == unknown).Card.Missing.Count);
        Assert.Equal(ScoreProblems.BadLevel, (await bench.Get<ScoreRequest>().RunAsync(unknown, new ScoreForm { Levels = new() { ["safety"] = "6" } }, today, Token)).Problems[0]);

        // New weights count from their day on, and not before.
        using (bench.Act(cmio))
        {
            var form = ScaleForm.Of(Scale.Default);
            form.Rows[0].Weight = "75";
            form.ValidFrom = "2026-11-01";
            Assert.Equal(ScaleProblems.Past, (await bench.Get<SetScale>().RunAsync(form, today, Token)).Problems[0]);
            form.ValidFrom = "2026-11-10";
            Made(await bench.Get<SetScale>().RunAsync(form, today, Token));
            Assert.Equal(ScaleProblems.Taken, (await bench.Get<SetScale>().RunAsync(form, today, Token)).Problems[0]);
        }

        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(25, (await Scale.OnAsync(db, today, Token)).Criteria[0].Weight);
        Assert.Equal(75, (await Scale.OnAsync(db, new(2026, 11, 10), Token)).Criteria[0].Weight);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task OnePersonDecides_WithinTheAuthority_AndNeverOnAnOwnRequest(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var id = await ReadyAsync(bench, "16");
        var decision = await PrepareAsync(bench, id, form => (form.Amount, form.Currency, form.Initiative) = ("90000", "USD", "scribe"));
        using (bench.Act(analyst)) Assert.Equal(DecisionProblems.NotAllowed, (await bench.Get<DecideNow>().RunAsync(decision, today, Token)).Problems[0]);
        using (bench.Act(cmio))
        {
            var refused = (await bench.Get<DecideNow>().RunAsync(decision, today, Token)).Problems[0];
            Assert.Equal("decide.decision-above-authority", refused.Code);
            Assert.Contains("CMIO+CIO", refused.Message, StringComparison.Ordinal);
            await ChangeAsync(bench, decision, form => form.Amount = "20000");
            Made(await bench.Get<DecideNow>().RunAsync(decision, today, Token));
            Assert.Equal(DecisionProblems.IsDecided, (await bench.Get<DecideNow>().RunAsync(decision, today, Token)).Problems[0]);
        }

        using (bench.Act(clinician))
        {
            // Who asked sees what was decided, as the next step of the thread.
            var thread = (await bench.Get<ReadThread>().RunAsync(new(Request.RecordKind, id), Token))!;
            Assert.Equal(["approved", "approved"], thread.SelectMany(step => step.Records).Select(one => one.Summary.State));
        }

        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal((RequestState.Decided, RequestOutcome.Approved), await db.Set<Request>().Where(r => r.Id == id).Select(r => new ValueTuple<RequestState, RequestOutcome>(r.State, r.Outcome!.Value)).SingleAsync(Token));
        Assert.Equal(new DateOnly(2028, 11, 2), (await db.Set<Decision>().AsNoTracking().SingleAsync(Token)).ReviewOn);

        // The second half of the same initiative does not slip under the limit, and medication never is one person's.
        var other = await PrepareAsync(bench, await ReadyAsync(bench, "16"), form => (form.Amount, form.Currency, form.Initiative) = ("20000", "USD", "Scribe"));
        using (bench.Act(cmio))
        {
            Assert.Contains("with 1 earlier approval of “Scribe” within a year it binds 40,000\u202FUSD", (await bench.Get<DecideNow>().RunAsync(other, today, Token)).Problems[0].Message, StringComparison.Ordinal);
            await ChangeAsync(bench, other, form => form.Currency = "EUR");
            Assert.Equal("decide.decision-other-currency", (await bench.Get<DecideNow>().RunAsync(other, today, Token)).Problems[0].Code);
            await ChangeAsync(bench, other, form => (form.Amount, form.Risk) = (null, nameof(ClinicalRisk.Medication)));
            Assert.Contains("IT steering committee", (await bench.Get<DecideNow>().RunAsync(other, today, Token)).Problems[0].Message, StringComparison.Ordinal);
        }

        var own = await PrepareAsync(bench, await ReadyAsync(bench, "4", by: cmio), _ => { });
        using (bench.Act(cmio)) Assert.Equal("decide.decision-own-request", (await bench.Get<DecideNow>().RunAsync(own, today, Token)).Problems[0].Code);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Committee_DecidesByBallot(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var id = await ReadyAsync(bench, "16");
        var decision = await PrepareAsync(bench, id, form => form.Risk = nameof(ClinicalRisk.Medication));
        using var acting = bench.Act(cmio);
        var low = Made(await bench.Get<SaveCommittee>().RunAsync(null, A.LowCommitteeForm(cmio), Token));
        Assert.Equal("decide.decision-committee-too-low", (await bench.Get<OpenBallot>().RunAsync(decision, new() { Committee = low.ToString() }, today, Token)).Problems[0].Code);
        var committee = Made(await bench.Get<SaveCommittee>().RunAsync(null, A.CommitteeForm(cmio, nurse, analyst), Token));
        Assert.Equal(BallotProblems.BadWindow, (await bench.Get<OpenBallot>().RunAsync(decision, new() { Committee = committee.ToString(), Days = "0" }, today, Token)).Problems[0]);
        var ballot = Made(await bench.Get<OpenBallot>().RunAsync(decision, new() { Committee = committee.ToString(), Days = "3" }, today, Token));
        Assert.Equal(DecisionProblems.OpenBallot, (await bench.Get<DecideNow>().RunAsync(decision, today, Token)).Problems[0]);
        Assert.Equal(BallotProblems.StillOpen, (await bench.Get<CountBallot>().RunAsync(decision, new() { Ballot = ballot.ToString() }, today, Token)).Problems[0]);
        Assert.Equal("Vote", Assert.Single(await DueAsync(bench, today, today.AddDays(3), Token), item => item.Record.Id == decision).Action);
        Made(await VoteAsync(bench, decision, ballot, VoteChoice.Yes));
        Assert.Equal(BallotProblems.BehalfNote, (await VoteAsync(bench, decision, ballot, VoteChoice.Yes, nurse)).Problems[0]);
        Made(await VoteAsync(bench, decision, ballot, VoteChoice.No, nurse, "By phone"));
        using (bench.Act(clinician)) Assert.Equal(BallotProblems.NotMember, (await VoteAsync(bench, decision, ballot, VoteChoice.Yes)).Problems[0]);
        using (bench.Act(nurse))
        {
            Assert.Equal(BallotProblems.NotBehalf, (await VoteAsync(bench, decision, ballot, VoteChoice.Yes, analyst, "He said so")).Problems[0]);
            Made(await VoteAsync(bench, decision, ballot, VoteChoice.Yes));
        }

        clock.Now = clock.Now.AddDays(3);
        using (bench.Act(analyst)) Assert.Equal(BallotProblems.Closed, (await VoteAsync(bench, decision, ballot, VoteChoice.No)).Problems[0]);
        Assert.Equal((2, 3, BallotResult.Carried), Made(await bench.Get<CountBallot>().RunAsync(decision, new() { Ballot = ballot.ToString() }, today.AddDays(3), Token)) is var count ? (count.Yes, count.Eligible, count.Result) : default);
        Assert.Equal(BallotProblems.IsCounted, (await bench.Get<CountBallot>().RunAsync(decision, new() { Ballot = ballot.ToString() }, today, Token)).Problems[0]);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(RequestState.Decided, await db.Set<Request>().Where(r => r.Id == id).Select(r => r.State).SingleAsync(Token));
        Assert.Equal(("Medication committee", 2, 0), await db.Set<Decision>().Select(d => new ValueTuple<string?, int?, int?>(d.DecidedBy, d.YesCount, d.NoCount)).SingleAsync(Token) is var (who, yes, no) ? (who, yes!.Value, no!.Value) : default);
        Assert.Equal([LinkRelation.DecidedBy, LinkRelation.DerivedFrom], (await db.Set<RecordLink>().Where(l => l.FromId == decision || l.ToId == decision).Select(l => l.Relation).ToListAsync(Token)).Order());
        Assert.Equal([null, null, null], await db.Set<Vote>().Select(v => v.OnBehalfBy).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Quorum_LostByRecusal_DecidesNothing_AndSaysTheNumbers(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var decision = await PrepareAsync(bench, await ReadyAsync(bench, "16"), _ => { });
        using var acting = bench.Act(cmio);
        var form = A.CommitteeForm(cmio, nurse, analyst);
        form.RequiredRoles = "chair or vice";
        var committee = Made(await bench.Get<SaveCommittee>().RunAsync(null, form, Token));
        var ballot = Made(await bench.Get<OpenBallot>().RunAsync(decision, new() { Committee = committee.ToString(), Days = "3" }, today, Token));
        Made(await VoteAsync(bench, decision, ballot, VoteChoice.Recused));
        using (bench.Act(nurse)) Made(await VoteAsync(bench, decision, ballot, VoteChoice.Yes));
        using (bench.Act(analyst)) Made(await VoteAsync(bench, decision, ballot, VoteChoice.Yes));
        // Everybody has voted, so it is counted before its window closes. The chair is recused, and there is no vice.
        var count = Made(await bench.Get<CountBallot>().RunAsync(decision, new() { Ballot = ballot.ToString() }, today, Token));
        Assert.Equal((BallotResult.NoQuorum, 2, 2, 2, "nobody in the role chair or vice took part"), (count.Result, count.Eligible, count.Present, count.QuorumNeeded, count.Reason));
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(DecisionState.Proposed, await db.Set<Decision>().Select(d => d.State).SingleAsync(Token));
        Assert.Equal("No quorum: nobody in the role chair or vice took part.", await db.Set<Ballot>().Select(b => b.ResultText).SingleAsync(Token));
        // Another one can be opened.
        Made(await bench.Get<OpenBallot>().RunAsync(decision, new() { Committee = committee.ToString(), Days = "3" }, today, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Decision_IsRenewed_Replaced_AndKeepsItsConditions(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(cmio);
        var first = await PrepareAsync(bench, null, _ => { });
        Assert.Equal(DecisionProblems.NotDecided, (await bench.Get<RenewDecision>().RunAsync(first, new() { Reason = "Fine", Months = "12" }, today, Token)).Problems[0]);
        Made(await bench.Get<DecideNow>().RunAsync(first, today, Token));
        Assert.Equal(DecisionProblems.NoCondition, (await bench.Get<AddCondition>().RunAsync(first, new() { Text = "Count", Owner = "Sam" }, Token)).Problems[0]);
        Made(await bench.Get<AddCondition>().RunAsync(first, new() { Text = "Count firings", Owner = "Sam", DueOn = "2026-11-20" }, Token));
        await using (var db = await bench.Dbs.CreateDbContextAsync(Token))
        {
            var condition = await db.Set<DecisionCondition>().SingleAsync(Token);
            Assert.Equal(["Meet the condition"], (await DueAsync(bench, today, new(2026, 11, 20), Token)).Select(item => item.Action));
            Made(await bench.Get<MeetCondition>().RunAsync(first, new() { Condition = condition.Id.ToString(), Note = "Counted" }, today, Token));
            Assert.Equal(DecisionProblems.ConditionMet, (await bench.Get<MeetCondition>().RunAsync(first, new() { Condition = condition.Id.ToString() }, today, Token)).Problems[0]);
        }

        // 1 March 2027 plus 12 months.
        Made(await bench.Get<RenewDecision>().RunAsync(first, new() { Reason = "It still holds", Months = "12" }, new(2027, 3, 1), Token));
        Assert.Equal(["Renew or replace"], (await DueAsync(bench, new(2028, 2, 1), new(2028, 2, 8), Token)).Select(item => item.Action));
        var second = await PrepareAsync(bench, null, form => form.Supersedes = first.ToString());
        Made(await bench.Get<DecideNow>().RunAsync(second, today, Token));
        var rows = await bench.Get<DecisionList>().RunAsync("replaced", null, today, Token);
        Assert.Equal([(1, 2)], rows.Select(row => (row.Decision.Number, row.ReplacedBy!.Value)));
        Assert.Empty(await DueAsync(bench, new(2028, 2, 1), new(2028, 2, 8), Token) is var due ? due.Where(item => item.Record.Id == first) : []);
        Assert.Equal(DecisionProblems.NoSuperseded, (await bench.Get<SaveDecision>().RunAsync(null, A.DecisionForm(form => form.Supersedes = Guid.CreateVersion7().ToString()), Token)).Problems[0]);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Clinicians_SeeTheirOwn_AndNobodySeesADraft(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        Guid draft;
        using (bench.Act(clinician)) draft = Made(await bench.Get<SaveRequest>().RunAsync(null, A.RequestForm(), Token));
        var sent = await SentAsync(bench, clinician);
        var kinds = bench.Get<RecordKinds>();
        foreach (var (who, seen) in new[] { (clinician, new[] { draft, sent }), (stranger, []), (analyst, [sent]) })
        {
            using (bench.Act(who))
            {
                Assert.Equal(seen.Order(), (await kinds.SummariseAsync([new(Request.RecordKind, draft), new(Request.RecordKind, sent)], Token)).Keys.Select(key => key.Id).Order());
                Assert.Equal(seen.Order(), (await bench.Get<RequestList>().RunAsync("all", null, today, at => at, Token)).Rows.Select(row => row.Request.Id).Order());
                Assert.Equal(seen.Length, (await kinds.FindAsync("potass", null, 5, Token)).Count);
            }
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Demo_HasTheThread_TheOpenBallot_AndEveryKindOfEnd(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        var pain = pains.Add("Potassium orders ask me the same thing three times");
        using var acting = bench.Act(cmio);
        var made = (await bench.Get<MakeDemoDecisions>().RunAsync(today, pain, Token))!.Value;
        Assert.Null(await bench.Get<MakeDemoDecisions>().RunAsync(today, pain, Token));
        var thread = (await bench.Get<ReadThread>().RunAsync(pain, Token))!;
        Assert.Equal([pain, made.Request, made.Decision], thread.SelectMany(step => step.Records).Select(one => one.Record));
        Assert.Equal("approved, 7 to 0", thread.Single(step => step.Stage == ThreadStage.Decision).Records[0].Summary.State);
        var decisions = await bench.Get<DecisionList>().RunAsync(null, null, today, Token);
        Assert.Equal((6, 1), (decisions.Count, decisions.Count(row => row.OpenBallot is not null)));
        var requests = await bench.Get<RequestList>().RunAsync("all", null, today, at => at, Token);
        Assert.Equal(15, requests.Rows.Count);
        Assert.Equal(0, requests.Rows.Count(row => row.Request.State == RequestState.Draft));
        Assert.Contains(requests.Rows, row => row.IsAbove == false);
        Assert.Contains(requests.Rows, row => row.Request.IsFastLane);
        Assert.Contains("Vote", (await DueAsync(bench, today, today.AddDays(14), Token)).Select(item => item.Action));
        var measures = await bench.Get<Measures.RequestMeasures>().RunAsync(today.AddDays(-365), today, today, at => at, Token);
        Assert.Equal(20, measures.Measures.Single(measure => measure.Key == "training-share").Value.Value);
        Assert.Contains((await new OwnedDecisions(bench.Dbs, bench.Get<CurrentActor>()).HeldByAsync([new Holder(null, cmio.AccountId, ["Maren Holt"])], Token)), held => held.Holding == "Member, chair");
        Assert.All(await new DecidePersonalData(bench.Dbs).OfAsync(clinician.AccountId!.Value, null, Token), part => Assert.NotNull(part.Rows));
    }

    private static Actor Of(string name, params string[] permissions) => new(Guid.CreateVersion7(), null, name, permissions.ToHashSet());

    private static T Made<T>(Outcome<T> outcome)
    {
        Assert.Equal("", string.Join(' ', outcome.Problems.Select(problem => problem.Message)));
        return outcome.Value;
    }

    private static Task<Outcome<Guid>> MoveAsync(RecordBench bench, Guid id, RequestState from, RequestState to, StepBy by = StepBy.Team, string? reason = null) =>
        bench.Get<MoveRequest>().RunAsync(id, new MoveForm { From = from.ToString(), To = to.ToString(), By = by.ToString(), Reason = reason }, today, Token);

    private static Task<Outcome<Guid>> VoteAsync(RecordBench bench, Guid decision, Guid ballot, VoteChoice choice, Actor? member = null, string? note = null) =>
        bench.Get<CastVote>().RunAsync(decision, new BallotForm { Ballot = ballot.ToString(), Choice = choice.ToString(), Member = member?.AccountId.ToString(), Note = note }, Token);

    private static Task<IReadOnlyList<DueItem>> DueAsync(RecordBench bench, DateOnly on, DateOnly until, CancellationToken cancellationToken) => bench.Get<IEnumerable<IDueItems>>().OfType<DueDecisions>().Single().DueAsync(on, until, cancellationToken);

    private static async Task<Guid> SentAsync(RecordBench bench, Actor by)
    {
        using var acting = bench.Act(by);
        var form = A.RequestForm();
        form.Act = "send";
        return Made(await bench.Get<SaveRequest>().RunAsync(null, form, Token));
    }

    private static async Task<Guid> ReadyAsync(RecordBench bench, string? hours, ScoreOverride? ahead = null, Actor? by = null)
    {
        var id = await SentAsync(bench, by ?? clinician);
        using var acting = bench.Act(analyst);
        Made(await bench.Get<TriageRequest>().RunAsync(id, new TriageForm { Version = 3, EffortHours = hours, Override = ahead?.ToString(), OverrideReason = "Act" }, Token));
        Made(await MoveAsync(bench, id, RequestState.Submitted, RequestState.Screened));
        Made(await MoveAsync(bench, id, RequestState.Screened, RequestState.Ready));
        return id;
    }

    private static async Task<Guid> PrepareAsync(RecordBench bench, Guid? request, Action<DecisionForm> change)
    {
        using var acting = bench.Act(request is null ? cmio : analyst);
        var form = A.DecisionForm(change);
        form.From = request is { } id ? $"request/{id}" : null;
        return Made(await bench.Get<SaveDecision>().RunAsync(null, form, Token));
    }

    private static async Task ChangeAsync(RecordBench bench, Guid id, Action<DecisionForm> change)
    {
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var form = DecisionForm.Of(await db.Set<Decision>().AsNoTracking().Include(d => d.Options).SingleAsync(d => d.Id == id, Token));
        change(form);
        Made(await bench.Get<SaveDecision>().RunAsync(id, form, Token));
    }

    private Task<RecordBench> StartAsync(StoreKind store) => RecordBench.StartAsync(store, services =>
    {
        services.AddSingleton<TimeProvider>(clock).AddSingleton<IRecordKind>(pains);
        services.AddSingleton<IDirectory>(new People([.. new[] { clinician, analyst, cmio, nurse, stranger }.Select(who => new DirectoryEntry(who.AccountId!.Value, who.Name))]));
    });

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
