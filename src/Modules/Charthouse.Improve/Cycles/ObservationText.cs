using System.Globalization;
using Charthouse.Ui;

namespace Charthouse.Improve.Cycles;

/// <summary>Data of a cycle as people type or paste them: a day, a number and perhaps a note on each line.</summary>
internal static class ObservationText
{
    private const int MostPoints = 500, LongestNote = 200, LongestShown = 40;

    // A comma separates nothing: in many countries it is the decimal sign.
    private static readonly char[] between = [' ', '\t', ';'];

    public sealed record Point(DateOnly On, double Value, string? Note);

    public static IReadOnlyList<Point> Read(string? text, FormReader read)
    {
        List<Point> points = [];
        var number = 0;
        foreach (var line in (FormReader.Clean(text) ?? "").Split('\n', StringSplitOptions.TrimEntries))
        {
            number++;
            if (line.Length == 0) continue;
            var parts = line.Split(between, 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (parts.Length < 2 || Days.Of(parts[0]) is not { } day || FormReader.NumberOf(parts[1]) is not { } value)
            {
                read.Problems.Add(CycleProblems.NoPoint(number, line.Length > LongestShown ? line[..LongestShown] + "…" : line));
                return [];
            }

            if (points.Exists(point => point.On == day))
            {
                read.Problems.Add(CycleProblems.Twice(number, parts[0]));
                return [];
            }

            points.Add(new Point(day, value, parts.Length > 2 ? read.Text("Data", parts[2], LongestNote) : null));
            if (points.Count <= MostPoints) continue;
            read.Problems.Add(CycleProblems.TooManyPoints);
            return [];
        }

        return points;
    }

    public static string Of(IEnumerable<CycleObservation> observations) =>
        string.Join('\n', observations.OrderBy(point => point.On).Select(point => string.Create(CultureInfo.InvariantCulture, $"{FormReader.Iso(point.On)} {FormReader.Plain(point.Value)}{(point.Note is { } note ? " " + note : "")}")));
}
