using System.Text.Json;

namespace Charthouse.Spc.Tests.Fixtures;

/// <summary>A case that another tool computed: settings, input and expected tables. Source, licence and call stand in each file under "peer" and "data".</summary>
internal sealed class Fixture
{
    private readonly JsonElement root;

    private Fixture(JsonElement root) => this.root = root;

    public JsonElement Expected => root.GetProperty("expected");

    public Table Input => new(root.GetProperty("input"));

    public Table Points => new(Expected.GetProperty("points"));

    public Table Other(string name) => new(Expected.GetProperty(name));

    public static Fixture Read(string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", id + ".json")));
        return new(document.RootElement.Clone());
    }
}

internal sealed class Table(JsonElement table)
{
    private readonly string[] columns = [.. table.GetProperty("columns").EnumerateArray().Select(column => column.GetString()!)];
    private readonly JsonElement[] rows = [.. table.GetProperty("rows").EnumerateArray()];

    public int Count => rows.Length;

    public double? Number(int row, string column) => this[row, column] is { ValueKind: JsonValueKind.Number } cell ? cell.GetDouble() : null;

    public string? Text(int row, string column) => this[row, column].GetString();

    public bool Flag(int row, string column) => this[row, column].GetBoolean();

    private JsonElement this[int row, string column] => rows[row][Array.IndexOf(columns, column)];
}

internal static class Near
{
    /// <summary>Relative tolerance; values beside 0 are held against the tolerance itself.</summary>
    public static void Equal(double? expected, double? actual, double tolerance = 1e-9, string what = "")
    {
        if (expected is { } e && actual is { } a) Assert.True(Math.Abs(e - a) <= tolerance * Math.Max(Math.Abs(e), Math.Abs(a)) || Math.Abs(e - a) <= tolerance * 1e-3, $"{what}: {e} expected, {a} found");
        else Assert.True(expected is null && actual is null, $"{what}: {expected} expected, {actual} found");
    }
}
