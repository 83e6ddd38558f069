using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver;

/// <summary>Six projects of the demo with their go-lives and effects. Nobody in them exists, and nothing was measured but what the demo's own log shows.</summary>
internal sealed class MakeDemoProjects(
    IDbContextFactory<WorkbenchDb> dbs, SaveProject saveProject, SaveItem saveItem, TickItem tick, SaveGoLive saveGoLive, SaveEffect saveEffect, ConfirmEffect confirm, AddLink link, RecordKinds kinds, CurrentActor actor, IEnumerable<Permission> permissions)
{
    private const string Lead = "Samir Haddad", Analyst = "Tomas Okafor", Nurse = "Ruth Calder";

    /// <param name="today">Today in the hospital; the days of the projects lie around it.</param>
    /// <param name="drafting">The demo's own go-live.</param>
    /// <param name="decision">The decision about potassium orders; <c>null</c> for none.</param>
    public async Task RunAsync(DateOnly today, (string Name, string Description, DateOnly On, IReadOnlyList<string> Specialties) drafting, Guid? decision, CancellationToken cancellationToken)
    {
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Set<Project>().AnyAsync(cancellationToken)) return;
        }

        // Links show only what the actor may see; the project lead of the demo is one who may.
        using var acting = actor.Begin(new Actor(null, null, Lead, permissions.Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal)));

        // The thread that a clinician can follow to its end.
        var potassium = await ProjectAsync(
            "One question for potassium orders", "The order for potassium asks for the level, the route and the kidneys once, on one screen, and fills in what the record knows. Two of the three windows go.", Lead,
            Day(-120), Day(-10), "Emergency Medicine\nInternal Medicine\nIntensive Care", ProjectState.Running, from: decision is { } id ? new RecordRef("decision", id) : null);
        await ItemAsync(potassium, "Pharmacy has signed the limits for fast infusions", "Pharmacy and therapeutics committee", -62, isDone: true);
        await ItemAsync(potassium, "Order tested with twelve cases, three of them with failing kidneys", Analyst, -58, isDone: true);
        await ItemAsync(potassium, "Nurses of the three sites have seen the new pump label", Nurse, -52, isDone: true);
        var sites = await GoLiveAsync(potassium, "Potassium order, three sites", -49, "Harbor General\nNorth Clinic\nEast Campus", null, "Go by the order-set committee: all cases passed, the old windows can be switched back within an hour.", liveOn: -49);
        await EffectAsync(sites, "An order for potassium takes one window instead of three, and about 24 seconds less.", EffectFound.Improved, -21, "Counted and timed by hand in three units before and after; no measure follows the windows of one order yet.", confirmedOn: -20);
        await CloseAsync(potassium, ProjectState.Done, null, -14);

        // The go-live that the activity log of the demo shows.
        var ambient = await ProjectAsync(
            drafting.Name, drafting.Description, Lead, drafting.On.AddDays(-90), drafting.On.AddDays(150), string.Join('\n', drafting.Specialties), ProjectState.Running);
        var live = await GoLiveAsync(ambient, drafting.Name, drafting.On.DayNumber - today.DayNumber, null, string.Join('\n', drafting.Specialties), "Go by the documentation committee, after two cycles with eight clinicians.", liveOn: drafting.On.DayNumber - today.DayNumber);
        List<RecordRef> measures = [];
        foreach (var specialty in drafting.Specialties)
        {
            foreach (var (measure, summary) in (await kinds.FindAsync(specialty, "measure", 20, cancellationToken)).Where(found => found.Summary.Title.StartsWith("Note writing", StringComparison.Ordinal))) measures.Add(measure);
        }

        foreach (var measure in measures) Made(await link.RunAsync(new(Project.RecordKind, ambient), LinkRelation.Measures, true, measure, null, cancellationToken));
        // Measure has the go-live as an intervention of its own already: it is one thing, and stands on a chart once.
        foreach (var (intervention, _) in await kinds.FindAsync(drafting.Name, "intervention", 1, cancellationToken)) Made(await link.RunAsync(new(GoLive.RecordKind, live), LinkRelation.Duplicates, false, intervention, null, cancellationToken));
        await EffectAsync(live, "Note time per visit fell in all three specialties within weeks of the go-live.", EffectFound.Improved, Math.Min(-17, drafting.On.DayNumber - today.DayNumber + 97), measures.Count == 0 ? "The measures of this demo were not made." : null, confirmedOn: -16, measures);
        await ItemAsync(ambient, "Vocabulary of cardiology loaded anew", Analyst, 12);

        // Goes live next week, and is not ready.
        var sepsis = await ProjectAsync(
            "Quieter sepsis alert", "The sepsis alert fires once per stay and names the values that fired it, to the nurse first and to the physician when it is confirmed.", Lead,
            Day(-60), Day(30), "Emergency Medicine\nIntensive Care", ProjectState.Running);
        await ItemAsync(sepsis, "Thresholds compared on last year's stays", Analyst, -14, isDone: true);
        await ItemAsync(sepsis, "Way back tested: the old alert is on again within ten minutes", Analyst, 2);
        await ItemAsync(sepsis, "Night shifts of both departments have been told", Nurse, 4);
        var pilot = await GoLiveAsync(sepsis, "Sepsis alert, pilot in one unit", -19, "Intensive Care", null, "Go by the heads of both departments, for one unit.", liveOn: -19);
        await EffectAsync(pilot, "The alert fired a third as often in the pilot unit, and no case was found later than before.", EffectFound.Improved, -3, "Firings of one unit were counted from the alert log by hand.", confirmedOn: null);
        await GoLiveAsync(sepsis, "Sepsis alert, emergency and intensive care", 7, "Emergency Medicine\nIntensive Care", null, null);

        var discharge = await ProjectAsync(
            "Discharge letter without copied lists", "Three lists that nobody reads leave the discharge letter; medication changes come first.", "Documentation committee",
            Day(20), Day(110), "Internal Medicine\nCardiology", ProjectState.Planned);
        await ItemAsync(discharge, "Family physicians have read the new letter", Nurse, 40);

        await ProjectAsync(
            "Single sign-on at bedside devices", "A badge opens the record where it was left, on every bedside device.", Analyst, Day(-80), Day(60), "Intensive Care\nPediatrics", ProjectState.Paused,
            "The badge readers of the second delivery do not work with the beds. The maker answers by the end of the month.");

        var inbox = await ProjectAsync(
            "Refill requests to the pharmacy inbox", "Refills that a protocol covers go to the pharmacists, not to the physician's inbox.", Lead, Day(-200), Day(-60), "Family Medicine", ProjectState.Running);
        var refills = await GoLiveAsync(inbox, "Refills to pharmacists, Family Medicine Harbor", -110, "Family Medicine Harbor", null, "Go by the head of the department.", liveOn: -110, rolledBackOn: -96, reason: "Two pharmacists covered five; requests waited for three days. To be tried again with cover.");
        await EffectAsync(refills, "Physicians had fewer refill requests, and patients waited two days longer.", EffectFound.Worse, -97, "Counted by hand in the one department; it was rolled back before a measure was made.", confirmedOn: -80);
        await CloseAsync(inbox, ProjectState.Stopped, "Comes back as a new project once pharmacists have cover.", -75);

        DateOnly Day(int days) => today.AddDays(days);

        async Task<Guid> ProjectAsync(string title, string change, string owner, DateOnly starts, DateOnly ends, string departments, ProjectState state, string? reason = null, RecordRef? from = null) =>
            Made(await saveProject.RunAsync(null, new ProjectForm { From = from is { } source ? $"{source.Kind}/{source.Id}" : null, Title = title, Change = change, Owner = owner, StartsOn = FormReader.Iso(starts), EndsOn = FormReader.Iso(ends), Departments = departments, State = state.ToString(), StateReason = reason }, state == ProjectState.Paused ? Day(-12) : today, cancellationToken));

        async Task ItemAsync(Guid project, string text, string owner, int due, bool isDone = false)
        {
            var item = Made(await saveItem.RunAsync(project, null, new ItemForm { Text = text, Owner = owner, DueOn = FormReader.Iso(Day(due)) }, cancellationToken));
            if (isDone) Made(await tick.RunAsync(project, item, true, cancellationToken));
        }

        async Task<Guid> GoLiveAsync(Guid project, string name, int planned, string? departments, string? specialties, string? note, int? liveOn = null, int? rolledBackOn = null, string? reason = null) =>
            Made(await saveGoLive.RunAsync(null, new GoLiveForm
            {
                From = $"{Project.RecordKind}/{project}",
                Name = name,
                Departments = departments,
                Specialties = specialties,
                PlannedOn = FormReader.Iso(Day(planned)),
                GoNote = note,
                State = (rolledBackOn is not null ? GoLiveState.RolledBack : liveOn is not null ? GoLiveState.Live : GoLiveState.Planned).ToString(),
                LiveOn = liveOn is { } on ? FormReader.Iso(Day(on)) : null,
                RolledBackOn = rolledBackOn is { } back ? FormReader.Iso(Day(back)) : null,
                StateReason = reason,
            }, today, cancellationToken));

        async Task EffectAsync(Guid goLive, string finding, EffectFound found, int lookedUntil, string? whyNoMeasure, int? confirmedOn, IReadOnlyList<RecordRef>? shownBy = null)
        {
            var effect = Made(await saveEffect.RunAsync(null, new EffectForm { From = $"{GoLive.RecordKind}/{goLive}", Finding = finding, Found = found.ToString(), LookedUntil = FormReader.Iso(Day(lookedUntil)), NoMeasureReason = whyNoMeasure, Measures = [.. (shownBy ?? []).Select(measure => $"{measure.Kind}/{measure.Id}")] }, Day(confirmedOn ?? -2), cancellationToken));
            if (confirmedOn is { } on) Made(await confirm.RunAsync(effect, 1, Day(on), cancellationToken));
        }

        async Task CloseAsync(Guid project, ProjectState state, string? reason, int on)
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var form = ProjectForm.Of(await db.Set<Project>().AsNoTracking().SingleAsync(p => p.Id == project, cancellationToken));
            (form.State, form.StateReason) = (state.ToString(), reason);
            Made(await saveProject.RunAsync(project, form, Day(on), cancellationToken));
        }
    }

    // The demo is ours: a refusal is a bug.
    private static Guid Made(Outcome<Guid> outcome) => outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Problems[0].Message);
}
