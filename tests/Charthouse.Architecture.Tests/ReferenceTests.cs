using System.Reflection;

namespace Charthouse.Architecture.Tests;

/// <summary>Who may know whom.</summary>
public sealed class ReferenceTests
{
    // The allowed graph; what is used must be a part of it. The host may know everything.
    private static readonly Dictionary<string, string[]> allowed = new(StringComparer.Ordinal)
    {
        ["Charthouse.AuditActivity"] = [],
        ["Charthouse.Spc"] = [],
        ["Charthouse.Similarity"] = [],
        ["Charthouse.Surveys"] = [],
        ["Charthouse.Planning"] = [],
        ["Charthouse.Lake"] = ["Charthouse.AuditActivity"],
        ["Charthouse.Analytics"] = ["Charthouse.AuditActivity"],
        ["Charthouse.Analytics.DuckDb"] = ["Charthouse.AuditActivity", "Charthouse.Analytics", "Charthouse.Lake"],
        ["Charthouse.Platform"] = [],
        ["Charthouse.Ui"] = ["Charthouse.Platform"],
        ["Charthouse.Access"] = ["Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Measure"] = ["Charthouse.AuditActivity", "Charthouse.Spc", "Charthouse.Lake", "Charthouse.Analytics", "Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Improve"] = ["Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Listen"] = ["Charthouse.Similarity", "Charthouse.Surveys", "Charthouse.Planning", "Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Decide"] = ["Charthouse.Planning", "Charthouse.Similarity", "Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Deliver"] = ["Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Today"] = ["Charthouse.Platform", "Charthouse.Ui"],
        ["Charthouse.Store.Postgres"] = ["Charthouse.Platform", "Charthouse.Access", "Charthouse.Decide", "Charthouse.Deliver", "Charthouse.Improve", "Charthouse.Listen", "Charthouse.Measure"],
        ["Charthouse.Store.Sqlite"] = ["Charthouse.Platform", "Charthouse.Access", "Charthouse.Decide", "Charthouse.Deliver", "Charthouse.Improve", "Charthouse.Listen", "Charthouse.Measure"],
        ["Charthouse.Demo"] = [],
    };

    // Packages in quarantine: only these projects may see them.
    private static readonly Dictionary<string, string[]> seenBy = new(StringComparer.Ordinal)
    {
        ["ParquetSharp"] = ["Charthouse.Lake", "Charthouse.Host"],
        ["DuckDB.NET"] = ["Charthouse.Analytics.DuckDb"],
        ["Microsoft.Data.Sqlite"] = ["Charthouse.Store.Sqlite", "Charthouse.Host"],
        ["Microsoft.EntityFrameworkCore.Sqlite"] = ["Charthouse.Store.Sqlite"],
        ["Npgsql"] = ["Charthouse.Store.Postgres"],
        ["DocumentFormat.OpenXml"] = ["Charthouse.Ui"],
        ["Markdig"] = ["Charthouse.Ui"],
        ["MailKit"] = ["Charthouse.Access"],
        ["MimeKit"] = ["Charthouse.Access"],
        ["CsvHelper"] = ["Charthouse.Access", "Charthouse.Measure", "Charthouse.Host"],
        ["ScottPlot"] = ["Charthouse.Host"],
        ["SkiaSharp"] = ["Charthouse.Host"],
        ["System.CommandLine"] = ["Charthouse.Host"],
    };

    private static readonly Assembly[] assemblies =
    [
        .. Directory.GetFiles(AppContext.BaseDirectory, "Charthouse.*.dll").Select(file => Path.GetFileNameWithoutExtension(file))
            .Where(name => !name.EndsWith(".Tests", StringComparison.Ordinal)).Select(Assembly.Load),
    ];

    [Fact]
    public void Projects_KnowOnlyWhatTheyMay() => Assert.Empty(
        from assembly in assemblies
        let name = assembly.GetName().Name!
        where name != "Charthouse.Host"
        from reference in assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
        where reference.StartsWith("Charthouse.", StringComparison.Ordinal) && !allowed.GetValueOrDefault(name, []).Contains(reference)
        select $"{name} -> {reference}");

    [Fact]
    public void EveryProject_StandsInTheTable() =>
        Assert.Equal(allowed.Keys.Append("Charthouse.Host").Order(StringComparer.Ordinal), assemblies.Select(assembly => assembly.GetName().Name!).Order(StringComparer.Ordinal));

    [Fact]
    public void AllowedGraph_HasNoCycle()
    {
        var left = allowed.ToDictionary();
        while (left.FirstOrDefault(project => !project.Value.Any(left.ContainsKey)).Key is { } next) left.Remove(next);
        Assert.Empty(left.Keys);
    }

    [Theory]
    [InlineData("Charthouse.AuditActivity")]
    [InlineData("Charthouse.Spc")]
    public void Engines_DependOnNothing(string engine) => Assert.All(
        assemblies.Single(assembly => assembly.GetName().Name == engine).GetReferencedAssemblies(),
        reference => Assert.StartsWith("System.", reference.Name, StringComparison.Ordinal));

    [Fact]
    public void Packages_StayWhereTheyBelong() => Assert.Empty(
        from assembly in assemblies
        let name = assembly.GetName().Name!
        from reference in assembly.GetReferencedAssemblies().Select(reference => reference.Name!)
        from package in seenBy
        where reference.StartsWith(package.Key, StringComparison.Ordinal) && !package.Value.Contains(name)
        select $"{name} -> {reference}");

    [Fact]
    public void Names_SayWhatAThingIs()
    {
        string[] words = ["Core", "Common", "Shared", "Domain", "Application", "Infrastructure", "Services", "Abstractions", "Utils", "Helpers", "Managers"];
        string[] endings = ["Service", "Manager", "Helper", "Utils"];
        Assert.DoesNotContain(Repository.Files(".csproj").Select(file => Path.GetFileNameWithoutExtension(file.Path)), name => name.Split('.').Intersect(words).Any());
        Assert.DoesNotContain(assemblies.SelectMany(assembly => assembly.GetTypes()).Select(type => type.Name), name => Array.Exists(endings, ending => name.EndsWith(ending, StringComparison.Ordinal)));
    }
}
