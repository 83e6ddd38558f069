using System.Net;
using System.Text.RegularExpressions;
using Charthouse.Host.Web;
using Charthouse.Platform;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.Problems;

/// <summary>Every refusal of every module, and the pages that explain them.</summary>
public sealed partial class ProblemTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public void Problems_HaveOneCodeEach_AndSpeakInSentences()
    {
        Assert.NotEmpty(Faults([new("Bad", ProblemKind.Invalid, "One.")]));
        Assert.NotEmpty(Faults([new("a.b", ProblemKind.Invalid, "No full stop")]));
        Assert.NotEmpty(Faults([new("a.b", ProblemKind.Invalid, "One."), new("a.b", ProblemKind.Invalid, "Two.")]));
        Assert.Contains(ProblemCatalogue.All, problem => problem.Code == "platform.form-expired");
        Assert.Contains(ProblemCatalogue.All, problem => problem.Code == "access.last-administrator");
        Assert.Empty(Faults(ProblemCatalogue.All));
    }

    [Fact]
    public async Task Page_ExplainsEveryProblem()
    {
        using var visitor = workbench.Visitor();
        var list = await ServedWorkbench.PageAsync(visitor, "/problems");
        Assert.Equal(ProblemCatalogue.All.Select(problem => problem.Code), list.QuerySelectorAll("tbody th").Select(cell => cell.TextContent));
        var page = await ServedWorkbench.PageAsync(visitor, "/problems/platform.changed-meanwhile");
        Assert.Contains("Somebody else changed this record", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("409", page.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        using var unknown = await visitor.GetAsync(new Uri("/problems/access.no-such", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static IEnumerable<string> Faults(IReadOnlyList<Problem> problems) =>
    [
        .. problems.Where(problem => !Code.IsMatch(problem.Code)).Select(problem => $"{problem.Code} is not module.kebab-case"),
        .. problems.GroupBy(problem => problem.Code, StringComparer.Ordinal).Where(same => same.Count() > 1).Select(same => $"{same.Key} stands in two places"),
        .. problems.Where(problem => !problem.Message.EndsWith('.')).Select(problem => $"{problem.Code} does not end with a full stop"),
    ];

    [GeneratedRegex("^[a-z]+\\.[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code { get; }
}
