using System.CommandLine;
using System.Globalization;
using Charthouse.Host.Settings;
using Charthouse.Measure;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse serve</c>.</summary>
internal static class ServeCommand
{
    private const string Help = """
        Serve the workbench of a data directory. The first start makes it, says where, and prints a code that makes
        the first administrator.

        Settings come from its charthouse.json, over that from environment variables, over that from flags;
        'charthouse config check' shows them. Without --listen only this machine reaches it. On another address,
        give a certificate, or put a proxy with TLS in front.

        Examples:
          charthouse serve --data ward --port 5080
          charthouse serve --data ward --config /etc/charthouse.json
          charthouse serve --data ward --listen 0.0.0.0
          charthouse serve --data ward --postgres "Host=db;Database=charthouse;Username=charthouse"
        """;

    public static Option<int> Port() => new("--port") { Description = "Port.", DefaultValueFactory = _ => 5080, HelpName = "N" };

    public static Command Make()
    {
        var data = ActivityCommand.Data();
        var file = ConfigCommand.File();
        var postgres = ConfigCommand.Postgres();
        var port = new Option<string>("--port") { Description = "Port; setting Server:Port, 5080 by default.", HelpName = "N" };
        var listen = new Option<string>("--listen") { Description = "Address of this machine to listen on; setting Server:Listen, localhost by default.", HelpName = "ADDRESS" };
        var command = new Command("serve", Help) { data, file, postgres, port, listen };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!;
            List<(string, string, string)> flags = [];
            if (parsed.GetValue(port) is { } number) flags.Add(("Server:Port", number, "flag --port"));
            if (parsed.GetValue(listen) is { } address) flags.Add(("Server:Listen", address, "flag --listen"));
            if (parsed.GetValue(postgres) is { } connection) flags.Add(("Store:Postgres", connection, "flag --postgres"));
            var settings = WorkbenchSettings.Read(folder, parsed.GetValue(file), flags, Environment.GetEnvironmentVariables());
            if (settings.Problems.Count > 0) return Task.FromResult(ConfigCommand.Refuse(settings));
            // Numbers and dates; the words of the pages are English.
            if (settings.Organisation.Culture is { } culture) CultureInfo.DefaultThreadCurrentCulture = culture;
            var measure = new MeasureSettings { OrganisationName = settings.Organisation.Name ?? folder.Name, Zone = settings.Organisation.Zone };
            return WebServer.RunAsync(new WorkbenchData(folder, settings.Store.Postgres), settings.Server.Port, measure, cancellationToken, settings);
        });
        return command;
    }
}
