namespace Charthouse.Similarity;

/// <summary>
/// Weights of words in whole numbers: sums of whole numbers do not depend on their order, so that the order in which texts came never shows in a score.
/// A weight is below 2^24 and a sum of squares stays exact for a text of many million words.
/// </summary>
internal static class Weighting
{
    private const int IdfUnit = 1024, TfUnit = 64;

    /// <summary>1 + ln count.</summary>
    public static int Tf(int count) => (int)Math.Round(TfUnit * (1 + Math.Log(count)));

    /// <summary>1 + ln((1 + texts) ÷ (1 + texts with the word)); defined also for a word that no text holds.</summary>
    public static int Idf(int texts, int textsWithWord) => (int)Math.Round(IdfUnit * (1 + Math.Log((1.0 + texts) / (1.0 + textsWithWord))));

    public static double Cosine(long dot, long norm, long otherNorm) => dot == 0 ? 0 : Math.Min(1, dot / Math.Sqrt((double)norm * otherNorm));

    public static double Jaccard(int shared, int count, int otherCount) => shared == 0 ? 0 : (double)shared / (count + otherCount - shared);

    public static double Score(double cosine, double jaccard) => (cosine + jaccard) / 2;
}
