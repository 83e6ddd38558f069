using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Charthouse.Lake.Segments;

/// <summary>Writes one Parquet file row by row: columns are buffered and written as row groups.</summary>
internal sealed class ParquetTable : IDisposable
{
    private readonly ParquetFileWriter writer;
    private readonly WriterProperties properties;
    private readonly GroupNode schema;
    private readonly BufferedColumn[] columns;
    private readonly int rowGroupRows;
    private int buffered;

    public ParquetTable(string file, BufferedColumn[] columns, int rowGroupRows = 131_072)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File = file;
        this.columns = columns;
        this.rowGroupRows = rowGroupRows;
        schema = new GroupNode("schema", Repetition.Required, [.. columns.Select(column => column.Node())]);
        using var builder = new WriterPropertiesBuilder();
        builder.Compression(Compression.Zstd).CompressionLevel(1).DataPagesize(1 << 20);
        foreach (var column in columns) column.Configure(builder);
        properties = builder.Build();
        ParquetFileWriter? opened = null;
        Write(() => opened = new ParquetFileWriter(file, schema, properties));
        writer = opened!;
    }

    public string File { get; }

    public long Rows { get; private set; }

    /// <summary>Counts a row whose values have been added to every column.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public void EndRow()
    {
        Rows++;
        if (++buffered == rowGroupRows) Write(FlushRowGroup);
    }

    /// <summary>Writes what is left and brings the file safely to disk.</summary>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public long Finish()
    {
        Write(() =>
        {
            if (buffered > 0) FlushRowGroup();
            writer.Close();
        });
        using var stream = new FileStream(File, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
        return stream.Length;
    }

    public void Dispose()
    {
        writer.Dispose();
        properties.Dispose();
        schema.Dispose();
        foreach (var column in columns) column.Dispose();
    }

    // The library tells of a disk in an exception of its own, with the names of its own classes.
    private static void Write(Action write)
    {
        try
        {
            write();
        }
        catch (ParquetException problem) when (problem.Message.Contains("errno", StringComparison.OrdinalIgnoreCase))
        {
            throw new IOException(problem.Message.Contains("No space", StringComparison.OrdinalIgnoreCase) ? "No space is left on it." : "A file could not be written.", problem);
        }
    }

    private void FlushRowGroup()
    {
        using var group = writer.AppendRowGroup();
        foreach (var column in columns)
        {
            using var next = group.NextColumn();
            column.Write(next);
        }

        buffered = 0;
    }
}

internal abstract class BufferedColumn(string name) : IDisposable
{
    protected string Name => name;

    public abstract Node Node();

    public abstract void Configure(WriterPropertiesBuilder builder);

    public abstract void Write(ColumnWriter writer);

    public virtual void Dispose()
    {
    }
}

/// <summary>A column of numbers. Integers of changing size (times, gaps) are stored as differences.</summary>
internal sealed class NumberColumn<T>(string name, bool nullable = false, Func<LogicalType>? logicalType = null, bool differences = false) : BufferedColumn(name)
    where T : unmanaged
{
    private readonly bool nullable = nullable;
    private T[] values = new T[1024];
    private short[] levels = new short[nullable ? 1024 : 0];
    private int count;
    private int present;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T value)
    {
        if (present == values.Length) Array.Resize(ref values, present * 2);
        values[present++] = value;
        if (nullable) AddLevel(1);
        count++;
    }

    public void Add(T? value)
    {
        if (value is { } present)
        {
            Add(present);
            return;
        }

        AddLevel(0);
        count++;
    }

    public override Node Node() => new PrimitiveNode(
        Name, nullable ? Repetition.Optional : Repetition.Required, logicalType?.Invoke() ?? LogicalType.None(), typeof(T) == typeof(int) ? PhysicalType.Int32 : PhysicalType.Int64);

    public override void Configure(WriterPropertiesBuilder builder)
    {
        if (!differences) return;
        builder.DisableDictionary(Name);
        builder.Encoding(Name, Encoding.DeltaBinaryPacked);
    }

    public override void Write(ColumnWriter writer)
    {
        var typed = (ColumnWriter<T>)writer;
        if (nullable) typed.WriteBatch(count, levels.AsSpan(0, count), default, values.AsSpan(0, present));
        else typed.WriteBatch(values.AsSpan(0, present));
        count = present = 0;
    }

    private void AddLevel(short level)
    {
        if (count == levels.Length) Array.Resize(ref levels, count * 2);
        levels[count] = level;
    }
}

/// <summary>A column of texts or hashes, absent where empty.</summary>
internal sealed unsafe class TextColumn(string name, bool isText = true, bool dictionary = true) : BufferedColumn(name)
{
    private ByteArray[] values = new ByteArray[1024];
    private short[] levels = new short[1024];
    private readonly List<nint> arenas = [];
    private byte* arena;
    private int arenaLeft;
    private int count;
    private int present;

    /// <summary>Adds a text whose address stays valid until the row group is written.</summary>
    public void AddPinned(byte* text, int length)
    {
        AddLevel(length == 0 ? (short)0 : (short)1);
        count++;
        if (length == 0) return;
        if (present == values.Length) Array.Resize(ref values, present * 2);
        values[present++] = new ByteArray((nint)text, length);
    }

    /// <summary>Adds a copy of a text.</summary>
    public void AddCopy(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            AddPinned(null, 0);
            return;
        }

        if (text.Length > arenaLeft)
        {
            var size = Math.Max(1 << 18, text.Length);
            arena = (byte*)NativeMemory.Alloc((nuint)size);
            arenas.Add((nint)arena);
            arenaLeft = size;
        }

        text.CopyTo(new Span<byte>(arena, text.Length));
        AddPinned(arena, text.Length);
        arena += text.Length;
        arenaLeft -= text.Length;
    }

    public override Node Node() => new PrimitiveNode(Name, Repetition.Optional, isText ? LogicalType.String() : LogicalType.None(), PhysicalType.ByteArray);

    public override void Configure(WriterPropertiesBuilder builder)
    {
        if (dictionary) return;
        builder.DisableDictionary(Name);
        // Minimum and maximum of long identifiers help nobody and cost time.
        builder.DisableStatistics(Name);
    }

    public override void Write(ColumnWriter writer)
    {
        ((ColumnWriter<ByteArray>)writer).WriteBatch(count, levels.AsSpan(0, count), default, values.AsSpan(0, present));
        count = present = 0;
        Free();
    }

    public override void Dispose() => Free();

    private void Free()
    {
        foreach (var block in arenas) NativeMemory.Free((void*)block);
        arenas.Clear();
        arenaLeft = 0;
    }

    private void AddLevel(short level)
    {
        if (count == levels.Length) Array.Resize(ref levels, count * 2);
        levels[count] = level;
    }
}
