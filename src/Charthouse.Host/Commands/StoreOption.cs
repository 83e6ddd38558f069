using System.CommandLine;

namespace Charthouse.Host.Commands;

/// <summary>Names the PostgreSQL database, where the workbench does not lie in a file of the data directory.</summary>
internal static class StoreOption
{
    private const string Variable = "CHARTHOUSE__STORE__POSTGRES";

    /// <summary>Connection string of the environment; <c>null</c> for SQLite.</summary>
    public static string? OfEnvironment => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connection ? connection : null;

    public static Option<string?> Make() => new("--postgres")
    {
        Description = $"PostgreSQL database as a connection string, \"Host=…;Database=…;Username=…;Password=…\"; better in {Variable}, where other users of the machine do not see the password. Without it: SQLite in the data directory.",
        HelpName = "CONNECTION",
    };
}
