using System.CommandLine;
using Charthouse.Host.Commands;

var root = new RootCommand("Charthouse: the open-source workbench of a hospital's Chief Medical Information Officer.")
{
    DemoCommand.Make(),
    ServeCommand.Make(),
    ActivityCommand.Make(),
};
return await Exit.GuardAsync(() =>
{
    var parsed = root.Parse(args);
    if (parsed.Errors.Count == 0) return parsed.InvokeAsync();

    // Wrong usage: what is wrong, then where to read more. Nothing was done.
    foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
    var path = string.Join(' ', parsed.CommandResult.Command.Parents.OfType<Command>().Select(parent => parent is RootCommand ? "charthouse" : parent.Name).Append(
        parsed.CommandResult.Command is RootCommand ? "charthouse" : parsed.CommandResult.Command.Name));
    Console.Error.WriteLine($"'{path} --help' explains the options.");
    return Task.FromResult(Exit.NothingDone);
});
