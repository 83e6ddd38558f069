using System.ComponentModel.DataAnnotations;

namespace Charthouse.Platform.Files;

/// <summary>What an installation says about attachments.</summary>
public sealed class FileSettings
{
    /// <summary>Largest attachment in bytes.</summary>
    [Range(1, 4L << 30, ErrorMessage = "must be from 1 byte to 4 GiB")]
    public long MostBytes { get; set; } = 25L << 20;

    /// <summary>Command line that looks for viruses, such as <c>clamdscan --no-summary {file}</c>. Exit code 0 lets the file in, 1 keeps it out, anything else means that it could not be looked at. <c>null</c>: files are not scanned, and pages say so.</summary>
    public string? ScanCommand { get; set; }

    /// <summary>Seconds that the scan may take.</summary>
    [Range(1, 3600, ErrorMessage = "must be from 1 to 3600")]
    public int ScanSeconds { get; set; } = 120;

    /// <summary>Where files lie until they are checked; <c>null</c> for the folder <c>incoming</c> of the data directory.</summary>
    public string? IncomingFolder { get; set; }
}
