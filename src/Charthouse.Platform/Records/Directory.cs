namespace Charthouse.Platform.Records;

/// <summary>Somebody who can be mentioned: an open account.</summary>
/// <param name="AccountId">Account.</param>
/// <param name="Name">Name.</param>
/// <param name="Note">Tells people of the same name apart, such as their roles; <c>null</c> when there is nothing to say.</param>
public sealed record DirectoryEntry(Guid AccountId, string Name, string? Note = null);

/// <summary>Who there is. The module Access answers.</summary>
public interface IDirectory
{
    /// <summary>People with an open account whose name holds the text, whatever its case; names that begin with it first, at most 20.</summary>
    Task<IReadOnlyList<DirectoryEntry>> FindAsync(string text, CancellationToken cancellationToken);

    /// <summary>Names of accounts, open or closed.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken);
}
