using Charthouse.Measure.Lake;
using Charthouse.Ui;

namespace Charthouse.Measure.Imports;

/// <summary>How imports are called on pages.</summary>
internal static class ImportWords
{
    /// <summary>"events-2026-10.csv and 3 more"</summary>
    public static string Title(Import import) => import.Files.Count switch
    {
        0 => "Import without files",
        1 => import.Files[0].Name,
        _ => $"{import.Files.OrderBy(file => file.Kind == "events" ? 0 : 1).ThenBy(file => file.Number).First().Name} and {import.Files.Count - 1} more",
    };

    /// <summary>How far it is; no value while that is unknown.</summary>
    public static (double? Value, string Text) Progress(Import import, ImportQueue queue) => queue.Progress(import.Id) is { } progress
        ? (progress.Share, ImportEndpoints.Words(progress.Step, progress.Rows, progress.Share))
        : import.State == ImportState.Queued ? (null, "Waits for its turn") : (import.Share, ImportEndpoints.Words(import.Message ?? "starting", import.RowsRead, import.Share));

    /// <summary>"Done in part"</summary>
    public static string State(ImportState state) => state switch
    {
        ImportState.Queued => "Waiting",
        ImportState.Running => "Running",
        ImportState.Accepted => "Done",
        ImportState.AcceptedWithIssues => "Done in part",
        ImportState.Rejected => "Refused",
        ImportState.Failed => "Failed",
        _ => "Stopped",
    };

    public static string Seconds(double seconds) => Numbers.WithUnit(Numbers.Fixed(seconds, 1), "s");

    /// <summary>First to last local date of the events that were read.</summary>
    public static string? Period(Import import, LogFacts facts, DateOnly today) => import is { FirstAt: { } first, LastAt: { } last }
        ? Dates.Window(facts.LocalDay(first), facts.LocalDay(last).AddDays(1), today)
        : null;
}
