using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using Charthouse.Measure;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse serve</c>.</summary>
internal static class ServeCommand
{
    private const string Help = """
        Serve the workbench of a data directory. The first start prints a code that makes the first administrator.

        Without --listen only this machine reaches it. On another address it speaks HTTP without TLS: put a proxy with TLS in front.

        Examples:
          charthouse serve --data ward --port 5080
          charthouse serve --data ward --listen 0.0.0.0
        """;

    public static Option<int> Port() => new("--port") { Description = "Port.", DefaultValueFactory = _ => 5080, HelpName = "N" };

    public static Command Make()
    {
        var data = ActivityCommand.Data();
        var port = Port();
        var listen = new Option<IPAddress?>("--listen") { Description = "Address of this machine to listen on. Without it: this machine only.", HelpName = "ADDRESS", CustomParser = Parse };
        var command = new Command("serve", Help) { data, port, listen };
        command.SetAction((parsed, cancellationToken) =>
        {
            var folder = parsed.GetValue(data)!;
            return folder.Exists
                ? WebServer.RunAsync(new WorkbenchData(folder), parsed.GetValue(port), new MeasureSettings { OrganisationName = folder.Name }, cancellationToken, parsed.GetValue(listen))
                : Task.FromResult(Exit.Refuse($"There is no data directory {folder.FullName}. Import a log first, or see 'charthouse demo'."));
        });
        return command;
    }

    private static IPAddress? Parse(ArgumentResult given)
    {
        var text = given.Tokens[0].Value;
        if (string.Equals(text, "localhost", StringComparison.OrdinalIgnoreCase)) return null;
        if (IPAddress.TryParse(text, out var address)) return address;
        given.AddError($"'{text}' is not an address. Name one such as 192.168.1.20, or 0.0.0.0 for all addresses of this machine.");
        return null;
    }
}
