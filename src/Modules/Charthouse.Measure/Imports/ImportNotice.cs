using Charthouse.Platform.Notifications;
using Charthouse.Platform.Storage;

namespace Charthouse.Measure.Imports;

/// <summary>Tells whoever sent an import how it ended, in the change that ends it.</summary>
internal static class ImportNotice
{
    public static NotificationKind Kind { get; } = new("import-finished", "Import finished", "An import of yours was taken in, refused, or failed.", NotificationDelivery.App);

    public static void Add(WorkbenchDb db, Platform.Notifications.Notifications notifications, Import import)
    {
        // Who stopped it knows; the command line says it itself.
        if (import.RequestedBy is not { } account || import.State == ImportState.Cancelled) return;
        notifications.Add(db, account, Kind.Name, import.State switch
        {
            ImportState.Accepted => $"Your import of {ImportWords.Title(import)} is done.",
            ImportState.AcceptedWithIssues => $"Your import of {ImportWords.Title(import)} is done; there is something to look at.",
            ImportState.Rejected => $"Your import of {ImportWords.Title(import)} was refused. Nothing was taken in.",
            _ => $"Your import of {ImportWords.Title(import)} failed. Nothing was taken in.",
        }, "imports/" + import.Id);
    }
}
