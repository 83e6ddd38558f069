using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;

namespace Charthouse.Deliver.Tests;

/// <summary>What projects, go-lives and effects refuse, and that a refusal changes nothing.</summary>
public sealed class RulesTests
{
    [Fact]
    public void Project_SaysWhatItChanges_AndWhoOwnsIt()
    {
        var project = new Project { Id = Guid.CreateVersion7(), Number = 7, CreatedAt = DateTimeOffset.UnixEpoch };
        Assert.Equal(["form.missing Title", "form.missing Change", "form.missing Owner"], A.Codes(project.Save(new(), A.Today, [])));
        Assert.Equal(0, project.Version);
        Assert.Empty(project.Save(A.ProjectForm(), A.Today, []));
        Assert.Equal(("P-007", ProjectState.Running, new DateOnly(2026, 6, 1), 1), (project.Code, project.State, project.StateSince, project.Version));
    }

    [Theory]
    [InlineData("EndsOn", "2026-05-31", "deliver.project-ends-first EndsOn")]
    [InlineData("StartsOn", "31.5.2026", "form.no-day StartsOn")]
    [InlineData("StartsOn", "", "deliver.project-no-start StartsOn")]
    [InlineData("StartsOn", "2026-11-27", "deliver.project-starts-later StartsOn")]
    [InlineData("State", "Paused", "deliver.project-no-reason StateReason")]
    [InlineData("State", "Stopped", "deliver.project-no-reason StateReason")]
    [InlineData("State", "Done", "")]
    public void Project_RefusesWithWords(string field, string value, string expected)
    {
        var form = A.ProjectForm();
        typeof(ProjectForm).GetProperty(field)!.SetValue(form, value);
        var problems = A.Project().Save(form, A.Today, []);
        Assert.Equal(expected, string.Join("; ", A.Codes(problems)));
    }

    [Theory]
    [InlineData("Done")]
    [InlineData("Stopped")]
    public void Project_IsNotOver_WhileAGoLiveIsPlanned(string state)
    {
        var project = A.Project();
        var form = A.ProjectForm();
        (form.State, form.StateReason) = (state, "No money");
        Assert.Equal(["deliver.project-go-live-planned State"], A.Codes(project.Save(form, A.Today, [("Three sites", new(2026, 12, 1), true)])));
        Assert.Equal(ProjectState.Running, project.State);
        Assert.Empty(project.Save(form, A.Today, [("Three sites", new(2026, 10, 5), false)]));
    }

    [Fact]
    public void Project_DoesNotStartAfterItsFirstGoLive()
    {
        var form = A.ProjectForm();
        form.StartsOn = "2026-10-06";
        var problem = Assert.Single(A.Project().Save(form, A.Today, [("Later", new(2026, 12, 1), true), ("Three sites", new(2026, 10, 5), false)]));
        Assert.Equal("“Three sites” goes live on 2026-10-05, before that day. Give an earlier first day, or move the go-live.", problem.Message);
    }

    [Fact]
    public void State_HoldsSinceItChanged_AndItsReasonGoesWithIt()
    {
        var project = A.Project();
        var form = A.ProjectForm();
        (form.State, form.StateReason) = ("Paused", "Badge readers do not work");
        Assert.Empty(project.Save(form, A.Today.AddDays(3), []));
        form.Title = "Other";
        Assert.Empty(project.Save(form, A.Today.AddDays(5), []));
        Assert.Equal((A.Today.AddDays(3), "Badge readers do not work"), (project.StateSince, project.StateReason));
        form.State = "Running";
        Assert.Empty(project.Save(form, A.Today.AddDays(9), []));
        Assert.Equal((A.Today.AddDays(9), null), (project.StateSince, project.StateReason));
    }

    [Theory]
    [InlineData("LiveOn", "2026-11-27", "deliver.go-live-in-the-future LiveOn")]
    [InlineData("LiveOn", "2026-05-31", "deliver.go-live-before-project LiveOn")]
    [InlineData("PlannedOn", "2026-05-31", "deliver.go-live-before-project PlannedOn")]
    [InlineData("PlannedOn", "", "form.missing PlannedOn")]
    [InlineData("LiveOn", "", "form.missing LiveOn")]
    [InlineData("LiveOn", "soon", "form.no-day LiveOn")]
    [InlineData("State", "Planned", "deliver.go-live-day-without-state LiveOn")]
    [InlineData("Departments", " \n ", "deliver.go-live-for-nobody Departments")]
    [InlineData("State", "RolledBack", "deliver.go-live-no-reason StateReason; form.missing RolledBackOn")]
    public void GoLive_RefusesWithWords(string field, string value, string expected)
    {
        var project = A.Project();
        var form = A.GoLiveForm();
        typeof(GoLiveForm).GetProperty(field)!.SetValue(form, value);
        var live = new GoLive { Id = Guid.CreateVersion7(), ProjectId = project.Id, CreatedAt = DateTimeOffset.UnixEpoch };
        Assert.Equal(expected, string.Join("; ", A.Codes(live.Save(form, project, A.Today))));
        Assert.Equal(0, live.Version);
    }

    [Fact]
    public void GoLive_IsRolledBackAfterItWasLive()
    {
        var project = A.Project();
        var form = A.GoLiveForm();
        (form.State, form.StateReason, form.RolledBackOn) = ("RolledBack", "Orders were lost", "2026-10-04");
        var live = A.GoLive(project);
        Assert.Equal(["deliver.go-live-back-first RolledBackOn"], A.Codes(live.Save(form, project, A.Today)));
        form.RolledBackOn = "2026-11-27";
        Assert.Equal(["deliver.go-live-back-in-the-future RolledBackOn"], A.Codes(live.Save(form, project, A.Today)));
        form.RolledBackOn = "2026-10-09";
        Assert.Empty(live.Save(form, project, A.Today));
        Assert.Equal("live from Mon 5 Oct, rolled back on Fri 9 Oct", GoLiveWords.When(live, A.Today));
    }

    [Fact]
    public void GoLive_IsNotPlannedInAProjectThatIsOver()
    {
        var project = A.Project(form => form.State = "Done");
        var live = A.GoLive(project);
        var form = A.GoLiveForm();
        (form.State, form.LiveOn) = ("Planned", null);
        Assert.Equal("The project is done: nothing more is planned in it. Open the project again first.", Assert.Single(live.Save(form, project, A.Today)).Message);
    }

    [Theory]
    [InlineData("Found", "", 1, "deliver.effect-nothing-chosen Found")]
    [InlineData("Found", "NotMeasurable", 1, "deliver.effect-not-measurable-why NoMeasureReason")]
    [InlineData("Found", "Improved", 0, "deliver.effect-no-measure NoMeasureReason")]
    [InlineData("LookedUntil", "2026-11-27", 1, "deliver.effect-looked-in-the-future LookedUntil")]
    [InlineData("LookedUntil", "2026-10-04", 1, "deliver.effect-looked-before-live LookedUntil")]
    [InlineData("LookedUntil", "", 1, "form.missing LookedUntil")]
    [InlineData("ReviewOn", "2026-10-18", 1, "deliver.effect-review-out-of-time ReviewOn")]
    [InlineData("ReviewOn", "2026-10-19", 1, "")]
    [InlineData("ReviewOn", "2026-11-02", 1, "")]
    [InlineData("ReviewOn", "2026-11-03", 1, "deliver.effect-review-out-of-time ReviewOn")]
    [InlineData("Finding", "One.\nTwo.", 1, "deliver.effect-one-sentence Finding")]
    public void Effect_RefusesWithWords(string field, string value, int measures, string expected)
    {
        var live = A.GoLive(A.Project());
        var form = A.EffectForm();
        typeof(EffectForm).GetProperty(field)!.SetValue(form, value);
        Assert.Equal(expected, string.Join("; ", A.Codes(A.Effect(live).Save(form, live, A.Today, measures))));
    }

    [Fact]
    public void Effect_IsOfSomethingThatWasLive()
    {
        var live = A.GoLive(A.Project(), form => (form.State, form.LiveOn) = ("Planned", null));
        Assert.Equal(["deliver.effect-not-live"], A.Codes(A.Effect(live).Save(A.EffectForm(), live, A.Today, 1)));
    }

    [Fact]
    public void Effect_IsConfirmedAfterTwoWeeks_AndAgainAfterAChange()
    {
        var live = A.GoLive(A.Project());
        var effect = A.Effect(live);
        Assert.Empty(effect.Save(A.EffectForm(), live, A.Today, 1));
        Assert.Equal(new DateOnly(2026, 10, 26), effect.ReviewOn);
        Assert.Equal("deliver.effect-too-early", effect.Confirm(live, new(2026, 10, 18), 1, "Ada", null)!.Code);
        // Measures can be unlinked after it was written down.
        Assert.Equal("deliver.effect-no-measure", effect.Confirm(live, A.Today, 0, "Ada", null)!.Code);
        Assert.Null(effect.Confirm(live, A.Today, 1, "Ada", null));
        Assert.Equal("deliver.effect-is-confirmed", effect.Confirm(live, A.Today, 1, "Bo", null)!.Code);
        Assert.Equal((A.Today, "Ada"), (effect.ConfirmedOn, effect.ConfirmedBy));
        Assert.Empty(effect.Save(A.EffectForm(), live, A.Today, 1));
        Assert.Equal((null, null), (effect.ConfirmedOn, effect.ConfirmedBy));
    }

    [Fact]
    public void Names_StandOnceEach_AndAreNotEndless()
    {
        var read = new Ui.FormReader();
        Assert.Equal("Harbor\nNorth", Lines.Read("Departments", " Harbor \r\n\r\nNorth\nharbor", read));
        Assert.Equal("Harbor, North and 2 more", Lines.Short("Harbor\nNorth", "Cardiology\nPediatrics"));
        Assert.Empty(read.Problems);
        Lines.Read("Departments", string.Join('\n', Enumerable.Range(1, 61)), read);
        Lines.Read("Specialties", new string('x', 201), read);
        Assert.Equal(["deliver.names-too-long Departments", "deliver.names-too-long Specialties"], A.Codes(read.Problems));
    }
}
