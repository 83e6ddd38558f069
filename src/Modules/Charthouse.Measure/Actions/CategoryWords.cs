using Charthouse.AuditActivity;

namespace Charthouse.Measure.Actions;

/// <summary>How categories are called on pages.</summary>
internal static class CategoryWords
{
    /// <summary>"Note writing"</summary>
    public static string Title(ActivityCategory category)
    {
        if (category == ActivityCategory.Unmapped) return "No category";
        var name = ActivityCategories.Name(category).Replace('-', ' ');
        return char.ToUpperInvariant(name[0]) + name[1..];
    }
}
