using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Orphaned;

/// <summary>What people who left still hold, as a file.</summary>
internal static class OrphanedExport
{
    private static readonly string[] columns = ["Person", "Why", "Holds", "What", "Since"];

    public static async Task<FileContentHttpResult> GetAsync(string format, OrphanedHoldings holdings, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Orphaned", columns,
        [
            .. (await holdings.ReadAsync(cancellationToken)).Select(row => (object?[])[row.Person, row.Why, row.Held.Holding, row.Held.Title, row.Held.Since]),
        ]), format, "orphaned");
}
