using System.CommandLine;
using System.Globalization;
using Charthouse.Platform.Search;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse search</c>: what search knows.</summary>
internal static class SearchCommand
{
    public static Command Make() => new("search", "Look after what search knows of the records.") { MakeRebuild() };

    private static Command MakeRebuild()
    {
        var data = ActivityCommand.Data();
        var command = new Command("rebuild", """
            Make what search knows anew from the records. It is kept up to date by itself; this is for the day when it is not.

            Example:
              charthouse search rebuild --data ward
            """) { data };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!;
            if (!folder.Exists) return Exit.Refuse($"There is no data directory {folder.FullName}.");
            await using var services = await Workbench.OpenAsync(folder, cancellationToken);
            var count = await services.GetRequiredService<RebuildSearch>().RunAsync(cancellationToken);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count:N0} records can be found."));
            return Exit.Done;
        });
        return command;
    }
}
