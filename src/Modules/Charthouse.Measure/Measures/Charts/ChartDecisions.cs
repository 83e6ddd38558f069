using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Spc;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>What people decided about how a chart is made, latest first, as its history keeps it.</summary>
internal sealed class ChartDecisions(IDbContextFactory<WorkbenchDb> dbs)
{
    private const int Most = 20;
    private static readonly string[] fields = [nameof(ChartedMeasure.Chart), nameof(ChartedMeasure.Rules), nameof(ChartedMeasure.BaselinePoints)];

    public sealed record Decision(string What, string By, DateTimeOffset At, string Reason);

    public async Task<IReadOnlyList<Decision>> RunAsync(Guid measureId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var entries = await db.Set<HistoryEntry>().AsNoTracking()
            .Where(entry => entry.Kind == ChartedMeasure.RecordKind && entry.RecordId == measureId && entry.PartId == null && entry.Change == HistoryChange.Changed && fields.Contains(entry.Field) && entry.Reason != null)
            .OrderByDescending(entry => entry.Sequence).Take(Most).ToListAsync(cancellationToken);
        return entries.ConvertAll(entry => new Decision(Words(entry), entry.ActorName, entry.At, entry.Reason!));
    }

    private static string Words(HistoryEntry entry) => (entry.Field, entry.After) switch
    {
        (nameof(ChartedMeasure.Chart), { } chosen) => $"{(Enum.TryParse<ChartKind>(chosen, out var kind) ? ChartWords.ChartName(kind) : chosen)} chosen",
        (nameof(ChartedMeasure.Chart), null) => "Chart as proposed again",
        (nameof(ChartedMeasure.Rules), _) => $"Rules: {RuleSets.Find(entry.After ?? "").Title}",
        (_, { } points) => $"Baseline: first {points} points of each part",
        _ => "Baseline: all points of each part",
    };
}
