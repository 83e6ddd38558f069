namespace Charthouse.Similarity;

/// <summary>Groups of texts that hang together by pairs.</summary>
public static class TextClusters
{
    /// <summary>
    /// Joins texts by union-find, the most alike first. The bound is on the size of a cluster, not on its diameter: a pair whose joining would make a cluster larger is passed over,
    /// so that a chain of weak pairs cannot swallow everything. The order in which pairs are given does not matter.
    /// </summary>
    /// <param name="pairs">Pairs, as <see cref="ShortTextIndex.Pairs"/> gives them.</param>
    /// <param name="mostMembers">Most texts in a cluster; 2 or more.</param>
    /// <returns>Clusters of two and more, largest first, then by smallest id; ids in order.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="mostMembers"/> is below 2.</exception>
    public static IReadOnlyList<IReadOnlyList<Guid>> Of(IEnumerable<SimilarPair> pairs, int mostMembers)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostMembers, 2);
        var parents = new Dictionary<Guid, Guid>();
        var sizes = new Dictionary<Guid, int>();
        var ordered = pairs.Select(pair => pair.First.CompareTo(pair.Second) <= 0 ? pair : pair with { First = pair.Second, Second = pair.First }).OrderByDescending(pair => pair.Score).ThenBy(pair => pair.First).ThenBy(pair => pair.Second);
        foreach (var pair in ordered)
        {
            var (one, other) = (Root(pair.First), Root(pair.Second));
            if (one == other || sizes[one] + sizes[other] > mostMembers) continue;
            if (sizes[one] < sizes[other]) (one, other) = (other, one);
            parents[other] = one;
            sizes[one] += sizes[other];
        }

        return [.. parents.Keys.ToList().GroupBy(Root).Where(cluster => cluster.Skip(1).Any()).Select(cluster => cluster.Order().ToList()).OrderByDescending(cluster => cluster.Count).ThenBy(cluster => cluster[0])];

        Guid Root(Guid id)
        {
            if (parents.TryAdd(id, id)) sizes[id] = 1;
            while (parents[id] != id) id = parents[id] = parents[parents[id]];
            return id;
        }
    }
}
