namespace Charthouse.Surveys.Tests;

/// <summary>The example of the package's README runs, and stands there word for word.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Example_RunsAndIsTheOneOfTheReadme()
    {
        // <example>
        int?[][] respondents = [[4, 5, 3], [2, 1, null], [5, 4, 4], [3, 3, 2], [4, 2, 5]];
        var experience = ExperienceIndex.Compute(respondents);
        var interval = Bootstrap.OfRatio(ExperienceIndex.Parts(respondents), BootstrapOptions.Default);
        Console.WriteLine($"{experience.Index.Value:F1} ({interval.Lower:F1} to {interval.Upper:F1})");
        var shown = Suppression.Of([12, 9, 2, 1]);
        Console.WriteLine(string.Join(", ", shown.IsShown));
        // </example>
        Assert.Equal(100.0 * (7 - 4) / 14, experience.Index.Value!.Value, 10);
        Assert.Equal([true, false, false, false], shown.IsShown);

        var own = File.ReadAllText(Path.Combine(Root, "tests", "Charthouse.Surveys.Tests", "ReadmeTests.cs"));
        var example = own[(own.IndexOf("// <example>", StringComparison.Ordinal) + 13)..own.IndexOf("        // </example>", StringComparison.Ordinal)].Replace("\n        ", "\n", StringComparison.Ordinal)[8..].TrimEnd();
        Assert.Contains(example, File.ReadAllText(Path.Combine(Root, "src", "Engines", "Charthouse.Surveys", "README.md")), StringComparison.Ordinal);
    }

    internal static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
            return folder;
        }
    }
}
