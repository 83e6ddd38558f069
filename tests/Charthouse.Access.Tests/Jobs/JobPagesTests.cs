using System.Net;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Jobs;

/// <summary>The pages of jobs, over HTTP. The jobs are those of the platform itself.</summary>
public sealed class JobPagesTests : IAsyncLifetime
{
    private const string Kind = "platform.remove-old-jobs";

    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private JobQueue Queue => workbench.Services.GetRequiredService<JobQueue>();

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task List_ShowsWhatRanAndWhatIsDueNext()
    {
        await WaitAsync(await Queue.EnqueueAsync(Kind, "{}", null, Token), JobState.Succeeded);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var page = await ServedWorkbench.PageAsync(administrator, "/jobs");
        var row = Assert.Single(page.QuerySelectorAll("table")[0].QuerySelectorAll("tbody tr"));
        Assert.Contains("Remove jobs that ended 90 days ago", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Done", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("every day", page.QuerySelectorAll("table")[1].TextContent, StringComparison.Ordinal);
        Assert.Empty((await ServedWorkbench.PageAsync(administrator, "/jobs?state=Failed")).QuerySelectorAll("a[href^='jobs/'].ch-break"));
    }

    [Fact]
    public async Task Stop_EndsAJobThatWaits_AndRunAgainMakesANewOne()
    {
        var id = await Queue.EnqueueAsync(Kind, "{}", DateTimeOffset.MaxValue.AddYears(-1), Token);
        using var informatics = await workbench.SignInAsync(BuiltInRoles.Informatics);
        using var stopped = await ServedWorkbench.PostFormAsync(informatics, $"/jobs/{id}");
        Assert.Equal($"/jobs/{id}", stopped.Headers.Location!.OriginalString);
        await WaitAsync(id, JobState.Cancelled);

        using var again = await ServedWorkbench.PostFormAsync(informatics, $"/jobs/{id}");
        var next = Guid.Parse(again.Headers.Location!.OriginalString.Split('/')[^1]);
        Assert.NotEqual(id, next);
        var job = await WaitAsync(next, JobState.Succeeded);
        Assert.Equal("Test informatics", job.RequestedBy);
    }

    [Fact]
    public async Task StopTooLate_IsSaid()
    {
        var id = await Queue.EnqueueAsync(Kind, "{}", DateTimeOffset.MaxValue.AddYears(-1), Token);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var page = await ServedWorkbench.PageAsync(administrator, $"/jobs/{id}");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await Queue.CancelAsync(id, Token);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
        using var late = await administrator.PostAsync(new Uri($"/jobs/{id}/cancel", UriKind.Relative), form, Token);
        var said = await ServedWorkbench.PageAsync(administrator, late.Headers.Location!.OriginalString);
        Assert.Contains("had ended before", said.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_AreForThoseWhoManageJobs()
    {
        var id = await Queue.EnqueueAsync(Kind, "{}", DateTimeOffset.MaxValue.AddYears(-1), Token);
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        foreach (var address in new[] { "/jobs", $"/jobs/{id}" })
        {
            using var answer = await clinician.GetAsync(new Uri(address, UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        // Somebody else's job is not found, as if it did not exist.
        using var events = await clinician.GetAsync(new Uri($"/jobs/{id}/events", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, events.StatusCode);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var missing = await administrator.GetAsync(new Uri($"/jobs/{Guid.CreateVersion7()}", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Events_TellHowFarAJobIs_AndEndWithIt()
    {
        var id = await Queue.EnqueueAsync(Kind, "{}", DateTimeOffset.MaxValue.AddYears(-1), Token);
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var answer = await administrator.GetAsync(new Uri($"/jobs/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Token));
        Assert.Contains("Waits for its turn", await reader.ReadLineAsync(Token), StringComparison.Ordinal);
        await Queue.CancelAsync(id, Token);
        var rest = await reader.ReadToEndAsync(Token);
        Assert.Contains("\"done\":true", rest, StringComparison.Ordinal);
    }

    private async Task<Job> WaitAsync(Guid id, JobState state)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            var job = await db.Set<Job>().AsNoTracking().SingleAsync(j => j.Id == id, Token);
            if (job.State == state) return job;
            await Task.Delay(50, Token);
        }

        throw new TimeoutException($"The job is not {state}.");
    }
}
