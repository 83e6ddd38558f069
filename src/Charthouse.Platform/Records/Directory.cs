namespace Charthouse.Platform.Records;

/// <summary>Somebody who can be mentioned: an open account.</summary>
/// <param name="AccountId">Account.</param>
/// <param name="Name">Name.</param>
/// <param name="Note">Tells people of the same name apart, such as their roles; <c>null</c> when there is nothing to say.</param>
public sealed record DirectoryEntry(Guid AccountId, string Name, string? Note = null);

/// <summary>Where the owner of an account stands.</summary>
/// <param name="IsActive">The account is open, and its person, if it has one, is not archived.</param>
/// <param name="LogUser">The user of audit logs that its person is; <c>null</c> when it is none.</param>
public sealed record DirectoryStanding(bool IsActive, string? LogUser);

/// <summary>Who there is. The module Access answers.</summary>
public interface IDirectory
{
    /// <summary>People with an open account whose name holds the text, whatever its case; names that begin with it first, at most 20.</summary>
    Task<IReadOnlyList<DirectoryEntry>> FindAsync(string text, CancellationToken cancellationToken);

    /// <summary>Names of accounts, open or closed.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken);

    /// <summary>Where the owners of accounts stand; accounts that do not exist are absent.</summary>
    Task<IReadOnlyDictionary<Guid, DirectoryStanding>> StandingsAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken);
}
