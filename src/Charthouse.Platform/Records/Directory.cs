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

/// <summary>A part of the organisation.</summary>
/// <param name="Id">Id.</param>
/// <param name="Name">Name, with the part that it lies in where that is needed to tell it apart: "3 North, Harbor Main".</param>
/// <param name="Code">What the hospital's own systems call it; <c>null</c> when they do not.</param>
public sealed record DirectoryUnit(Guid Id, string Name, string? Code);

/// <summary>Who there is, and where. The module Access answers.</summary>
public interface IDirectory
{
    /// <summary>People with an open account whose name holds the text, whatever its case; names that begin with it first, at most 20.</summary>
    Task<IReadOnlyList<DirectoryEntry>> FindAsync(string text, CancellationToken cancellationToken);

    /// <summary>Names of accounts, open or closed.</summary>
    Task<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken);

    /// <summary>Where the owners of accounts stand; accounts that do not exist are absent.</summary>
    Task<IReadOnlyDictionary<Guid, DirectoryStanding>> StandingsAsync(IReadOnlyCollection<Guid> accountIds, CancellationToken cancellationToken);

    /// <summary>Departments and units that exist on a day, A to Z.</summary>
    Task<IReadOnlyList<DirectoryUnit>> UnitsAsync(DateOnly day, CancellationToken cancellationToken);
}
