using Charthouse.Platform;
using Charthouse.Platform.Jobs;
using Charthouse.Ui;

namespace Charthouse.Access.Jobs;

/// <summary>How jobs are called on pages.</summary>
internal static class JobWords
{
    public static string State(JobState state) => state switch
    {
        JobState.Queued => "Waiting",
        JobState.Running => "Running",
        JobState.Succeeded => "Done",
        JobState.Failed => "Failed",
        _ => "Stopped",
    };

    /// <summary>"Reading, 34 %"</summary>
    public static string Progress(JobState state, double? share, string? step, bool isStopping) => state switch
    {
        JobState.Running when isStopping => "Is being stopped",
        JobState.Running => (step is { Length: > 0 } ? char.ToUpperInvariant(step[0]) + step[1..] : "Running") + (share > 0 ? ", " + Numbers.Percent(share.Value, 0) : ""),
        JobState.Queued => "Waits for its turn",
        _ => State(state),
    };

    /// <summary>"every hour", "every 7 days"</summary>
    public static string Every(TimeSpan every) => every switch
    {
        { Ticks: TimeSpan.TicksPerMinute } => "every minute",
        { Ticks: TimeSpan.TicksPerHour } => "every hour",
        { Ticks: TimeSpan.TicksPerDay } => "every day",
        _ when every.Ticks % TimeSpan.TicksPerDay == 0 => $"every {every.Days} days",
        _ when every.Ticks % TimeSpan.TicksPerHour == 0 => $"every {(int)every.TotalHours} hours",
        _ when every.Ticks % TimeSpan.TicksPerMinute == 0 => $"every {(int)every.TotalMinutes} minutes",
        _ => $"every {(int)every.TotalSeconds} seconds",
    };

    /// <summary>The refusal with a code, for a page that was redirected to.</summary>
    public static Problem? Find(string? code) => new[] { JobQueue.EndedAlready, JobQueue.NotEnded, JobQueue.UnknownKind, Antiforgery.FormExpired }.FirstOrDefault(problem => problem.Code == code);
}
