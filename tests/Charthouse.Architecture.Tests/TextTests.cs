using System.Text.RegularExpressions;

namespace Charthouse.Architecture.Tests;

/// <summary>Rules that are read off the files. Each rule shows that it sees what it forbids.</summary>
public sealed partial class TextTests
{
    [Fact]
    public void EveryToDo_HasAnIssueNumber()
    {
        Assert.Matches(ToDo, "// TO" + "DO later");
        Assert.DoesNotMatch(ToDo, "// TO" + "DO #12: later");
        AssertNowhere(ToDo, Repository.Files(".cs", ".razor", ".sql", ".js", ".css", ".csproj", ".props", ".md"));
    }

    [Fact]
    public void OnlyStores_KnowTheProvider()
    {
        Assert.Matches(Provider, "if (db.Database.IsNp" + "gsql())");
        Assert.Matches(Provider, "new Sqlite" + "Connection(text)");
        AssertNowhere(Provider, Repository.Files(".cs").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal) && !file.Path.StartsWith("src/Stores/", StringComparison.Ordinal)));
    }

    // StoredTables makes its statements from the model.
    [Fact]
    public void OnlyStores_WriteSql()
    {
        Assert.Matches(Sql, "db.Database.ExecuteSql" + "RawAsync(text)");
        Assert.Matches(Sql, "set.FromSql" + "($\"…\")");
        AssertNowhere(Sql, Repository.Files(".cs").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)
            && !file.Path.StartsWith("src/Stores/", StringComparison.Ordinal) && !file.Path.StartsWith("src/Analytics/", StringComparison.Ordinal)
            && file.Path != "src/Charthouse.Platform/Storage/StoredTables.cs"));
    }

    // The content policy of the server would block them without a word.
    [Fact]
    public void Pages_HaveNoInlineStyleOrScript()
    {
        Assert.Matches(Inline, "<p style=\"color:red\">");
        Assert.Matches(Inline, "<button onclick=\"x()\">");
        Assert.Matches(Inline, "<script>alert()</script>");
        Assert.Matches(Inline, "<style>");
        Assert.DoesNotMatch(Inline, "<script src=\"a.js\"></script><script type=\\\"application/json\\\">{}</script>");
        AssertNowhere(Inline, Repository.Files(".razor"));
    }

    [Fact]
    public void EveryPragma_HasAReason()
    {
        Assert.Matches(Pragma, "#pragma warning disable CA1\n");
        Assert.DoesNotMatch(Pragma, "#pragma warning disable CA1 // Because.\n");
        AssertNowhere(Pragma, Repository.Files(".cs"));
    }

    [Fact]
    public void EveryNoWarn_HasAReasonAboveIt()
    {
        Assert.NotEmpty(WithoutReason("<X>\n<NoWarn>$(NoWarn);CA1</NoWarn>\n"));
        Assert.Equal(["CA2"], WithoutReason("<!-- CA1: because. -->\n<NoWarn>$(NoWarn);CA1;CA2</NoWarn>\n"));
        Assert.Empty(WithoutReason("<!-- CA1: because. CA2: too. -->\n<NoWarn>$(NoWarn);CA1;CA2</NoWarn>\n"));
        Assert.Empty(Repository.Files(".csproj", ".props").SelectMany(file => WithoutReason(file.Text).Select(rule => $"{file.Path}: {rule}")));
    }

    [Fact]
    public void Problems_HaveOneCodeEach_AndSpeakInSentences()
    {
        Assert.NotEmpty(Faults([("A.cs", """new("Measure.Bad", ProblemKind.Invalid, "No full stop");""")]));
        Assert.NotEmpty(Faults([("A.cs", """new("a.b", ProblemKind.Invalid, "One."); new("a.b", ProblemKind.Invalid, "Two.");""")]));
        var files = Repository.Files(".cs").Where(file => file.Path.StartsWith("src/", StringComparison.Ordinal)).ToList();
        Assert.Contains(files, file => Problem.IsMatch(file.Text));
        Assert.Empty(Faults(files));
    }

    // Documentation of every parameter: has the reason of CS1591, documentation of every member.
    private const string PartOfDocumentation = "CS1573";

    private static IEnumerable<string> Faults(IEnumerable<(string Path, string Text)> files)
    {
        Dictionary<string, string> seen = new(StringComparer.Ordinal);
        foreach (var (path, text) in files)
        {
            foreach (var match in Problem.Matches(text).Cast<Match>())
            {
                var (code, message) = (match.Groups["code"].Value, match.Groups["message"].Value);
                if (!Code.IsMatch(code)) yield return $"{path}: {code} is not module.kebab-case";
                if (!seen.TryAdd(code, path)) yield return $"{path}: {code} stands in {seen[code]} too";
                if (message.Length > 0 && message[^1] != '.') yield return $"{path}: {code} does not end with a full stop: {message}";
            }
        }
    }

    private static IEnumerable<string> WithoutReason(string text)
    {
        foreach (var match in NoWarn.Matches(text).Cast<Match>())
        {
            var above = text[..match.Index].TrimEnd();
            var comment = above.EndsWith("-->", StringComparison.Ordinal) ? above[above.LastIndexOf("<!--", StringComparison.Ordinal)..] : "";
            // One rule needs only a comment; several are told apart in it by their names.
            var rules = Rule.Matches(match.Groups["rules"].Value).Cast<Match>().Select(rule => rule.Value).Where(rule => rule != PartOfDocumentation || comment.Length == 0).ToList();
            foreach (var rule in rules.Where(rule => comment.Length == 0 || (rules.Count > 1 && !comment.Contains(rule, StringComparison.Ordinal)))) yield return rule;
        }
    }

    private static void AssertNowhere(Regex rule, IEnumerable<(string Path, string Text)> files) => Assert.Empty(
        from file in files from match in rule.Matches(file.Text).Cast<Match>() select $"{file.Path}: {match.Value.Trim()}");

    [GeneratedRegex(@"\bTO" + @"DO\b(?! #\d)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ToDo { get; }

    [GeneratedRegex(@"\b(IsNpgsql|IsSqlite|UseSqlite|UseNpgsql|ProviderName|Sqlite(Connection|Exception|Parameter)\w*|Npgsql(Connection|Exception|Parameter)\w*|PostgresException|PRAGMA)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Provider { get; }

    [GeneratedRegex(@"\b(FromSql|ExecuteSql|SqlQuery)\w*|\bCommandText\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sql { get; }

    [GeneratedRegex(@"<\w[^>]*\s(style|on[a-z]+)=""|<style\b|<script(?![^>]*(src=|application/json))[^>]*>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Inline { get; }

    [GeneratedRegex(@"^[ \t]*#pragma warning disable(?!.*// \w).*$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pragma { get; }

    [GeneratedRegex(@"<NoWarn>\$\(NoWarn\);(?<rules>[^<]*)</NoWarn>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoWarn { get; }

    [GeneratedRegex(@"[A-Z]+\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rule { get; }

    [GeneratedRegex("""new(?: Problem)?\(\s*"(?<code>[^"]+)",\s*ProblemKind\.\w+,\s*(?:\$?"(?<message>(?:[^"\\]|\\.)*)"\s*[,)])?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Problem { get; }

    [GeneratedRegex("^[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
