using Charthouse.Platform.Jobs;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Jobs;

/// <summary>The jobs as a file: all that the filter of the page selects, newest first; or the recurring ones, next first.</summary>
internal static class JobExport
{
    private static readonly string[] columns = ["Job", "Asked for by", "Asked for", "State", "What happens", "Next try", "Ended", "Tries"];
    private static readonly string[] columnsOfRecurring = ["Job", "Every", "Next run"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? show, string? state, JobList list, CancellationToken cancellationToken)
    {
        if (show == "recurring")
        {
            var recurring = await list.ReadRecurringAsync(cancellationToken);
            return TableFiles.Of(new Table("Recurring jobs", columnsOfRecurring, [.. recurring.Select(turn => (object?[])[turn.Title, JobWords.Every(turn.Every), turn.NextAt])]), format, "recurring-jobs");
        }

        var answer = await list.RunAsync(Enum.TryParse<JobState>(state, out var known) && Enum.IsDefined(known) ? known : null, null, cancellationToken);
        return TableFiles.Of(new Table("Jobs", columns,
        [
            .. answer.Jobs.Select(job => (object?[])
            [
                job.Title, job.RequestedBy, job.RequestedAt, JobWords.State(job.State), What(job), job.State == JobState.Queued ? job.NextTryAt : null, job.FinishedAt, job.Attempts,
            ]),
        ]), format, "jobs");
    }

    private static string? What(JobList.Row job) => job.State switch
    {
        JobState.Queued or JobState.Failed when job.Problem is not null => job.Problem,
        JobState.Queued or JobState.Running => JobWords.Progress(job.State, job.Share, job.Step, job.IsStopping),
        _ => null,
    };
}
