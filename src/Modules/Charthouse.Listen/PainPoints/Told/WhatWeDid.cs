using System.Globalization;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Told;

/// <summary>What was answered lately, by place: titles and answers of the team only, never the words of a reporter.</summary>
internal sealed class WhatWeDid(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, TimeProvider clock)
{
    private const int DefaultDays = 90, Most = 200;

    public sealed record Row(Guid Id, string Heading, string Place, string Text, string? Reason, Resolution Resolution, int VoiceCount, int RatedCount, int HelpsCount, DateOnly AnsweredOn, int Days);

    public sealed record Answer(IReadOnlyList<Row> Rows, IReadOnlyList<string> Places);

    public async Task<Answer> RunAsync(string? place, string? days, CancellationToken cancellationToken)
    {
        var shell = await readShell(cancellationToken);
        var span = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given is > 0 and <= 3660 ? given : DefaultDays;
        var from = clock.GetUtcNow().AddDays(-span);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var found = await (from answer in db.Set<Listen.PainPoints.Answer>().AsNoTracking()
                           join point in db.Set<PainPoint>() on answer.PainPointId equals point.Id
                           where answer.SentAt >= @from && point.State == PainPointState.Answered && point.ArchivedAt == null && point.Title != null
                           orderby answer.SentAt descending
                           select new { point.Id, point.Title, point.Place, point.Departments, point.ReportedAt, answer.Text, answer.Reason, answer.Resolution, answer.SentAt }).Take(Most).ToListAsync(cancellationToken);
        var places = found.Select(one => one.Place).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.CurrentCultureIgnoreCase).ToList();
        if (FormReader.Clean(place) is { } only) found = [.. found.Where(one => one.Place.Equals(only, StringComparison.OrdinalIgnoreCase) || one.Departments?.Contains(only, StringComparison.CurrentCultureIgnoreCase) == true)];
        var ids = found.ConvertAll(one => one.Id);
        var voices = (await db.Set<Voice>().AsNoTracking().Where(v => ids.Contains(v.PainPointId)).Select(v => new { v.PainPointId, v.Rating }).ToListAsync(cancellationToken)).ToLookup(v => v.PainPointId, v => v.Rating);
        return new([.. found.Select(one => new Row(one.Id, one.Title!, one.Place, one.Text!, one.Reason, one.Resolution!.Value, voices[one.Id].Count(), voices[one.Id].Count(rating => rating is not null), voices[one.Id].Count(rating => rating == AnswerRating.Helps),
            DateOnly.FromDateTime(shell.Local(one.SentAt!.Value).DateTime), (int)Math.Ceiling((one.SentAt.Value - one.ReportedAt).TotalDays)))], places);
    }
}
