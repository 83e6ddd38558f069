namespace Charthouse.Host.Tests;

/// <summary>Every <c>sh</c> block of the documentation runs. Blocks called <c>bash</c> serve, install or take long; they are not run.</summary>
public sealed class DocumentationTests
{
    public static TheoryData<string> Pages()
    {
        TheoryData<string> pages = [];
        var root = BuiltProgram.Repository;
        foreach (var page in Directory.GetFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(root, "README.md")).Append(Path.Combine(root, "samples", "README.md")))
        {
            if (Blocks(page).Any()) pages.Add(Path.GetRelativePath(root, page));
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task ShellBlocks_Run(string page)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The blocks are for a POSIX shell.");
        using var folder = new TemporaryFolder();
        foreach (var sample in Directory.GetFiles(Path.Combine(BuiltProgram.Repository, "samples"), "*", SearchOption.AllDirectories))
        {
            var copy = folder.File(Path.GetRelativePath(BuiltProgram.Repository, sample));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(sample, copy);
        }

        File.CreateSymbolicLink(folder.File("charthouse"), BuiltProgram.File);
        var count = 0;
        foreach (var line in Blocks(Path.Combine(BuiltProgram.Repository, page)))
        {
            count++;
            var run = await BuiltProgram.FinishAsync(BuiltProgram.Start("sh", ["-c", line], folder.Path));
            Assert.True(run.ExitCode is 0 or 1, $"{page}: {line}\nexit code {run.ExitCode}\n{run.Errors}");
        }

        Assert.True(count > 0);
    }

    // One command a line; a line that ends with a backslash goes on.
    private static IEnumerable<string> Blocks(string page)
    {
        var inBlock = false;
        var command = "";
        foreach (var line in File.ReadLines(page))
        {
            if (!inBlock && line.TrimEnd() == "```sh")
            {
                inBlock = true;
            }
            else if (inBlock && line.StartsWith("```", StringComparison.Ordinal))
            {
                inBlock = false;
            }
            else if (inBlock && line.Trim() is { Length: > 0 } text && text[0] != '#')
            {
                command += text.TrimEnd('\\');
                if (text[^1] == '\\') continue;
                yield return command;
                command = "";
            }
        }
    }
}
