using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Deliver.Tests;

/// <summary>Projects, go-lives and effects as records that other modules meet, on both stores.</summary>
public sealed class DeliverRecordsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Thread_RunsFromADecisionToItsEffect(StoreKind store)
    {
        var (decisions, measures) = (new Papers("decision", ThreadStage.Decision), new Papers("measure"));
        await using var bench = await StartAsync(store, decisions, measures);
        using var acting = bench.Act(A.Editor);
        var decision = decisions.Add("Potassium orders ask me the same thing three times", isDone: true);
        var measure = measures.Add("Windows per order");
        var (project, live, effect) = await ChainAsync(bench, decision, measure);

        foreach (var record in new[] { decision, new(Project.RecordKind, project), new(GoLive.RecordKind, live), new(Effect.RecordKind, effect) })
        {
            var steps = (await bench.Get<ReadThread>().RunAsync(record, Token))!;
            Assert.Equal(
                ["Decision: Potassium orders ask me the same thing three times", "Project: P-001 One question for potassium", "GoLive: Three sites", "MeasuredEffect: One window instead of three."],
                steps.SelectMany(step => step.Records.Select(one => $"{step.Stage}: {one.Summary.Title}")));
            Assert.Equal([null, "Sam Fell", "Sam Fell", "Sam Fell"], steps.SelectMany(step => step.Records.Select(one => one.Summary.Owner)));
            Assert.Equal([true, false, true, false], steps.SelectMany(step => step.Records.Select(one => one.Summary.IsDone)));
        }

        Assert.True((await bench.Get<ConfirmEffect>().RunAsync(effect, 1, A.Today, Token)).Succeeded);
        var confirmed = (await bench.Get<RecordKinds>().SummariseAsync(new RecordRef(Effect.RecordKind, effect), Token))!;
        Assert.Equal((true, "improved, confirmed", A.Today, A.Today), (confirmed.IsDone, confirmed.State, confirmed.On, confirmed.Since));

        // A measure belongs to many threads and ties none of them together.
        var other = Made(await bench.Get<SaveProject>().RunAsync(null, A.ProjectForm(), A.Today, Token));
        Made(await bench.Get<AddLink>().RunAsync(new(Project.RecordKind, other), LinkRelation.Measures, true, measure, null, Token));
        Assert.Single((await bench.Get<ReadThread>().RunAsync(decision, Token))![(int)ThreadStage.Project].Records);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Record_AndItsLink_AreSavedTogetherOrNotAtAll(StoreKind store)
    {
        var decisions = new Papers("decision", ThreadStage.Decision);
        await using var bench = await StartAsync(store, decisions);
        using var acting = bench.Act(A.Editor);
        var hidden = decisions.Add("Secret");
        decisions.Hidden[hidden.Id] = true;
        var form = A.ProjectForm();
        foreach (var from in new[] { $"decision/{hidden.Id}", $"decision/{Guid.CreateVersion7()}", $"nonsense/{Guid.CreateVersion7()}" })
        {
            form.From = from;
            Assert.Equal("records.not-found", (await bench.Get<SaveProject>().RunAsync(null, form, A.Today, Token)).Problems[0].Code);
        }

        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.False(await db.Set<Project>().AnyAsync(Token));
        Assert.False(await db.Set<RecordLink>().AnyAsync(Token));
        Assert.False(await db.Set<HistoryEntry>().AnyAsync(entry => entry.Kind == Project.RecordKind, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Numbers_AreGivenOnce_ByWritersAtTheSameTime(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(A.Editor);
        var made = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => bench.Get<SaveProject>().RunAsync(null, A.ProjectForm(), A.Today, Token), Token)));
        Assert.All(made, outcome => Assert.True(outcome.Succeeded));
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal([1, 2, 3, 4, 5, 6], await db.Set<Project>().OrderBy(p => p.Number).Select(p => p.Number).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task GoLive_StandsOnTheChartsOfMeasuresOfItsThread(StoreKind store)
    {
        var (decisions, measures) = (new Papers("decision", ThreadStage.Decision), new Papers("measure"));
        await using var bench = await StartAsync(store, decisions, measures);
        using var acting = bench.Act(A.Editor);
        var decision = decisions.Add("Decided");
        var (ofEffect, ofDecision, ofProject, free) = (measures.Add("Of the effect"), measures.Add("Of the decision"), measures.Add("Of the project"), measures.Add("Free"));
        var (project, live, _) = await ChainAsync(bench, decision, ofEffect);
        Made(await bench.Get<AddLink>().RunAsync(decision, LinkRelation.Measures, true, ofDecision, null, Token));
        Made(await bench.Get<AddLink>().RunAsync(new(Project.RecordKind, project), LinkRelation.RelatesTo, false, ofProject, null, Token));
        foreach (var measure in new[] { ofEffect, ofDecision, ofProject })
        {
            Assert.Equal([new DatedEvent(new(GoLive.RecordKind, live), new(2026, 10, 5), "Go-live: Three sites", $"go-lives/{live}")], await AroundAsync(bench, measure));
        }

        Assert.Empty(await AroundAsync(bench, free));
        using (bench.Act(A.Stranger)) Assert.Empty(await AroundAsync(bench, ofEffect));

        // And the way back: what to read before and after.
        var saved = await GoLiveOfAsync(bench, live);
        var linked = await bench.Get<GoLiveEvents>().LinkedWithThreadAsync(saved, Token);
        Assert.Equal(new[] { ofEffect, ofDecision, ofProject }.OrderBy(one => one.Id), linked.Where(one => one.Kind == "measure").OrderBy(one => one.Id));

        // Rolled back, it has an end; planned again or archived, it stands on no chart.
        var form = GoLiveForm.Of(saved);
        (form.State, form.StateReason, form.RolledBackOn) = (nameof(GoLiveState.RolledBack), "Orders were lost", "2026-10-09");
        Made(await bench.Get<SaveGoLive>().RunAsync(live, form, A.Today, Token));
        Assert.Equal(["Go-live: Three sites", "Rolled back: Three sites"], (await AroundAsync(bench, ofEffect)).Select(one => one.Title));
        Assert.Equal("deliver.go-live-has-effect", (await bench.Get<Archive<GoLive>>().RunAsync(live, true, "Mistake", Token)).Problems[0].Code);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ProjectAndGoLive_HoldEachOtherToTheirRules(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(A.Editor);
        var project = Made(await bench.Get<SaveProject>().RunAsync(null, A.ProjectForm(), A.Today, Token));
        var form = A.GoLiveForm();
        (form.From, form.State, form.LiveOn, form.PlannedOn) = ($"project/{project}", nameof(GoLiveState.Planned), null, "2026-12-01");
        var live = Made(await bench.Get<SaveGoLive>().RunAsync(null, form, A.Today, Token));
        var done = A.ProjectForm();
        (done.Version, done.State) = (1, nameof(ProjectState.Done));
        Assert.Equal("deliver.project-go-live-planned", (await bench.Get<SaveProject>().RunAsync(project, done, A.Today, Token)).Problems[0].Code);
        Assert.Equal("deliver.project-has-go-lives", (await bench.Get<Archive<Project>>().RunAsync(project, true, "Mistake", Token)).Problems[0].Code);
        form.Version = 1;
        (form.State, form.StateReason) = (nameof(GoLiveState.Cancelled), "No money");
        Made(await bench.Get<SaveGoLive>().RunAsync(live, form, A.Today, Token));
        Made(await bench.Get<SaveProject>().RunAsync(project, done, A.Today, Token));
        Made(await bench.Get<Archive<Project>>().RunAsync(project, true, "Mistake", Token));
        Assert.Equal("deliver.project-archived", (await bench.Get<SaveGoLive>().RunAsync(null, form, A.Today, Token)).Problems[0].Code);
        Assert.Equal("deliver.go-live-no-project", (await bench.Get<SaveGoLive>().RunAsync(null, A.GoLiveForm(), A.Today, Token)).Problems[0].Code);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task SecondEditor_IsToldThatTheFirstSaved(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(A.Editor);
        var (project, live, effect) = await ChainAsync(bench, null, null);
        foreach (var outcome in new[]
        {
            await bench.Get<SaveProject>().RunAsync(project, new() { Version = 9 }, A.Today, Token),
            await bench.Get<SaveGoLive>().RunAsync(live, new() { Version = 9 }, A.Today, Token),
            await bench.Get<SaveEffect>().RunAsync(effect, new() { Version = 9 }, A.Today, Token),
            await bench.Get<ConfirmEffect>().RunAsync(effect, 9, A.Today, Token),
        }) Assert.Equal(StoreProblems.ChangedMeanwhile, outcome.Problems[0]);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Checklist_IsTickedOnce_AndStandsInTheHistory(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(A.Editor);
        var project = Made(await bench.Get<SaveProject>().RunAsync(null, A.ProjectForm(), A.Today, Token));
        Assert.Equal("form.missing", (await bench.Get<SaveItem>().RunAsync(project, null, new(), Token)).Problems[0].Code);
        var one = Made(await bench.Get<SaveItem>().RunAsync(project, null, new() { Text = "Way back tested", DueOn = "2026-11-30" }, Token));
        var two = Made(await bench.Get<SaveItem>().RunAsync(project, null, new() { Text = "Nurses told" }, Token));
        Made(await bench.Get<TickItem>().RunAsync(project, one, true, Token));
        Made(await bench.Get<TickItem>().RunAsync(project, one, true, Token));
        Made(await bench.Get<TickItem>().RemoveAsync(project, two, Token));
        Assert.Equal("deliver.item-not-found", (await bench.Get<TickItem>().RunAsync(project, two, true, Token)).Problems[0].Code);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        var item = await db.Set<ChecklistItem>().SingleAsync(Token);
        Assert.Equal(("Way back tested", "Ada Reed", A.Editor.AccountId, 2), (item.Text, item.DoneBy, item.DoneById, item.Version));
        Assert.Contains(await db.Set<HistoryEntry>().Where(entry => entry.Kind == Project.RecordKind && entry.RecordId == project).ToListAsync(Token), entry => entry.Before?.Contains("Nurses told", StringComparison.Ordinal) == true);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Due_AsksThoseWhoOwnItOrMayEdit(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using (bench.Act()) await MakeDemoAsync(bench);
        Assert.Equal(
            ["Confirm the effect 2026-11-28", "Close the checklist 2026-12-03"],
            await DueAsync(A.Editor, A.Today.AddDays(7)));
        Assert.Equal(["Close the checklist 2026-12-03"], await DueAsync(A.Editor, A.Today));
        Assert.Empty(await DueAsync(A.Reader, A.Today.AddDays(7)));
        Assert.Empty(await DueAsync(A.Stranger, A.Today.AddDays(7)));
        Assert.Equal(["Night shifts of both departments have been told 2026-11-30"], await DueAsync(A.Reader with { Name = "Ruth Calder" }, A.Today.AddDays(7)));
        // Its day passes and nobody says anything.
        Assert.Contains("Say whether it went live 2026-12-03", await DueAsync(A.Editor, A.Today.AddDays(8), A.Today.AddDays(8)));

        async Task<IReadOnlyList<string>> DueAsync(Actor who, DateOnly until, DateOnly? today = null)
        {
            using var acting = bench.Act(who);
            return [.. (await bench.Get<DueDelivery>().DueAsync(today ?? A.Today, until, Token)).Select(item => $"{item.Action} {Ui.FormReader.Iso(item.On)}")];
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Due_AsksForTheEffectOfWhatIsLive(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        using var acting = bench.Act(A.Editor);
        var project = Made(await bench.Get<SaveProject>().RunAsync(null, A.ProjectForm(), A.Today, Token));
        var form = A.GoLiveForm();
        form.From = $"project/{project}";
        var live = Made(await bench.Get<SaveGoLive>().RunAsync(null, form, A.Today, Token));
        var due = Assert.Single(await bench.Get<DueDelivery>().DueAsync(A.Today, A.Today, Token));
        Assert.Equal((DueKind.Effect, "Say what it changed", $"effects/new?from=go-live/{live}", new DateOnly(2026, 10, 26)), (due.Kind, due.Action, due.Href, due.On!.Value));
        Assert.Empty(await bench.Get<DueDelivery>().DueAsync(new(2026, 10, 20), new(2026, 10, 25), Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Demo_HasSixProjects_OnceOnly(StoreKind store)
    {
        var (decisions, measures, interventions) = (new Papers("decision", ThreadStage.Decision), new Papers("measure"), new Papers("intervention"));
        await using var bench = await StartAsync(store, decisions, measures, interventions);
        var decision = decisions.Add("Potassium orders ask me the same thing three times", isDone: true);
        var (note, intervention) = (measures.Add("Note writing, Cardiology"), interventions.Add("Ambient note drafting goes live"));
        await MakeDemoAsync(bench, decision.Id);
        await MakeDemoAsync(bench, decision.Id);
        using var acting = bench.Act(A.Editor);
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        Assert.Equal(["Done", "Running", "Running", "Planned", "Paused", "Stopped"], (await db.Set<Project>().OrderBy(p => p.Number).ToListAsync(Token)).Select(p => p.State.ToString()));
        var steps = (await bench.Get<ReadThread>().RunAsync(decision, Token))!;
        Assert.Equal([1, 1, 1, 1], steps.Skip((int)ThreadStage.Decision).Take(4).Select(step => step.Records.Count));
        Assert.All(steps.SelectMany(step => step.Records), one => Assert.True(one.Summary.IsDone));
        var (next, live) = (await db.Set<GoLive>().SingleAsync(g => g.State == GoLiveState.Planned, Token), await db.Set<GoLive>().SingleAsync(g => g.Name == "Ambient note drafting", Token));
        Assert.Equal((A.Today.AddDays(7), 2), (next.PlannedOn, await db.Set<ChecklistItem>().CountAsync(i => i.ProjectId == next.ProjectId && i.DoneAt == null, Token)));
        Assert.Equal("Go-live: Ambient note drafting", Assert.Single(await AroundAsync(bench, note)).Title);
        Assert.Equal(intervention, Assert.Single(await bench.Get<ReadLinks>().RunAsync(new(GoLive.RecordKind, live.Id), Token), link => link.Relation == LinkRelation.Duplicates).Other);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhatNamesSomebody_IsFound(StoreKind store)
    {
        await using var bench = await StartAsync(store);
        await MakeDemoAsync(bench);
        using var acting = bench.Act(A.Editor);
        var holder = new Holder(null, Guid.CreateVersion7(), ["Tomas Okafor"]);
        var held = await bench.Get<OwnedDelivery>().HeldByAsync([holder], Token);
        Assert.Equal(["Checklist item: P-002: Vocabulary of cardiology loaded anew", "Checklist item: P-003: Way back tested: the old alert is on again within ten minutes", "Owner: Project: P-005 Single sign-on at bedside devices"], held.Select(one => $"{one.Holding}: {one.Title}").Order(StringComparer.Ordinal));
        var account = Guid.CreateVersion7();
        var own = await new OwnedPersonalData(bench.Dbs, new People(new DirectoryEntry(account, "Tomas Okafor", "tomas@harbor.example"))).OfAsync(account, null, Token);
        Assert.Equal([1, 4, 0], own.Select(part => part.Rows.Count));
        using (bench.Act(A.Stranger)) Assert.Empty(await bench.Get<OwnedDelivery>().HeldByAsync([holder], Token));
        Assert.Equal(["P-003 Quieter sepsis alert", "Sepsis alert, emergency and intensive care", "Sepsis alert, pilot in one unit"], (await bench.Get<RecordKinds>().FindAsync("SEPSIS", null, 9, Token)).Select(found => found.Summary.Title).Order(StringComparer.Ordinal));
    }

    private static Task<IReadOnlyList<DatedEvent>> AroundAsync(RecordBench bench, RecordRef record) => bench.Get<GoLiveEvents>().AroundAsync(record, Token);

    private static async Task<GoLive> GoLiveOfAsync(RecordBench bench, Guid id)
    {
        await using var db = await bench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<GoLive>().AsNoTracking().SingleAsync(g => g.Id == id, Token);
    }

    private static async Task<(Guid Project, Guid GoLive, Guid Effect)> ChainAsync(RecordBench bench, RecordRef? decision, RecordRef? measure)
    {
        var (project, live, effect) = (A.ProjectForm(), A.GoLiveForm(), A.EffectForm());
        project.From = decision is { } from ? $"{from.Kind}/{from.Id}" : null;
        var projectId = Made(await bench.Get<SaveProject>().RunAsync(null, project, A.Today, Token));
        live.From = $"project/{projectId}";
        var liveId = Made(await bench.Get<SaveGoLive>().RunAsync(null, live, A.Today, Token));
        effect.From = $"go-live/{liveId}";
        if (measure is { } shown) effect.Measures.Add($"{shown.Kind}/{shown.Id}");
        else effect.NoMeasureReason = "Counted by hand";
        return (projectId, liveId, Made(await bench.Get<SaveEffect>().RunAsync(null, effect, A.Today, Token)));
    }

    private static Task MakeDemoAsync(RecordBench bench, Guid? decision = null) =>
        bench.Get<MakeDemoProjects>().RunAsync(A.Today, ("Ambient note drafting", "Drafts the visit note.", new(2026, 8, 3), ["Cardiology", "Pediatrics"]), decision, Token);

    private static Guid Made(Outcome<Guid> outcome)
    {
        Assert.Empty(outcome.Problems);
        return outcome.Value;
    }

    private static Task<RecordBench> StartAsync(StoreKind store, params Papers[] others) => RecordBench.StartAsync(store, services =>
    {
        // Records of the test stand in for whatever module brings the real ones.
        services.RemoveAll<IRecordKind>();
        services.AddSingleton<IRecordKind, ProjectKind>().AddSingleton<IRecordKind, GoLiveKind>().AddSingleton<IRecordKind, EffectKind>();
        foreach (var other in others) services.AddSingleton<IRecordKind>(other);
        services.TryAddSingleton<DueDelivery>();
        services.TryAddSingleton<OwnedDelivery>();
    });
}
