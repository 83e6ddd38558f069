using System.Globalization;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Spc;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures.Charts;

/// <summary>Lets new limits start where the points propose it. The proposal is computed; a person accepts it, with a reason, and the evidence stays.</summary>
internal sealed class AcceptRebase(IDbContextFactory<WorkbenchDb> dbs, ReadSeries read, CurrentActor actor, TimeProvider clock)
{
    public sealed class Form
    {
        public string? StartsOn { get; set; }
        public bool IsCauseKnown { get; set; }
        public bool IsExpectedToLast { get; set; }
        public string? Reason { get; set; }
    }

    public async Task<Outcome<Guid>> RunAsync(Guid id, Form form, CancellationToken cancellationToken)
    {
        if (await read.RunAsync(id, cancellationToken) is not { } series) return MeasureProblems.NotFound;
        if (series.Measure.ArchivedAt is not null) return MeasureProblems.IsArchived;
        var chart = MeasureChart.Of(series);
        if (Proposal(chart) is not { } proposal || MeasureDates.Iso(chart.Dates[proposal.StartsAt - 1]) != form.StartsOn) return MeasureProblems.NoProposal;
        if (!(proposal.Guards with { IsCauseKnown = form.IsCauseKnown, IsExpectedToLast = form.IsExpectedToLast }).AllHold) return MeasureProblems.GuardsNotMet;
        if (ChartedMeasure.Clean(form.Reason) is not { } reason) return MeasureProblems.ReasonMissing;

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.Reason = reason.Length > 500 ? reason[..500] : reason;
        db.Add(new MeasurePart
        {
            Id = Guid.CreateVersion7(),
            MeasureId = id,
            StartsOn = chart.Dates[proposal.StartsAt - 1],
            Reason = db.Reason,
            Evidence = Evidence(chart, proposal),
            DecidedAt = clock.GetUtcNow(),
            DecidedBy = actor.Now.Name,
        });
        return await db.TrySaveAsync(MeasureProblems.NoProposal, null, cancellationToken) is { } problem ? problem : id;
    }

    /// <summary>The first place where new limits could start; <c>null</c> where there is none.</summary>
    public static RebaseProposal? Proposal(MeasureChart chart) => RebaseProposal.For(chart.Chart, RebasePolicy.Default).FirstOrDefault();

    public static string Evidence(MeasureChart chart, RebaseProposal proposal) => string.Create(CultureInfo.InvariantCulture,
        $"From {chart.Dates[proposal.RunFirst - 1]:yyyy-MM-dd} to {chart.Dates[proposal.RunLast - 1]:yyyy-MM-dd} the points lie {(proposal.Direction == SignalDirection.Up ? "above" : "below")} the median of {proposal.OldMedian:0.###} that held before; their own median is {proposal.NewMedian:0.###}. {proposal.Guards.NewPointCount} points since.");
}

/// <summary>Takes a decision back: the limits before it hold again. The history keeps both.</summary>
internal sealed class WithdrawRebase(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<Guid>> RunAsync(Guid measureId, Guid partId, string? reason, CancellationToken cancellationToken)
    {
        if (ChartedMeasure.Clean(reason) is not { } why) return MeasureProblems.ReasonMissing;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<MeasurePart>().SingleOrDefaultAsync(p => p.Id == partId && p.MeasureId == measureId, cancellationToken) is not { } part) return MeasureProblems.NotFound;
        db.Reason = why.Length > 500 ? why[..500] : why;
        db.Remove(part);
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : measureId;
    }
}

/// <summary>Leaves a point out of the limits, or takes it in again. It stays on the chart.</summary>
internal sealed class ExcludePoint(IDbContextFactory<WorkbenchDb> dbs, ReadSeries read)
{
    /// <param name="id">Measure.</param>
    /// <param name="day">Day of the point.</param>
    /// <param name="isTakenIn">Whether it counts again; else it is left out. What is so already is refused: two people who want the same do not undo each other.</param>
    /// <param name="reason">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, string? day, bool isTakenIn, string? reason, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        var on = MeasureDates.Read(day, MeasureProblems.NoSuchPoint, problems);
        if (await read.RunAsync(id, cancellationToken) is not { } series) return MeasureProblems.NotFound;
        if (on is null || !series.Points.Any(point => point.On == on)) return MeasureProblems.NoSuchPoint;
        if (ChartedMeasure.Clean(reason) is not { } why) return MeasureProblems.ReasonMissing;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.Reason = why = why.Length > 500 ? why[..500] : why;
        var known = await db.Set<MeasureExclusion>().SingleOrDefaultAsync(e => e.MeasureId == id && e.On == on, cancellationToken);
        if (isTakenIn != known is not null) return isTakenIn ? MeasureProblems.IsTakenIn : MeasureProblems.IsLeftOut;
        if (known is not null) db.Remove(known);
        else db.Add(new MeasureExclusion { Id = Guid.CreateVersion7(), MeasureId = id, On = on.Value, Reason = why });
        return await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Says how a chart is made: kind, rules, baseline, what is possible. Every change stands in the history with its reason.</summary>
internal sealed class ChangeChart(IDbContextFactory<WorkbenchDb> dbs)
{
    public sealed class Form
    {
        public int Version { get; set; }
        public string? Chart { get; set; }
        public string? Rules { get; set; }
        public string? BaselinePoints { get; set; }
        public string? LowestPossible { get; set; }
        public string? HighestPossible { get; set; }
        public string? Reason { get; set; }
    }

    public async Task<Outcome<Guid>> RunAsync(Guid id, Form form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ChartedMeasure>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } measure) return MeasureProblems.NotFound;
        if (measure.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        List<Problem> problems = [];
        if (ChartedMeasure.Clean(form.Reason) is not { } why) problems.Add(MeasureProblems.ReasonMissing);
        else db.Reason = why.Length > 500 ? why[..500] : why;
        var chart = ChartedMeasure.Clean(form.Chart);
        if (chart is not null && (!Enum.TryParse<ChartKind>(chart, out var kind) || !MeasureChart.Fitting(measure.Figures).Contains(kind))) problems.Add(MeasureProblems.ChartDoesNotFit);
        int? baseline = null;
        if (ChartedMeasure.Clean(form.BaselinePoints) is { } typed)
        {
            if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var points) && points >= 2) baseline = points;
            else problems.Add(MeasureProblems.BaselineTooShort);
        }

        var (lowest, highest) = (Number(form.LowestPossible, "LowestPossible"), Number(form.HighestPossible, "HighestPossible"));
        if (problems.Count > 0) return problems;
        (measure.Chart, measure.Rules, measure.BaselinePoints, measure.LowestPossible, measure.HighestPossible) = (chart, RuleSets.Find(form.Rules ?? "").Rules.Name, baseline, lowest, highest);
        if (measure.Possible.Lowest > measure.Possible.Highest) return MeasureProblems.RangeReversed;
        measure.Version++;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;

        double? Number(string? text, string field)
        {
            if (ChartedMeasure.Clean(text) is not { } number) return null;
            if (WrittenNumbers.Of(number) is { } known) return known;
            problems.Add(MeasureProblems.NoNumber with { Field = field });
            return null;
        }
    }
}
