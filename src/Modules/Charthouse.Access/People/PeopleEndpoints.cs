using System.Globalization;
using System.Text;
using Charthouse.Platform.Permissions;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Charthouse.Access.People;

/// <summary>The directory as files: what the filter of the page selects, in the columns that the import reads.</summary>
internal static class PeopleEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("people/export.csv", GetCsvAsync).WithName("ExportPeopleCsv").RequirePermission(AccessPermissions.ViewPeople);
        routes.MapGet("people/export.xlsx", GetWorkbookAsync).WithName("ExportPeopleWorkbook").RequirePermission(AccessPermissions.ViewPeople);
    }

    private static async Task<FileContentHttpResult> GetCsvAsync([AsParameters] Query query, PeopleList list, CancellationToken cancellationToken) =>
        TypedResults.File(Encoding.UTF8.GetBytes(CsvText.Of(await list.ExportAsync(query.Filter, cancellationToken))), "text/csv; charset=utf-8", await FileNameAsync(list, "csv", cancellationToken));

    private static async Task<FileContentHttpResult> GetWorkbookAsync([AsParameters] Query query, PeopleList list, CancellationToken cancellationToken) =>
        TypedResults.File(Workbook.Of([await list.ExportAsync(query.Filter, cancellationToken)]), Workbook.ContentType, await FileNameAsync(list, "xlsx", cancellationToken));

    private static async Task<string> FileNameAsync(PeopleList list, string extension, CancellationToken cancellationToken) => $"people-{(await list.TodayAsync(cancellationToken)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.{extension}";

    /// <summary>The filter as the page's address holds it.</summary>
    public sealed record Query(string? Q, string? Site, string? Unit, string? Specialty, string? Role, string? State, string? Sort)
    {
        public PeopleFilter Filter => new(Text(Q), Id(Site), Id(Unit), Text(Specialty), Text(Role), Text(State), Text(Sort));

        private static string? Text(string? text) => Person.Clean(text);

        // An id that is none selects nothing, rather than everybody.
        private static Guid? Id(string? text) => Text(text) is not { } id ? null : Guid.TryParse(id, out var known) ? known : Guid.Empty;
    }
}
