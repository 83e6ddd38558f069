using Charthouse.Platform.Storage;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People.Import;

/// <summary>The earlier imports of people as a file: all of them, where the page shows the last ones.</summary>
internal static class PeopleImportExport
{
    private static readonly string[] columns = ["File", "When", "By", "Rows", "Added", "Changed", "Ended", "Left out"];

    public static async Task<FileContentHttpResult> GetAsync(string format, IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var imports = await PeopleImport.ImportedIn(db).ToListAsync(cancellationToken);
        return TableFiles.Of(new Table("Imports of people", columns,
        [
            .. imports.Select(import => (object?[])[import.FileName, import.ImportedAt, import.SentBy, import.Rows, import.Added, import.Changed, import.Ended, import.LeftOut]),
        ]), format, "people-imports");
    }
}
