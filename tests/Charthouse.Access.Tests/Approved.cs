namespace Charthouse.Access.Tests;

/// <summary>Compares a list with the file next to the tests that somebody has read and approved.</summary>
internal static class Approved
{
    public static void AssertEqual(string name, IEnumerable<string> lines)
    {
        string[] actual = [.. lines];
        string[] approved = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, $"{name}.approved.txt")).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (actual.SequenceEqual(approved, StringComparer.Ordinal)) return;

        var received = Path.Combine(AppContext.BaseDirectory, $"{name}.received.txt");
        File.WriteAllText(received, string.Join('\n', actual) + "\n");
        Assert.Fail($"""
            The list of {name.ToLowerInvariant()} changed. Read every line that follows as what strangers, machines and each role may do from now on. If that is meant, accept it:
              cp {received} tests/Charthouse.Access.Tests/{name}.approved.txt
            {string.Join('\n', approved.Except(actual, StringComparer.Ordinal).Select(line => "- " + line))}
            {string.Join('\n', actual.Except(approved, StringComparer.Ordinal).Select(line => "+ " + line))}
            """);
    }
}
