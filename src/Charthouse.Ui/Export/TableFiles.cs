using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Ui.Export;

/// <summary>A table as the file that was asked for.</summary>
public static class TableFiles
{
    /// <summary>End of the route of an export, with the file's format as a parameter.</summary>
    public const string Route = "/export.{format:regex(^(csv|xlsx)$)}";

    /// <param name="table">Table.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>.</param>
    /// <param name="name">Name of the file without its extension.</param>
    public static FileContentHttpResult Of(Table table, string format, string name) => format == "csv"
        ? TypedResults.File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(CsvText.Of(table))).ToArray(), "text/csv; charset=utf-8", name + ".csv")
        : TypedResults.File(Workbook.Of([table]), Workbook.ContentType, name + ".xlsx");
}
