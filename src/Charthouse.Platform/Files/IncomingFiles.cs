using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;

namespace Charthouse.Platform.Files;

/// <summary>A file that came in and is not kept yet. Gone when disposed.</summary>
internal sealed class IncomingFile(FileStream content, string sha256) : IAsyncDisposable
{
    public FileStream Content => content;

    public string Sha256 => sha256;

    public async ValueTask DisposeAsync()
    {
        await content.DisposeAsync();
        File.Delete(content.Name);
    }
}

/// <summary>Writes what comes in to a folder of its own, up to the limit, and lets the virus scan look at it.</summary>
public sealed class IncomingFiles(FileSettings settings)
{
    private readonly string folder = settings.IncomingFolder ?? Path.Combine(Path.GetTempPath(), "charthouse-incoming");

    private static readonly TimeSpan abandonedAfter = TimeSpan.FromHours(6);

    /// <summary>Receives a content; more than the limit is not read.</summary>
    internal async Task<Outcome<IncomingFile>> ReceiveAsync(Stream from, CancellationToken cancellationToken)
    {
        FileStream? file = null;
        try
        {
            Directory.CreateDirectory(folder);
            file = new FileStream(Path.Combine(folder, Guid.CreateVersion7().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return FileProblems.NoRoom;
        }

        Outcome<string> received = FileProblems.BrokeOff;
        try
        {
            received = await CopyAsync(from, file, cancellationToken);
            if (received.Succeeded) return new IncomingFile(file, received.Value);
        }
        finally
        {
            if (!received.Succeeded)
            {
                // A disk that is full may refuse even the last flush.
                try { await file.DisposeAsync(); } catch (IOException) { }
                File.Delete(file.Name);
            }
        }

        return received.Problems.ToList();
    }

    /// <summary>Whether the scan lets a file in: when, or <c>null</c> when nothing scans here.</summary>
    internal async Task<Outcome<bool>> ScanAsync(IncomingFile file, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(settings.ScanCommand)) return false;
        var words = Words(settings.ScanCommand);
        var start = new ProcessStartInfo(words[0]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var word in words.Skip(1)) start.ArgumentList.Add(word.Replace("{file}", file.Content.Name, StringComparison.Ordinal));
        if (!words.Exists(word => word.Contains("{file}", StringComparison.Ordinal))) start.ArgumentList.Add(file.Content.Name);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(settings.ScanSeconds));
        try
        {
            using var process = Process.Start(start) ?? throw new Win32Exception();
            process.StandardInput.Close();
            try
            {
                // Read away, so that a scanner with much to say does not wait for a reader.
                await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, limit.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, limit.Token));
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancellationToken.ThrowIfCancellationRequested();
                return FileProblems.NoScan;
            }

            return process.ExitCode switch { 0 => true, 1 => FileProblems.Infected, _ => FileProblems.NoScan };
        }
        catch (Win32Exception)
        {
            return FileProblems.NoScan;
        }
    }

    /// <summary>Removes what a crash left behind.</summary>
    internal int Sweep(DateTimeOffset now)
    {
        if (!Directory.Exists(folder)) return 0;
        var abandoned = new DirectoryInfo(folder).EnumerateFiles().Where(file => now - new DateTimeOffset(file.LastWriteTimeUtc) > abandonedAfter).ToList();
        foreach (var file in abandoned) file.Delete();
        return abandoned.Count;
    }

    private async Task<Outcome<string>> CopyAsync(Stream from, FileStream to, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[80 << 10];
        while (true)
        {
            int count;
            try
            {
                count = await from.ReadAsync(buffer, cancellationToken);
            }
            catch (IOException)
            {
                return FileProblems.BrokeOff;
            }

            if (count == 0) break;
            if (to.Length + count > settings.MostBytes) return FileProblems.TooLarge(settings.MostBytes);
            hash.AppendData(buffer, 0, count);
            try
            {
                await to.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }
            catch (IOException)
            {
                return FileProblems.NoRoom;
            }
        }

        try
        {
            await to.FlushAsync(cancellationToken);
        }
        catch (IOException)
        {
            return FileProblems.NoRoom;
        }

        return to.Length == 0 ? FileProblems.Empty : Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // A command line as people write one: words, and quotes around words with spaces. No shell reads it.
    private static List<string> Words(string command)
    {
        List<string> words = [];
        var word = new System.Text.StringBuilder();
        var (isQuoted, isWord) = (false, false);
        foreach (var letter in command)
        {
            if (letter == '"') (isQuoted, isWord) = (!isQuoted, true);
            else if (char.IsWhiteSpace(letter) && !isQuoted)
            {
                if (isWord) words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else
            {
                word.Append(letter);
                isWord = true;
            }
        }

        if (isWord) words.Add(word.ToString());
        return words;
    }
}
