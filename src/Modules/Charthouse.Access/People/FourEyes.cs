using Charthouse.Access.Accounts;
using Charthouse.Access.Tokens;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>
/// Nobody opens the figures of a user of the log alone. An account sees them through its person, so whoever set the person's link with the log or e-mail address
/// does not give the person an account, and whoever gave the account does not set the link. Who did what is read from the history. The operator is not bound:
/// whoever has the machine has the figures anyway. See docs/adr/0018.
/// </summary>
internal sealed class FourEyes
{
    // For so long an account is the hand of whoever made it or gave it a role: nobody makes a second pair of eyes for the purpose.
    private static readonly TimeSpan handFor = TimeSpan.FromDays(14);

    private readonly ILookup<Guid, Making> makings;

    private FourEyes(IEnumerable<Making> makings) => this.makings = makings.ToLookup(making => making.Of);

    /// <summary>Somebody made an account or a token, changed the address of an account, or gave it a role.</summary>
    /// <param name="Of">The account or the token.</param>
    /// <param name="By">Who.</param>
    /// <param name="At">When; <c>null</c> for a token, which is always the hand of its maker.</param>
    /// <param name="IsRole">Whether it was only a role.</param>
    private sealed record Making(Guid Of, Guid By, DateTimeOffset? At, bool IsRole);

    /// <summary>Why the actor may not give a person an account; <c>null</c> when the actor may.</summary>
    public static async Task<Problem?> MayGiveAccountAsync(WorkbenchDb db, Person person, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (person.LogUser is null || actor.AccountId is not { } id) return null;
        var settings = await db.Set<HistoryEntry>().AsNoTracking()
            .Where(e => e.Kind == Person.RecordKind && e.RecordId == person.Id && e.PartId == null && (e.Field == null || e.Field == nameof(Person.Email) || e.Field == nameof(Person.LogUser)))
            .OrderByDescending(e => e.Sequence).Select(e => new { e.Field, e.ActorId, e.At }).ToListAsync(cancellationToken);
        // Who set the values that stand there now; the first entry, which has no field, set both.
        var setters = new[] { settings.Find(e => e.Field != nameof(Person.LogUser)), settings.Find(e => e.Field != nameof(Person.Email)) }.Where(e => e?.ActorId is not null).ToList();
        if (setters.Count == 0) return null;
        var eyes = await ReadAsync(db, cancellationToken);
        var own = eyes.HandsOf(id, now);
        return setters.Exists(setter => own.Overlaps(eyes.HandsOf(setter!.ActorId!.Value, setter.At))) ? AccountProblems.SecondPerson : null;
    }

    /// <summary>The people whose link with the log the actor may not set, because the actor gave them their account or its address.</summary>
    public static async Task<IReadOnlySet<Guid>> AccountsGivenByAsync(WorkbenchDb db, Actor actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (actor.AccountId is not { } id) return new HashSet<Guid>();
        var people = await db.Set<Account>().AsNoTracking().Where(a => a.PersonId != null).Select(a => new { a.Id, PersonId = a.PersonId!.Value }).ToListAsync(cancellationToken);
        var eyes = await ReadAsync(db, cancellationToken);
        var own = eyes.HandsOf(id, now);
        return people.Where(person => eyes.makings[person.Id].Any(making => !making.IsRole && own.Overlaps(eyes.HandsOf(making.By, making.At ?? now)))).Select(person => person.PersonId).ToHashSet();
    }

    private static async Task<FourEyes> ReadAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        var accounts = await db.Set<HistoryEntry>().AsNoTracking()
            .Where(e => e.Kind == AccountKind.Name && e.ActorId != null && e.ActorId != e.RecordId && (e.Change == HistoryChange.Created || e.Field == nameof(Account.Email)))
            .Select(e => new { e.RecordId, e.ActorId, e.At, e.PartId }).ToListAsync(cancellationToken);
        var tokens = await db.Set<ApiToken>().AsNoTracking().Where(t => t.CreatedBy != null).Select(t => new { t.Id, t.CreatedBy }).ToListAsync(cancellationToken);
        return new FourEyes([
            .. accounts.Select(e => new Making(e.RecordId, e.ActorId!.Value, e.At, e.PartId is not null)),
            .. tokens.Select(t => new Making(t.Id, t.CreatedBy!.Value, null, false)),
        ]);
    }

    /// <summary>An account with everybody whose hand it is at a moment.</summary>
    private HashSet<Guid> HandsOf(Guid id, DateTimeOffset at)
    {
        HashSet<Guid> hands = [id];
        Queue<Guid> left = new(hands);
        while (left.TryDequeue(out var hand))
        {
            foreach (var making in makings[hand].Where(making => making.At is null || (making.At > at - handFor && making.At <= at)))
            {
                if (hands.Add(making.By)) left.Enqueue(making.By);
            }
        }

        return hands;
    }
}
