using System.Globalization;
using Charthouse.Demo.Tests;

[assembly: AssemblyFixture(typeof(WrittenHospital))]

namespace Charthouse.Demo.Tests;

/// <summary>Four weeks before and four after the go-live, read back with a parser of their own.</summary>
public sealed class WrittenHospital : IDisposable
{
    internal const int WeeksEachSide = 4;
    internal const double TimeoutSeconds = 300;

    public WrittenHospital()
    {
        Files = HarborRegionalHealth.Write(
            Folder.Path, HarborRegionalHealth.WeeksBeforeGoLive - WeeksEachSide, HarborRegionalHealth.WeeksBeforeGoLive + WeeksEachSide, null,
            CancellationToken.None);
        People = [.. Csv.Read(Files.People).Skip(1)];
        Actions = Csv.Read(Files.Actions).Skip(1).ToDictionary(r => r[0], r => r[1], StringComparer.Ordinal);
        Appointments = [.. Csv.Read(Files.Appointments).Skip(1)];
        var goLive = new DateTimeOffset(HarborRegionalHealth.GoLives[0].Date, TimeOnly.MinValue, TimeSpan.FromHours(-4));
        ReadEvents(goLive);
        ReadScheduledHours(goLive);
    }

    internal TemporaryFolder Folder { get; } = new();
    internal HospitalFiles Files { get; }
    internal List<string[]> People { get; }
    internal Dictionary<string, string> Actions { get; }
    internal List<string[]> Appointments { get; }
    internal HashSet<string> EventUsers { get; } = [];
    internal HashSet<string> EventActions { get; } = [];
    internal HashSet<string> EventIds { get; } = [];
    internal HashSet<int> FieldCounts { get; } = [];
    internal long EventCount { get; private set; }
    internal bool InOrderOfTime { get; private set; } = true;
    /// <summary>Active hours by user, after the go-live or not, and category (drop, 300 s).</summary>
    internal Dictionary<(string User, bool After, string Category), double> ActiveHours { get; } = [];
    internal Dictionary<(string User, bool After), double> ScheduledHours { get; } = [];

    /// <summary>Summed over a specialty's people with appointments in that half.</summary>
    internal double EhrTime8(string specialty, bool after)
    {
        var included = UsersOf(specialty).Where(u => ScheduledHours.GetValueOrDefault((u, after)) >= 8).ToHashSet(StringComparer.Ordinal);
        return 8 * Hours(included, after, category: null) / included.Sum(u => ScheduledHours[(u, after)]);
    }

    internal double Hours(IReadOnlySet<string> users, bool after, string? category) =>
        ActiveHours.Where(h => users.Contains(h.Key.User) && h.Key.After == after && (category is null || h.Key.Category == category)).Sum(h => h.Value);

    internal HashSet<string> UsersOf(string specialty) => People.Where(p => p[2] == specialty).Select(p => p[0]).ToHashSet(StringComparer.Ordinal);

    public void Dispose() => Folder.Dispose();

    private void ReadEvents(DateTimeOffset goLive)
    {
        var previous = new Dictionary<string, (DateTimeOffset At, string Category)>(StringComparer.Ordinal);
        var latest = DateTimeOffset.MinValue;
        foreach (var row in Files.Events.SelectMany(f => Csv.Read(f).Skip(1)))
        {
            EventCount++;
            FieldCounts.Add(row.Length);
            EventIds.Add(row[0]);
            EventActions.Add(row[3]);
            var user = row[1];
            EventUsers.Add(user);
            var at = DateTimeOffset.ParseExact(row[2], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            InOrderOfTime &= at >= latest;
            latest = at;
            if (previous.TryGetValue(user, out var earlier) && (at - earlier.At).TotalSeconds <= TimeoutSeconds)
            {
                var key = (user, earlier.At >= goLive, earlier.Category);
                ActiveHours[key] = ActiveHours.GetValueOrDefault(key) + (at - earlier.At).TotalHours;
            }

            previous[user] = (at, Actions.GetValueOrDefault(row[3], "unmapped"));
        }
    }

    private void ReadScheduledHours(DateTimeOffset goLive)
    {
        // The file is in order of start for each user, so that an overlap is only ever with the latest end.
        var latestEnds = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        foreach (var row in Appointments.Where(r => r[3] != "cancelled"))
        {
            var (start, end) = (Csv.Instant(row[1]), Csv.Instant(row[2]));
            if (latestEnds.TryGetValue(row[0], out var latest) && latest > start) start = latest;
            if (end <= start) continue;
            latestEnds[row[0]] = end;
            var key = (row[0], start >= goLive);
            ScheduledHours[key] = ScheduledHours.GetValueOrDefault(key) + (end - start).TotalHours;
        }
    }
}

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("charthouse-demo-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

internal static class Csv
{
    /// <summary>RFC 4180 without line breaks in fields; anything else throws.</summary>
    public static IEnumerable<string[]> Read(string path) => File.ReadLines(path).Select(Fields);

    public static DateTimeOffset Instant(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string[] Fields(string line)
    {
        if (!line.Contains('"', StringComparison.Ordinal)) return line.Split(',');

        var fields = new List<string>();
        var at = 0;
        while (true)
        {
            if (at < line.Length && line[at] == '"')
            {
                var field = "";
                while (true)
                {
                    var quote = line.IndexOf('"', at + 1);
                    if (quote < 0) throw new FormatException($"No closing quote: {line}");
                    field += line[(at + 1)..quote];
                    at = quote + 1;
                    if (at >= line.Length || line[at] != '"') break;
                    field += '"';
                }

                if (at < line.Length && line[at] != ',') throw new FormatException($"Text after a closing quote: {line}");
                fields.Add(field);
            }
            else
            {
                var comma = line.IndexOf(',', at);
                var field = comma < 0 ? line[at..] : line[at..comma];
                if (field.Contains('"', StringComparison.Ordinal)) throw new FormatException($"A quote inside a bare field: {line}");
                fields.Add(field);
                at += field.Length;
            }

            if (at >= line.Length) return [.. fields];
            at++;
        }
    }
}
