using Charthouse.Platform.Jobs;

namespace Charthouse.Platform.Files;

/// <summary>Sweeps contents of files once a day.</summary>
internal sealed class SweepFilesJob(SweepFiles sweep) : IJobKind
{
    public const string KindName = "platform.sweep-files";

    public static RecurringJob Recurring { get; } = new(KindName, TimeSpan.FromDays(1));

    public string Name => KindName;

    public string Title => "Remove contents that belong to no attachment";

    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => sweep.RunAsync(cancellationToken);
}
