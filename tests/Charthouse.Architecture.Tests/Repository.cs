namespace Charthouse.Architecture.Tests;

/// <summary>The files of the repository that people write.</summary>
internal static class Repository
{
    private static readonly string[] leftOut = ["artifacts", ".git", "node_modules", "wwwroot", "Migrations", "data"];

    public static string Root { get; } = FindRoot();

    /// <summary>Files with one of the endings, as path from the root and text.</summary>
    public static IEnumerable<(string Path, string Text)> Files(params string[] endings) => Walk(Root)
        .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
        .Select(file => (Path.GetRelativePath(Root, file).Replace('\\', '/'), File.ReadAllText(file)));

    private static IEnumerable<string> Walk(string folder) => Directory.GetFiles(folder)
        .Concat(Directory.GetDirectories(folder).Where(child => !leftOut.Contains(Path.GetFileName(child))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
