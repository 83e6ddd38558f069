namespace Charthouse.Demo;

/// <summary>
/// How the pauses between two audit rows are spread: a skewed curve with a mean of 1, as 32 equally likely steps in
/// thousandths. Reading follows a log-normal curve with a long tail, typing a narrower one.
/// </summary>
internal static class Pauses
{
    /// <summary>Below the usual time-out of 300 s, so that a burst of work stays one session.</summary>
    public const int LongestMilliseconds = 294_000;

    public static readonly int[] Reading =
    [
        30, 95, 131, 163, 193, 222, 251, 280, 310, 341, 374, 407, 443, 480, 520, 563, 609, 659, 713, 772, 838, 911, 993,
        1087, 1195, 1324, 1479, 1672, 1924, 2275, 2824, 3923, 8032,
    ];

    public static readonly int[] Typing =
    [
        201, 309, 371, 418, 458, 495, 529, 562, 595, 627, 659, 691, 723, 757, 791, 826, 862, 900, 940, 982, 1027, 1075,
        1128, 1185, 1249, 1321, 1404, 1502, 1623, 1780, 2004, 2401, 3409,
    ];

    /// <summary>A pause in milliseconds; uses the lower 21 bits of <paramref name="random"/>.</summary>
    public static int Draw(int[] curve, double meanMilliseconds, ulong random)
    {
        var step = (int)(random & 31);
        var within = (int)((random >> 5) & 0xFFFF);
        var thousandths = curve[step] + (curve[step + 1] - curve[step]) * (within / 65536.0);
        return Math.Min(LongestMilliseconds, (int)(meanMilliseconds * thousandths / 1000));
    }
}
