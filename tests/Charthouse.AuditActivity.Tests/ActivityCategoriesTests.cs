namespace Charthouse.AuditActivity.Tests;

public sealed class ActivityCategoriesTests
{
    // activity-cli.md, "Canonical files": the names, and the names of other sources.
    [Theory]
    [InlineData("inbox", ActivityCategory.Inbox)]
    [InlineData("note-writing", ActivityCategory.NoteWriting)]
    [InlineData("chart-review", ActivityCategory.ChartReview)]
    [InlineData("results", ActivityCategory.Results)]
    [InlineData("orders", ActivityCategory.Orders)]
    [InlineData("prescriptions", ActivityCategory.Prescriptions)]
    [InlineData("alerts", ActivityCategory.Alerts)]
    [InlineData("navigation", ActivityCategory.Navigation)]
    [InlineData("handoff", ActivityCategory.Handoff)]
    [InlineData("discharge", ActivityCategory.Discharge)]
    [InlineData("imaging", ActivityCategory.Imaging)]
    [InlineData("other", ActivityCategory.Other)]
    [InlineData("note entry", ActivityCategory.NoteWriting)]
    [InlineData("note review", ActivityCategory.ChartReview)]
    [InlineData("chart review", ActivityCategory.ChartReview)]
    [InlineData("report review", ActivityCategory.ChartReview)]
    [InlineData("navigator", ActivityCategory.Navigation)]
    [InlineData("BPA", ActivityCategory.Alerts)]
    [InlineData("rx", ActivityCategory.Prescriptions)]
    [InlineData("Note_Entry", ActivityCategory.NoteWriting)]
    public void TryParse_KnowsTheNames(string text, ActivityCategory category)
    {
        Assert.True(ActivityCategories.TryParse(text, out var parsed));
        Assert.Equal(category, parsed);
    }

    [Theory]
    [InlineData("")]
    [InlineData("inboxes")]
    [InlineData("scheduling")]
    [InlineData("a name that is much longer than any name of a category can be")]
    public void TryParse_RefusesOtherNames(string text)
    {
        Assert.False(ActivityCategories.TryParse(text, out var parsed));
        Assert.Equal(ActivityCategory.Unmapped, parsed);
    }

    [Fact]
    public void Name_IsReadBackByTryParse()
    {
        var all = Enum.GetValues<ActivityCategory>();
        Assert.Equal(ActivityCategories.Count, all.Length);
        Assert.Equal(all.Select(ActivityCategories.Name), ActivityCategories.Names, StringComparer.Ordinal);
        foreach (var category in all)
        {
            Assert.True(ActivityCategories.TryParse(ActivityCategories.Name(category), out var parsed));
            Assert.Equal(category, parsed);
        }
    }
}
