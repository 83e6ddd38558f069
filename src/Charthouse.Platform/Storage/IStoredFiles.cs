namespace Charthouse.Platform.Storage;

/// <summary>A file of the data directory that a row of the database names.</summary>
/// <param name="Path">Path from the data directory, with slashes.</param>
/// <param name="Bytes">Its size.</param>
public sealed record StoredFile(string Path, long Bytes);

/// <summary>Names the files that belong to the rows of a module: a backup takes them along, and verify looks whether they are there.</summary>
public interface IStoredFiles
{
    /// <summary>The files of the rows that the context sees, in its transaction.</summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(WorkbenchDb db, CancellationToken cancellationToken);
}
