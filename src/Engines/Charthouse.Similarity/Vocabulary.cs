using System.Runtime.InteropServices;

namespace Charthouse.Similarity;

/// <summary>Numbers words or 3-grams, and lists for each the slots of the texts that hold it. The order within a list means nothing.</summary>
internal sealed class Vocabulary<TKey>(IEqualityComparer<TKey>? comparer = null) where TKey : notnull
{
    private readonly Dictionary<TKey, int> numbers = new(comparer);
    private readonly List<TKey> keys = [];
    private readonly List<List<int>> postings = [];
    private readonly Stack<int> free = [];

    /// <summary>Above every number in use.</summary>
    public int Size => postings.Count;

    /// <summary>The number of a key; -1 when no text holds it.</summary>
    public int Find(TKey key) => numbers.GetValueOrDefault(key, -1);

    public ReadOnlySpan<int> Slots(int number) => CollectionsMarshal.AsSpan(postings[number]);

    public int Add(TKey key, int slot)
    {
        if (!numbers.TryGetValue(key, out var number))
        {
            if (free.TryPop(out number)) keys[number] = key;
            else
            {
                number = postings.Count;
                keys.Add(key);
                postings.Add([]);
            }

            numbers.Add(key, number);
        }

        postings[number].Add(slot);
        return number;
    }

    /// <summary>Takes a text out. A key that no text holds any more is forgotten, so that churn does not fill memory.</summary>
    public void Remove(int number, int slot)
    {
        var slots = postings[number];
        slots[slots.IndexOf(slot)] = slots[^1];
        slots.RemoveAt(slots.Count - 1);
        if (slots.Count > 0) return;
        numbers.Remove(keys[number]);
        keys[number] = default!;
        postings[number] = [];
        free.Push(number);
    }
}
