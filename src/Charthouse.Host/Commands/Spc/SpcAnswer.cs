using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ScottPlot;

namespace Charthouse.Host.Commands.Spc;

/// <summary>What the command found: the rows of the JSON document, which are also the rows of the tables.</summary>
internal sealed class SpcAnswer
{
    public List<JsonObject> Points { get; } = [];

    public List<JsonObject> Summary { get; } = [];

    public List<JsonObject>? Coefficients { get; set; }

    public List<string> Messages { get; } = [];

    public bool HasRefusedRows { get; private set; }

    /// <summary>Draws the chart, one plot for each series; null when there is nothing to draw.</summary>
    public Func<List<Plot>>? Draw { get; set; }

    public void Refuse(string message)
    {
        HasRefusedRows = true;
        Messages.Add(message);
    }

    public void PrintJson(JsonObject definition) => Json.Print(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("definition");
        definition.WriteTo(writer);
        WriteRows(writer, "points", Points);
        WriteRows(writer, "summary", Summary);
        if (Coefficients is not null) WriteRows(writer, "coefficients", Coefficients);
        writer.WriteStartArray("messages");
        foreach (var message in Messages) writer.WriteStringValue(message);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    public void PrintTables(JsonObject definition)
    {
        Console.WriteLine(string.Join("  ", definition.Where(setting => setting.Value is not null and not JsonArray { Count: 0 }).Select(setting => $"{setting.Key} {Cell(setting.Value)}")));
        Print(Points);
        if (Coefficients is not null) Print(Coefficients);
        Print(Summary);
    }

    /// <summary>A number that is not defined is null, and minus zero, which 0 added to it takes away, is 0.</summary>
    public static JsonNode? Number(double? value) => value is { } number && double.IsFinite(number) ? JsonValue.Create(number + 0.0) : null;

    /// <summary>What the engine refuses is wrong input, not a bug.</summary>
    public static T Refusing<T>(string before, Func<T> compute)
    {
        try
        {
            return compute();
        }
        catch (ArgumentException refusal)
        {
            throw new InvalidDataException(before + refusal.Message.Split(" (Parameter")[0], refusal);
        }
    }

    private static void WriteRows(Utf8JsonWriter writer, string name, List<JsonObject> rows)
    {
        writer.WriteStartArray(name);
        foreach (var row in rows) row.WriteTo(writer);
        writer.WriteEndArray();
    }

    // Columns without any value are left out.
    private static void Print(List<JsonObject> rows)
    {
        Console.WriteLine();
        var columns = rows.SelectMany(row => row.Select(cell => cell.Key)).Distinct(StringComparer.Ordinal).Where(column => rows.Exists(row => Cell(row[column]).Length > 0)).ToList();
        var cells = rows.ConvertAll(row => columns.ConvertAll(column => Cell(row[column])));
        var widths = columns.Select((column, i) => cells.Select(row => row[i].Length).Append(column.Length).Max()).ToArray();
        var isNumber = columns.ConvertAll(column => rows.TrueForAll(row => row[column] is null || row[column]!.GetValueKind() == JsonValueKind.Number));
        Console.WriteLine(Line(columns));
        foreach (var row in cells) Console.WriteLine(Line(row));

        string Line(List<string> row)
        {
            var text = new StringBuilder();
            for (var i = 0; i < row.Count; i++) text.Append(i == 0 ? "" : "  ").Append(isNumber[i] ? row[i].PadLeft(widths[i]) : row[i].PadRight(widths[i]));
            return text.ToString().TrimEnd();
        }
    }

    private static string Cell(JsonNode? node) => node switch
    {
        null => "",
        JsonArray list => string.Join(' ', list.Select(Cell)),
        JsonObject rules => string.Join("; ", rules.Select(rule => $"{rule.Key} {Cell(rule.Value)}")),
        _ when node.GetValueKind() == JsonValueKind.Number => double.Parse(node.ToJsonString(), CultureInfo.InvariantCulture) is var number && Math.Abs(number) is >= 1e7 or (> 0 and < 1e-3)
            ? number.ToString("0.####E+0", CultureInfo.InvariantCulture) : number.ToString("0.####", CultureInfo.InvariantCulture),
        _ when node.GetValueKind() == JsonValueKind.True => "yes",
        _ when node.GetValueKind() == JsonValueKind.False => "",
        _ => node.GetValue<string>(),
    };
}
