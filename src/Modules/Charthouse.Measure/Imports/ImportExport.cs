using Charthouse.Platform.Storage;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Imports;

/// <summary>The list of imports as a file: those that have ended and that the filters of the page leave, newest first.</summary>
internal static class ImportExport
{
    private static readonly string[] columns =
        ["import", "files", "source", "state", "requested at", "finished at", "rows read", "rows new", "rows known", "rows set aside", "users", "first event", "last event", "seconds", "message"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? from, IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var chosen = db.Set<Import>().AsNoTracking().Where(i => i.State != ImportState.Queued && i.State != ImportState.Running);
        if (Enum.TryParse<ImportState>(state, out var only)) chosen = chosen.Where(i => i.State == only);
        if (!string.IsNullOrEmpty(from)) chosen = chosen.Where(i => i.Source == from);
        var imports = await chosen
            .OrderByDescending(i => i.RequestedAt).ThenByDescending(i => i.Id).ToListAsync(cancellationToken);
        return TableFiles.Of(new Table("Imports", columns, [.. imports.Select(Row)]), format, "imports");
    }

    // What was refused took nothing in: its numbers are empty, as on the page.
    private static IReadOnlyList<object?> Row(Import import)
    {
        var counted = import.State is ImportState.Accepted or ImportState.AcceptedWithIssues;
        return
        [
            import.Id, string.Join("; ", import.Files.OrderBy(file => file.Number).Select(file => file.Name)), import.Source, ImportWords.State(import.State), import.RequestedAt, import.FinishedAt,
            counted ? import.RowsRead : null, counted ? import.RowsNew : null, counted ? import.RowsKnown : null, counted ? import.RowsRejected : null, counted ? import.Users : null,
            import.FirstAt, import.LastAt, counted ? import.Seconds : null, import.Message,
        ];
    }
}
