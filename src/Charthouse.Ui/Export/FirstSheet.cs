using System.Globalization;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Charthouse.Ui.Export;

/// <summary>Reads the first sheet of an XLSX file as texts: numbers with a point, dates as 2026-01-31.</summary>
public static class FirstSheet
{
    private const int MostColumns = 200;

    /// <returns>Rows with their number; <c>null</c> when the file is no workbook.</returns>
    public static IReadOnlyList<(int Row, string[] Cells)>? Read(byte[] file)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            using var stream = new MemoryStream(file, writable: false);
            using var document = SpreadsheetDocument.Open(stream, isEditable: false);
            if (document.WorkbookPart is not { Workbook: { } book } part || book.Sheets?.Elements<DocumentFormat.OpenXml.Spreadsheet.Sheet>().FirstOrDefault()?.Id?.Value is not { } id) return null;
            if (part.GetPartById(id) is not WorksheetPart { Worksheet: { } sheet }) return null;
            string[] shared = [.. part.SharedStringTablePart?.SharedStringTable?.Elements<SharedStringItem>().Select(item => item.InnerText) ?? []];
            bool[] dates = DateStyles(part.WorkbookStylesPart?.Stylesheet);
            List<(int, string[])> rows = [];
            foreach (var row in sheet.Descendants<Row>())
            {
                List<string> cells = [];
                foreach (var cell in row.Elements<Cell>())
                {
                    var at = Math.Min(ColumnOf(cell.CellReference?.Value) ?? cells.Count, MostColumns);
                    while (cells.Count < at) cells.Add("");
                    if (cells.Count < MostColumns) cells.Add(Text(cell, shared, dates).Trim());
                }

                rows.Add(((int)(row.RowIndex?.Value ?? (uint)(rows.Count + 1)), [.. cells]));
            }

            return rows;
        }
        catch (Exception problem) when (problem is InvalidDataException or OpenXmlPackageException or FormatException or System.Xml.XmlException or ArgumentException)
        {
            return null;
        }
    }

    private static string Text(Cell cell, string[] shared, bool[] dates)
    {
        var text = cell.CellValue?.Text ?? cell.InlineString?.InnerText ?? "";
        if (cell.DataType?.Value is { } type)
        {
            if (type == CellValues.SharedString) return int.TryParse(text, CultureInfo.InvariantCulture, out var at) && at >= 0 && at < shared.Length ? shared[at] : "";
            if (type != CellValues.Number) return text;
        }

        var style = (int)(cell.StyleIndex?.Value ?? 0);
        return style < dates.Length && dates[style] && double.TryParse(text, CultureInfo.InvariantCulture, out var serial) && serial is >= 1 and < 2_000_000
            ? DateTime.FromOADate(serial).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : text;
    }

    // A date is a number whose format says so: one of the built-in ones, or one that names days or years.
    private static bool[] DateStyles(Stylesheet? styles)
    {
        var own = styles?.NumberingFormats?.Elements<NumberingFormat>().Where(format => format.NumberFormatId is not null).ToDictionary(format => format.NumberFormatId!.Value, format => format.FormatCode?.Value ?? "") ?? [];
        return [.. styles?.CellFormats?.Elements<CellFormat>().Select(format => format.NumberFormatId?.Value is { } id
            && (id is >= 14 and <= 17 or 22 || (own.TryGetValue(id, out var code) && code.AsSpan().IndexOfAny('y', 'd', 'Y') >= 0))) ?? []];
    }

    private static int? ColumnOf(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var letter in reference.TakeWhile(char.IsAsciiLetterUpper)) column = column * 26 + (letter - 'A' + 1);
        return column - 1;
    }
}
