namespace Charthouse.Platform.Records;

/// <summary>Somebody who may hold things: a person of the directory, an account, or both.</summary>
/// <param name="PersonId">The person; <c>null</c> for an account that belongs to none.</param>
/// <param name="AccountId">The account; <c>null</c> for a person without one.</param>
/// <param name="Names">How the holder is called, for records that name their owner in words; empty when somebody else is called the same.</param>
public sealed record Holder(Guid? PersonId, Guid? AccountId, IReadOnlyList<string> Names);

/// <summary>Something that somebody holds: a record, a role, a seat.</summary>
/// <param name="Holder">Who; one of those that were asked for.</param>
/// <param name="Holding">What the holder is to it, such as "Assignment", "Delegate" or "Owner".</param>
/// <param name="Title">What it is called.</param>
/// <param name="Href">Page where it can be given to somebody else, relative to the base address.</param>
/// <param name="Since">First day; <c>null</c> when that is not known.</param>
public sealed record OwnedRecord(Holder Holder, string Holding, string Title, string Href, DateOnly? Since = null);

/// <summary>A module says which of its records people hold, so that what those who left leave behind is listed at once. Registered as a singleton; a module may register several.</summary>
public interface IOwnedRecords
{
    /// <summary>What the given holders hold today, as far as the current actor may see it.</summary>
    Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken);
}

/// <summary>Finds the holder of a record.</summary>
public static class Holders
{
    /// <summary>The holder that an owner in words names; <c>null</c> when it is none of them.</summary>
    public static Holder? Named(this IEnumerable<Holder> holders, string? owner) =>
        owner is null ? null : holders.FirstOrDefault(holder => holder.Names.Contains(owner.Trim(), StringComparer.CurrentCultureIgnoreCase));
}
