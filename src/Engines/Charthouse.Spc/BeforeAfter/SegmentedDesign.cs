using System.Globalization;

namespace Charthouse.Spc.BeforeAfter;

/// <summary>The terms of a segmented regression and their values at each point.</summary>
internal sealed class SegmentedDesign
{
    private readonly Intervention[] interventions;
    private readonly SegmentedRegressionOptions options;
    private readonly List<string> terms = ["intercept", "time"];
    private readonly List<int> ofIntervention = [-1, -1];

    public SegmentedDesign(int points, IReadOnlyList<Intervention> given, SegmentedRegressionOptions options)
    {
        if (given.Count == 0) throw new ArgumentException("At least one intervention is needed.", nameof(given));
        if (options.Harmonics > 0 && options.Period <= 2.0 * options.Harmonics)
            throw new ArgumentException("A season must have more than twice as many points as there are harmonics.", nameof(options));
        this.options = options;
        interventions = [.. given];
        Points = points;
        IsLeftOut = new bool[points];
        for (var i = 0; i < interventions.Length; i++)
        {
            var (first, transition) = (interventions[i].FirstPostPoint, interventions[i].TransitionPoints);
            if (first < 2) throw new ArgumentException("An intervention lacks its first post point.", nameof(given)); // default(Intervention)
            if (first > points) throw new ArgumentException(Invariant($"The first post point {first} lies beyond the last point {points}."), nameof(given));
            if (i > 0 && first <= interventions[i - 1].FirstPostPoint) throw new ArgumentException("Interventions must be in order of time, one at a point.", nameof(given));
            for (var t = Math.Max(1, first - transition); t < first; t++) IsLeftOut[t - 1] = true;
            var number = interventions.Length == 1 ? "" : (i + 1).ToString(CultureInfo.InvariantCulture);
            if (interventions[i].Impact != Impact.Slope) Add("level" + number, i);
            if (interventions[i].Impact != Impact.Level) Add("timeAfter" + number, i);
        }

        for (var h = 1; h <= options.Harmonics; h++)
        {
            Add(Invariant($"sin{h}"), -1);
            Add(Invariant($"cos{h}"), -1);
        }

        // Points that are fitted before the first intervention and after each one, up to the next.
        var segments = new int[interventions.Length + 1];
        for (var t = 1; t <= points; t++)
        {
            if (IsLeftOut[t - 1]) continue;
            Used++;
            segments[SegmentOf(t)]++;
        }

        Shortest = segments.Min();
        Before = segments[0];
        if (Shortest < SegmentedRegression.SmallestSegment)
        {
            throw new ArgumentException(
                Invariant($"At least {SegmentedRegression.SmallestSegment} points are needed before and after each intervention; one stretch has {Shortest}."), nameof(given));
        }

        if (Used <= terms.Count) throw new ArgumentException(Invariant($"{terms.Count} terms need more than {Used} points."), nameof(options));
    }

    public int Points { get; }

    /// <summary>Points that are fitted.</summary>
    public int Used { get; }

    /// <summary>Fitted points of the shortest stretch.</summary>
    public int Shortest { get; }

    /// <summary>Fitted points before the first intervention.</summary>
    public int Before { get; }

    public bool[] IsLeftOut { get; }

    public IReadOnlyList<string> Terms => terms;

    public IReadOnlyList<Intervention> Interventions => interventions;

    public int Columns => terms.Count;

    public int FirstPostPoint => interventions[0].FirstPostPoint;

    /// <summary>All terms at point <paramref name="t"/>, counted from 1.</summary>
    public double[] Row(int t)
    {
        var row = new double[terms.Count];
        row[0] = 1;
        row[1] = t;
        var column = 2;
        foreach (var intervention in interventions)
        {
            var isAfter = t >= intervention.FirstPostPoint;
            if (intervention.Impact != Impact.Slope) row[column++] = isAfter ? 1 : 0;
            if (intervention.Impact != Impact.Level) row[column++] = isAfter ? t - intervention.FirstPostPoint + options.TimeAfterAtFirstPostPoint : 0;
        }

        for (var h = 1; h <= options.Harmonics; h++)
        {
            var angle = 2 * Math.PI * h * t / options.Period;
            row[column++] = Math.Sin(angle);
            row[column++] = Math.Cos(angle);
        }

        return row;
    }

    /// <summary>The terms of the interventions at point <paramref name="t"/>, the others 0: what the interventions add.</summary>
    /// <param name="t">Point, counted from 1.</param>
    /// <param name="only">One intervention by its position; <c>null</c> for all of them.</param>
    public double[] Added(int t, int? only = null)
    {
        var row = Row(t);
        for (var j = 0; j < row.Length; j++)
        {
            if (ofIntervention[j] < 0 || (only is { } one && ofIntervention[j] != one)) row[j] = 0;
        }

        return row;
    }

    /// <summary>How many interventions lie at or before point <paramref name="t"/>.</summary>
    public int SegmentOf(int t)
    {
        var segment = 0;
        while (segment < interventions.Length && t >= interventions[segment].FirstPostPoint) segment++;
        return segment;
    }

    private void Add(string term, int intervention)
    {
        terms.Add(term);
        ofIntervention.Add(intervention);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
