namespace Charthouse.Spc;

/// <summary>Points on either side of a line, counted one after the other: how many, and in which runs. Points on the line are passed over.</summary>
internal struct SideRuns
{
    private int current, previous;

    public int Above { get; private set; }

    public int Below { get; private set; }

    public int Runs { get; private set; }

    public int Longest { get; private set; }

    public readonly int Useful => Above + Below;

    /// <summary>Takes the next point: 1 above, −1 below, 0 on the line.</summary>
    public void Add(int side)
    {
        if (side == 0) return;
        if (side > 0) Above++;
        else Below++;
        current = side == previous ? current + 1 : 1;
        if (current == 1) Runs++;
        Longest = Math.Max(Longest, current);
        previous = side;
    }

    public static SideRuns Of(ReadOnlySpan<int> sides)
    {
        SideRuns found = default;
        foreach (var side in sides) found.Add(side);
        return found;
    }
}
