using System.CommandLine;
using System.CommandLine.Help;
using Charthouse.Host.Commands;
using Charthouse.Host.Commands.Spc;

// Not a RootCommand: that calls itself by the name of the executable file.
var root = new Command("charthouse", "Charthouse: the open-source workbench of a hospital's Chief Medical Information Officer.")
{
    DemoCommand.Make(),
    ServeCommand.Make(),
    UserCommand.Make(),
    ActivityCommand.Make(),
    SpcCommand.Make(),
    ConfigCommand.Make(),
    HistoryCommand.Make(),
    SearchCommand.Make(),
    DbCommand.Make(),
    PeopleCommand.Make(),
    new HelpOption(),
    new VersionOption(),
};
return await Exit.GuardAsync(() =>
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count == 0) return Exit.RunAsync(parsed);

    // Wrong usage: what is wrong, then where to read more. Nothing was done.
    foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
    List<string> path = [];
    for (var command = parsed.CommandResult.Command; command is not null; command = command.Parents.OfType<Command>().FirstOrDefault()) path.Insert(0, command.Name);
    Console.Error.WriteLine($"'{string.Join(' ', path)} --help' explains the options.");
    return Task.FromResult(Exit.NothingDone);
});
