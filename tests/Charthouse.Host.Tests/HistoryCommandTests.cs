using Microsoft.Data.Sqlite;

namespace Charthouse.Host.Tests;

/// <summary><c>charthouse history verify</c>, by running the built program.</summary>
public sealed class HistoryCommandTests
{
    [Fact]
    public async Task Verify_SaysWhetherTheChainHolds_AndChangesNothing()
    {
        using var folder = new TemporaryFolder();
        var data = folder.File("data");
        // Importing opens the workbench, and its roles make the first entries. One row of the sample is set aside on purpose.
        Assert.Equal(1, (await BuiltProgram.RunAsync("activity", "import", "--data", data, "samples/activity/events.csv")).ExitCode);
        var whole = await BuiltProgram.RunAsync("history", "verify", "--data", data, "--json");
        Assert.Equal(0, whole.ExitCode);
        var head = whole.Json.GetProperty("head");
        Assert.True(whole.Json.GetProperty("whole").GetBoolean());
        Assert.True(head.GetProperty("sequence").GetInt64() > 0);
        var hash = head.GetProperty("hash").GetString()!;
        var said = await BuiltProgram.RunAsync("history", "verify", "--data", data, "--expect", hash);
        Assert.Equal(0, said.ExitCode);
        Assert.Contains(hash, said.Output, StringComparison.Ordinal);
        Assert.Contains("The history is whole", said.Output, StringComparison.Ordinal);
        Assert.Equal(2, (await BuiltProgram.RunAsync("history", "verify", "--data", data, "--expect", new string('0', 64))).ExitCode);

        // A value that the program never writes is a fault too, and no crash.
        Execute(data, "update platform_history set change = 'Nonsense' where sequence = 3");
        var broken = await BuiltProgram.RunAsync("history", "verify", "--data", data, "--json");
        Assert.Equal(2, broken.ExitCode);
        Assert.Equal(3, broken.Json.GetProperty("firstFault").GetProperty("sequence").GetInt64());
        Execute(data, "delete from platform_history where sequence = 2");
        var words = await BuiltProgram.RunAsync("history", "verify", "--data", data);
        Assert.Equal(2, words.ExitCode);
        Assert.StartsWith("The history is broken at entry 2. Entry 2 was removed.", words.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithoutADatabaseOrAHash_SaysWhatToDo()
    {
        using var folder = new TemporaryFolder();
        var nothing = await BuiltProgram.RunAsync("history", "verify", "--data", folder.Path);
        Assert.Equal(2, nothing.ExitCode);
        Assert.Contains("Name its data directory", nothing.Errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        var tooShort = await BuiltProgram.RunAsync("history", "verify", "--data", folder.Path, "--expect", "abc");
        Assert.Equal(2, tooShort.ExitCode);
        Assert.Contains("64 hexadecimal digits", tooShort.Errors, StringComparison.Ordinal);
    }

    private static void Execute(string data, string sql)
    {
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(data, "charthouse.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The test writes it.
            command.CommandText = sql;
#pragma warning restore CA2100
            Assert.Equal(1, command.ExecuteNonQuery());
        }
    }
}
