using System.Text.Json;
using Charthouse.Spc.BeforeAfter;

namespace Charthouse.Spc.Tests.BeforeAfter;

/// <summary>Reads Fixtures/expected.json and compares with it.</summary>
internal static class Expected
{
    private static readonly JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "BeforeAfter", "Fixtures", "expected.json")));

    public static JsonElement Of(string name) => document.RootElement.GetProperty(name);

    public static double[] Numbers(string name) => Numbers(Of(name));

    public static double[] Numbers(JsonElement list) => [.. list.EnumerateArray().Select(number => number.GetDouble())];

    public static void Close(double expected, double? actual, double tolerance, string what = "")
    {
        Assert.True(actual is not null, what);
        Assert.True(Math.Abs(actual.Value - expected) <= tolerance * Math.Max(Math.Abs(expected), 1e-200), $"{what} {actual:R} instead of {expected:R}");
    }

    public static void Close(JsonElement expected, string property, double? actual, double tolerance) =>
        Close(expected.GetProperty(property).GetDouble(), actual, tolerance, property);

    // A p value or interval that comes out of a difference loses digits; they are held to the scale of the standard error.
    public static void Coefficients(JsonElement rows, IReadOnlyList<Coefficient> actual, double tolerance)
    {
        Assert.Equal(rows.GetArrayLength(), actual.Count);
        foreach (var (row, coefficient) in rows.EnumerateArray().Zip(actual)) Coefficient(row, coefficient, tolerance);
    }

    public static void Coefficient(JsonElement row, Coefficient actual, double tolerance)
    {
        var se = row.GetProperty("se").GetDouble();
        Assert.Equal(row.GetProperty("term").GetString(), actual.Term);
        Within("estimate", actual.Estimate);
        Close(se, actual.StandardError, tolerance, actual.Term + " se");
        Within("ciLow", actual.CiLow);
        Within("ciHigh", actual.CiHigh);
        var p = row.GetProperty("p").GetDouble();
        Assert.True(Math.Abs(actual.PValue!.Value - p) <= 1e-12 + 200 * tolerance * p, $"{actual.Term} p {actual.PValue:R} instead of {p:R}");

        void Within(string property, double value)
        {
            var expected = row.GetProperty(property).GetDouble();
            Assert.True(Math.Abs(value - expected) <= tolerance * Math.Max(se, Math.Abs(expected)), $"{actual.Term} {property} {value:R} instead of {expected:R}");
        }
    }

    public static void Effect(JsonElement expected, EffectEstimate actual, double tolerance)
    {
        var se = expected.GetProperty("se").GetDouble();
        Close(se, actual.StandardError, tolerance, "se");
        foreach (var (property, value) in new[] { ("estimate", actual.Estimate), ("ciLow", actual.CiLow), ("ciHigh", actual.CiHigh) })
        {
            var number = expected.GetProperty(property).GetDouble();
            Assert.True(Math.Abs(value - number) <= tolerance * Math.Max(se, Math.Abs(number)), $"{property} {value:R} instead of {number:R}");
        }
    }
}
