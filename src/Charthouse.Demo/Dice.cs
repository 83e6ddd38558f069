namespace Charthouse.Demo;

/// <summary>
/// SplitMix64. Own code, and neither logarithms nor powers anywhere in this project, so that the same seed gives the same
/// bytes on every machine and runtime.
/// </summary>
internal struct Dice(ulong state)
{
    private ulong state = state;

    /// <summary>An independent stream for one thing of one seed.</summary>
    public static Dice For(int seed, int clinician, int week)
    {
        var dice = new Dice(((ulong)(uint)seed << 40) ^ ((ulong)(uint)clinician << 16) ^ (ushort)week);
        dice.Next();
        return new Dice(dice.Next());
    }

    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>Below <paramref name="limit"/>, from zero.</summary>
    public int Below(int limit) => (int)(((Next() >> 32) * (ulong)limit) >> 32);

    /// <summary>From 0 to below 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public double Between(double low, double high) => low + (high - low) * Share();

    public bool Chance(double probability) => Share() < probability;
}
