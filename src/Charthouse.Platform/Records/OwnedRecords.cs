namespace Charthouse.Platform.Records;

/// <summary>Something that a person holds: a record, a role, a seat.</summary>
/// <param name="PersonId">The person.</param>
/// <param name="Holding">What the person is to it, such as "Assignment", "Delegate" or "Owner".</param>
/// <param name="Title">What it is called.</param>
/// <param name="Href">Page where it can be given to somebody else, relative to the base address.</param>
/// <param name="Since">First day; <c>null</c> when that is not known.</param>
public sealed record OwnedRecord(Guid PersonId, string Holding, string Title, string Href, DateOnly? Since = null);

/// <summary>A module says which of its records people hold, so that what archived people leave behind is listed at once. Registered as a singleton; a module may register several.</summary>
public interface IOwnedRecords
{
    /// <summary>What the given people hold today.</summary>
    Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Guid> people, CancellationToken cancellationToken);
}
