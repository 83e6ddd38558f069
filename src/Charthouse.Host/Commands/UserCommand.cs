using System.CommandLine;
using Charthouse.Access;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;

namespace Charthouse.Host.Commands;

/// <summary><c>charthouse user</c>: accounts, for whoever has the machine.</summary>
internal static class UserCommand
{
    private const string Help = """
        Make an account, or let somebody in again who lost their way in. Both print a generated password once, on standard output; it is stored nowhere.
        An account that is made belongs to the person of the directory who has its e-mail address, if there is one.
        Hand it over in person or by telephone, and let its owner change it under My account.

        Examples:
          charthouse user add --data ward --email ines@example.org --name "Ines Duarte" --role informatics
          charthouse user reset --data ward --email ines@example.org
        """;

    public static Command Make() => new("user", Help) { MakeAdd(), MakeReset() };

    private static Option<string> Email() => new("--email") { Description = "E-mail address; also the name to sign in with.", Required = true, HelpName = "ADDRESS" };

    private static Command MakeAdd()
    {
        var data = ActivityCommand.Data();
        var email = Email();
        var name = new Option<string>("--name") { Description = "Name that others see.", Required = true, HelpName = "NAME" };
        var roles = new Option<string[]>("--role") { Description = $"One or more of {string.Join(", ", BuiltInRoles.All.Where(role => role.Name != BuiltInRoles.ApiClient).Select(role => role.Name))}.", Required = true, AllowMultipleArgumentsPerToken = true, HelpName = "ROLE" };
        var command = new Command("add", "Make an account with a generated password.") { data, email, name, roles };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, services => services.AddAccountAsync(parsed.GetValue(email)!, parsed.GetValue(name)!, parsed.GetValue(roles)!, cancellationToken), cancellationToken));
        return command;
    }

    private static Command MakeReset()
    {
        var data = ActivityCommand.Data();
        var email = Email();
        var command = new Command("reset", "Generate a new password. Ends all sessions, lifts a lock, turns the authenticator app off and removes passkeys.") { data, email };
        command.SetAction((parsed, cancellationToken) => RunAsync(parsed.GetValue(data)!, services => services.ResetAccountAsync(parsed.GetValue(email)!, cancellationToken), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(DirectoryInfo data, Func<IServiceProvider, Task<Outcome<string>>> change, CancellationToken cancellationToken)
    {
        if (!data.Exists) return Exit.Refuse($"There is no data directory {data.FullName}. Check --data.");
        await using var services = await Workbench.OpenAsync(data, cancellationToken);
        // The actor does not flow out of the method above.
        using var acting = services.GetRequiredService<CurrentActor>().Begin(Actor.Operator);
        var outcome = await change(services);
        if (!outcome.Succeeded) return Exit.Refuse(string.Join('\n', outcome.Problems.Select(problem => $"{problem.Message} ({problem.Code})")));
        Console.WriteLine(outcome.Value);
        return Exit.Done;
    }
}
