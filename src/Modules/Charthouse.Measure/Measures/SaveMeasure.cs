using System.Globalization;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Spc;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>What the form of a measure holds, as texts, so that two versions can be compared field by field.</summary>
internal sealed class MeasureForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Name { get; set; }
    public string? Definition { get; set; }
    public string? Unit { get; set; }
    public string? Direction { get; set; }
    public string? Figures { get; set; }
    public string? NumeratorWords { get; set; }
    public string? DenominatorWords { get; set; }
    public string? Factor { get; set; }
    public string? Source { get; set; }
    public string? Frequency { get; set; }
    public string? Owner { get; set; }
    public string? Audience { get; set; }
    public string? ReviewOn { get; set; }
    public string? Target { get; set; }

    /// <summary>First day of the target; empty on a new measure: from its beginning.</summary>
    public string? TargetFrom { get; set; }

    /// <summary>Name and label of each field, in the order of the form.</summary>
    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Name", "Name"), ("Definition", "Definition"), ("Figures", "Kind of data"), ("Direction", "Better"), ("Unit", "Unit"), ("NumeratorWords", "What is counted"), ("DenominatorWords", "Among what"), ("Factor", "Shown per"),
        ("Frequency", "A point for each"), ("Target", "Target"), ("TargetFrom", "Target holds from"), ("Source", "Source"), ("Owner", "Owner"), ("Audience", "Audience"), ("ReviewOn", "Review on"),
    ];
}

/// <summary>Adds a measure, or changes what is known of it. A new target holds from a day on; the old one stays true for its time.</summary>
internal sealed class SaveMeasure(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, ReadLogFacts readLogFacts)
{
    /// <param name="id">The measure; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, MeasureForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measure = id is null ? new ChartedMeasure { Id = Guid.CreateVersion7(), Name = "" } : await db.Set<ChartedMeasure>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken);
        if (measure is null) return MeasureProblems.NotFound;
        if (id is not null && measure.Version != form.Version) return StoreProblems.ChangedMeanwhile;

        List<Problem> problems = [];
        if (ChartedMeasure.Clean(form.Name) is not { } name) problems.Add(MeasureProblems.NameMissing);
        else measure.Name = name;
        var before = (measure.Figures, measure.Factor, measure.Frequency);
        var figures = Enum.TryParse<FigureKind>(form.Figures, out var kind) && kind != FigureKind.Subgroups ? kind : FigureKind.Measurement;
        if (id is not null && figures != measure.Figures && await db.Set<Points.MeasurePoint>().AnyAsync(p => p.MeasureId == id, cancellationToken)) problems.Add(MeasureProblems.FiguresFixed);
        measure.Definition = ChartedMeasure.Clean(form.Definition);
        measure.Unit = ChartedMeasure.Clean(form.Unit);
        measure.Direction = Enum.TryParse<ImprovementDirection>(form.Direction, out var direction) ? direction : ImprovementDirection.Neutral;
        // A chart that was chosen for other figures may not fit these.
        if (figures != measure.Figures) measure.Chart = null;
        measure.Figures = figures;
        measure.NumeratorWords = ChartedMeasure.Clean(form.NumeratorWords);
        measure.DenominatorWords = ChartedMeasure.Clean(form.DenominatorWords);
        measure.Factor = measure.IsRatio && WrittenNumbers.Of(form.Factor) is > 0 and <= 1e9 and { } factor ? factor : 1;
        if (measure.Possible.Lowest > measure.Possible.Highest) problems.Add(MeasureProblems.RangeReversed with { Field = "Factor" });
        measure.Source = ChartedMeasure.Clean(form.Source);
        measure.Frequency = Enum.TryParse<MeasureFrequency>(form.Frequency, out var frequency) ? frequency : MeasureFrequency.Weekly;
        // What is read from the log has the figures of the log.
        if (before != (measure.Figures, measure.Factor, measure.Frequency) && await db.Set<ActivityFeed>().AnyAsync(feed => feed.MeasureId == measure.Id, cancellationToken)) problems.Add(MeasureProblems.FeedFixed);
        measure.Audience = ChartedMeasure.Clean(form.Audience) is { } audience ? string.Join(", ", audience.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Distinct(StringComparer.OrdinalIgnoreCase)) : null;
        measure.ReviewOn = MeasureDates.Read(form.ReviewOn, MeasureProblems.NoReviewDate, problems);
        await OwnAsync(measure, form.Owner, problems, cancellationToken);
        await AimAsync(db, measure, form, id is null, problems, cancellationToken);
        if (problems.Count > 0) return problems;
        measure.Version++;
        if (id is null) db.Add(measure);
        return await db.TrySaveAsync(MeasureProblems.NameTaken, null, cancellationToken) is { } problem ? problem : measure.Id;
    }

    private async Task OwnAsync(ChartedMeasure measure, string? owner, List<Problem> problems, CancellationToken cancellationToken)
    {
        if (ChartedMeasure.Clean(owner) is not { } wanted)
        {
            measure.OwnerId = null;
            return;
        }

        // Whoever owns it already stays, also when the account was closed since.
        if (measure.OwnerId is { } now && (await directory.NamesAsync([now], cancellationToken)).GetValueOrDefault(now) == wanted) return;
        var named = (await directory.FindAsync(wanted, cancellationToken)).Where(entry => string.Equals(entry.Name, wanted, StringComparison.OrdinalIgnoreCase)).ToList();
        if (named.Count == 1) measure.OwnerId = named[0].AccountId;
        else problems.Add(named.Count == 0 ? MeasureProblems.OwnerUnknown : MeasureProblems.OwnerAmbiguous);
    }

    private async Task AimAsync(WorkbenchDb db, ChartedMeasure measure, MeasureForm form, bool isNew, List<Problem> problems, CancellationToken cancellationToken)
    {
        double? wanted = null;
        if (ChartedMeasure.Clean(form.Target) is { } text)
        {
            wanted = WrittenNumbers.Of(text);
            if (wanted is null) problems.Add(MeasureProblems.NoNumber);
            else if (measure.IsCount && (wanted < 0 || (measure.Figures == FigureKind.UnitsAmongUnits && wanted > measure.Factor))) problems.Add(MeasureProblems.TargetOutOfRange);
        }

        var from = MeasureDates.Read(form.TargetFrom, MeasureProblems.NoDate, problems);
        if (problems.Count > 0) return;
        var known = await db.Set<MeasureTarget>().Where(t => t.MeasureId == measure.Id).OrderBy(t => t.FromOn).ToListAsync(cancellationToken);
        if (from is null && known.LastOrDefault()?.Value == wanted) return;
        // From the first point on is from the beginning: so a first target that was mistyped is put right.
        var first = await db.Set<Points.MeasurePoint>().Where(p => p.MeasureId == measure.Id).MinAsync(p => (DateOnly?)p.On, cancellationToken) ?? (await readLogFacts.RunAsync(cancellationToken)).FirstDay;
        var day = isNew || known.Count == 0 || from <= first ? DateOnly.MinValue : from ?? await readLogFacts.TodayAsync(cancellationToken);
        if (known.LastOrDefault(target => target.FromOn <= day)?.Value == wanted) return;
        if (known.Find(target => target.FromOn == day) is { } same) same.Value = wanted;
        else db.Add(new MeasureTarget { Id = Guid.CreateVersion7(), MeasureId = measure.Id, FromOn = day, Value = wanted });
    }
}

/// <summary>Archives a measure with a reason, or takes it back.</summary>
internal sealed class ArchiveMeasure(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public async Task<Outcome<Guid>> RunAsync(Guid id, bool isArchived, string? reason, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ChartedMeasure>().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } measure) return MeasureProblems.NotFound;
        if (ChartedMeasure.Clean(reason) is not { } why) return MeasureProblems.ReasonMissing;
        if ((isArchived ? measure.Archive(clock.GetUtcNow()) : measure.Restore()) is { } refused) return refused;
        db.Reason = why.Length > 500 ? why[..500] : why;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : id;
    }
}

/// <summary>Dates of forms.</summary>
internal static class MeasureDates
{
    public static DateOnly? Read(string? text, Problem refusal, List<Problem> problems)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        if (Days.Of(text) is { } day) return day;
        problems.Add(refusal);
        return null;
    }

    public static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
