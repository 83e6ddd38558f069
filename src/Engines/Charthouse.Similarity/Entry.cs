namespace Charthouse.Similarity;

/// <summary>A word of a text by its number, with the weight of how often the text holds it.</summary>
internal readonly record struct WordOf(int Number, int Tf);

/// <summary>A text in the index, its words by number; never changed.</summary>
internal sealed record Entry(Guid Id, WordOf[] Words, int[] Grams)
{
    public int TfOf(int number)
    {
        int low = 0, high = Words.Length - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (Words[middle].Number == number) return Words[middle].Tf;
            if (Words[middle].Number < number) low = middle + 1;
            else high = middle - 1;
        }

        return 0;
    }
}
