using System.CommandLine;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse activity</c>: audit logs in, measures out.</summary>
internal static class ActivityCommand
{
    public static Command Make() => new("activity", "Import EHR audit logs and report how much time clinicians spend in the record, when, and on what.")
    {
        ActivityImportCommand.Make(),
        ActivityReportCommand.Make(),
        ActivitySensitivityCommand.Make(),
    };

    public static Option<DirectoryInfo> Data() => new("--data") { Description = "Data directory; made on first use.", Required = true, HelpName = "DIR" };
}
