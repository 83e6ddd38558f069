using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Measure.Activity;

/// <summary>
/// Asks for the Activity page under each rule that it offers, beside the visitors: soon after the start, and whenever the lake has changed. What is then kept answers for
/// any filter and period. The start does not wait for it: a large lake would keep everybody out of every page.
/// </summary>
internal sealed partial class ActivityWarmUp(ActivityOverview overview, AnswerCache cache, TimeProvider clock, ILogger<ActivityWarmUp> log) : BackgroundService
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(10);

    // The first visitor waits at the door, and opening it takes all cores.
    private static readonly TimeSpan headStart = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        long? warm = null;
        using var timer = new PeriodicTimer(pause, clock);
        try
        {
            await Task.Delay(headStart, clock, stoppingToken);
            do
            {
                warm = await WarmAsync(warm, stoppingToken);
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task<long?> WarmAsync(long? warm, CancellationToken cancellationToken)
    {
        try
        {
            var version = await cache.ReadVersionAsync(cancellationToken);
            if (version == warm) return version;
            // As it opens first of all.
            foreach (var rule in SensitivityDefinitions.All.OrderBy(rule => rule != CreditRule.Default))
            {
                await overview.RunAsync(
                    new ActivityQuery
                    {
                        Estimator = SensitivityDefinitions.EstimatorName(rule.Estimator),
                        Timeout = (rule.TimeOutMicroseconds / Microseconds.PerSecond).ToString(System.Globalization.CultureInfo.InvariantCulture),
                    }, cancellationToken);
            }

            return version;
        }
        catch (Exception problem) when (!cancellationToken.IsCancellationRequested)
        {
            // The visitor's own question will tell; this one only came early.
            LogFailed(BrokenCode.Describe(problem));
            return warm;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The Activity page could not be prepared; it is computed when it is asked for. {Problem}")]
    private partial void LogFailed(string problem);
}
