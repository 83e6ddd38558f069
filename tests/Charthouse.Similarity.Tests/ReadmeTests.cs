namespace Charthouse.Similarity.Tests;

/// <summary>The example of the package's README runs, and stands there word for word.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Example_RunsAndIsTheOneOfTheReadme()
    {
        // <example>
        var index = new ShortTextIndex(new Dictionary<string, string> { ["AVS"] = "after visit summary" });
        var (first, second) = (new Guid("00000000-0000-0000-0000-000000000001"), new Guid("00000000-0000-0000-0000-000000000002"));
        index.Set(first, "AVS does not include the video visit link");
        index.Set(second, "Printer in ICU out of toner");
        foreach (var similar in index.Nearest("Video link missing from the after-visit summary", limit: 5)) Console.WriteLine($"{similar.Id} {similar.Score:0.00}");
        // </example>
        Assert.Equal(first, index.Nearest("Video link missing from the after-visit summary", limit: 5, ShortTextIndex.PairThreshold).Single().Id);

        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
        var own = File.ReadAllText(Path.Combine(folder, "tests", "Charthouse.Similarity.Tests", "ReadmeTests.cs"));
        var example = own[(own.IndexOf("// <example>", StringComparison.Ordinal) + 13)..own.IndexOf("        // </example>", StringComparison.Ordinal)].Replace("\n        ", "\n", StringComparison.Ordinal)[8..].TrimEnd();
        Assert.Contains(example, File.ReadAllText(Path.Combine(folder, "src", "Engines", "Charthouse.Similarity", "README.md")), StringComparison.Ordinal);
    }
}
