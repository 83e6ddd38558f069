namespace Charthouse.Benchmarks;

/// <summary>The working copy that these benchmarks were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>The program that <c>./charthouse</c> runs; <c>bench/run</c> builds it.</summary>
    public static string Program { get; } = Path.Combine(Root, "artifacts", "ready", "Charthouse.Host");

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Charthouse.slnx"))) folder = Path.GetDirectoryName(folder.TrimEnd('/'))!;
        return folder;
    }
}
