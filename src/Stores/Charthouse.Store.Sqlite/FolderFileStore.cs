using Charthouse.Platform.Files;

namespace Charthouse.Store.Sqlite;

/// <summary>Contents of files as files of the data directory, named by their hash. One process owns the directory.</summary>
internal sealed class FolderFileStore(string folder, TimeProvider clock) : IFileStore, IDisposable
{
    // A content is not removed while it is kept anew.
    private readonly SemaphoreSlim gate = new(1);

    public async Task KeepAsync(string sha256, Stream content, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (File.Exists(path))
            {
                File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
                return;
            }

            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var unfinished = path + ".part";
            try
            {
                await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None))
                {
                    await content.CopyToAsync(file, cancellationToken);
                    file.Flush(flushToDisk: true);
                }

                File.SetLastWriteTimeUtc(unfinished, clock.GetUtcNow().UtcDateTime);
                File.Move(unfinished, path);
            }
            catch
            {
                File.Delete(unfinished);
                throw;
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        var path = PathOf(sha256);
        return Task.FromResult<Stream?>(File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete) : null);
    }

    public Task<IReadOnlyList<string>> ListAsync(DateTimeOffset keptBefore, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>(
        Directory.Exists(folder)
            ? [.. new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.Name.Length == 64 && file.LastWriteTimeUtc < keptBefore.UtcDateTime).Select(file => file.Name)]
            : []);

    public async Task RemoveAsync(string sha256, DateTimeOffset keptBefore, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            var path = PathOf(sha256);
            if (File.Exists(path) && File.GetLastWriteTimeUtc(path) < keptBefore.UtcDateTime) File.Delete(path);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose() => gate.Dispose();

    // Only ever a hash of ours becomes a path.
    private string PathOf(string sha256) => sha256.Length == 64 && sha256.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, sha256[..2], sha256)
        : throw new ArgumentException($"Not a SHA-256: {sha256}.", nameof(sha256));
}
