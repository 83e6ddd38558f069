using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charthouse.Platform.Storage;

namespace Charthouse.Host.Data;

/// <summary>A table outside of any database: one JSON array for each row, in order of the key. Equal rows are equal bytes, whichever store they come from.</summary>
internal static class NeutralRows
{
    private static readonly JsonWriterOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes rows to a stream, and answers with their number and the SHA-256 of what was written.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="types">Types of their columns.</param>
    /// <param name="output">Where to; <see cref="Stream.Null"/> to have the hash only.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static async Task<(long Rows, string Hash)> WriteAsync(IAsyncEnumerable<object?[]> rows, IReadOnlyList<NeutralType> types, Stream output, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var line = new MemoryStream();
        await using var writer = new Utf8JsonWriter(line, plain);
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            count++;
            line.SetLength(0);
            writer.Reset();
            writer.WriteStartArray();
            for (var i = 0; i < row.Length; i++) Write(writer, types[i], row[i]);
            writer.WriteEndArray();
            await writer.FlushAsync(cancellationToken);
            line.WriteByte((byte)'\n');
            var bytes = line.GetBuffer().AsMemory(0, (int)line.Length);
            hash.AppendData(bytes.Span);
            await output.WriteAsync(bytes, cancellationToken);
        }

        return (count, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Reads the rows of a file.</summary>
    /// <exception cref="InvalidDataException">A line is not a row.</exception>
    public static async IAsyncEnumerable<object?[]> ReadAsync(string file, IReadOnlyList<NeutralType> types)
    {
        var number = 0L;
        await foreach (var line in File.ReadLinesAsync(file))
        {
            number++;
            yield return Parse(line, types) ?? throw new InvalidDataException($"{file}, line {number} is not a row of this table.");
        }
    }

    private static object?[]? Parse(string line, IReadOnlyList<NeutralType> types)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var values = document.RootElement;
            if (values.GetArrayLength() != types.Count) return null;
            var row = new object?[types.Count];
            for (var i = 0; i < row.Length; i++) row[i] = values[i].ValueKind == JsonValueKind.Null ? null : Read(values[i], types[i]);
            return row;
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            return null;
        }
    }

    private static object Read(JsonElement value, NeutralType type) => type switch
    {
        NeutralType.Text => value.GetString()!,
        NeutralType.Whole => value.GetInt64(),
        NeutralType.Number => value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble(),
        NeutralType.Truth => value.GetBoolean(),
        NeutralType.Id => value.GetGuid(),
        NeutralType.Instant => DateTimeOffset.ParseExact(value.GetString()!, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        NeutralType.Date => DateOnly.ParseExact(value.GetString()!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => value.GetBytesFromBase64(),
    };

    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    private static void Write(Utf8JsonWriter writer, NeutralType type, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNullValue(); break;
            // An older model of SQLite knows an instant only as its ticks.
            case long ticks when type == NeutralType.Instant: writer.WriteStringValue(Text(new DateTimeOffset(ticks, TimeSpan.Zero))); break;
            case string text: writer.WriteStringValue(text); break;
            case long number: writer.WriteNumberValue(number); break;
            case double number when double.IsFinite(number): writer.WriteNumberValue(number); break;
            case double number: writer.WriteStringValue(number.ToString(CultureInfo.InvariantCulture)); break;
            case bool truth: writer.WriteBooleanValue(truth); break;
            case Guid id: writer.WriteStringValue(id); break;
            case DateTimeOffset at: writer.WriteStringValue(Text(at)); break;
            case DateOnly day: writer.WriteStringValue(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)); break;
            case byte[] bytes: writer.WriteBase64StringValue(bytes); break;
            default: throw new NotSupportedException(value.GetType().Name);
        }
    }

    private static string Text(DateTimeOffset at) => at.ToString(InstantFormat, CultureInfo.InvariantCulture);
}
