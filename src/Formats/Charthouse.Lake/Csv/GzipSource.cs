using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Charthouse.Lake.Csv;

/// <summary>
/// Reads gzip members one after the other and says in <see cref="Damage"/> when the file was cut off or changed.
/// The runtime's GZipStream ends without a word where the file ends.
/// </summary>
/// <remarks>
/// The runtime does not tell where in its input a member ended, so the trailer is looked for by what it must say, checksum and size,
/// in the piece of input that was handed over last.
/// </remarks>
internal sealed class GzipSource(Stream compressed) : Stream
{
    private const int TrailerBytes = 8;

    private readonly Feed feed = new(compressed);
    private readonly Crc32 checksum = new();
    private DeflateStream? member;
    private long memberBytes;
    private bool anyMember;
    private bool ended;

    /// <summary>What is wrong with the file, as the end of a sentence about it; null while nothing is.</summary>
    public string? Damage { get; private set; }

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        while (!ended && !buffer.IsEmpty)
        {
            if (member is null && !OpenMember()) break;
            int read;
            try
            {
                read = member!.Read(buffer);
            }
            catch (InvalidDataException)
            {
                return End("is damaged: its compressed data cannot be read to the end");
            }
            if (read > 0)
            {
                checksum.Append(buffer[..read]);
                memberBytes += read;
                return read;
            }
            CloseMember();
        }
        return 0;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            member?.Dispose();
            compressed.Dispose();
        }
        base.Dispose(disposing);
    }

    private int End(string? damage)
    {
        ended = true;
        Damage = damage;
        return 0;
    }

    private bool OpenMember()
    {
        const string CutOff = "is cut off in the middle of its compressed data";
        var first = feed.ReadByte();
        // Some tools fill up the last block of a tape with zeros.
        while (anyMember && first == 0) first = feed.ReadByte();
        if (first < 0)
        {
            End(anyMember ? null : CutOff);
            return false;
        }

        Span<byte> header = stackalloc byte[9];
        if (feed.ReadAtLeast(header, 9, throwOnEndOfStream: false) < 9)
        {
            End(CutOff);
            return false;
        }
        var flags = header[2];
        if (first != 0x1F || header[0] != 0x8B || header[1] != 8 || (flags & 0xE0) != 0)
        {
            End(anyMember ? "has something after its compressed data that is not gzip" : "is damaged: it does not start as gzip does");
            return false;
        }
        if (!SkipOptionalFields(flags))
        {
            End(CutOff);
            return false;
        }

        anyMember = true;
        checksum.Reset();
        memberBytes = 0;
        member = new DeflateStream(feed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private bool SkipOptionalFields(byte flags)
    {
        if ((flags & 0x04) != 0)
        {
            var length = feed.ReadByte() | (feed.ReadByte() << 8);
            if (length < 0) return false;
            for (var i = 0; i < length; i++)
            {
                if (feed.ReadByte() < 0) return false;
            }
        }
        if ((flags & 0x08) != 0 && !SkipText()) return false;
        if ((flags & 0x10) != 0 && !SkipText()) return false;
        return (flags & 0x02) == 0 || (feed.ReadByte() >= 0 && feed.ReadByte() >= 0);
    }

    private bool SkipText()
    {
        int value;
        do value = feed.ReadByte();
        while (value > 0);
        return value == 0;
    }

    private void CloseMember()
    {
        member!.Dispose();
        member = null;
        if (feed.AskedPastEnd)
        {
            End("is cut off in the middle of its compressed data");
            return;
        }
        Span<byte> trailer = stackalloc byte[TrailerBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, checksum.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)memberBytes);
        if (!feed.MoveBehind(trailer)) End("is cut off or damaged: its checksum is missing or does not fit");
    }

    // Remembers what it handed over last, because the decompressor takes more than it needs.
    private sealed class Feed(Stream compressed) : Stream
    {
        private readonly byte[] buffer = new byte[64 * 1024];
        private int lastStart;
        private int next;
        private int filled;

        public bool AskedPastEnd { get; private set; }

        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> target)
        {
            if (next == filled)
            {
                (lastStart, next) = (0, 0);
                filled = compressed.Read(buffer);
                if (filled == 0) AskedPastEnd = true;
            }
            // Half the buffer at most, so that the trailer behind the last piece always finds room.
            var count = Math.Min(Math.Min(target.Length, filled - next), buffer.Length / 2);
            buffer.AsSpan(next, count).CopyTo(target);
            lastStart = next;
            next += count;
            return count;
        }

        public override int ReadByte()
        {
            var value = (byte)0;
            return Read(new Span<byte>(ref value)) == 0 ? -1 : value;
        }

        public bool MoveBehind(ReadOnlySpan<byte> trailer)
        {
            var length = filled - lastStart;
            buffer.AsSpan(lastStart, length).CopyTo(buffer);
            next -= lastStart;
            lastStart = 0;
            filled = length;
            while (filled < next + trailer.Length)
            {
                var read = compressed.Read(buffer, filled, buffer.Length - filled);
                if (read == 0) break;
                filled += read;
            }
            var found = buffer.AsSpan(0, Math.Min(filled, next + trailer.Length)).IndexOf(trailer);
            if (found < 0) return false;
            next = found + trailer.Length;
            return true;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
