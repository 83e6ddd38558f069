using System.Text.Json;

namespace Charthouse.Similarity.Tests;

/// <summary>Quality on the invented tickets of the fixture, as docs/methods/similarity.md prints it.</summary>
public sealed class TicketsTests
{
    private readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "dedup-tickets.json"))).RootElement;
    private readonly Dictionary<Guid, (string Cluster, string Text)> tickets = [];
    private readonly ShortTextIndex index = new();

    public TicketsTests()
    {
        foreach (var ticket in fixture.GetProperty("tickets").EnumerateArray())
        {
            var id = new Guid(tickets.Count + 1, 0, 0, new byte[8]);
            tickets.Add(id, (ticket.GetProperty("cluster").GetString()!, ticket.GetProperty("text").GetString()!));
            index.Set(id, tickets[id].Text);
        }
    }

    [Fact]
    public void Nearest_FindsDuplicatesAtLeastAsOftenAsTheFixtureAsks()
    {
        List<double> hits = [], recalls = [];
        foreach (var (id, (_, text)) in tickets)
        {
            var duplicates = tickets.Keys.Where(other => other != id && Same(id, other)).ToHashSet();
            if (duplicates.Count == 0) continue;
            var found = index.Nearest(text, 5, except: id);
            hits.Add(duplicates.Contains(found[0].Id) ? 1 : 0);
            recalls.Add((double)found.Count(one => duplicates.Contains(one.Id)) / duplicates.Count);
        }

        var asked = fixture.GetProperty("acceptance");
        Assert.InRange(hits.Average(), asked.GetProperty("hitAt1").GetDouble(), 1);
        Assert.InRange(recalls.Average(), asked.GetProperty("recallAt5").GetDouble(), 1);
        Assert.Equal((34, 1.0, 1.0), (hits.Count, hits.Average(), recalls.Average()));
    }

    [Fact]
    public void Pairs_AtTheThresholdAreAsRightAsTheMethodsPageSays()
    {
        var all = (from a in tickets.Keys from b in tickets.Keys where a.CompareTo(b) < 0 && Same(a, b) select (a, b)).Count();
        var flagged = index.Pairs();
        var right = flagged.Count(pair => Same(pair.First, pair.Second));
        double precision = (double)right / flagged.Count, recall = (double)right / all, f1 = 2 * precision * recall / (precision + recall);
        Assert.InRange(f1, Math.Max(0.80, fixture.GetProperty("acceptance").GetProperty("pairF1AtFixedThreshold").GetDouble()), 1);
        Assert.Equal((20, 17, 15), (all, flagged.Count, right));

        // The figures that the fixture prints for the mean of both parts.
        var printed = fixture.GetProperty("pairBaselineAt024");
        Assert.Equal((printed.GetProperty("precision").GetDouble(), printed.GetProperty("recall").GetDouble(), printed.GetProperty("f1").GetDouble()), (Math.Round(precision, 6), Math.Round(recall, 6), Math.Round(f1, 6)));
    }

    private bool Same(Guid a, Guid b) => tickets[a].Cluster.Length > 0 && tickets[a].Cluster == tickets[b].Cluster;
}
