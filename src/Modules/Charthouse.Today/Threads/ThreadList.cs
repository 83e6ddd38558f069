using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Today.Threads;

/// <summary>Threads with something open: all, those that one owns, those that do not move, those promised this week.</summary>
internal sealed class ThreadList(ReadThreads read, ReadShellState readShell, CurrentActor actor)
{
    public const int PageSize = 100;

    // Two weeks without a day that was kept, or a month in one step.
    private const int LateDays = 14, StandsDays = 30, WeekDays = 7;

    public static IReadOnlyList<Choice> Filters { get; } = [new("", "All open"), new("mine", "Mine"), new("stuck", "Stuck"), new("week", "Promised this week")];

    /// <param name="WhyStuck">Why it does not move; <c>null</c> when it does.</param>
    public sealed record Row(OpenThread Thread, int? AgeDays, string? WhyStuck);

    public async Task<IReadOnlyList<Row>> RunAsync(string? filter, string? text, ThreadStage? stage, CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        var rows = (await read.RunAsync(cancellationToken)).Select(thread => new Row(thread, AgeDays(thread, today), WhyStuck(thread, today)));
        if (stage is { } only) rows = rows.Where(row => row.Thread.Now.Stage == only);
        if (FormReader.Clean(text) is { } words) rows = rows.Where(row => row.Thread.Steps.Any(step => step.Records.Any(record => record.Summary.Title.Contains(words, StringComparison.CurrentCultureIgnoreCase))));
        rows = filter switch
        {
            "mine" => rows.Where(row => string.Equals(row.Thread.Current.Summary.Owner, actor.Now.Name, StringComparison.OrdinalIgnoreCase)),
            "stuck" => rows.Where(row => row.WhyStuck is not null),
            "week" => rows.Where(row => row.Thread.Current.Summary.On is { } on && on <= today.AddDays(WeekDays)),
            _ => rows,
        };
        return [.. rows];
    }

    /// <summary>Since its first record.</summary>
    private static int? AgeDays(OpenThread thread, DateOnly today) => thread.First.Summary.Since is { } since ? today.DayNumber - since.DayNumber : null;

    internal static string? WhyStuck(OpenThread thread, DateOnly today)
    {
        var one = thread.Current.Summary;
        if (one.On is { } on && today.DayNumber - on.DayNumber > LateDays) return "two weeks past its date";
        if (one.Owner is null && one.Since is { } since && today.DayNumber - since.DayNumber > WeekDays) return "nobody owns it";
        if (one.On is null && one.Since is { } stands && today.DayNumber - stands.DayNumber > StandsDays) return "a month without a date";
        return null;
    }
}

/// <summary>Threads as a file.</summary>
internal static class ThreadExport
{
    private static readonly string[] columns = ["Thread", "Step", "Record of the step", "State", "Owner", "Next date", "Open, days", "Stuck"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? show, string? q, string? step, ThreadList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Threads", columns,
        [
            .. (await list.RunAsync(show, q, FormReader.Choice<ThreadStage>(step), cancellationToken)).Select(row => (object?[])
            [
                row.Thread.First.Summary.Title, ThreadWords.Of(row.Thread.Now.Stage), row.Thread.Current.Summary.Title, row.Thread.Current.Summary.State, row.Thread.Current.Summary.Owner, row.Thread.Current.Summary.On, row.AgeDays, row.WhyStuck,
            ]),
        ]), format, "threads");
}
