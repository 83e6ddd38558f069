using Charthouse.Platform;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Access.Outbox;

/// <summary>Sends what is due, every few seconds while the program runs.</summary>
internal sealed partial class MailLoop(SendMails useCase, TimeProvider clock, ILogger<MailLoop> log) : BackgroundService
{
    private static readonly TimeSpan pause = TimeSpan.FromSeconds(10);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(pause, clock);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await useCase.RunAsync(stoppingToken);
                await timer.WaitForNextTickAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
#pragma warning disable CA1031 // A mail that breaks must not end the sending of all others.
            catch (Exception problem)
#pragma warning restore CA1031
            {
                Broke(BrokenCode.Describe(problem));
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Mails could not be sent; they stay in the outbox. {Problem}")]
    private partial void Broke(string problem);
}
