namespace Charthouse.Similarity;

/// <summary>A text like the one that was asked about.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Score">Mean of <paramref name="Cosine"/> and <paramref name="Jaccard"/>; above 0, at most 1.</param>
/// <param name="Cosine">Cosine of the TF-IDF vectors of words, 0 to 1.</param>
/// <param name="Jaccard">Shared ÷ all character 3-grams, 0 to 1.</param>
public readonly record struct SimilarText(Guid Id, double Score, double Cosine, double Jaccard);

/// <summary>Two texts that are alike.</summary>
/// <param name="First">The smaller id.</param>
/// <param name="Second">The larger id.</param>
/// <param name="Score">Mean of cosine and Jaccard; above 0, at most 1.</param>
public readonly record struct SimilarPair(Guid First, Guid Second, double Score);
