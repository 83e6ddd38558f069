namespace Charthouse.Host.Tests;

/// <summary><c>charthouse search rebuild</c>, through the built program.</summary>
public sealed class SearchCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Rebuild_SaysHowManyRecordsCanBeFound()
    {
        Directory.CreateDirectory(folder.File("data"));
        var rebuilt = await BuiltProgram.RunAsync("search", "rebuild", "--data", folder.File("data"));
        Assert.Equal((0, ""), (rebuilt.ExitCode, rebuilt.Errors));
        // The built-in roles.
        Assert.Equal("9 records can be found.", rebuilt.Output.Trim());
    }

    [Fact]
    public async Task Rebuild_OfNoDirectory_DoesNothing()
    {
        var refused = await BuiltProgram.RunAsync("search", "rebuild", "--data", folder.File("nowhere"));
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("There is no data directory", refused.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("nowhere")));
    }
}
