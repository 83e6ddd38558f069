using Charthouse.Improve.Aims;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Cycles;

/// <summary>A cycle with the cycles that it is linked with, in their order, and where it stands below an aim.</summary>
internal sealed class CycleChain(IDbContextFactory<WorkbenchDb> dbs, WithholdResults withhold)
{
    /// <param name="Chain">Linked cycles that are not archived, and this one.</param>
    /// <param name="Checks">The four key features of the whole chain, also of what is withheld: they tell no figure.</param>
    /// <param name="Idea">The change idea that it tries.</param>
    public sealed record Answer(Cycle Cycle, IReadOnlyList<Cycle> Chain, IReadOnlyList<CycleCheck> Checks, ChangeIdea? Idea, Aim? Aim)
    {
        public Cycle? Predecessor => Chain.FirstOrDefault(cycle => cycle.Id == Cycle.PredecessorId);

        public IReadOnlyList<Cycle> Successors => [.. Chain.Where(cycle => cycle.PredecessorId == Cycle.Id)];

        /// <summary>Cycles that measure the same as this one, so that their points may be joined by a line.</summary>
        public IReadOnlyList<Cycle> SameMeasure => [.. Chain.Where(cycle => cycle.Observations.Count > 0 && Same(cycle.Measured, Cycle.Measured) && Same(cycle.Unit, Cycle.Unit))];

        private static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
    }

    public async Task<Answer?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var cycles = db.Set<Cycle>().AsNoTracking();
        if (await cycles.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { ChainId: var chainId }) return null;
        var chain = await cycles.Include(c => c.Observations).Where(c => c.ChainId == chainId && (c.ArchivedAt == null || c.Id == id)).OrderBy(c => c.Number).ThenBy(c => c.CreatedAt).ThenBy(c => c.Id).ToListAsync(cancellationToken);
        var cycle = chain.Single(one => one.Id == id);
        var idea = await db.Set<ChangeIdea>().AsNoTracking().SingleOrDefaultAsync(i => i.Id == cycle.ChangeIdeaId, cancellationToken);
        var aim = idea is null ? null : await db.Set<Aim>().AsNoTracking().SingleOrDefaultAsync(a => a.Id == idea.AimId, cancellationToken);
        var checks = FourFeatures.Of(chain);
        await withhold.RunAsync(chain, cancellationToken);
        return new(cycle, chain, checks, idea, aim);
    }
}

/// <summary>The data of a chain against what each cycle predicted.</summary>
internal static class CycleData
{
    /// <summary>"Predicted 9.5 min. The last of 4 days has 9.2 min, 0.3 min below; the mean of all is 9.86 min."; <c>null</c> without data.</summary>
    /// <remarks>The last value stands against the prediction, because a cycle changes on its way; the mean says what the whole cycle was like.</remarks>
    public static string? Sentence(Cycle cycle)
    {
        if (cycle.Observations.Count == 0) return null;
        var values = cycle.Observations.OrderBy(point => point.On).Select(point => point.Value).ToList();
        var last = values[^1];
        var predicted = cycle.PredictedValue is { } number ? $"Predicted {Text(number)}. " : "";
        var found = values.Count == 1 ? $"The one value is {Text(last)}" : $"The last of {values.Count} days has {Text(last)}";
        var difference = cycle.PredictedValue is { } expected ? Math.Round(last - expected, 2) switch
        {
            0 => ", as predicted",
            < 0 and var below => $", {Text(-below)} below",
            var above => $", {Text(above)} above",
        } : "";
        var mean = values.Count == 1 ? "" : $"; the mean of all is {Text(Math.Round(values.Average(), 2))}";
        return $"{predicted}{found}{difference}{mean}.{(cycle.PredictedValue is null ? " No number was predicted." : "")}";

        string Text(double value) => Amount.Words(value, cycle.Unit);
    }

    /// <summary>The chart; <c>null</c> where fewer than two points make no line.</summary>
    public static ChartModel? Chart(CycleChain.Answer answer, DateOnly today)
    {
        // Two cycles may have measured on the same day: each is a point of its own.
        var points = (from cycle in answer.SameMeasure from point in cycle.Observations orderby point.On, cycle.Number select (Cycle: cycle, Point: point)).ToList();
        if (points.Count < 2) return null;
        var unit = answer.Cycle.Unit ?? "";
        return new ChartModel("Data against prediction", $"{answer.Cycle.Measured}, by day, with what each cycle predicted.", unit, "", [.. points.Select(one => Dates.ShortDay(one.Point.On, today))],
        [
            new ChartSeries(answer.Cycle.Measured ?? "Measured", SeriesShape.Line, SeriesRole.Subject, [.. points.Select(one => Reading.Of(one.Point.Value))]),
            new ChartSeries("Predicted", SeriesShape.Line, SeriesRole.Aim, [.. points.Select(one => Reading.OrNone(one.Cycle.PredictedValue, $"Cycle {one.Cycle.Number} predicts no number."))]),
        ])
        {
            XTitle = "Day",
            Decimals = Amount.Decimals(points.Select(one => one.Point.Value)),
            Marks = [.. answer.SameMeasure.Where(cycle => cycle.StartedOn is not null).Select(cycle => new ChartMark(Math.Max(0, points.FindIndex(one => one.Cycle == cycle)), Dates.ShortDay(cycle.StartedOn!.Value, today), $"Cycle {cycle.Number} begins: {cycle.Title}", $"cycles/{cycle.Id}"))],
        };
    }
}
