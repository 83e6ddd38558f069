using System.Globalization;
using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;
using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Improve;

/// <summary>The demo's aim about note time, with three linked cycles around the go-live. Nobody in it exists, and nothing was measured.</summary>
internal sealed class MakeDemoImprovement(SaveAim saveAim, SaveDriver saveDriver, SaveIdea saveIdea, SaveCycle saveCycle, DecideCycle decide)
{
    private const string Lead = "Samir Haddad", Measured = "Note time per visit", Unit = "min";

    public async Task RunAsync(DateOnly goLiveOn, CancellationToken cancellationToken)
    {
        var aim = Made(await saveAim.RunAsync(null, new AimForm
        {
            Title = "Note time down by a fifth",
            Why = "Physicians finish their notes at home. What is written after hours costs sleep and is read less carefully by the next person.",
            Scope = "family medicine, pediatrics and cardiology",
            Measured = Measured,
            Unit = Unit,
            StartValue = "11.4",
            TargetValue = "9",
            DueOn = FormReader.Iso(goLiveOn.AddDays(149)),
            Owner = "Documentation committee",
        }, cancellationToken));
        var typing = await DriverAsync("Less typing in the visit", "Most of the time goes into text that was spoken already.", "Characters typed per note");
        var ready = await DriverAsync("The draft is ready when the visit ends", null, "Notes drafted within 2 minutes", typing);
        var right = await DriverAsync("The draft needs few corrections", "A draft that must be rewritten saves nothing.", "Share of the draft that is changed", typing);
        var needless = await DriverAsync("Less text that nobody needs", "Templates carry lists forward that are read nowhere.", "Words per note");
        var drafting = await IdeaAsync("Ambient drafting of the visit note", "A draft is written from the conversation; the clinician edits and signs it.", ready);
        await IdeaAsync("Vocabulary of each specialty before the first visit", "Names of drugs and local words are loaded, so that they are spelt right.", right);
        await IdeaAsync("Three template lists removed", "Past orders, full problem list and normal findings are linked instead of copied.", needless);

        var first = await CycleAsync(null, new()
        {
            Title = "Ambient drafting with two physicians",
            Question = "Does a drafted note save time for a physician who writes long notes?",
            Prediction = "Note time falls by about two minutes per visit. The first two days are slower.",
            PredictedValue = "9.5",
            Who = "Dr. Duarte and one colleague",
            Place = "Family Medicine Harbor",
            Scale = nameof(CycleScale.OneClinician),
            ScaleNote = "2 physicians, 6 clinic days",
            People = "2",
            Tasks = "Show it in 20 minutes. Log starts and ends of notes. Talk for five minutes at the end of each day.",
            WhatHappened = "Both used it for all visits but procedures. One microphone was replaced on the second day.",
            Surprises = "Patients asked to see the draft, and corrected two medication lists.",
            Findings = "Note time fell after two days and stayed there. Corrections were mostly names of drugs.",
            PredictionHeld = nameof(PredictionHeld.Yes),
        }, -35, -24, [11.8, 11.1, 9.9, 9.4, 9.1, 9.2]);
        await DecideAsync(first, CycleDecision.Adapt, -24, "It saves time, but names of drugs are wrong too often. Load the vocabulary of the specialty, then try it with a whole team.");

        var second = await CycleAsync(first, new()
        {
            Title = "Ambient drafting with one team, own vocabulary",
            Question = "Does it hold for a whole team, and does the vocabulary lower corrections?",
            Prediction = "Note time reaches 9.5 minutes within two weeks, for those too who did not ask for it.",
            PredictedValue = "9.5",
            Who = "All six physicians and two nurse practitioners",
            Place = "Family Medicine Harbor",
            Scale = nameof(CycleScale.OneTeam),
            ScaleNote = "8 clinicians, 2 weeks",
            People = "8",
            Tasks = "Load the vocabulary. A colleague from the first cycle sits with each of the others for one session.",
            WhatHappened = "Began with all eight. Two went back to typing in the first week and returned after a session with a colleague.",
            Surprises = "Nurses wrote fewer messages back to physicians.",
            Findings = "The team reached 9.5 minutes in the second week, two days later than predicted. Corrections of drug names halved.",
            PredictionHeld = nameof(PredictionHeld.Partly),
        }, -21, -10, [11.2, 10.6, 10.1, 9.8, 9.6, 9.4, 9.3]);
        await DecideAsync(second, CycleDecision.Adopt, -7, "It holds for a whole team. Go live in family medicine, pediatrics and cardiology; each clinician starts with a session beside a colleague.");

        await CycleAsync(second, new()
        {
            Title = "Go-live in three specialties",
            Question = "Does it hold in units whose visits differ, without the first team at hand?",
            Prediction = "Note time reaches 9 minutes within ten weeks of the go-live. Pediatrics is last, because parents and child talk at once.",
            PredictedValue = "9",
            Who = "All physicians and advanced practice providers of the three specialties",
            Place = "Family Medicine, Pediatrics and Cardiology, all sites",
            Scale = nameof(CycleScale.SeveralUnits),
            ScaleNote = "3 specialties, until the end of the year",
            People = "40",
            Tasks = "One peer for each five clinicians. A look at the chart with the heads of unit every second week.",
            WhatHappened = "All three went live on the same Monday. Cardiology had no peers in the first week.",
        }, 0, null, [10.9, 10.3, 9.8, 9.6, 9.3, 9.1, 9.2]);

        Task<Guid> DriverAsync(string title, string? note, string measured, Guid? below = null) =>
            Of(saveDriver.RunAsync(aim, null, new PartForm { Title = title, Note = note, Measured = measured, Driver = below?.ToString() }, cancellationToken));

        Task<Guid> IdeaAsync(string title, string note, Guid driver) =>
            Of(saveIdea.RunAsync(aim, null, new PartForm { Title = title, Note = note, Driver = driver.ToString() }, cancellationToken));

        async Task<Guid> CycleAsync(Guid? after, CycleForm form, int fromDay, int? toDay, double[] values)
        {
            (form.After, form.Idea, form.Owner, form.Measured, form.Unit) = (after?.ToString(), drafting.ToString(), Lead, Measured, Unit);
            (form.PlannedFrom, form.PlannedTo) = (Day(fromDay), Day(toDay ?? fromDay + 149));
            // First the plan with its prediction, then what came of it.
            var (happened, surprises, findings, held) = (form.WhatHappened, form.Surprises, form.Findings, form.PredictionHeld);
            (form.WhatHappened, form.Surprises, form.Findings, form.PredictionHeld) = (null, null, null, null);
            var cycle = await Of(saveCycle.RunAsync(null, form, cancellationToken));
            (form.Version, form.WhatHappened, form.Surprises, form.Findings, form.PredictionHeld) = (1, happened, surprises, findings, held);
            (form.StartedOn, form.EndedOn) = (Day(fromDay), toDay is { } last ? Day(last) : null);
            // Spread over the working days: each cycle begins on a Monday, and the last is measured for 14 weeks.
            var lastWorkingDay = (toDay is { } end ? end - fromDay + 3 : 98) / 7 * 5 - 1;
            form.Data = string.Join('\n', values.Select((value, i) => string.Create(CultureInfo.InvariantCulture, $"{Day(fromDay + Calendar(i * lastWorkingDay / (values.Length - 1)))} {value}")));
            return await Of(saveCycle.RunAsync(cycle, form, cancellationToken));
        }

        async Task DecideAsync(Guid cycle, CycleDecision decision, int day, string why) =>
            await Of(decide.RunAsync(cycle, new DecisionForm { Version = 2, Decision = decision.ToString(), DecidedOn = Day(day), DecisionReason = why }, cancellationToken));

        static int Calendar(int workingDay) => workingDay / 5 * 7 + workingDay % 5;

        string Day(int day) => FormReader.Iso(goLiveOn.AddDays(day))!;
    }

    private static async Task<Guid> Of(Task<Outcome<Guid>> saving) => Made(await saving);

    // The demo is ours: a refusal is a bug.
    private static Guid Made(Outcome<Guid> outcome) => outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Problems[0].Message);
}
