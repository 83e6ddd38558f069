using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>Open pain points by their owners, who stand there in words.</summary>
internal sealed class OwnedPainPoints(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.View)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<PainPoint>().AsNoTracking().Where(p => p.Owner != null && (p.State == PainPointState.Open || p.State == PainPointState.Waiting)).OrderBy(p => p.Number).Select(p => new { p.Id, p.Number, p.Title, p.Owner }).ToListAsync(cancellationToken);
        return
        [
            .. from point in open
               let holder = holders.Named(point.Owner)
               where holder is not null
               select new OwnedRecord(holder, "Owner", $"Pain point {PainPointWords.Name(point.Number)}: {point.Title}", $"pain-points/{point.Id}"),
        ];
    }
}

/// <summary>What the module keeps of somebody: reports, voices, messages. What was sent without a name is not among them, because nobody knows.</summary>
internal sealed class VoicesPersonalData(IDbContextFactory<WorkbenchDb> dbs) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var voices = await (from voice in db.Set<Voice>().AsNoTracking()
                            join point in db.Set<PainPoint>() on voice.FirstPainPointId equals point.Id
                            where voice.AccountId == accountId
                            orderby point.Number
                            select new { voice.Id, point.Number, point.Text, point.Place, voice.IsReporter, voice.Anonymity, voice.RaisedOn, voice.Note, voice.Rating }).ToListAsync(cancellationToken);
        var ids = voices.ConvertAll(voice => voice.Id);
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.VoiceId != null && ids.Contains(m.VoiceId!.Value)).OrderBy(m => m.WrittenAt).Select(m => new { m.WrittenAt, m.Text }).ToListAsync(cancellationToken);
        return
        [
            new("Pain points you reported, and voices you added", "With how you wanted to be known. What you sent without a name is not here: nobody knows that it is yours.",
                [.. voices.Select(voice => Row(("Pain point", PainPointWords.Name(voice.Number)), ("Your words", voice.IsReporter ? voice.Text : voice.Note), ("Where", voice.IsReporter ? voice.Place : null), ("Known", voice.Anonymity.ToString()), ("On", FormReader.Iso(voice.RaisedOn)), ("Rating", voice.Rating?.ToString())))]),
            new("Messages you wrote about them", "To the team that answers.", [.. messages.Select(message => Row(("On", message.WrittenAt.ToString("u", System.Globalization.CultureInfo.InvariantCulture)), ("Message", message.Text)))]),
        ];
    }

    private static Dictionary<string, string?> Row(params (string Name, string? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
}

/// <summary>Promises that are due, safety events that are open, and what nobody owns, for whoever sorts and answers.</summary>
internal sealed class DuePainPoints(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IDueItems
{
    private const int Most = 200;

    public async Task<IReadOnlyList<DueItem>> DueAsync(DateOnly today, DateOnly until, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(ListenPermissions.Triage)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var open = db.Set<PainPoint>().AsNoTracking().Where(p => p.ArchivedAt == null && (p.State == PainPointState.New || p.State == PainPointState.Waiting || p.State == PainPointState.Open));
        var safety = await (from hazard in db.Set<SafetyEvent>().AsNoTracking()
                            join point in db.Set<PainPoint>() on hazard.PainPointId equals point.Id
                            where hazard.ClosedAt == null
                            orderby hazard.DueAt
                            select point).Take(Most).ToListAsync(cancellationToken);
        var promised = await open.Where(p => (p.State == PainPointState.New && p.ReplyDueOn <= until) || (p.State != PainPointState.New && p.NextOn <= until)).OrderBy(p => p.State == PainPointState.New ? p.ReplyDueOn : p.NextOn).ThenBy(p => p.Number).Take(Most).ToListAsync(cancellationToken);
        return
        [
            .. safety.Select(point => new DueItem(DueKind.Safety, new(PainPoint.RecordKind, point.Id), point.Heading, "Look at the safety event", $"pain-points/{point.Id}", today, point.Place)),
            .. promised.Select(point => new DueItem(DueKind.Promise, new(PainPoint.RecordKind, point.Id), point.Heading,
                point.State == PainPointState.New ? "Read and sort it" : point.State == PainPointState.Waiting ? "Ask again" : "Tell them where it stands",
                point.State == PainPointState.New ? $"pain-points/triage?id={point.Id}" : $"pain-points/{point.Id}", point.State == PainPointState.New ? point.ReplyDueOn : point.NextOn, $"{point.Name}, {point.Place}")),
        ];
    }
}
