using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charthouse.Ui;

/// <summary>A number on a page: known, missing for a reason, or hidden to protect a small group.</summary>
/// <remarks>A hidden reading carries no number, so no component, tooltip or chart model can print one.</remarks>
[JsonConverter(typeof(ReadingJson))]
public sealed record Reading
{
    private Reading(double? value, string? missingReason, bool isHidden) => (Value, MissingReason, IsHidden) = (value, missingReason, isHidden);

    public double? Value { get; }
    public string? MissingReason { get; }
    public bool IsHidden { get; }

    public static Reading Hidden { get; } = new(null, null, isHidden: true);
    public static Reading Of(double value) => new(value, null, isHidden: false);
    public static Reading None(string reason) => new(null, reason, isHidden: false);
    public static Reading OrNone(double? value, string reason) => value is { } known ? Of(known) : None(reason);

    public static implicit operator Reading(double value) => Of(value);
    public static Reading FromDouble(double value) => Of(value);

    /// <summary>The reading in words, for titles and labels of drawings.</summary>
    public string Words(int decimals, string? unit) => Value is { } known
        ? Numbers.WithUnit(Numbers.Fixed(known, decimals), unit)
        : IsHidden ? "hidden" : "no value: " + MissingReason;
}

/// <summary>A number, the word "hidden", or null: what the chart script reads.</summary>
internal sealed class ReadingJson : JsonConverter<Reading>
{
    public override Reading Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Chart models are only written.");

    public override void Write(Utf8JsonWriter writer, Reading value, JsonSerializerOptions options)
    {
        if (value.Value is { } number && double.IsFinite(number)) writer.WriteNumberValue(number);
        else if (value.IsHidden) writer.WriteStringValue("hidden");
        else writer.WriteNullValue();
    }
}
