namespace Charthouse.Spc.Tests;

/// <summary>The example of the package's README runs, and stands there word for word.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void Example_RunsAndIsTheOneOfTheReadme()
    {
        // <example>
        var observations = new[] { Observation.Ratio(12, 200), Observation.Ratio(9, 180), Observation.Gap(GapReason.Missing), Observation.Ratio(31, 190) };
        var chart = ControlChart.Compute(ChartKind.Proportion, observations, ChartSettings.Default with
        {
            Multiply = 100,
            Rules = [RuleSet.Nhs],
            Improvement = ImprovementDirection.Decrease,
            Target = 5,
        });
        foreach (var signal in chart.Parts[^1].Signals) Console.WriteLine(signal.Explain());
        // </example>
        Assert.Equal(9.122807, chart.Points[0].Centre!.Value, 6);

        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
        var own = File.ReadAllText(Path.Combine(folder, "tests", "Charthouse.Spc.Tests", "ReadmeTests.cs"));
        var example = own[(own.IndexOf("// <example>", StringComparison.Ordinal) + 13)..own.IndexOf("        // </example>", StringComparison.Ordinal)].Replace("\n        ", "\n", StringComparison.Ordinal)[8..].TrimEnd();
        Assert.Contains(example, File.ReadAllText(Path.Combine(folder, "src", "Engines", "Charthouse.Spc", "README.md")), StringComparison.Ordinal);
    }
}
