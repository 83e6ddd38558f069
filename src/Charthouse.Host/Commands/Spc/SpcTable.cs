using System.Globalization;
using System.Text;
using Charthouse.Spc;
using CsvHelper;
using CsvHelper.Configuration;

namespace Charthouse.Host.Commands.Spc;

/// <summary>A cell that should hold a number: the number, or why there is none.</summary>
internal readonly record struct NumberCell(double? Value, bool IsNotANumber)
{
    public bool IsEmpty => Value is null && !IsNotANumber;
}

/// <summary>The input file, read whole.</summary>
internal sealed class SpcTable
{
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly HashSet<string> doubled = new(StringComparer.Ordinal);
    private readonly List<string[]> rows = [];
    private readonly List<int> lines = [];

    private SpcTable(string name) => Name = name;

    public string Name { get; }

    public int Count => rows.Count;

    public static SpcTable Read(string name, byte[] bytes)
    {
        var table = new SpcTable(name);
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException broken)
        {
            throw new InvalidDataException($"{name} is not UTF-8; save it as UTF-8.", broken);
        }

        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ",",
            BadDataFound = bad => throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {bad.Context.Parser!.RawRow}: the quotes do not match.")),
        };
        using var parser = new CsvParser(new StringReader(text), configuration);
        if (!parser.Read()) throw new InvalidDataException($"{name} is empty; a line of column names is wanted.");
        var header = parser.Record!;
        for (var i = 0; i < header.Length; i++)
        {
            if (!table.columns.TryAdd(header[i].Trim(), i)) table.doubled.Add(header[i].Trim());
        }

        while (parser.Read())
        {
            var row = parser.Record!;
            if (row.Length != header.Length) throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{name}, line {parser.RawRow}: {row.Length} cells, but the line of column names has {header.Length}."));
            table.rows.Add(row);
            table.lines.Add(parser.RawRow);
        }

        return table;
    }

    /// <summary>Whether the column is there; asked only of columns that are used, so that others may stand twice.</summary>
    public bool Has(string column) => !doubled.Contains(column) ? columns.ContainsKey(column) : throw new InvalidDataException($"{Name} has the column {column} twice.");

    public void Need(string chart, params string[] needed)
    {
        var missing = needed.Where(column => !Has(column)).ToList();
        if (missing.Count > 0) throw new InvalidDataException($"{Name} lacks the column {string.Join(" and ", missing)}, which chart \"{chart}\" needs.");
    }

    public int Line(int row) => lines[row];

    public string Text(int row, string column) => Has(column) ? Shown(row, column) : "";

    public NumberCell Number(int row, string column)
    {
        var text = Text(row, column).AsSpan().Trim();
        if (text.IsEmpty) return new(null, false);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? new(value, false) : new(null, true);
    }

    /// <summary>Rows of each series, in order of first appearance; without the column one series, <c>all</c>.</summary>
    public List<(string Series, List<int> Rows)> Series()
    {
        if (!Has("series")) return rows.Count == 0 ? [] : [("all", [.. Enumerable.Range(0, rows.Count)])];
        List<(string Series, List<int> Rows)> all = [];
        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (var row = 0; row < rows.Count; row++)
        {
            var series = Text(row, "series");
            if (places.TryAdd(series, all.Count)) all.Add((series, []));
            all[places[series]].Rows.Add(row);
        }

        return all;
    }

    /// <summary>What a refused row is called in messages.</summary>
    public string Place(int row) => string.Create(CultureInfo.InvariantCulture, $"{Name}, line {Line(row)} ({(columns.ContainsKey("series") ? Shown(row, "series") + ", " : "")}{Text(row, "label")})");

    private string Shown(int row, string column) => rows[row][columns[column]];

    public static string Say(GapReason reason) => reason switch
    {
        GapReason.NumeratorWithoutDenominator => "numerator-without-denominator: the denominator is 0 and the numerator is not",
        GapReason.NumeratorAboveDenominator => "numerator-above-denominator: the numerator is larger than the denominator",
        GapReason.OutOfRange => "out-of-range: a number lies where it cannot (a negative count or denominator, a time between events that is not above 0)",
        GapReason.NotANumber => "not-a-number: a cell that needs a number holds other text",
        _ => reason.Code(),
    };
}
