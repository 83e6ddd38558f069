using Charthouse.AuditActivity;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Measure.Actions;

/// <summary>The list of actions as a file: what the page shows, all pages of it.</summary>
internal static class ActionExport
{
    private static readonly string[] columns = ["action", "category", "share of time", "share of rows", "hours", "rows", "reason"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? show, string? q, ActionShares shares, CancellationToken cancellationToken)
    {
        var answer = await shares.ReadAsync(cancellationToken);
        var rows = (show == "all" ? answer.Actions : answer.Unmapped).Where(row => string.IsNullOrWhiteSpace(q) || row.Action.Contains(q.Trim(), StringComparison.OrdinalIgnoreCase));
        return TableFiles.Of(new Table("Actions", columns,
        [
            .. rows.Select(row => (object?[])
            [
                row.Action, row.Category == ActivityCategory.Unmapped ? null : ActivityCategories.Name(row.Category), row.TimeShare, row.RowsShare, row.Hours, row.Rows,
                row.TimeShare is null ? NoTime : null,
            ]),
        ]), format, "actions");
    }

    public const string NoTime = "The log has no credited time yet.";
}
