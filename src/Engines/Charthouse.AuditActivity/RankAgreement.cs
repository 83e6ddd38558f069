namespace Charthouse.AuditActivity;

/// <summary>Whether two definitions put groups in the same order.</summary>
public static class RankAgreement
{
    /// <summary>
    /// Kendall's tau-b (Kendall 1945; ties in either list are taken out of the denominator): 1 the same order, −1 the reverse.
    /// </summary>
    /// <param name="a">Values under one definition.</param>
    /// <param name="b">Values of the same groups under the other.</param>
    /// <returns>−1 to 1; <c>null</c> below two groups, or when one list is all ties.</returns>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public static double? KendallTauB(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        if (a.Length != b.Length) throw new ArgumentException("Both lists must hold the same groups.", nameof(b));
        long concordant = 0, discordant = 0, tiedOnlyInA = 0, tiedOnlyInB = 0;
        for (var i = 0; i < a.Length; i++)
        {
            for (var j = i + 1; j < a.Length; j++)
            {
                var (byA, byB) = (a[i].CompareTo(a[j]), b[i].CompareTo(b[j]));
                if (byA == 0 && byB == 0) continue;
                if (byA == 0) tiedOnlyInA++;
                else if (byB == 0) tiedOnlyInB++;
                else if (byA == byB) concordant++;
                else discordant++;
            }
        }

        var pairs = concordant + discordant;
        var denominator = Math.Sqrt((double)(pairs + tiedOnlyInA) * (pairs + tiedOnlyInB));
        return denominator == 0 ? null : (concordant - discordant) / denominator;
    }
}
