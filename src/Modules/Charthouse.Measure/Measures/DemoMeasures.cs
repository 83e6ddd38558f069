using System.Globalization;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Interventions;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Spc;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Measures;

/// <summary>Measures of a demo, made the way people make them. The host hands in what the demo's hospital is like, therefore it is public.</summary>
public sealed class DemoMeasures
{
    private readonly IDbContextFactory<WorkbenchDb> dbs;
    private readonly FollowActivity follow;
    private readonly SaveMeasure save;
    private readonly EnterPoints enter;
    private readonly SaveIntervention record;
    private readonly IDirectory directory;

    internal DemoMeasures(IDbContextFactory<WorkbenchDb> dbs, FollowActivity follow, SaveMeasure save, EnterPoints enter, SaveIntervention record, IDirectory directory) =>
        (this.dbs, this.follow, this.save, this.enter, this.record, this.directory) = (dbs, follow, save, enter, record, directory);

    /// <summary>What went live in which specialties; the others are followed too, to compare with.</summary>
    public sealed record GoLive(string Name, string Description, DateOnly Date, int WeeksBefore, IReadOnlyList<string> Specialties, IReadOnlyList<string> Others);

    /// <summary>A measure that is entered by hand, month by month.</summary>
    public sealed record ByHand(string Name, string Among, IReadOnlyList<(DateOnly Month, int Numerator, int Denominator)> Months);

    /// <summary>Makes them, once: a workbench that has measures keeps them as they are.</summary>
    /// <param name="live">The go-live.</param>
    /// <param name="ownerName">Name of the person who owns them.</param>
    /// <param name="byHand">Measures that are entered.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Why something could not be made; <c>null</c> when all is there.</returns>
    public async Task<string?> RunAsync(GoLive live, string ownerName, IReadOnlyList<ByHand> byHand, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(live);
        ArgumentNullException.ThrowIfNull(byHand);
        await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Set<ChartedMeasure>().AnyAsync(cancellationToken)) return null;
        }

        var owner = (await directory.FindAsync(ownerName, cancellationToken)) is [var only] ? only.AccountId : (Guid?)null;
        List<Guid> moved = [];
        foreach (var specialty in live.Specialties.Concat(live.Others))
        {
            var made = await follow.RunAsync("note-time", new ActivityQuery { Specialty = specialty }, cancellationToken);
            if (!made.Succeeded) return made.Problems[0].Message;
            if (live.Specialties.Contains(specialty, StringComparer.Ordinal)) moved.Add(made.Value);
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var measure = await db.Set<ChartedMeasure>().SingleAsync(m => m.Id == made.Value, cancellationToken);
            measure.OwnerId = owner;
            // The weeks before the go-live make the limits, also of those who did not get it: all are held against the same time.
            measure.BaselinePoints = live.WeeksBefore;
            measure.Audience = live.Specialties.Contains(specialty, StringComparer.Ordinal) ? "Board, Informatics" : "Informatics";
            await db.SaveChangesAsync(cancellationToken);
        }

        foreach (var one in byHand)
        {
            var signed = await save.RunAsync(null, new MeasureForm
            {
                Name = one.Name,
                Definition = "Visit notes that were signed within 24 hours of the visit, among all visit notes. Drafts count as not signed.",
                Unit = "%",
                Direction = nameof(ImprovementDirection.Increase),
                Figures = nameof(FigureKind.UnitsAmongUnits),
                NumeratorWords = "notes signed within 24 hours",
                DenominatorWords = one.Among,
                Factor = "100",
                Source = "Monthly list of the record office",
                Frequency = nameof(MeasureFrequency.Monthly),
                Owner = owner is null ? null : ownerName,
                Audience = one == byHand[0] ? "Board, Documentation committee" : "Documentation committee",
                Target = "85",
                ReviewOn = live.Date.AddMonths(6).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            }, cancellationToken);
            if (!signed.Succeeded) return signed.Problems[0].Message;
            var points = await enter.RunAsync(signed.Value, [.. one.Months.Select((month, i) => new ReadPoint(i + 1, month.Month, month.Numerator, month.Denominator))], null, false, cancellationToken);
            if (!points.Succeeded) return points.Problems[0].Message;
        }

        var recorded = await record.RunAsync(null, new SaveIntervention.Form
        {
            Name = $"{live.Name} goes live",
            What = nameof(InterventionKind.GoLive),
            On = live.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Description = live.Description,
            Measures = [.. moved.Select(id => id.ToString())],
        }, cancellationToken);
        return recorded.Succeeded ? null : recorded.Problems[0].Message;
    }
}
