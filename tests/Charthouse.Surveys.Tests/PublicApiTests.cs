using PublicApiGenerator;

namespace Charthouse.Surveys.Tests;

public sealed class PublicApiTests
{
    [Fact]
    public void PublicApi_IsTheApprovedOne()
    {
        var actual = Lines(typeof(Score).Assembly.GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false }));
        var approved = Lines(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "PublicApi.approved.txt")));
        if (actual.SequenceEqual(approved, StringComparer.Ordinal)) return;

        var received = Path.Combine(AppContext.BaseDirectory, "PublicApi.received.txt");
        File.WriteAllText(received, string.Join('\n', actual) + "\n");
        Assert.Fail($"""
            The public API changed. If that is meant, copy {received} over PublicApi.approved.txt next to this test.
            {string.Join('\n', approved.Except(actual, StringComparer.Ordinal).Select(line => "- " + line))}
            {string.Join('\n', actual.Except(approved, StringComparer.Ordinal).Select(line => "+ " + line))}
            """);
    }

    private static string[] Lines(string text) => [.. text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n')];
}
