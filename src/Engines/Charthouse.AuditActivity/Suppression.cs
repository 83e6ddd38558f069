namespace Charthouse.AuditActivity;

/// <summary>Which groups of a table must stay hidden so that no small group can be derived from the rest (activity.md §9, "Anonymity").</summary>
public static class Suppression
{
    /// <summary>
    /// Hides every group under <paramref name="smallest"/>; while what is hidden adds up to fewer than <paramref name="smallest"/> people, the next
    /// smallest shown group is hidden too (the remainder rule). Equal sizes are hidden by position, so the result does not depend on the figures.
    /// </summary>
    /// <param name="sizes">People in each group; a group of nobody is neither hidden nor counted.</param>
    /// <param name="smallest">Smallest number of people that may be shown, or may remain as the rest of a total.</param>
    /// <returns>For each group whether it is hidden.</returns>
    public static bool[] Hidden(IReadOnlyList<int> sizes, int smallest = GroupMeasures.SmallestGroup)
    {
        ArgumentNullException.ThrowIfNull(sizes);
        var hidden = new bool[sizes.Count];
        var hiddenPeople = 0;
        for (var i = 0; i < sizes.Count; i++)
        {
            if (sizes[i] <= 0 || sizes[i] >= smallest) continue;
            hidden[i] = true;
            hiddenPeople += sizes[i];
        }

        while (hiddenPeople > 0 && hiddenPeople < smallest)
        {
            var next = -1;
            for (var i = 0; i < sizes.Count; i++)
            {
                if (!hidden[i] && sizes[i] > 0 && (next < 0 || sizes[i] < sizes[next])) next = i;
            }

            if (next < 0) break;
            hidden[next] = true;
            hiddenPeople += sizes[next];
        }

        return hidden;
    }
}
