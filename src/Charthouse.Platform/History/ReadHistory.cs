using System.Globalization;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Platform.History;

/// <summary>What to look for in the history of all records.</summary>
/// <param name="Kind">Kind of record; <c>null</c> for all.</param>
/// <param name="Record">One record, by its id or by a part of its title; <c>null</c> for all.</param>
/// <param name="Person">A part of the name of who did it; <c>null</c> for everybody.</param>
/// <param name="From">First day; <c>null</c> without a limit.</param>
/// <param name="To">Last day; <c>null</c> without a limit.</param>
/// <param name="Field">A part of the name of the field; <c>null</c> for all.</param>
/// <param name="Zone">Civil time of the days, and of the instants among the values; <c>null</c> is UTC.</param>
public sealed record HistoryFilter(string? Kind = null, string? Record = null, string? Person = null, DateOnly? From = null, DateOnly? To = null, string? Field = null, TimeZoneInfo? Zone = null);

/// <summary>A field with its value, in words.</summary>
/// <param name="Label">Field.</param>
/// <param name="Text">Value.</param>
public sealed record HistoryValue(string Label, string Text);

/// <summary>An entry in words.</summary>
/// <param name="Entry">The entry.</param>
/// <param name="What">What changed: "Display name", "Link added".</param>
/// <param name="Before">Before: one value, or several of a part that ended.</param>
/// <param name="After">After: one value, or several of what came into being.</param>
/// <param name="Record">The record, when it exists and may be seen.</param>
public sealed record HistoryLine(HistoryEntry Entry, string What, IReadOnlyList<HistoryValue> Before, IReadOnlyList<HistoryValue> After, RecordSummary? Record);

/// <summary>A page of history, newest first.</summary>
/// <param name="Lines">Lines.</param>
/// <param name="Total">How many lines there are.</param>
/// <param name="Page">Page, from 1.</param>
public sealed record HistoryPage(IReadOnlyList<HistoryLine> Lines, long Total, int Page);

/// <summary>Reads the history of one record, or of all.</summary>
public sealed class ReadHistory(IDbContextFactory<WorkbenchDb> dbs, RecordKinds kinds, ReadLinks links, IDirectory? directory = null)
{
    /// <summary>Lines on a page about one record.</summary>
    public const int LinesOfRecord = 20;

    /// <summary>Lines on a page about all records.</summary>
    public const int LinesOfAll = 100;

    private const int MostRecords = 200;

    /// <summary>History of a record that the actor may see; <c>null</c> when it may not be seen. Links to records that may not be seen are left out.</summary>
    public async Task<HistoryPage?> OfRecordAsync(RecordRef record, int page, TimeZoneInfo? zone, CancellationToken cancellationToken)
    {
        if (await kinds.SummariseAsync(record, cancellationToken) is null) return null;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var hidden = await links.HiddenAsync(db, record, cancellationToken);
        var entries = db.Set<HistoryEntry>().AsNoTracking().Where(e => e.Kind == record.Kind && e.RecordId == record.Id);
        if (hidden.Count > 0) entries = entries.Where(e => e.PartId == null || !hidden.Contains(e.PartId.Value));
        return await PageAsync(entries, page, LinesOfRecord, zone, cancellationToken);
    }

    /// <summary>History of all records. The caller asks for the permission.</summary>
    public async Task<HistoryPage> SearchAsync(HistoryFilter filter, int page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await PageAsync(await ChooseAsync(db, filter, cancellationToken), page, LinesOfAll, filter.Zone, cancellationToken);
    }

    /// <summary>All lines of a filter, newest first, for a file; <c>null</c> when there are more than <paramref name="most"/>.</summary>
    public async Task<IReadOnlyList<HistoryLine>?> ListAsync(HistoryFilter filter, int most, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var entries = await (await ChooseAsync(db, filter, cancellationToken)).OrderByDescending(e => e.Sequence).Take(most + 1).ToListAsync(cancellationToken);
        return entries.Count > most ? null : await DescribeAsync(entries, filter.Zone, cancellationToken);
    }

    /// <summary>Kinds that have a history.</summary>
    public async Task<IReadOnlyList<string>> KindsAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<HistoryEntry>().Select(e => e.Kind).Distinct().ToListAsync(cancellationToken);
    }

    private async Task<IQueryable<HistoryEntry>> ChooseAsync(WorkbenchDb db, HistoryFilter filter, CancellationToken cancellationToken)
    {
        var entries = db.Set<HistoryEntry>().AsNoTracking();
        if (filter.Kind is { Length: > 0 } kind) entries = entries.Where(e => e.Kind == kind);
        if (filter.Record?.Trim() is { Length: > 0 } record)
        {
            if (Guid.TryParse(record, out var id)) entries = entries.Where(e => e.RecordId == id);
            else
            {
                var ids = (await kinds.FindAsync(record, filter.Kind, MostRecords, cancellationToken)).Select(found => found.Record.Id).ToList();
                entries = entries.Where(e => ids.Contains(e.RecordId));
            }
        }

        if (filter.Person?.Trim() is { Length: > 0 } person)
        {
            // By the name of today, in whatever case, and by the name that stood there then.
            var accounts = directory is null ? [] : (await directory.FindAsync(person, cancellationToken)).Select(entry => (Guid?)entry.AccountId).ToList();
            entries = entries.Where(e => e.ActorName.Contains(person) || accounts.Contains(e.ActorId));
        }

        if (filter.From is { } from) entries = entries.Where(e => e.At >= Start(from, filter.Zone));
        if (filter.To is { } to && to < DateOnly.MaxValue) entries = entries.Where(e => e.At < Start(to.AddDays(1), filter.Zone));
        if (filter.Field?.Trim() is { Length: > 0 } field)
        {
            // "display name" finds DisplayName, "link" what happened to links.
            var written = string.Concat(field.Split(' ').Select(word => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..]));
            entries = entries.Where(e => e.Field != null && (e.Field.Contains(field) || e.Field.Contains(written)));
        }

        return entries;
    }

    private static DateTimeOffset Start(DateOnly day, TimeZoneInfo? zone)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, (zone ?? TimeZoneInfo.Utc).GetUtcOffset(midnight)).ToUniversalTime();
    }

    private async Task<HistoryPage> PageAsync(IQueryable<HistoryEntry> entries, int page, int size, TimeZoneInfo? zone, CancellationToken cancellationToken)
    {
        var total = await entries.LongCountAsync(cancellationToken);
        page = (int)Math.Clamp(page, 1, Math.Max(1, (total + size - 1) / size));
        var shown = await entries.OrderByDescending(e => e.Sequence).Skip((page - 1) * size).Take(size).ToListAsync(cancellationToken);
        return new(await DescribeAsync(shown, zone, cancellationToken), total, page);
    }

    private async Task<IReadOnlyList<HistoryLine>> DescribeAsync(List<HistoryEntry> entries, TimeZoneInfo? zone, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var withheld = await kinds.WithheldAsync([.. entries.Select(entry => new RecordRef(entry.Kind, entry.RecordId))], cancellationToken);
        var values = entries.ConvertAll(entry =>
        {
            var names = withheld.GetValueOrDefault(new(entry.Kind, entry.RecordId));
            string? KindReferredTo(string property) => HistoryMapping.KindReferredTo(db.Model, entry.Kind, property);
            return (Before: HistoryWords.Values(entry, entry.Before, names, KindReferredTo), After: HistoryWords.Values(entry, entry.After, names, KindReferredTo));
        });
        var named = entries.Select(entry => new RecordRef(entry.Kind, entry.RecordId))
            .Concat(values.SelectMany(value => value.Before.Concat(value.After)).Select(value => value.Record).OfType<RecordRef>()).Distinct().ToList();
        var seen = await kinds.SummariseAsync(named, cancellationToken);
        // A field such as OwnerId names an account, of which people see the name.
        var accounts = directory is null ? null : await directory.NamesAsync([.. named.Where(record => !seen.ContainsKey(record)).Select(record => record.Id)], cancellationToken);
        IReadOnlyList<HistoryValue> Texts(HistoryEntry entry, List<RawValue> raw) =>
            [.. raw.Where(value => !value.IsSelf(entry)).Select(value => new HistoryValue(value.Label, value.Record is { } record ? seen.GetValueOrDefault(record)?.Title ?? accounts?.GetValueOrDefault(record.Id) ?? $"{kinds.LabelOf(record.Kind)} {record.Id}" : HistoryWords.Text(value.Text, zone ?? TimeZoneInfo.Utc, CultureInfo.CurrentCulture)))];
        return [.. entries.Zip(values, (entry, value) => new HistoryLine(entry, HistoryWords.What(entry), Texts(entry, value.Before), Texts(entry, value.After), seen.GetValueOrDefault(new RecordRef(entry.Kind, entry.RecordId))))];
    }
}
