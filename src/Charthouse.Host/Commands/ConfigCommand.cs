using System.CommandLine;
using Charthouse.Host.Settings;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse config check</c>.</summary>
internal static class ConfigCommand
{
    private const string Help = """
        Print the settings that hold for a data directory, and where each comes from. Secrets are hidden.
        Settings come from charthouse.json in the data directory, over that from environment variables such as
        CHARTHOUSE__SERVER__PORT, over that from flags.

        Example:
          charthouse config check --data ward
        """;

    public static Option<FileInfo> File() => new("--config") { Description = "Settings file; charthouse.json of the data directory by default.", HelpName = "FILE" };

    public static Option<string> Postgres() => new("--postgres") { Description = "Npgsql connection string; a setting or variable keeps a password out of the list of processes.", HelpName = "CONNECTION" };

    public static Command Make()
    {
        var data = ActivityCommand.Data();
        var file = File();
        var check = new Command("check", Help) { data, file };
        check.SetAction(parsed =>
        {
            var settings = WorkbenchSettings.Read(parsed.GetValue(data)!, parsed.GetValue(file), [], Environment.GetEnvironmentVariables());
            if (settings.Problems.Count > 0) return Refuse(settings);
            var width = settings.Effective.Max(setting => setting.Key.Length);
            var valueWidth = settings.Effective.Max(setting => setting.Value.Length);
            foreach (var setting in settings.Effective) Console.WriteLine($"{setting.Key.PadRight(width)}  {setting.Value.PadRight(valueWidth)}  {setting.From}");
            return Exit.Done;
        });
        return new Command("config", "Check the settings.") { check };
    }

    /// <summary>Says everything that is wrong.</summary>
    public static int Refuse(WorkbenchSettings settings) =>
        Exit.Refuse($"The settings are wrong in {settings.Problems.Count} {(settings.Problems.Count == 1 ? "place" : "places")}; nothing was started.\n  {string.Join("\n  ", settings.Problems)}");
}
