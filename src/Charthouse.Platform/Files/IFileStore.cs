namespace Charthouse.Platform.Files;

/// <summary>Contents of files by their SHA-256: the same content is kept once. On SQLite a folder of the data directory, on PostgreSQL the database.</summary>
public interface IFileStore
{
    /// <summary>Keeps a content: wholly or not at all. One that is known already counts as kept anew.</summary>
    /// <param name="sha256">Its SHA-256 as hexadecimal text in lower case.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="IOException">There is no room, or the place cannot be written to.</exception>
    Task KeepAsync(string sha256, Stream content, CancellationToken cancellationToken);

    /// <summary>The content, read as it is needed; <c>null</c> when it is not there.</summary>
    Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken);

    /// <summary>Contents that were kept before an instant.</summary>
    Task<IReadOnlyList<string>> ListAsync(DateTimeOffset keptBefore, CancellationToken cancellationToken);

    /// <summary>Removes a content, unless it was kept anew since.</summary>
    Task RemoveAsync(string sha256, DateTimeOffset keptBefore, CancellationToken cancellationToken);
}
