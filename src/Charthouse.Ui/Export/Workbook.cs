using System.Globalization;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Charthouse.Ui.Export;

/// <summary>Tables as an XLSX file, one sheet each: a bold header row that stays in view, numbers as numbers, dates as dates, texts as texts and never as formulas.</summary>
public static class Workbook
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private const uint HeaderStyle = 1;
    private const uint DateStyle = 2;

    public static byte[] Of(IReadOnlyList<Table> tables)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            var book = document.AddWorkbookPart();
            var sheets = new Sheets();
            book.Workbook = new DocumentFormat.OpenXml.Spreadsheet.Workbook(sheets);
            book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
            foreach (var table in tables)
            {
                var part = book.AddNewPart<WorksheetPart>();
                WriteSheet(part, table);
                sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = (uint)sheets.ChildElements.Count + 1, Name = SheetName(table.Name) });
            }
        }

        return stream.ToArray();
    }

    private static void WriteSheet(WorksheetPart part, Table table)
    {
        using var writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(
            new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen })
        { WorkbookViewId = 0 }));
        writer.WriteElement(new Columns(table.Columns.Select((column, i) => new Column
        {
            Min = (uint)i + 1,
            Max = (uint)i + 1,
            CustomWidth = true,
            Width = Math.Clamp(table.Rows.Take(200).Select(row => Length(row[i])).Append(column.Length).Max() + 2, 8, 60),
        })));
        writer.WriteStartElement(new SheetData());
        WriteRow(writer, table.Columns, HeaderStyle);
        foreach (var row in table.Rows) WriteRow(writer, row, 0);
        writer.WriteEndElement();
        writer.WriteEndElement();
    }

    private static void WriteRow(OpenXmlWriter writer, IReadOnlyList<object?> cells, uint style)
    {
        writer.WriteStartElement(new Row());
        foreach (var cell in cells) writer.WriteElement(CellOf(cell, style));
        writer.WriteEndElement();
    }

    private static Cell CellOf(object? cell, uint style) => cell switch
    {
        null => new Cell { StyleIndex = style },
        string text => new Cell(new InlineString(new Text(Printable(text)) { Space = SpaceProcessingModeValues.Preserve })) { DataType = CellValues.InlineString, StyleIndex = style },
        DateTimeOffset at => CellOf(Table.TextOf(at), style),
        DateOnly day => new Cell(new CellValue(day.ToDateTime(default).ToOADate().ToString(CultureInfo.InvariantCulture))) { StyleIndex = DateStyle },
        _ => new Cell(new CellValue(Convert.ToString(cell, CultureInfo.InvariantCulture)!)) { StyleIndex = style },
    };

    private static int Length(object? cell) => cell switch
    {
        null => 0,
        string text => text.Length,
        DateTimeOffset => 20,
        _ => 12,
    };

    // XML cannot hold control characters, and a group name may.
    private static string Printable(string text)
    {
        if (!text.Any(c => c < ' ' || c is '\uFFFE' or '\uFFFF' || char.IsSurrogate(c))) return text;
        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) kept.Append(Rune.IsControl(rune) || rune.Value is 0xFFFE or 0xFFFF ? " " : rune.ToString());
        return kept.ToString();
    }

    private static string SheetName(string name) => name.Length > 31 ? name[..31] : name;

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellFormats(
            new CellFormat(),
            new CellFormat { FontId = 1, ApplyFont = true },
            new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true }));
}
