using Charthouse.Listen.PainPoints;
using Charthouse.Listen.PainPoints.Report;
using Charthouse.Listen.PainPoints.Triage;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Listen;

/// <summary>The demo's pain points: reported over half a year, sorted, joined, answered, and some that came in this morning. Nobody in it exists.</summary>
internal sealed class MakeDemoPainPoints(IServiceProvider services, IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor, TimeProvider clock)
{
    private const string Analyst = "Tomas Okafor";

    // days ago, words, place, how often, then how it was sorted; no title means that nobody has looked at it yet.
    private sealed record Told(int DaysAgo, string Text, string Place, HowOften Often, string? Title = null, PainPointKind Kind = PainPointKind.Usability, string Impact = "Medium", string Urgency = "Medium", int NextInDays = 7, double? Seconds = null, double? TimesADay = null, int? People = null, string? Owner = Analyst)
    {
        public string? Harm { get; init; }
        public bool IsSafety { get; init; }
        public string? Systems { get; init; }
        public string? Reason { get; init; }
        public int Voices { get; init; }
        public int? AnsweredDaysAgo { get; init; }
        public Resolution Resolution { get; init; }
        public string? Answer { get; init; }
        public string? AnswerReason { get; init; }
        public string? Question { get; init; }
    }

    private static readonly IReadOnlyList<Told> all =
    [
        new(167, "Every potassium order asks me the same thing three times: low kidney function, duplicate, and the same duplicate again. On a night with 20 admissions I stop reading them.", "4 West", HowOften.SeveralTimesAShift, "Potassium orders ask me the same thing three times", PainPointKind.Alert, "High", NextInDays: 2, Seconds: 11, TimesADay: 640, People: 180, Owner: "Maren Holt") { Voices = 23, Systems = "EHR order entry", Reason = "The three rules were merged into one. We look at nine weeks of data before we write to you." },
        new(150, "The hourly rounding row in the nursing flowsheet has to be filled although we document the same in the care plan.", "Medicine Harbor", HowOften.SeveralTimesAShift, "Hourly rounding row documents what the care plan holds", PainPointKind.Workflow, "High", Seconds: 24, TimesADay: 8400, People: 620) { Voices = 14, AnsweredDaysAgo = 70, Resolution = Resolution.Modification, Answer = "You told us that the hourly rounding row asks for what the care plan holds already. Since 17 September the row is gone from all four flowsheets. Rounding itself stays; nobody has to write it down twice. Thank you for speaking up. Tell us if something is missing now." },
        new(121, "I cannot find where to hand over my inbox when I go on leave. Last time results waited for a week.", "Family Medicine Harbor", HowOften.Rarely, "Handing over the inbox before leave", PainPointKind.Training) { Voices = 5, AnsweredDaysAgo = 110, Resolution = Resolution.Discovery, Answer = "There is a way: Inbox, then Coverage, then choose a colleague and the days. We made a picture of it and put it on the wall of every clinic. It takes 20 seconds. If a colleague covers you without being asked, call us." },
        new(118, "Discharge summary wants my signature three times before it goes out. Patients wait for the paper.", "Surgery Harbor", HowOften.OnceAShift, "Discharge summary: three signatures", PainPointKind.Workflow, "High", Seconds: 55, TimesADay: 210, People: 95, Owner: "Maren Holt") { Voices = 11, Reason = "Two of the three signatures can go. The third is required by law; the medical records committee decides on 10 December." },
        new(96, "Printer in the clinic prints every label on the wrong tray since Monday.", "Pediatrics Harbor", HowOften.SeveralTimesAShift, "Labels print on the wrong tray", PainPointKind.Device) { AnsweredDaysAgo = 95, Resolution = Resolution.Accommodation, Answer = "The tray was changed at the printer and is marked now. If it happens again, the yellow card beside the printer shows the two steps." },
        new(88, "Could the chart open on the last visit note instead of the summary page? I click it away forty times a day.", "Cardiology Harbor", HowOften.SeveralTimesAnHour, "Chart opens on the summary, not on the last note", PainPointKind.Usability, "Low", "Low", Seconds: 3, TimesADay: 2600, People: 60) { Voices = 7, AnsweredDaysAgo = 62, Resolution = Resolution.Discovery, Answer = "You can choose it yourself: Settings, Chart, First page. Ines from your clinic has shown it to the team. For those who like the summary, it stays." },
        new(74, "The sepsis alert fires on every patient after surgery with a fever. Nobody looks at it any more.", "ICU Harbor", HowOften.SeveralTimesAShift, "Sepsis alert fires after every operation", PainPointKind.Alert, "High", "High", NextInDays: -2, Seconds: 8, TimesADay: 310, People: 75) { Harm = "C", IsSafety = true, Voices = 9, Systems = "Sepsis model, EHR alerts", Reason = "The CDS group looks at 8 weeks of firings. Until then the alert stays as it is." },
        new(61, "I have to type the blood pressure that the monitor has just sent.", "Emergency Bayview", HowOften.SeveralTimesAnHour, "Blood pressure from the monitor is typed again", PainPointKind.Device, "Medium", Seconds: 14, TimesADay: 900, People: 48) { Voices = 6, Owner = "Samir Haddad", Reason = "The interface of two monitors has to be replaced. It is part of the device project, which starts in January." },
        new(45, "Outside lab results do not show at Bayview until somebody scans the fax.", "Internal Medicine Bayview", HowOften.OnceAShift, "Outside labs do not show at Bayview", PainPointKind.Data, "High", NextInDays: 3, Seconds: 240, TimesADay: 35, People: 40) { Voices = 8, Reason = "We ask the lab for results by interface. The request is written; the council decides this month." },
        new(41, "Dictation microphones cut out in the middle of a sentence, room 3 and 4.", "Emergency Harbor", HowOften.SeveralTimesAShift, "Dictation microphones cut out", PainPointKind.Device, NextInDays: -4) { Voices = 4, Reason = "Two docking stations are being replaced." },
        new(30, "Can the allergy list show which reaction it was without a click? I open it for every patient.", "Family Medicine Northpoint", HowOften.SeveralTimesAnHour, "Allergy list hides the reaction", PainPointKind.Content, Seconds: 5, TimesADay: 1900, People: 130) { Voices = 3, Question = "Thank you for telling us. To understand it well, one question: do you need the reaction in the list, or is the colour of a severe one enough?" },
        new(26, "A copy of the medication list is in every note although it is in the chart. Notes get four pages long.", "Internal Medicine Harbor", HowOften.SeveralTimesAShift, "Medication list is copied into every note", PainPointKind.Content, Seconds: 20, TimesADay: 1100, People: 150) { Voices = 5, AnsweredDaysAgo = 9, Resolution = Resolution.Declined, Answer = "The list stays in notes of transfers and discharges.", AnswerReason = "Receiving hospitals without access to our chart read it from the paper. In all other notes you may take it out: the template has a switch for it, and it is off from now on." },
        new(5, "Potassium alert pops up again in every order set, same question twice.", "ICU Harbor", HowOften.SeveralTimesAShift),
        new(3, "Printing the discharge letter freezes the screen for half a minute.", "Surgery Northpoint", HowOften.OnceAShift),
        new(2, "Referral letters lose their attachment when I send them to outside practices.", "Family Medicine Bayview", HowOften.OnceAWeek),
        new(1, "The allergy pop-up asks for the reaction, but I cannot see the list behind it.", "Emergency Harbor", HowOften.SeveralTimesAShift),
        new(1, "Signing on at a shared computer takes so long that colleagues leave it open.", "3 North", HowOften.SeveralTimesAnHour),
        new(0, "Orders for the dialysis unit are asked for a second signature since this morning.", "Nephrology Harbor", HowOften.SeveralTimesAShift),
    ];

    /// <summary>Makes them, once.</summary>
    /// <returns>The pain point of the thread that the other modules of the demo go on with; <c>null</c> when they are there already.</returns>
    public async Task<Guid?> RunAsync(CancellationToken cancellationToken)
    {
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Set<PainPoint>().AnyAsync(cancellationToken)) return null;
        }

        var shell = await readShell(cancellationToken);
        var then = new DemoClock(clock.GetUtcNow());
        ReadShellState readThen = _ => ValueTask.FromResult(shell with { Today = DateOnly.FromDateTime(shell.Local(then.GetUtcNow()).DateTime) });
        T Of<T>() => ActivatorUtilities.CreateInstance<T>(services, [.. new object[] { then, readThen }.Where(given => typeof(T).GetConstructors()[0].GetParameters().Any(parameter => parameter.ParameterType.IsInstanceOfType(given)))]);
        var (report, voice, sort, answer, write) = (Of<ReportPainPoint>(), Of<AddVoice>(), Of<SortPainPoint>(), Of<AnswerPainPoint>(), Of<WriteToReporters>());
        var team = new Actor(null, null, Analyst, new HashSet<string>([ListenPermissions.View, ListenPermissions.Triage], StringComparer.Ordinal));
        Guid? first = null;
        foreach (var told in all)
        {
            then.Set(clock.GetUtcNow().AddDays(-told.DaysAgo).AddMinutes(-7 * told.Text.Length % 300));
            var form = new ReportForm { Once = PrivateCode.NewNumber(), Text = told.Text, Place = told.Place, HowOften = told.Often.ToString(), IsSeen = true };
            Made(await report.RunAsync(form, cancellationToken));
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var point = await db.Set<PainPoint>().AsNoTracking().SingleAsync(p => p.Once == form.Once, cancellationToken);
            first ??= point.Id;
            if (told.Title is null) continue;
            using var acting = actor.Begin(team);
            then.Set(then.GetUtcNow().AddHours(20));
            var sorted = new TriageForm
            {
                Version = point.Version,
                Title = told.Title,
                Kind = told.Kind.ToString(),
                Impact = told.Impact,
                Urgency = told.Urgency,
                HarmCategory = told.Harm,
                IsSafety = told.IsSafety,
                Systems = told.Systems,
                SecondsEachTime = FormReader.Plain(told.Seconds),
                TimesADay = FormReader.Plain(told.TimesADay),
                PeopleCount = FormReader.Plain(told.People),
                Owner = told.Owner,
                NextOn = FormReader.Iso(shell.Today.AddDays(told.NextInDays)),
                Reason = told.Reason,
            };
            Made(await sort.RunAsync(point.Id, sorted, cancellationToken));
            for (var i = 0; i < told.Voices; i++)
            {
                using var nobody = actor.Begin(Actor.Nobody);
                Made(await voice.RunAsync(point.Id, new ReportForm { Once = PrivateCode.NewNumber() }, cancellationToken));
            }

            if (told.Question is { } question) Made(await write.RunAsync(point.Id, new WriteToReporters.Form { Text = question, IsQuestion = true }, cancellationToken));
            else Made(await write.RunAsync(point.Id, new WriteToReporters.Form { Text = $"Thank you for telling us. We have read it and look into it. You hear from us by {Dates.Day(then.Today.AddDays(14), then.Today)}." }, cancellationToken));
            if (told.AnsweredDaysAgo is not { } answered) continue;
            then.Set(clock.GetUtcNow().AddDays(-answered));
            Made(await answer.RunAsync(point.Id, new AnswerPainPoint.Form { Text = told.Answer, Resolution = told.Resolution.ToString(), Reason = told.AnswerReason, IsSent = true }, cancellationToken));
            await RateAsync(point.Id, cancellationToken);
        }

        return first;
    }

    // Two of three find that it helps, as people do who were asked.
    private async Task RateAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var voices = await db.Set<Voice>().Where(v => v.PainPointId == id).OrderBy(v => v.Id).ToListAsync(cancellationToken);
        for (var i = 0; i < voices.Count; i++) voices[i].Rating = (i % 3) switch { 0 => AnswerRating.Helps, 1 => AnswerRating.HelpsPartly, _ => i % 2 == 0 ? AnswerRating.Helps : null };
        await db.SaveChangesAsync(cancellationToken);
    }

    // The demo is ours: a refusal is a bug.
    private static void Made<T>(Outcome<T> outcome)
    {
        if (!outcome.Succeeded) throw new InvalidOperationException(outcome.Problems[0].Message);
    }

    /// <summary>A clock that the demo sets.</summary>
    private sealed class DemoClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset now = start;

        public DateOnly Today => DateOnly.FromDateTime(now.UtcDateTime);

        public void Set(DateTimeOffset at) => now = at;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
