using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Charthouse.Lake.Import;

/// <summary>Texts that live until the dictionary is disposed, outside the managed heap: their addresses never change.</summary>
internal sealed unsafe class TextArena : IDisposable
{
    private const int ChunkBytes = 1 << 20;
    private readonly List<nint> chunks = [];
    private byte* next;
    private long left;

    public byte* Add(ReadOnlySpan<byte> text)
    {
        if (text.Length > left)
        {
            var size = Math.Max(ChunkBytes, text.Length);
            next = (byte*)NativeMemory.Alloc((nuint)size);
            chunks.Add((nint)next);
            left = size;
        }

        var start = next;
        text.CopyTo(new Span<byte>(start, text.Length));
        next += text.Length;
        left -= text.Length;
        return start;
    }

    public void Dispose()
    {
        foreach (var chunk in chunks) NativeMemory.Free((void*)chunk);
        chunks.Clear();
        left = 0;
    }
}

/// <summary>Gives texts dense numbers from 1 in order of first sight. Not safe for several threads.</summary>
internal sealed unsafe class ByteDictionary : IDisposable
{
    private readonly TextArena arena = new();
    private Entry[] entries = new Entry[1024];
    private int[] slots = NewSlots(4096);
    private int count;

    public int Count => count;

    /// <summary>The text of a code.</summary>
    public ReadOnlySpan<byte> this[int code] => new(entries[code - 1].Text, entries[code - 1].Length);

    public byte* Pointer(int code, out int length)
    {
        length = entries[code - 1].Length;
        return entries[code - 1].Text;
    }

    /// <summary>The code of a text, or 0; and its hash, for <see cref="Add"/>.</summary>
    public int Find(ReadOnlySpan<byte> text, out ulong hash)
    {
        hash = XxHash3.HashToUInt64(text);
        var mask = slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var index = slots[slot];
            if (index < 0) return 0;
            ref readonly var entry = ref entries[index];
            if (entry.Hash == hash && entry.Length == text.Length && new ReadOnlySpan<byte>(entry.Text, entry.Length).SequenceEqual(text)) return entry.Value;
        }
    }

    /// <summary>Adds a text that is not yet there. Without a value its code is its number.</summary>
    public int Add(ReadOnlySpan<byte> text, ulong hash, int? value = null)
    {
        if (count == entries.Length) Array.Resize(ref entries, count * 2);
        if ((count + 1) * 2 > slots.Length) Grow();
        entries[count] = new Entry { Text = arena.Add(text), Length = text.Length, Hash = hash, Value = value ?? count + 1 };
        Place(count);
        return entries[count++].Value;
    }

    public void Dispose() => arena.Dispose();

    private static int[] NewSlots(int length)
    {
        var slots = GC.AllocateUninitializedArray<int>(length);
        slots.AsSpan().Fill(-1);
        return slots;
    }

    private void Grow()
    {
        slots = NewSlots(slots.Length * 2);
        for (var index = 0; index < count; index++) Place(index);
    }

    private void Place(int index)
    {
        var mask = slots.Length - 1;
        var slot = (int)entries[index].Hash & mask;
        while (slots[slot] >= 0) slot = (slot + 1) & mask;
        slots[slot] = index;
    }

    private struct Entry
    {
        public byte* Text;
        public int Length;
        public int Value;
        public ulong Hash;
    }
}

/// <summary>A dictionary that several workers fill at once; each keeps its own copy of what it has seen, so that the lock is rare.</summary>
internal sealed class SharedDictionary : IDisposable
{
    private readonly ByteDictionary all = new();
    private readonly Lock gate = new();

    /// <summary>Texts so far.</summary>
    public int Count
    {
        get
        {
            lock (gate) return all.Count;
        }
    }

    /// <summary>The code of a text, added when new.</summary>
    public int Code(ReadOnlySpan<byte> text)
    {
        lock (gate) return all.Find(text, out var hash) is not 0 and var code ? code : all.Add(text, hash);
    }

    /// <summary>The text of a code; only once no worker adds any more, or under the worker's own knowledge that the code exists.</summary>
    public ReadOnlySpan<byte> Text(int code)
    {
        lock (gate) return all[code];
    }

    public unsafe byte* Pointer(int code, out int length)
    {
        lock (gate) return all.Pointer(code, out length);
    }

    public void Dispose() => all.Dispose();

    /// <summary>One worker's view.</summary>
    public sealed class View(SharedDictionary shared) : IDisposable
    {
        private readonly ByteDictionary seen = new();
        private nint[] pointers = [];
        private int[] lengths = [];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Code(ReadOnlySpan<byte> text) => text.IsEmpty ? 0 : CodeOfAny(text);

        /// <summary>The code of a text, which may be empty.</summary>
        public int CodeOfAny(ReadOnlySpan<byte> text)
        {
            var code = seen.Find(text, out var hash);
            return code != 0 ? code : seen.Add(text, hash, shared.Code(text));
        }

        /// <summary>Address and length of a text; stays valid as long as the shared dictionary.</summary>
        public unsafe byte* Pointer(int code, out int length)
        {
            if (code >= pointers.Length)
            {
                var size = Math.Max(code + 1, Math.Max(256, pointers.Length * 2));
                Array.Resize(ref pointers, size);
                Array.Resize(ref lengths, size);
            }

            if (pointers[code] == 0)
            {
                pointers[code] = (nint)shared.Pointer(code, out var shareLength);
                lengths[code] = shareLength;
            }

            length = lengths[code];
            return (byte*)pointers[code];
        }

        public void Dispose() => seen.Dispose();
    }
}
