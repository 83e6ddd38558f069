using Bunit;
using Charthouse.Platform.Records;

namespace Charthouse.Ui.Tests;

/// <summary>Components of records that stand on nothing but what they are given.</summary>
public sealed class RecordComponentTests
{
    internal static IReadOnlyList<ThreadStep> Thread { get; } =
    [
        new(ThreadStage.PainPoint, [new(new("pain", Guid.CreateVersion7()), new RecordSummary("Potassium orders", "pains/1", "answered", "Dr. I. Solano", new(2026, 6, 3)) { IsDone = true })]),
        new(ThreadStage.Request, [new(new("request", Guid.CreateVersion7()), new RecordSummary("One question", "requests/1", "clarifying", null, new(2026, 11, 15)) { Since = new(2026, 11, 1) })]),
        new(ThreadStage.Decision, []),
        new(ThreadStage.Project, [new(new("project", Guid.CreateVersion7()), new RecordSummary("Rebuild", "projects/1", "building", "J. Ferrand", new(2026, 12, 1)) { Since = new(2026, 11, 16) }), new(new("project", Guid.CreateVersion7()), new RecordSummary("Other", "projects/2"))]),
        new(ThreadStage.GoLive, []), new(ThreadStage.MeasuredEffect, []), new(ThreadStage.Answer, []),
    ];

    [Fact]
    public void Thread_ShowsDoneLateOpenAndWhatIsNotReached()
    {
        using var page = Pages.Context();
        var steps = page.Render<ThreadSteps>(p => p.Add(t => t.Steps, Thread)).FindAll("li");
        Assert.Equal(["done", "late", "todo", "now", "todo", "todo", "todo"], steps.Select(step => step.ClassName));
        Assert.Equal([1], Enumerable.Range(0, 7).Where(i => steps[i].GetAttribute("aria-current") == "step"));
        Assert.Equal(["Request, late", "2 days late", "unassigned", "clarifying for 16 d"], steps[1].QuerySelectorAll("p").Select(line => line.TextContent.Trim()));
        Assert.Equal(["Project, in progress", "due Tue 1 Dec", "J. Ferrand", "building for 1 d · 1 more"], steps[3].QuerySelectorAll("p").Select(line => line.TextContent.Trim()));
        Assert.Equal(["Decision, not yet reached", "not yet reached"], steps[2].QuerySelectorAll("p").Select(line => line.TextContent.Trim()));
        Assert.Equal(["pains/1", "requests/1", "projects/1"], page.Render<ThreadSteps>(p => p.Add(t => t.Steps, Thread)).FindAll("a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void MergeView_ProposesWhereOneSideChangedAndAsksWhereBothDid()
    {
        using var page = Pages.Context();
        var view = page.Render<MergeView>(p => p.Add(v => v.FormName, "edit").Add(v => v.Version, 7).Add(v => v.Fields,
        [
            new("Name", "Name", "Ada", "Ada Reed", "Ada Ray"),
            new("Email", "E-mail address", "a@x.example", "a@x.example", "ada@x.example"),
            new("Note", "Note", "", "new", null),
            new("Unit", "Unit", "ICU", "ICU", "ICU"),
        ]));

        string[] Checked(string name) => [.. view.FindAll($"input[type=radio][name='Form.{name}'][checked]").Select(radio => radio.GetAttribute("value") ?? "")];
        Assert.Empty(Checked("Name"));
        Assert.Equal(["ada@x.example"], Checked("Email"));
        Assert.Equal(["new"], Checked("Note"));
        Assert.Equal("ICU", view.Find("input[type=hidden][name='Form.Unit']").GetAttribute("value"));
        // Sent again, the form says which version it has seen, and what stood in it.
        Assert.Equal("7", view.Find("input[name='Form.Version']").GetAttribute("value"));
        Assert.Equal("Ada Ray", view.Find("input[name='Form.Base[Name]']").GetAttribute("value"));
        Assert.Contains("both changed it", view.FindAll("fieldset")[0].TextContent, StringComparison.Ordinal);
        Assert.Equal(2, view.FindAll("input[name='Form.Name'][required]").Count);
    }

    [Theory]
    [InlineData("plain", "<p>plain</p>")]
    [InlineData("a\nb", "<p>a<br />b</p>")]
    [InlineData("# no heading", "<p># no heading</p>")]
    [InlineData("text\n===", "<p>text<br />===</p>")]
    [InlineData("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>")]
    [InlineData("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>")]
    [InlineData("[x](javascript:alert(1))", "<p>x</p>")]
    [InlineData("[x](data:text/html,hi)", "<p>x</p>")]
    [InlineData("[x](//elsewhere.example)", "<p>x</p>")]
    [InlineData("<javascript:alert(1)>", "<p>javascript:alert(1)</p>")]
    [InlineData("- one\n- two", "<ul><li>one</li><li>two</li></ul>")]
    [InlineData("`<i>`", "<p><code>&lt;i&gt;</code></p>")]
    public void Markdown_LetsNothingRun(string text, string html) => Assert.Equal(html, SafeMarkdown.ToHtml(text).Value.Replace("\n", "", StringComparison.Ordinal));

    [Fact]
    public void Markdown_HasNoPictures() => Assert.DoesNotContain("<img", SafeMarkdown.ToHtml("![p](https://elsewhere.example/p.png) ![](x.png)").Value, StringComparison.Ordinal);

    [Theory]
    [InlineData("[x](https://a.example/b?c=d&e)", "https://a.example/b?c=d&amp;e")]
    [InlineData("see https://a.example", "https://a.example")]
    [InlineData("<ada@a.example>", "mailto:ada@a.example")]
    public void Markdown_KeepsLinksThatPeopleMean(string text, string address) => Assert.Contains($"href=\"{address}\"", SafeMarkdown.ToHtml(text).Value, StringComparison.Ordinal);

    [Fact]
    public void Markdown_MarksMentions_TheLongestNameFirst() => Assert.Equal(
        "<p>a <strong class=\"ch-mention\">@Bo Lind-Berg</strong>, <strong class=\"ch-mention\">@Bo Lind</strong>. b@Boston</p>",
        SafeMarkdown.ToHtml("a @Bo Lind-Berg, @Bo Lind. b@Boston", ["Bo Lind", "Bo Lind-Berg"]).Value.Trim());

    [Theory]
    [InlineData("DisplayName", "Display name")]
    [InlineData("link.ArchivedAt", "Link archived at")]
    [InlineData("ward-round", "Ward round")]
    public void FieldNames_BecomeWords(string name, string words) => Assert.Equal(words, RecordWords.Sentence(name));
}
