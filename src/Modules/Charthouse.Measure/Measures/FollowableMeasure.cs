using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Activity;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures;

/// <summary>Something that the page Activity shows of a group, and that can be followed week by week.</summary>
/// <param name="Id">Stable name: id of the definition, and of a category what it is about, as in <c>action-time.orders</c>.</param>
/// <param name="Section">Where the page shows it.</param>
internal sealed record FollowableMeasure(string Id, string Section, string Name, string Numerator, MeasureDefinition Definition, Func<GroupFigures, Reading> Read)
{
    // Of these categories the core measures say the same under another name, as they do of the first window.
    private static readonly ActivityCategory[] core = [ActivityCategory.NoteWriting, ActivityCategory.Inbox, ActivityCategory.Prescriptions];

    /// <summary>In the order of the page. Sessions and patient switches are not there: the log by week does not keep them.</summary>
    public static IReadOnlyList<FollowableMeasure> All { get; } =
    [
        .. CoreMeasure.All.Select((measure, i) => Of("Core measures", measure.Definition, figures => figures.Core[i])),
        .. MeasureCatalogue.Windows.Index().Skip(1).Select(window => Of("After-hours work", window.Item, figures => figures.Windows[window.Index])),
        .. Enumerable.Range(0, ActivityCategories.Count).Where(category => !core.Contains((ActivityCategory)category)).Select(OfCategory),
        Of("Sums", MeasureCatalogue.ActiveHours, figures => Sum(figures, figures.ActiveHours)),
        Of("Sums", MeasureCatalogue.ScheduledHours, figures => Sum(figures, figures.ScheduledHours)),
        Of("Sums", MeasureCatalogue.UnmappedShare, figures => Sum(figures, 100 * figures.UnmappedShare)),
    ];

    public static FollowableMeasure? Find(string? id) => All.FirstOrDefault(measure => measure.Id == id);

    private static FollowableMeasure Of(string section, MeasureDefinition definition, Func<GroupFigures, Reading> read) => new(definition.Id, section, definition.Name, definition.Numerator, definition, read);

    private static FollowableMeasure OfCategory(int category)
    {
        var definition = MeasureCatalogue.ActionTime;
        var name = ActivityWords.Category(category);
        return new($"{definition.Id}.{ActivityCategories.Names[category]}", "Time by category", $"Time by category, {name.ToLowerInvariant()}", $"active hours of the category {name.ToLowerInvariant()}", definition, figures => figures.Categories[category]);
    }

    private static Reading Sum(GroupFigures figures, double? value) => figures.IsHidden ? Reading.Hidden : Reading.OrNone(value, "The log has nothing of this group in this week.");
}
