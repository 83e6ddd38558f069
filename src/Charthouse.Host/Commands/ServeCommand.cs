using System.CommandLine;
using Charthouse.Measure;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse serve</c>.</summary>
internal static class ServeCommand
{
    private const string Help = """
        Serve the workbench of a data directory. Until sign-in exists the server listens on this machine only.

        Example:
          charthouse serve --data ward --port 5080
          charthouse serve --data ward --postgres "Host=db;Database=charthouse;Username=charthouse"
        """;

    public static Option<int> Port() => new("--port") { Description = "Port on localhost.", DefaultValueFactory = _ => 5080, HelpName = "N" };

    public static Command Make()
    {
        var data = ActivityCommand.Data();
        var port = Port();
        var postgres = StoreOption.Make();
        var command = new Command("serve", Help) { data, port, postgres };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!;
            return folder.Exists
                ? WebServer.RunAsync(new WorkbenchData(folder, parsed.GetValue(postgres) ?? StoreOption.OfEnvironment), parsed.GetValue(port), new MeasureSettings { OrganisationName = folder.Name }, cancellationToken)
                : Task.FromResult(Exit.Refuse($"There is no data directory {folder.FullName}. Import a log first, or see 'charthouse demo'."));
        });
        return command;
    }
}
