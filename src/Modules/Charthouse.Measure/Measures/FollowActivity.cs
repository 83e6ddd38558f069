using Charthouse.Measure.Activity;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Spc;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>Makes a measure of an activity measure for the group that the page Activity shows. From then on it is read from the log, week by week.</summary>
internal sealed class FollowActivity(IDbContextFactory<WorkbenchDb> dbs, ReadLogFacts readLogFacts, ActivitySeries activity, CurrentActor actor)
{
    /// <param name="definition">Id of the activity measure, such as <c>note-time</c>.</param>
    /// <param name="query">The filters of the page.</param>
    /// <returns>The measure; the one that follows the same already, where there is one.</returns>
    public async Task<Outcome<Guid>> RunAsync(string? definition, ActivityQuery query, CancellationToken cancellationToken)
    {
        if (CoreMeasure.All.FirstOrDefault(core => core.Definition.Id == definition)?.Definition is not { } known) return MeasureProblems.NoFeed;
        var facts = await readLogFacts.RunAsync(cancellationToken);
        if (facts.FirstDay is null) return MeasureProblems.NoFeed;
        List<string> messages = [];
        var selection = ActivitySelection.Read(query, facts, messages);
        var (filter, rule) = (selection.Filter, selection.Rule);
        var measure = new ChartedMeasure
        {
            Id = Guid.CreateVersion7(),
            Name = "",
            Definition = known.Sentence,
            Unit = known.Unit,
            Direction = known.Direction switch { MeasureDirection.Lower => ImprovementDirection.Decrease, MeasureDirection.Higher => ImprovementDirection.Increase, _ => ImprovementDirection.Neutral },
            Figures = FigureKind.Measurement,
            NumeratorWords = known.Numerator,
            DenominatorWords = known.Denominator,
            Source = "Audit log of the health record, read every time",
            Frequency = MeasureFrequency.Weekly,
            OwnerId = actor.Now.IsSignedIn ? actor.Now.AccountId : null,
            LowestPossible = 0,
            Version = 1,
        };
        var feed = new ActivityFeed
        {
            Id = Guid.CreateVersion7(),
            MeasureId = measure.Id,
            Definition = known.Id,
            Site = filter.Site,
            Department = filter.Department,
            Specialty = filter.Specialty,
            Role = filter.Role,
            Estimator = SensitivityDefinitions.EstimatorName(rule.Estimator),
            TimeOutSeconds = selection.TimeOutSeconds,
            Boundary = rule.Boundary == TimeOutBoundary.Exclusive ? "lt" : "le",
        };
        // A group that is never shown would be a measure of gaps.
        if ((await activity.ReadAsync(feed, cancellationToken)).All(point => point.Numerator is null)) return MeasureProblems.FeedHidden;
        var isUsual = rule == CreditRule.Default;
        measure.Name = $"{known.Name}, {ActivitySeries.GroupWords(feed)}" + (isUsual ? "" : $" ({ActivitySeries.Label(feed)})");
        if (measure.Name.Length > ChartedMeasure.LongestName) measure.Name = measure.Name[..ChartedMeasure.LongestName];

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var twin = await db.Set<ActivityFeed>().AsNoTracking().FirstOrDefaultAsync(
            f => f.Definition == feed.Definition && f.Site == feed.Site && f.Department == feed.Department && f.Specialty == feed.Specialty && f.Role == feed.Role
                && f.Estimator == feed.Estimator && f.TimeOutSeconds == feed.TimeOutSeconds && f.Boundary == feed.Boundary, cancellationToken);
        if (twin is not null) return twin.MeasureId;
        db.Add(measure);
        db.Add(feed);
        return await db.TrySaveAsync(MeasureProblems.NameTaken, null, cancellationToken) is { } problem ? problem : measure.Id;
    }
}
