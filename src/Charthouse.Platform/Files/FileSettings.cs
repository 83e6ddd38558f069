namespace Charthouse.Platform.Files;

/// <summary>What an installation says about attachments.</summary>
public sealed record FileSettings
{
    /// <summary>Largest attachment in bytes.</summary>
    public long MostBytes { get; init; } = 25L << 20;

    /// <summary>Command line that looks for viruses, such as <c>clamdscan --no-summary {file}</c>. Exit code 0 lets the file in, 1 keeps it out, anything else means that it could not be looked at. <c>null</c>: files are not scanned, and pages say so.</summary>
    public string? ScanCommand { get; init; }

    /// <summary>Seconds that the scan may take.</summary>
    public int ScanSeconds { get; init; } = 120;

    /// <summary>Where files lie until they are checked.</summary>
    public string IncomingFolder { get; init; } = Path.Combine(Path.GetTempPath(), "charthouse-incoming");
}
