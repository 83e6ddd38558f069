using Charthouse.Ui;

namespace Charthouse.Improve.Forms;

/// <summary>The fields of a form that two people sent at once, side by side.</summary>
internal static class Merging
{
    /// <param name="labels">Name and label of each field, in the order of the form.</param>
    /// <param name="opened">Values when the form was opened.</param>
    public static IReadOnlyList<MergeField> Of(IReadOnlyList<(string Name, string Label)> labels, Dictionary<string, string?>? opened, Dictionary<string, string?> yours, Dictionary<string, string?> theirs) =>
        [.. labels.Select(field => new MergeField(field.Name, field.Label, opened?.GetValueOrDefault(field.Name), yours.GetValueOrDefault(field.Name), theirs.GetValueOrDefault(field.Name)))];
}
