using System.Collections.Immutable;
using Charthouse.Spc.Numerics;

namespace Charthouse.Spc;

/// <summary>Holds the points of one part against the rules. Each rule has two slots, up (or no direction) and down; a point's marks are a bit for each slot.</summary>
internal sealed class RuleScan
{
    private const int MostRules = 31;

    private readonly Rule[] rules;
    private readonly string[] names;
    private readonly int directedSlots;
    private readonly Dictionary<ulong, ImmutableArray<string>> namesOfMarks = [];
    private readonly List<(int Slot, int First, int Last)> found = [];

    // The points that patterns run over: neither gap nor excluded.
    private readonly int[] points;
    private readonly int[] gapsBefore;
    private readonly int[] sides;
    private readonly int[] zones;
    private readonly bool[] hasWidth;
    private readonly double[] values;
    private int count;

    public RuleScan(IEnumerable<RuleSet> sets, Func<Rule, bool> isUsed, int length)
    {
        // Sets that tell a direction come first, so that the first reason decides the type of the point.
        var (directed, others) = (new List<Rule>(), new List<Rule>());
        foreach (var set in sets)
        {
            (set.TellsDirection ? directed : others).AddRange(set.Rules.Where(isUsed));
            TellsDirection |= set.TellsDirection;
        }

        directedSlots = directed.Count * 2;
        rules = [.. directed, .. others];
        if (rules.Length > MostRules) throw new ArgumentException($"At most {MostRules} rules can be used together.", nameof(sets));
        names = new string[rules.Length * 2];
        for (var r = 0; r < rules.Length; r++)
        {
            names[2 * r] = rules[r].SignalName(SignalDirection.Up);
            names[2 * r + 1] = rules[r].SignalName(SignalDirection.Down);
        }

        points = new int[length];
        gapsBefore = new int[length];
        sides = new int[length];
        zones = new int[length];
        hasWidth = new bool[length];
        values = new double[length];
        Marks = new ulong[length];
    }

    /// <summary>Whether any of the sets makes points improvements or concerns.</summary>
    public bool TellsDirection { get; }

    public ulong[] Marks { get; }

    /// <summary>Sides of the useful points and of those on the line, in order, for the runs analysis.</summary>
    public ReadOnlySpan<int> Sides => sides.AsSpan(0, count);

    /// <summary>Reads the part; answers how many points lie outside the limits, excluded ones too.</summary>
    public int Read(ReadOnlySpan<double> plotted, Series series, double[] centre, Lines?[] lines, int first, int end)
    {
        count = 0;
        found.Clear();
        var (outside, gaps) = (0, 0);
        for (var i = first; i < end; i++)
        {
            var value = plotted[i];
            var zone = double.IsNaN(value) || lines[i] is not { } line ? 0 : Zone(value, line);
            if (Math.Abs(zone) == 3)
            {
                outside++;
                MarkOutside(i, zone);
            }

            if (series.Excluded[i]) continue;
            if (double.IsNaN(value))
            {
                gaps++;
                continue;
            }

            points[count] = i;
            values[count] = value;
            gapsBefore[count] = gaps;
            sides[count] = Closeness.Compare(value, centre[i]);
            zones[count] = zone;
            hasWidth[count] = lines[i] is { } own && !Closeness.Equal(own.Upper1, own.Lower1);
            count++;
        }

        return outside;
    }

    public void Scan()
    {
        for (var r = 0; r < rules.Length; r++)
        {
            var rule = rules[r];
            switch (rule.Pattern)
            {
                case RulePattern.SameSide: SameSide(r, rule); break;
                case RulePattern.Trend: Trend(r, rule); break;
                case RulePattern.BeyondLine: BeyondLine(r, rule); break;
                case RulePattern.WithinOneSigma: WithinOneSigma(r, rule); break;
                case RulePattern.Alternating: Alternating(r, rule); break;
                case RulePattern.BeyondBothSides: BeyondBothSides(r, rule); break;
            }
        }
    }

    public ImmutableArray<string> Names(ulong marks)
    {
        if (marks == 0) return [];
        if (namesOfMarks.TryGetValue(marks, out var known)) return known;
        var list = ImmutableArray.CreateBuilder<string>();
        for (var slot = 0; slot < names.Length; slot++)
        {
            if ((marks >> slot & 1) != 0 && !list.Contains(names[slot])) list.Add(names[slot]);
        }

        return namesOfMarks[marks] = list.ToImmutable();
    }

    /// <summary>Where the marks of a point lead: by the first signal of a set that tells a direction, else by the first signal that has one.</summary>
    public SignalDirection? Direction(ulong marks, ConflictingReasons conflicts, ImprovementDirection improvement)
    {
        if (marks == 0) return SignalDirection.None;
        var directed = directedSlots == 0 ? 0 : marks & ((1UL << directedSlots) - 1);
        if (directed != 0 && conflicts == ConflictingReasons.ImprovementFirst && improvement != ImprovementDirection.Neutral)
        {
            var favourable = improvement == ImprovementDirection.Increase ? 0x5555555555555555UL : 0xAAAAAAAAAAAAAAAAUL;
            if ((directed & favourable) != 0) directed &= favourable;
        }

        for (var slot = 0; slot < names.Length; slot++)
        {
            if (((directed != 0 ? directed : marks) >> slot & 1) == 0) continue;
            if (rules[slot / 2].Pattern is RulePattern.WithinOneSigma or RulePattern.Alternating or RulePattern.BeyondBothSides) continue;
            return slot % 2 == 0 ? SignalDirection.Up : SignalDirection.Down;
        }

        return null;
    }

    /// <summary>The occurrences found in this part, in order of precedence.</summary>
    public ImmutableArray<Signal> Signals(int part, Baseline? baseline)
    {
        if (found.Count == 0) return [];
        found.Sort();
        var signals = ImmutableArray.CreateBuilder<Signal>();
        for (var k = 0; k < found.Count; k++)
        {
            var (slot, first, last) = found[k];
            // Windows that overlap or touch are one occurrence.
            while (rules[slot / 2].Pattern is RulePattern.BeyondLine or RulePattern.BeyondBothSides or RulePattern.OutsideLimits
                && k + 1 < found.Count && found[k + 1].Slot == slot && found[k + 1].First <= last + 1) last = Math.Max(last, found[++k].Last);
            var carriers = ImmutableArray.CreateBuilder<int>();
            for (var i = first; i <= last; i++)
            {
                if ((Marks[i] >> slot & 1) != 0) carriers.Add(i + 1);
            }

            var rule = rules[slot / 2];
            var direction = rule.Pattern is RulePattern.WithinOneSigma or RulePattern.Alternating or RulePattern.BeyondBothSides ? SignalDirection.None
                : slot % 2 == 0 ? SignalDirection.Up : SignalDirection.Down;
            signals.Add(new(names[slot], rule, direction, first + 1, last + 1, carriers.ToImmutable(), part, baseline));
        }

        return signals.ToImmutable();
    }

    private static int Zone(double value, Lines line)
    {
        if (Closeness.Above(value, line.Upper3)) return 3;
        if (Closeness.Below(value, line.Lower3)) return -3;
        if (Closeness.Above(value, line.Upper2)) return 2;
        if (Closeness.Below(value, line.Lower2)) return -2;
        if (Closeness.Above(value, line.Upper1)) return 1;
        return Closeness.Below(value, line.Lower1) ? -1 : 0;
    }

    private void MarkOutside(int i, int zone)
    {
        for (var r = 0; r < rules.Length; r++)
        {
            if (rules[r].Pattern != RulePattern.OutsideLimits) continue;
            var slot = 2 * r + (zone > 0 ? 0 : 1);
            Marks[i] |= 1UL << slot;
            found.Add((slot, i, i));
        }
    }

    // A run from one point to another, both in numbers of this scan.
    private void Pattern(int slot, Rule rule, int from, int to)
    {
        found.Add((slot, points[from], points[to]));
        if (rule.Marks != MarkedPoints.Completing)
        {
            for (var k = from; k <= to; k++) Marks[points[k]] |= 1UL << slot;
            return;
        }

        for (var k = from + rule.Count - 1; k <= to; k++) Marks[points[k]] |= 1UL << slot;
    }

    private void SameSide(int r, Rule rule)
    {
        int start = 0, last = -1, side = 0, length = 0;
        for (var k = 0; k <= count; k++)
        {
            var own = k < count ? sides[k] : 0;
            if (k < count && own == 0 && rule.Ties == TiePolicy.IsSkipped) continue;
            if (own != side || own == 0)
            {
                if (length >= rule.Count) Run(r, rule, start, last, side, length);
                (start, side, length) = (k, own, 0);
            }

            if (own == 0) continue;
            length++;
            last = k;
        }
    }

    // As Pattern, but points on the line in between do not count.
    private void Run(int r, Rule rule, int from, int to, int side, int length)
    {
        var slot = 2 * r + (side > 0 ? 0 : 1);
        if (length == to - from + 1)
        {
            Pattern(slot, rule, from, to);
            return;
        }

        found.Add((slot, points[from], points[to]));
        var seen = 0;
        for (var k = from; k <= to; k++)
        {
            if (sides[k] == 0) continue;
            seen++;
            if (rule.Marks != MarkedPoints.Completing || seen >= rule.Count) Marks[points[k]] |= 1UL << slot;
        }
    }

    private void Trend(int r, Rule rule)
    {
        // Steps between the points that count; ties that are passed over leave the list.
        Span<int> kept = count <= 256 ? stackalloc int[count] : new int[count];
        var length = 0;
        for (var k = 0; k < count; k++)
        {
            if (rule.Ties == TiePolicy.IsSkipped && length > 0 && !GapBetween(kept[length - 1], k) && Closeness.Equal(values[kept[length - 1]], values[k])) continue;
            kept[length++] = k;
        }

        int start = 0, direction = 0;
        for (var k = 1; k <= length; k++)
        {
            var step = k == length || GapBetween(kept[k - 1], kept[k]) ? 0 : Closeness.Compare(values[kept[k]], values[kept[k - 1]]);
            if (step == direction && step != 0) continue;
            if (direction != 0 && k - start >= rule.Count) Monotone(r, rule, kept[start..k], direction);
            (start, direction) = (step == 0 ? k : k - 1, step);
        }
    }

    private bool GapBetween(int from, int to) => gapsBefore[from] != gapsBefore[to];

    private void Monotone(int r, Rule rule, ReadOnlySpan<int> run, int direction)
    {
        var slot = 2 * r + (direction > 0 ? 0 : 1);
        found.Add((slot, points[run[0]], points[run[^1]]));
        var from = rule.Marks == MarkedPoints.Completing ? rule.Count - 1 : 0;
        // A turning point that ends one trend and starts another carries the later one.
        if (rule.Marks != MarkedPoints.Completing) Marks[points[run[0]]] &= ~(1UL << (slot ^ 1));
        for (var k = from; k < run.Length; k++) Marks[points[run[k]]] |= 1UL << slot;
    }

    private void BeyondLine(int r, Rule rule)
    {
        for (var direction = 1; direction >= -1; direction -= 2)
        {
            var slot = 2 * r + (direction > 0 ? 0 : 1);
            for (var k = rule.ShortAtStart ? rule.Count - 1 : rule.Window - 1; k < count; k++)
            {
                var from = Math.Max(0, k - rule.Window + 1);
                var (beyond, holds) = (0, true);
                for (var j = from; j <= k; j++)
                {
                    if (Counts(rule, zones[j] * direction)) beyond++;
                    holds &= rule.Others switch
                    {
                        OtherPoints.OnTheSameSide => sides[j] == direction,
                        OtherPoints.NotBeyondOpposite => zones[j] * direction > -rule.SigmaLine,
                        _ => true,
                    };
                }

                if (beyond < rule.Count || !holds) continue;
                if (rule.Marks == MarkedPoints.Completing && !Counts(rule, zones[k] * direction)) continue;
                found.Add((slot, points[from], points[k]));
                for (var j = rule.Marks == MarkedPoints.Completing ? k : from; j <= k; j++)
                {
                    if (rule.Marks == MarkedPoints.WholePattern || Counts(rule, zones[j] * direction)) Marks[points[j]] |= 1UL << slot;
                }
            }
        }
    }

    private static bool Counts(Rule rule, int zone) => zone >= rule.SigmaLine && (rule.CountsOutside || zone < 3);

    private void WithinOneSigma(int r, Rule rule)
    {
        var start = 0;
        for (var k = 0; k <= count; k++)
        {
            // Limits without width hold nothing within.
            if (k < count && zones[k] == 0 && hasWidth[k]) continue;
            if (k - start >= rule.Count) Pattern(2 * r, rule, start, k - 1);
            start = k + 1;
        }
    }

    private void Alternating(int r, Rule rule)
    {
        int start = 0, previous = 0;
        for (var k = 1; k <= count; k++)
        {
            var step = k == count || GapBetween(k - 1, k) ? 0 : Closeness.Compare(values[k], values[k - 1]);
            if (step != 0 && step == -previous)
            {
                previous = step;
                continue;
            }

            if (previous != 0 && k - start >= rule.Count) Pattern(2 * r, rule, start, k - 1);
            (start, previous) = (step == 0 ? k : k - 1, step);
        }
    }

    private void BeyondBothSides(int r, Rule rule)
    {
        for (var k = rule.Count - 1; k < count; k++)
        {
            var (high, low) = (0, 0);
            for (var j = k - rule.Count + 1; j <= k; j++)
            {
                if (zones[j] > 0) high++;
                else if (zones[j] < 0) low++;
            }

            if (high + low < rule.Count || high == 0 || low == 0) continue;
            found.Add((2 * r, points[k - rule.Count + 1], points[k]));
            for (var j = rule.Marks == MarkedPoints.Completing ? k : k - rule.Count + 1; j <= k; j++) Marks[points[j]] |= 1UL << 2 * r;
        }
    }
}
