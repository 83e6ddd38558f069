using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide;

/// <summary>The demo's requests, its committee and its decisions. Nobody in them exists, and nothing was decided.</summary>
internal sealed class MakeDemoDecisions(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory)
{
    private const string CommitteeName = "Medication and alerts committee";

    /// <summary>Makes them, ending today. Does nothing where there are requests already.</summary>
    /// <param name="today">Today, in the demo hospital.</param>
    /// <param name="potassium">The pain point that the first request comes out of; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The request about potassium and its decision, for what comes out of them; <c>null</c> when nothing was made.</returns>
    public async Task<(RecordRef Request, RecordRef Decision)?> RunAsync(DateOnly today, RecordRef? potassium, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Request>().AnyAsync(cancellationToken)) return null;
        var (cmio, analyst, clinician, nurse, lead) = (await WhoAsync("Maren Holt"), await WhoAsync("Tomas Okafor"), await WhoAsync("Ines Duarte"), await WhoAsync("Ruth Calder"), await WhoAsync("Samir Haddad"));

        var committee = new Committee { Id = Guid.CreateVersion7(), CreatedAt = At(-400) };
        (Actor Who, string Role)[] seats = [(cmio, "chair"), (nurse, "vice"), (Made("Priya Lund"), "pharmacy"), (Made("Mei Tan"), "hospital medicine"), (Made("Owen Hale"), "surgery"), (Made("Nadia Corbel"), "quality"), (Made("Joel Ferrand"), "emergency medicine")];
        Checked(committee.Change(new CommitteeForm
        {
            Name = CommitteeName,
            Purpose = "Decides about alerts, order sets and everything that changes how medication is ordered or given.",
            QuorumPercent = "50",
            IsStrict = "yes",
            Majority = nameof(Majority.Simple),
            RequiredRoles = "chair or vice; pharmacy",
            AuthorityLevel = "2",
            Members = [.. seats.Select(seat => new CommitteeForm.Row { Account = seat.Who.AccountId.ToString(), Role = seat.Role })],
        }, seats.ToDictionary(seat => seat.Who.AccountId!.Value, seat => seat.Who.Name), out _));
        db.Add(committee);
        db.Add(new QuarterCapacity { Id = Guid.CreateVersion7(), Year = QuarterCapacity.Of(today).Year, Quarter = QuarterCapacity.Of(today).Quarter, Hours = 320, Version = 1 });

        List<Request> requests = [];
        List<Decision> decisions = [];

        // The thread that the demo follows to its end.
        var asked = Write(clinician, -170, new()
        {
            Title = "Potassium orders ask me the same thing three times",
            Problem = "Every potassium order asks me the same thing three times: low kidney function, duplicate, and the same duplicate again. On a night with 20 admissions I stop reading them.",
            DesiredState = "One question, once, only when it matters. The kidney check stays.",
            WhoSuffers = "Hospital physicians, pharmacists",
            People = "140",
            Place = "Medicine, Intensive care",
            Systems = "EHR order entry",
            HowOften = "Several times a shift",
            SecondsEach = "24",
            Harm = "A low-kidney warning was clicked away with the duplicates in March; caught by the pharmacist.",
            Evidence = "60.8 warnings for each 100 potassium orders; 94 % overridden.",
            PatientImpact = "Warnings that matter are read again.",
            EquityImpact = "Not that I know.",
            Sponsor = "Head of hospital medicine",
        }, "Tomas Okafor", 14, cross: true, orders: true);
        asked.Enter(RequestState.Screened, null, analyst, At(-168));
        asked.Ask("We saw it 6 times in 40 minutes on the ward. Is this right: one question for each order, and the kidney check must stay?", analyst, At(-167));
        asked.Reply(asked.Clarifications[0], "Yes, exactly. Please keep the kidney one, that one has saved me.", clinician, At(-164));
        asked.Enter(RequestState.Ready, null, analyst, At(-162));
        Score(asked, [(cmio, [4, 1, 4, 3, 3, 2, 1]), (nurse, [4, 0, 3, 3, 2, 2, 1]), (analyst, [3, 1, 4, 3, 3, 2, 2])]);
        asked.Enter(RequestState.Scored, null, analyst, At(-158));
        var merge = Prepare(analyst, -157, asked, new()
        {
            Title = "Merge the three potassium warnings into one",
            Question = "Should the three rules become one that asks once for each order?",
            Outcome = nameof(RequestOutcome.Approved),
            Text = "The three rules are merged into one value set. It asks once for each order, and keeps the check of kidney function. Pharmacy watches missed low-kidney doses for eight weeks.",
            Rationale = "Nine of ten warnings were clicked away, and the one that matters went with them. Three rules share one value set, so merging is safe if the renal limit moves along.",
            Evidence = "Firings and overrides of May; test cases of pharmacy informatics.",
            Risk = nameof(ClinicalRisk.Medication),
            Initiative = "alerts",
            Chosen = "0",
            Options = [new() { Title = "Merge three rules into one", Pros = "One question. The kidney check stays.", Cons = "A week of tests." }, new() { Title = "Turn the duplicate rule off", Pros = "Done in a day.", Cons = "True duplicates pass." }, new() { Title = "Leave it", Pros = "No work.", Cons = "People stop reading." }],
        });
        Carry(merge, asked, -156, -155, seats.Select(_ => VoteChoice.Yes));
        merge.Add(new DecisionCondition { Id = Guid.CreateVersion7(), DecisionId = merge.Id, Text = "Missed low-kidney doses are counted for eight weeks after the go-live.", Owner = "Priya Lund", DueOn = today.AddDays(-10), MetOn = today.AddDays(-12), MetNote = "None was missed." });
        asked.Enter(RequestState.Build, null, analyst, At(-150));
        asked.Enter(RequestState.Test, null, analyst, At(-100));
        asked.Enter(RequestState.Release, null, analyst, At(-74));
        asked.Enter(RequestState.Measuring, null, analyst, At(-70));

        // Scored, and waiting.
        var letters = Write(nurse, -40, Text("Discharge letters print twice on 4 West", "Each letter comes out twice, and one lies in the printer with a name on it.", "One letter, once.", "4 West", "EHR printing", "About 30 times a day", "12"), "Tomas Okafor", 14, cross: false, orders: false);
        Through(letters, -39, RequestState.Ready);
        Score(letters, [(cmio, [2, 3, 2, 1, 2, 2, 2]), (nurse, [3, 3, 3, 1, 2, 2, 2]), (analyst, [2, 3, 2, 1, 2, 2, 2])]);
        letters.Enter(RequestState.Scored, null, analyst, At(-20));

        var sepsis = Write(clinician, -32, Text("The sepsis alert fires for patients who are treated already", "It interrupts at every vital sign, also when the bundle runs.", "It is quiet once the bundle is ordered.", "Emergency, Medicine", "EHR alerts", "40 times a day in the emergency department", "18"), "Tomas Okafor", 60, cross: true, orders: true);
        Through(sepsis, -31, RequestState.Ready);
        Score(sepsis, [(cmio, [4, 1, 4, 4, 4, 2, 1]), (nurse, [4, 1, 3, 4, 3, 3, 1]), (analyst, [3, 1, 4, 3, 3, 2, 1])]);
        sepsis.Enter(RequestState.Scored, null, analyst, At(-14));
        var quiet = Prepare(analyst, -9, sepsis, new()
        {
            Title = "Make the sepsis alert quiet once the bundle is ordered",
            Question = "May the alert be suppressed for 12 hours after the bundle is ordered?",
            Outcome = nameof(RequestOutcome.ApprovedWithChange),
            Text = "The alert is suppressed for 6 hours after the bundle is ordered, and fires again at once when lactate rises.",
            Rationale = "Most firings are for patients who are treated. Twelve hours is too long where lactate rises.",
            Risk = nameof(ClinicalRisk.Medication),
            Initiative = "alerts",
            Amount = "18000",
            Currency = "USD",
            Chosen = "0",
            Options = [new() { Title = "Suppress for 6 hours, with a way out", Pros = "Safe where lactate rises.", Cons = "A little more work." }, new() { Title = "Suppress for 12 hours", Pros = "Simple.", Cons = "Late deterioration is missed." }],
        });
        var ballot = Ballot.Begin(quiet.Id, committee, At(-3), At(4));
        foreach (var (name, choice, day) in new[] { ("Priya Lund", VoteChoice.Yes, -2), ("Mei Tan", VoteChoice.Yes, -2), ("Owen Hale", VoteChoice.Abstain, -1) }) Vote(ballot, name, choice, day);
        quiet.Open(ballot);

        var opioid = Write(lead, -25, Text("Opioid agreement before the second prescription", "The state asks for a signed agreement from 1 March on.", "The agreement is offered, signed and found again.", "Family medicine, Pain clinic", "EHR orders, Portal", "Each chronic prescription", "90"), "Samir Haddad", 120, cross: true, orders: true, ahead: ScoreOverride.Regulatory, because: "State prescription act, from 1 March.");
        Through(opioid, -24, RequestState.Ready);
        Score(opioid, [(cmio, [2, 5, 1, 2, 2, 2, 0]), (nurse, [2, 5, 1, 2, 3, 2, 1])]);
        opioid.Enter(RequestState.Scored, null, analyst, At(-8));

        var board = Write(nurse, -22, Text("Emergency track board: colours that mean the same everywhere", "Red is “isolation” on one board and “late” on the other.", "One legend for all boards.", "Emergency", "EHR track board", "Always", null), "Tomas Okafor", 200, cross: true, orders: false);
        Through(board, -21, RequestState.Ready);
        Score(board, [(cmio, [3, 1, 2, 2, 3, 2, 1]), (nurse, [4, 1, 3, 2, 3, 3, 1]), (analyst, [3, 1, 2, 2, 3, 2, 1])]);

        var handover = Write(clinician, -18, Text("Weekend handover list that carries over", "The list is typed anew each Friday.", "Friday's list stands there on Saturday.", "Medicine, Surgery", "EHR handover", "Once a week, 24 teams", "1200"), "Tomas Okafor", 40, cross: true, orders: false);
        Through(handover, -17, RequestState.Ready);
        Score(handover, [(cmio, [3, 0, 3, 2, 2, 1, 1])], leaveOut: "money");

        // In clarification: it waits for who wrote it.
        var insulin = Write(clinician, -12, Text("Sliding scale starts with the wrong default", "The default is the high scale for everybody.", "The default follows the weight.", "Medicine", "EHR order sets", "20 times a day", "15"), null, null, null, null);
        insulin.Enter(RequestState.Screened, null, analyst, At(-11));
        insulin.Ask("Which of the three insulin order sets do you open: admission, transfer or the diabetes one? A screenshot without a name helps.", analyst, At(-7));

        // The fast lane, and what has just arrived.
        var label = Write(nurse, -6, Text("Label of the “hold” button is cut off", "It reads “Ho”.", "It reads “Hold”.", "Perioperative", "EHR theatre list", "All day", "2"), "Tomas Okafor", 2, cross: false, orders: false);
        label.Enter(RequestState.Screened, null, analyst, At(-5));
        Write(clinician, -2, Text("Allergies are sorted by date instead of by severity", "The one that kills stands at the bottom.", "The worst first.", "All clinics", "EHR allergies", "Each visit", "6"), null, null, null, null);
        Write(lead, -1, Text("Portal messages go to the clinic that is closed", "They wait over the weekend.", "They go to whoever is on duty.", "Pediatrics", "Portal, EHR inbox", "15 a weekend", "180"), null, null, null, null);

        // Decided in other ways.
        var tool = Write(nurse, -120, Text("Nurse handover tool with the lines of the patient", "Lines and drains are written on paper.", "They stand in the handover.", "Surgery, Intensive care", "EHR handover", "Each shift", "240"), "Samir Haddad", 300, cross: true, orders: false);
        Through(tool, -119, RequestState.Ready);
        Score(tool, [(cmio, [3, 1, 4, 3, 3, 2, 1]), (nurse, [4, 1, 5, 3, 3, 2, 1])]);
        tool.Enter(RequestState.Scored, null, analyst, At(-95));
        var build = Prepare(analyst, -90, tool, new()
        {
            Title = "Build the handover tool for two units first",
            Question = "Should the tool be built for all units at once?",
            Outcome = nameof(RequestOutcome.ApprovedWithChange),
            Text = "Surgery and intensive care begin. The others follow when four weeks of use are measured.",
            Rationale = "It saves minutes in each shift, and two units can teach the others.",
            Dissent = "Surgery would have liked all units at once.",
            Initiative = "handover",
            Amount = "86000",
            Currency = "USD",
            Chosen = "1",
            Options = [new() { Title = "All units at once", Pros = "One training.", Cons = "No way back." }, new() { Title = "Two units first", Pros = "We learn before the rest.", Cons = "Later for others." }],
        });
        Carry(build, tool, -86, -80, [VoteChoice.Yes, VoteChoice.Yes, VoteChoice.Yes, VoteChoice.Yes, VoteChoice.No, VoteChoice.Abstain, VoteChoice.Recused]);
        build.Add(new DecisionCondition { Id = Guid.CreateVersion7(), DecisionId = build.Id, Text = "Adoption after four weeks is measured in both units.", Owner = "Samir Haddad", DueOn = today.AddDays(9) });
        tool.Enter(RequestState.Build, null, analyst, At(-70));

        var rooms = Write(lead, -60, Text("Theatre rooms in the order of the corridor", "The list is by number, the rooms are not.", "The list is as one walks.", "Perioperative", "EHR theatre list", "All day", "3"), "Tomas Okafor", 24, cross: true, orders: false);
        Through(rooms, -58, RequestState.Ready);
        Score(rooms, [(cmio, [0, 0, 1, 0, 1, 1, 1]), (nurse, [1, 0, 1, 0, 1, 1, 1])]);
        rooms.Enter(RequestState.Scored, null, analyst, At(-45));
        Alone(Prepare(analyst, -44, rooms, Plain("Keep theatre rooms by number", RequestOutcome.Declined, "Rooms stay by number.", "Three vendors' screens use the numbers; changing one would make two orders where there is one now. A printed map hangs at the desk.")), rooms, -42);

        var phrases = Write(clinician, -345, Text("I cannot make my own phrases", "I type the same instructions again and again.", "A short word writes them.", "Family medicine", "EHR notes", "20 times a day", "40"), "Tomas Okafor", 1, cross: false, orders: false);
        phrases.Enter(RequestState.Screened, null, analyst, At(-344));
        Alone(Prepare(analyst, -343, phrases, Plain("Show own phrases in a ten-minute session", RequestOutcome.RedirectedToTraining, "A colleague shows it at the desk; the tip goes into the newsletter.", "The system can do it, and hides it well. Four of ten requests are like that.", months: "12")), phrases, -342);
        phrases.Enter(RequestState.Closed, "Shown on the unit; it works.", analyst, At(-335));

        var drafts = Write(lead, -75, Text("Draft answers to portal messages by a language model", "Answering takes an hour each evening.", "A draft to correct.", "Family medicine", "Portal, EHR inbox", "60 a day", "90"), "Maren Holt", 400, cross: true, orders: false);
        Through(drafts, -73, RequestState.Ready);
        Score(drafts, [(cmio, [1, 2, 4, 1, 4, 1, 1]), (analyst, [1, 2, 4, 2, 4, 2, 1])]);
        drafts.Enter(RequestState.Scored, null, analyst, At(-55));
        var later = Plain("Look at drafted answers again after the pilot elsewhere", RequestOutcome.Deferred, "No pilot here before the results of the sister hospital are read.", "Wording for patients and the check by a person are not settled. Their results come in spring.");
        (later.DeferredUntil, later.Risk) = (FormReader.Iso(today.AddDays(30)), nameof(ClinicalRisk.Ai));
        Carry(Prepare(cmio, -52, drafts, later), drafts, -50, -44, [VoteChoice.Yes, VoteChoice.Yes, VoteChoice.Yes, VoteChoice.Yes, VoteChoice.Yes, VoteChoice.No, VoteChoice.No]);

        var beep = Write(nurse, -50, Text("Scanner beeps twice", "Nobody knows which beep counts.", "One beep.", "Pharmacy", "Scanners", "All day", "1"), null, null, null, null);
        beep.Enter(RequestState.Withdrawn, "It was a setting of the scanner. Solved at the desk.", nurse, At(-48));
        var draft = Request.Begin(requests.Count + 1, Guid.CreateVersion7(), clinician, At(-1));
        Checked(draft.Change(new RequestForm { Title = "Lot number of vaccines by scanning", Problem = "We type fourteen digits." }, isSending: false));
        requests.Add(draft);

        db.AddRange(requests);
        db.AddRange(decisions);
        foreach (var decision in decisions)
        {
            var (from, to) = (new RecordRef(Decision.RecordKind, decision.Id), new RecordRef(Request.RecordKind, decision.RequestId!.Value));
            db.Add(RecordLink.Between(from, LinkRelation.DerivedFrom, to, analyst, decision.CreatedAt));
            if (decision.State == DecisionState.Decided) db.Add(RecordLink.Between(to, LinkRelation.DecidedBy, from, cmio, decision.StateSince));
        }

        if (potassium is { } pain) db.Add(RecordLink.Between(new(Request.RecordKind, asked.Id), LinkRelation.DerivedFrom, pain, analyst, asked.CreatedAt));
        await db.SaveChangesAsync(cancellationToken);
        return (new(Request.RecordKind, asked.Id), new(Decision.RecordKind, merge.Id));

        DateTimeOffset At(int day) => new(today.AddDays(day), new TimeOnly(14, 0), TimeSpan.Zero);

        async Task<Actor> WhoAsync(string name) => (await directory.FindAsync(name, cancellationToken)).FirstOrDefault(entry => entry.Name == name) is { } found ? new Actor(found.AccountId, null, name, new HashSet<string>()) : Made(name);

        Request Write(Actor by, int day, RequestForm form, string? owner, int? hours, bool? cross, bool? orders, ScoreOverride? ahead = null, string? because = null)
        {
            var request = Request.Begin(requests.Count + 1, Guid.CreateVersion7(), by, At(day));
            Checked(request.Change(form, isSending: true));
            request.Enter(RequestState.Submitted, null, by, At(day));
            Checked(request.Triage(new TriageForm { Owner = owner, EffortHours = FormReader.Plain(hours), CrossesDepartments = YesNo(cross), TouchesOrders = YesNo(orders), Override = ahead?.ToString(), OverrideReason = because }));
            requests.Add(request);
            return request;
        }

        void Through(Request request, int day, RequestState last)
        {
            request.Enter(RequestState.Screened, null, analyst, At(day));
            request.Enter(last, null, analyst, At(day + 3));
        }

        void Score(Request request, (Actor Who, int[] Levels)[] raters, string? leaveOut = null)
        {
            foreach (var (who, levels) in raters)
            {
                foreach (var (criterion, level) in Scale.Default.Criteria.Zip(levels).Where(pair => pair.First.Key != leaveOut)) db.Add(new RequestScore { Id = Guid.CreateVersion7(), RequestId = request.Id, RaterId = who.AccountId!.Value, RaterName = who.Name, Criterion = criterion.Key, Level = level, ScoredAt = request.StateSince.AddDays(1) });
            }
        }

        Decision Prepare(Actor by, int day, Request request, DecisionForm form)
        {
            var decision = new Decision { Id = Guid.CreateVersion7(), Number = decisions.Count + 1, SubmissionKey = Guid.CreateVersion7(), RequestId = request.Id, ProposedById = by.AccountId, ProposedByName = by.Name, CreatedAt = At(day) };
            form.Body ??= CommitteeName;
            Checked(decision.Change(form, out _));
            decisions.Add(decision);
            return decision;
        }

        void Carry(Decision decision, Request request, int opened, int counted, IEnumerable<VoteChoice> choices)
        {
            var held = Ballot.Begin(decision.Id, committee, At(opened), At(counted));
            foreach (var ((who, _), choice) in seats.Zip(choices)) Vote(held, who.Name, choice, opened);
            var count = held.Count();
            held.Close(count, At(counted));
            decision.Open(held);
            decision.Settle(CommitteeName, today.AddDays(counted), At(counted), count);
            request.Decide(decision.Outcome, decision.Rationale!, decision.DeferredUntil, cmio, At(counted));
        }

        void Alone(Decision decision, Request request, int day)
        {
            decision.Settle(cmio.Name, today.AddDays(day), At(day), null);
            request.Decide(decision.Outcome, decision.Rationale!, decision.DeferredUntil, cmio, At(day));
        }

        void Vote(Ballot held, string name, VoteChoice choice, int day)
        {
            var vote = held.Votes.Single(one => one.MemberName == name);
            (vote.Choice, vote.CastAt) = (choice, At(day).AddHours(3));
        }

        static Actor Made(string name) => new(Guid.CreateVersion7(), null, name, new HashSet<string>());

        static string? YesNo(bool? value) => value switch { true => "yes", false => "no", _ => null };

        static RequestForm Text(string title, string problem, string desired, string place, string systems, string often, string? seconds) =>
            new() { Title = title, Problem = problem, DesiredState = desired, Place = place, Systems = systems, HowOften = often, SecondsEach = seconds };

        static DecisionForm Plain(string title, RequestOutcome outcome, string text, string why, string months = "24") =>
            new() { Title = title, Question = "Should this be changed?", Outcome = outcome.ToString(), Text = text, Rationale = why, Body = outcome == RequestOutcome.Deferred ? CommitteeName : "CMIO", ReviewMonths = months };
    }

    // The demo is ours: a refusal is a bug.
    private static void Checked(List<Problem> problems)
    {
        if (problems.Count > 0) throw new InvalidOperationException(problems[0].Message);
    }
}
