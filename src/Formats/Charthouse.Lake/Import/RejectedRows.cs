using System.Collections.Concurrent;
using System.Text;
using Charthouse.Lake.Csv;

namespace Charthouse.Lake.Import;

/// <summary>Rows that were set aside: file, line, reason and, where readable, user, time and action. Never a patient.</summary>
internal sealed class RejectedRows(string temporaryPath, string path) : IDisposable
{
    private readonly Lock gate = new();
    private StreamWriter? writer;

    public ConcurrentDictionary<string, long> ByReason { get; } = new(StringComparer.Ordinal);

    public long Count => ByReason.Values.Sum();

    public void Add(string file, long line, string reason, string? user = null, string? time = null, string? action = null)
    {
        ByReason.AddOrUpdate(reason, 1, static (_, count) => count + 1);
        lock (gate)
        {
            if (writer is null)
            {
                writer = new StreamWriter(new FileStream(temporaryPath, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 16), new UTF8Encoding(false));
                new CsvWriter(writer).WriteRow("file", "line", "reason", "user", "time", "action");
            }

            new CsvWriter(writer).WriteRow(file, line.ToString(System.Globalization.CultureInfo.InvariantCulture), reason, user, time, action);
        }
    }

    /// <summary>Brings what was set aside safely to disk, before the import becomes true.</summary>
    public void Finish()
    {
        if (writer is null) return;
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        writer.Dispose();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(temporaryPath, path, overwrite: true);
    }

    /// <summary>Forgets everything: the import did not become true.</summary>
    public void Discard()
    {
        if (writer is null) return;
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // The disk is full; what could not be written is not wanted any more.
        }

        File.Delete(temporaryPath);
        if (File.Exists(path)) File.Delete(path);
    }

    public void Dispose() => writer?.Dispose();
}
