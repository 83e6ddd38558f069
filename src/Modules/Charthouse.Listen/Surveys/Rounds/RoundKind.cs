using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>Rounds of surveys, for pages of other modules.</summary>
internal sealed class RoundKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public static Searchable Searchable { get; } = Searchable.Of<SurveyRound>(SurveyRound.RecordKind, SurveyPermissions.ViewResults, round => new(round.Id, round.Title, string.Join('\n', round.Introduction, round.Owner)));

    public string Kind => SurveyRound.RecordKind;

    public string Label => "Survey";

    public string Icon => "hearing";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(SurveyPermissions.ViewResults)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<SurveyRound>().AsNoTracking().Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => new RecordSummary(r.Title, $"surveys/rounds/{r.Id}", Word(r), r.Owner, r.ClosesOn)
        {
            MayChange = actor.Now.May(SurveyPermissions.Run),
            IsDone = r.ClosedOn is not null,
        }, cancellationToken);
    }

    public async Task<IReadOnlyList<Guid>> FindAsync(string text, int limit, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(SurveyPermissions.ViewResults)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // In memory: the stores fold letters differently, and there are some dozens.
        return [.. (from one in await db.Set<SurveyRound>().AsNoTracking().Where(r => r.ArchivedAt == null).Select(r => new { r.Id, r.Title }).ToListAsync(cancellationToken)
                    let at = one.Title.IndexOf(text, StringComparison.CurrentCultureIgnoreCase)
                    where at >= 0
                    orderby at, one.Title, one.Id
                    select one.Id).Take(limit)];
    }

    // Without the day of reading: what lies ahead and what is open are both "invited".
    private static string Word(SurveyRound round) => round switch { { ArchivedAt: not null } => "archived", { ClosedOn: not null } => "closed", { InvitedOn: not null } => "invited", _ => "draft" };
}

/// <summary>Rounds that nobody has closed, by their owners in words.</summary>
internal sealed class OwnedRounds(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(SurveyPermissions.ViewResults)) return [];
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var rounds = await db.Set<SurveyRound>().AsNoTracking().Where(r => r.ArchivedAt == null && r.ClosedOn == null).Select(r => new { r.Id, r.Title, r.Owner }).ToListAsync(cancellationToken);
        return [.. from round in rounds let holder = holders.Named(round.Owner) where holder is not null select new OwnedRecord(holder, "Owner", $"Survey: {round.Title}", $"surveys/rounds/{round.Id}")];
    }
}

/// <summary>Rounds that name somebody as their owner. Answers are nobody's: they cannot be found by a person.</summary>
internal sealed class PersonalDataOfSurveys(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        var name = (await directory.NamesAsync([accountId], cancellationToken)).GetValueOrDefault(accountId);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var rounds = await db.Set<SurveyRound>().AsNoTracking().Where(r => r.Owner == name).OrderBy(r => r.Title).Select(r => new { r.Id, r.Title }).ToListAsync(cancellationToken);
        return [new("Surveys you own", "Rounds of surveys that name you as their owner, in words. What you answered is kept without your name and cannot be found.", [.. rounds.Select(round => new Dictionary<string, string?>(StringComparer.Ordinal) { ["Survey"] = round.Title, ["Id"] = round.Id.ToString() })])];
    }
}
