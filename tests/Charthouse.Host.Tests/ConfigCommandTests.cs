using System.Diagnostics;

namespace Charthouse.Host.Tests;

/// <summary>Settings, by the built program.</summary>
public sealed class ConfigCommandTests
{
    [Fact]
    public async Task Check_SaysWhatHoldsAndWhereItComesFrom()
    {
        using var folder = new TemporaryFolder();
        var file = folder.Write("charthouse.json", """
            {
              // Comments may stand here.
              "Organisation": { "Name": "Harbor Regional Health", "TimeZone": "America/New_York" },
              "server": { "port": 5081, "TrustedProxies": ["10.0.0.0/8", "192.168.1.1"], },
              "Store": { "Postgres": "Host=db;Password=ohsecret" }
            }
            """);
        var run = await CheckAsync(folder.Path, ("CHARTHOUSE__SERVER__PORT", "5082"), ("CHARTHOUSE__LOGGING__FORMAT", "json"));
        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        string Line(string key) => run.Output.Split('\n').Single(line => line.StartsWith(key + " ", StringComparison.Ordinal));
        Assert.Matches($@"Organisation:Name +Harbor Regional Health +{file.Replace(".", @"\.", StringComparison.Ordinal)}", Line("Organisation:Name"));
        Assert.Matches("Server:Port +5082 +environment variable CHARTHOUSE__SERVER__PORT", Line("Server:Port"));
        Assert.Matches("Logging:Format +Json +environment", Line("Logging:Format"));
        Assert.Matches("Server:TrustedProxies +10.0.0.0/8, 192.168.1.1 +", Line("Server:TrustedProxies"));
        Assert.Matches("Server:Listen +localhost +default", Line("Server:Listen"));
        Assert.Matches(@"Store:Postgres +\(hidden\) +", Line("Store:Postgres"));
        Assert.DoesNotContain("ohsecret", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_FindsEverythingThatIsWrongAtOnce()
    {
        using var folder = new TemporaryFolder();
        folder.Write("charthouse.json", """
            {
              "Organisation": { "TimeZone": "Mars/Olympus", "Nmae": "x" },
              "Server": { "Port": 99999, "Listen": "everywhere", "Certificate": "missing.pfx", "TrustedProxies": ["proxy"], "FrameAncestors": ["ehr"] },
              "Store": { "Postgres": "ohsecret" },
              "Weather": { "Today": "rain" }
            }
            """);
        var run = await CheckAsync(folder.Path, ("CHARTHOUSE__LOGGING__LEVEL", "Loud"));
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        foreach (var part in new[]
        {
            "wrong in 10 places", "Organisation:TimeZone (", "Organisation:Nmae (", "Did you mean Organisation:Name?", "Server:Port (", "must be from 1 to 65535", "Server:Listen (",
            "Server:Certificate (", "needs the file missing.pfx, which does not exist", "Server:TrustedProxies (", "'proxy'", "Server:FrameAncestors (", "'ehr'", "Store:Postgres (", "Weather:Today (",
            "Logging:Level (environment variable CHARTHOUSE__LOGGING__LEVEL) must be one of Trace, Debug,", folder.File("charthouse.json"),
        })
        {
            Assert.Contains(part, run.Errors, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("ohsecret", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"Server\": { \"Port\": 5081 ", "is not valid JSON in line 1")]
    [InlineData("[]", "must hold one JSON object")]
    [InlineData("{ \"Server\": { \"Port\": [1, 2] } }", "must be one value, not a list")]
    [InlineData("{ \"Server\": { \"Port\": 1, \"port\": 2 } }", "is there twice")]
    [InlineData("{ \"Server\": { \"Port\": \"eighty\" } }", "must be a whole number")]
    public async Task Check_RefusesAFileThatIsNone(string text, string message)
    {
        using var folder = new TemporaryFolder();
        folder.Write("charthouse.json", text);
        var run = await CheckAsync(folder.Path);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_StartsNothingWithWrongSettings_AndFlagsWin()
    {
        using var folder = new TemporaryFolder();
        folder.Write("charthouse.json", """{ "Server": { "Port": 5081 } }""");
        var run = await BuiltProgram.RunAsync("serve", "--data", folder.Path, "--port", "0", "--config", folder.File("charthouse.json"));
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Server:Port (flag --port) must be from 1 to 65535", run.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("charthouse.db")));

        var missing = await BuiltProgram.RunAsync("serve", "--data", folder.Path, "--config", folder.File("other.json"));
        Assert.Equal(2, missing.ExitCode);
        Assert.Contains("There is no file", missing.Errors, StringComparison.Ordinal);
    }

    private static async Task<ProgramRun> CheckAsync(string folder, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(BuiltProgram.File) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { "config", "check", "--data", folder }) start.ArgumentList.Add(argument);
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return await BuiltProgram.FinishAsync(Process.Start(start)!);
    }
}
