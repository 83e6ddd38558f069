namespace Charthouse.Host.Tests;

/// <summary><c>charthouse people import</c>, through the built program.</summary>
public sealed class PeopleCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Data => folder.File("data");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Sample_IsTriedThenImported_AndChangesNothingAgain()
    {
        var sample = Path.Combine(BuiltProgram.Repository, "samples", "people-directory.csv");
        var tried = await BuiltProgram.RunAsync("people", "import", "--data", Data, sample, "--dry-run", "--json");
        var done = await BuiltProgram.RunAsync("people", "import", "--data", Data, sample, "--json");
        var again = await BuiltProgram.RunAsync("people", "import", "--data", Data, sample, "--json");
        Assert.Equal((1, 1, 1), (tried.ExitCode, done.ExitCode, again.ExitCode));
        Assert.Contains("people-directory.csv:14 (from): “31.08.2023” is not a day", tried.Errors, StringComparison.Ordinal);
        Assert.Equal((13, 1, 17), (Int(tried, "rows"), Int(tried, "rowsLeftOut"), Int(tried, "added")));
        Assert.Equal((17, 0, 0), (Int(done, "added"), Int(done, "changed"), Int(done, "ended")));
        Assert.Equal((0, 0, 0), (Int(again, "added"), Int(again, "changed"), Int(again, "ended")));
    }

    [Fact]
    public async Task Text_IsForPeople()
    {
        var run = await BuiltProgram.RunAsync("people", "import", "--data", Data, folder.Write("p.csv", "name;email;role;site\nAda;ada@example.org;Nurse;North\n"), "--dry-run");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("added    assignment Ada: Nurse, North, always", run.Output, StringComparison.Ordinal);
        Assert.Contains("dry run: nothing was changed", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("salary\n1\n", "none of the columns")]
    [InlineData("name,email\nAda,ada\n", "is not an e-mail address")]
    public async Task NothingTaken_IsExitCodeTwo(string text, string message)
    {
        var run = await BuiltProgram.RunAsync("people", "import", "--data", Data, folder.Write("p.csv", text));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task MissingFile_IsSaid()
    {
        var run = await BuiltProgram.RunAsync("people", "import", "--data", Data, folder.File("none.csv"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("does not exist", run.Errors, StringComparison.Ordinal);
    }

    private static int Int(ProgramRun run, string name) => run.Json.GetProperty(name).GetInt32();
}
