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
    /// <param name="id">One of <see cref="FollowableMeasure.All"/>, such as <c>note-time</c>.</param>
    /// <param name="query">The filters of the page.</param>
    /// <param name="anew">Whether an archived measure that followed the same stays where it is.</param>
    /// <returns>The measure; the one that follows the same already, where there is one, archived or not.</returns>
    public async Task<Outcome<Guid>> RunAsync(string? id, ActivityQuery query, CancellationToken cancellationToken, bool anew = false)
    {
        if (FollowableMeasure.Find(id) is not { } followed) return MeasureProblems.NoFeed;
        var facts = await readLogFacts.RunAsync(cancellationToken);
        if (facts.FirstDay is null) return MeasureProblems.FeedWithoutLog;
        List<string> messages = [];
        // A measure is read for all weeks, whatever the page shows of them.
        var selection = ActivitySelection.Read(query with { To = null, Weeks = null }, facts, messages);
        // What the page would leave out of the selection must not become a measure of everybody.
        if (messages.Count > 0) return MeasureProblems.FeedFilterUnknown;
        var feed = FeedOf(Guid.CreateVersion7(), followed, selection);
        // A group that is never shown would be a measure of gaps.
        var points = await activity.ReadAsync(feed, cancellationToken);
        if (points.Count == 0) return MeasureProblems.FeedTooShort;
        if (points.All(point => point.Numerator is null)) return points.Any(point => point.MissingReason == Ui.Suppressed.Reason) ? MeasureProblems.FeedHidden : MeasureProblems.FeedWithoutValue;

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var twins = await (from f in db.Set<ActivityFeed>()
                           join m in db.Set<ChartedMeasure>() on f.MeasureId equals m.Id
                           where f.Definition == feed.Definition && f.Site == feed.Site && f.Department == feed.Department && f.Specialty == feed.Specialty && f.Role == feed.Role
                               && f.Estimator == feed.Estimator && f.TimeOutSeconds == feed.TimeOutSeconds && f.Boundary == feed.Boundary
                           orderby m.ArchivedAt != null, m.Id
                           select new { m.Id, IsArchived = m.ArchivedAt != null }).ToListAsync(cancellationToken);
        if (twins.Find(twin => !anew || !twin.IsArchived) is { } known) return known.Id;
        db.Add(MeasureOf(feed, followed, await FreeNameAsync(db, followed, feed, selection.Rule == CreditRule.Default, cancellationToken)));
        db.Add(feed);
        return await db.TrySaveAsync(MeasureProblems.FeedNameTaken, null, cancellationToken) is { } problem ? problem : feed.MeasureId;
    }

    private ChartedMeasure MeasureOf(ActivityFeed feed, FollowableMeasure followed, string name) => new()
    {
        Id = feed.MeasureId,
        Name = name,
        Definition = followed.Definition.Sentence,
        Unit = followed.Definition.Unit,
        Direction = followed.Definition.Direction switch { MeasureDirection.Lower => ImprovementDirection.Decrease, MeasureDirection.Higher => ImprovementDirection.Increase, _ => ImprovementDirection.Neutral },
        Figures = FigureKind.Measurement,
        NumeratorWords = followed.Numerator,
        DenominatorWords = followed.Definition.Denominator,
        Source = "Audit log of the health record, read every time",
        Frequency = MeasureFrequency.Weekly,
        OwnerId = actor.Now.IsSignedIn ? actor.Now.AccountId : null,
        LowestPossible = 0,
        HighestPossible = followed.Definition.Unit == "%" ? 100 : null,
        Version = 1,
    };

    private static ActivityFeed FeedOf(Guid measureId, FollowableMeasure followed, ActivitySelection selection) => new()
    {
        Id = Guid.CreateVersion7(),
        MeasureId = measureId,
        Definition = followed.Id,
        Site = selection.Filter.Site,
        Department = selection.Filter.Department,
        Specialty = selection.Filter.Specialty,
        Role = selection.Filter.Role,
        Estimator = SensitivityDefinitions.EstimatorName(selection.Rule.Estimator),
        TimeOutSeconds = selection.TimeOutSeconds,
        Boundary = selection.Rule.Boundary == TimeOutBoundary.Exclusive ? "lt" : "le",
    };

    // A department may be called as a specialty is, and long names are cut: then the kinds of groups tell them apart, and where they do not, a number.
    private static async Task<string> FreeNameAsync(WorkbenchDb db, FollowableMeasure followed, ActivityFeed feed, bool isUsualRule, CancellationToken cancellationToken)
    {
        var rule = isUsualRule ? "" : $" ({ActivitySeries.Label(feed)})";
        for (var number = 1; ; number++)
        {
            var end = rule + (number <= 2 ? "" : $" ({number - 1})");
            var name = $"{followed.Name}, {(number == 1 ? ActivitySeries.GroupWords(feed) : ActivitySeries.GroupWordsWithKinds(feed))}";
            name = name[..Math.Min(name.Length, ChartedMeasure.LongestName - end.Length)].TrimEnd() + end;
            if (!await db.Set<ChartedMeasure>().AnyAsync(m => m.Name == name, cancellationToken)) return name;
        }
    }
}
