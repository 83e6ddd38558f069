using System.Numerics;

namespace Charthouse.Surveys;

/// <summary>The generator xoshiro256** (Blackman and Vigna 2018), its state from SplitMix64. <see cref="Random"/> may give other numbers in another version of .NET; this one may not.</summary>
internal struct Xoshiro256
{
    private ulong a, b, c, d;

    public Xoshiro256(ulong seed)
    {
        a = Split(ref seed);
        b = Split(ref seed);
        c = Split(ref seed);
        d = Split(ref seed);
    }

    internal Xoshiro256(ulong a, ulong b, ulong c, ulong d) => (this.a, this.b, this.c, this.d) = (a, b, c, d);

    public ulong Next()
    {
        var result = BitOperations.RotateLeft(b * 5, 7) * 9;
        var shifted = b << 17;
        c ^= a;
        d ^= b;
        b ^= c;
        a ^= d;
        c ^= shifted;
        d = BitOperations.RotateLeft(d, 45);
        return result;
    }

    /// <summary>A whole number from 0 to below a limit, each as likely (Lemire 2019).</summary>
    public int Below(int limit)
    {
        var bound = (uint)limit;
        while (true)
        {
            var product = (Next() >> 32) * bound;
            var low = (uint)product;
            if (low >= bound || low >= unchecked(0u - bound) % bound) return (int)(product >> 32);
        }
    }

    private static ulong Split(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
