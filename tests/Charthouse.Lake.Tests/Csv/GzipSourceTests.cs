using System.IO.Compression;
using Charthouse.Lake.Csv;
using CsCheck;

namespace Charthouse.Lake.Tests.Csv;

public sealed class GzipSourceTests
{
    private static byte[] Packed(byte[] content, CompressionLevel level = CompressionLevel.Fastest)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level, leaveOpen: true)) gzip.Write(content);
        // .NET writes nothing at all for nothing.
        return packed.Length > 0 ? packed.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static (byte[] Content, string? Damage) Unpacked(byte[] packed, params int[] sizes)
    {
        using var source = new GzipSource(new PiecewiseStream(packed, sizes.Length == 0 ? [int.MaxValue] : sizes));
        using var content = new MemoryStream();
        source.CopyTo(content);
        return (content.ToArray(), source.Damage);
    }

    private static readonly Gen<byte[]> Content = Gen.OneOf(Gen.Byte.Array[0, 2000], Gen.Byte[97, 99].Array[0, 30_000], Gen.Int[0, 200_000].Select(n => Noise(n)));

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(length).NextBytes(noise);
        return noise;
    }

    [Fact]
    public void Read_ReturnsMembersOneAfterTheOther() =>
        Gen.Select(Content.Array[1, 5], Gen.Int[1, 70_000].Array[1, 3], Gen.Enum<CompressionLevel>(), Gen.Int[0, 20])
            .Sample(
                (contents, sizes, level, padding) =>
                {
                    var (content, damage) = Unpacked([.. contents.SelectMany(c => Packed(c, level)), .. new byte[padding]], sizes);
                    return damage is null && content.AsSpan().SequenceEqual(contents.SelectMany(c => c).ToArray());
                },
                iter: 500);

    [Fact]
    public void Read_SaysWhenTheEndIsMissing() =>
        // Of an empty member, whose trailer is all zeros, the last zero may be missing without a word; nothing is lost then.
        Gen.Select(Content, Content.Where(c => c.Length > 0), Gen.Double[0, 1], Gen.Int[1, 70_000].Array[1, 3])
            .Sample(
                (first, second, share, sizes) =>
                {
                    var packed = Packed(second);
                    var kept = 1 + (int)(share * (packed.Length - 2));
                    var (content, damage) = Unpacked([.. Packed(first), .. packed[..kept]], sizes);
                    return damage is not null && first.Concat(second).Take(content.Length).SequenceEqual(content) && content.Length >= first.Length;
                },
                iter: 500);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Read_SaysWhenTheTrailerIsMissing(int missing) =>
        Assert.NotNull(Unpacked(Packed(Noise(100_000))[..^missing]).Damage);

    [Fact]
    public void Read_NoticesEveryChangedByteOfTheData()
    {
        var packed = Packed(Noise(300));
        for (var i = 10; i < packed.Length; i++)
        {
            var changed = packed.ToArray();
            changed[i] ^= 1;
            Assert.True(Unpacked(changed).Damage is not null, $"byte {i}");
        }
    }

    [Fact]
    public void Read_PassesOverOptionalHeaderFields()
    {
        var packed = Packed("a,b\n"u8.ToArray());
        byte[] header = [0x1F, 0x8B, 8, 0x1E, 0, 0, 0, 0, 0, 3, 3, 0, 1, 0, 2, .. "name\0note\0"u8, 0, 0];
        var (content, damage) = Unpacked([.. header, .. packed[10..]]);
        Assert.Equal("a,b\n"u8.ToArray(), content);
        Assert.Null(damage);
    }

    [Fact]
    public void Read_NamesWhatFollowsTheData()
    {
        var (content, damage) = Unpacked([.. Packed("a,b\n"u8.ToArray()), .. "rubbish after it"u8]);
        Assert.Equal("a,b\n"u8.ToArray(), content);
        Assert.Contains("not gzip", damage, StringComparison.Ordinal);
    }

    [Fact]
    public void CsvReader_KeepsWhatWasReadWholeAndSetsTheRestAside()
    {
        var rows = string.Concat(Enumerable.Range(1, 50_000).Select(i => $"{i},\"{i * 7919L % 104729}\"\n"));
        var packed = Packed(System.Text.Encoding.UTF8.GetBytes(rows));
        var read = CsvText.Read(new GzipSource(new MemoryStream(packed[..(packed.Length / 2)])), 2, 4096, 1 << 20, out var damage);

        Assert.Contains("cut off", damage, StringComparison.Ordinal);
        Assert.InRange(read.Count, 10_000, 40_000);
        Assert.All(read.SkipLast(1), r => Assert.Equal(("", $"{r.Line}|{r.Line * 7919 % 104729}"), (r.Refusal, r.Fields)));
        Assert.Equal("cut-off", read[^1].Refusal);
    }
}
