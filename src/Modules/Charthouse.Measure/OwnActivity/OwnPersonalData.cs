using System.Globalization;
using Charthouse.Measure.Activity;
using Charthouse.Measure.Measures;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>The own figures of the log by week, as My activity exports them, and the measures that somebody owns.</summary>
internal sealed class OwnPersonalData(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, ReadOwnFigures readOwnFigures) : IPersonalData
{
    // As much as one answer of My activity holds.
    private const string MostWeeks = "52";

    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var measures = await db.Set<ChartedMeasure>().AsNoTracking().Where(m => m.OwnerId == accountId).OrderBy(m => m.Name).Select(m => new { m.Id, m.Name, m.ArchivedAt }).ToListAsync(cancellationToken);
        var standing = (await directory.StandingsAsync([accountId], cancellationToken)).GetValueOrDefault(accountId);
        var answer = await readOwnFigures.RunAsync(standing is { IsActive: true, LogUser: { } user } ? user : null, new ActivityQuery { Weeks = MostWeeks }, cancellationToken);
        var weeks = answer.Figures is { } figures ? OwnExport.Rows(figures, "own").Where(row => row[0] is "weeks") : [];
        return
        [
            new("Your activity by week", "Sums of the audit log about you, of the last 52 weeks. My activity computes other periods; the events themselves stay in the log of the hospital.", [.. weeks.Select(Week)]),
            new("Measures you own", "Measures that name you as their owner.", [.. measures.Select(m => Row(("Measure", m.Name), ("Id", m.Id.ToString()), ("Archived", m.ArchivedAt?.ToString("u", CultureInfo.InvariantCulture))))]),
        ];
    }

    // The columns of the export: table, group, measure, from, to, clinicians, value, unit.
    private static Dictionary<string, string?> Week(IReadOnlyList<object?> row) =>
        Row(("From", Text(row[3])), ("Until", Text(row[4])), ("Measure", Text(row[2])), ("Value", Text(row[6])), ("Unit", Text(row[7])));

    private static string? Text(object? value) => value is DateOnly day ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture);

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}
