using Charthouse.Deliver.Effects;
using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;

namespace Charthouse.Deliver.Tests;

/// <summary>Projects, go-lives and effects with honest defaults.</summary>
internal static class A
{
    public static readonly DateOnly Today = new(2026, 11, 26);

    public static readonly Actor Editor = new(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string> { DeliverPermissions.View, DeliverPermissions.Edit });
    public static readonly Actor Reader = new(Guid.CreateVersion7(), null, "Sam Fell", new HashSet<string> { DeliverPermissions.View });
    public static readonly Actor Stranger = new(Guid.CreateVersion7(), null, "Ben Stone", new HashSet<string>());

    public static ProjectForm ProjectForm() => new() { Title = "One question for potassium", Change = "One window instead of three", Owner = "Sam Fell", StartsOn = "2026-06-01", EndsOn = "2026-12-15", State = nameof(ProjectState.Running) };

    public static GoLiveForm GoLiveForm() => new() { Name = "Three sites", Departments = "Harbor\nNorth", PlannedOn = "2026-10-05", State = nameof(GoLiveState.Live), LiveOn = "2026-10-05" };

    public static EffectForm EffectForm() => new() { Finding = "One window instead of three.", Found = nameof(EffectFound.Improved), LookedUntil = "2026-11-01" };

    public static Project Project(Action<ProjectForm>? change = null)
    {
        var project = new Project { Id = Guid.CreateVersion7(), Number = 1, CreatedAt = DateTimeOffset.UnixEpoch };
        var form = ProjectForm();
        change?.Invoke(form);
        Assert.Empty(project.Save(form, Today, []));
        return project;
    }

    public static GoLive GoLive(Project project, Action<GoLiveForm>? change = null)
    {
        var live = new GoLive { Id = Guid.CreateVersion7(), ProjectId = project.Id, CreatedAt = DateTimeOffset.UnixEpoch };
        var form = GoLiveForm();
        change?.Invoke(form);
        Assert.Empty(live.Save(form, project, Today));
        return live;
    }

    public static Effect Effect(GoLive live) => new() { Id = Guid.CreateVersion7(), GoLiveId = live.Id, WrittenOn = Today, CreatedAt = DateTimeOffset.UnixEpoch };

    /// <summary>Codes with the fields they are about.</summary>
    public static IEnumerable<string> Codes(IEnumerable<Problem> problems) => problems.Select(problem => $"{problem.Code} {problem.Field}".TrimEnd());
}
