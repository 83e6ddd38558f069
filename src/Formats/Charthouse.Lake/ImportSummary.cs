namespace Charthouse.Lake;

/// <summary>What an import is asked to do.</summary>
public sealed record ImportRequest
{
    /// <summary>Identity of the import; also the name of the file of rejected rows.</summary>
    public required string ImportId { get; init; }

    /// <summary>Files of events.</summary>
    public IReadOnlyList<string> EventFiles { get; init; } = [];

    /// <summary>File of people.</summary>
    public string? PeopleFile { get; init; }

    /// <summary>File of actions and their categories.</summary>
    public string? ActionsFile { get; init; }

    /// <summary>File of appointments.</summary>
    public string? AppointmentsFile { get; init; }

    /// <summary>Name of the source; with an event id it identifies a row.</summary>
    public string Source { get; init; } = "default";

    /// <summary>IANA zone for times without offset, and for clinicians whose zone no people file gives.</summary>
    public string? Zone { get; init; }

    /// <summary>Rows kept in memory before they are put aside on disk, in bytes.</summary>
    public long MemoryLimitBytes { get; init; } = 400L << 20;
}

/// <summary>One file of an import.</summary>
/// <param name="Name">Name without folder.</param>
/// <param name="Kind">events, people, actions or appointments.</param>
/// <param name="Bytes">Size.</param>
/// <param name="Rows">Rows read.</param>
public sealed record ImportedFile(string Name, string Kind, long Bytes, long Rows);

/// <summary>What an import did.</summary>
/// <param name="ImportId">Identity.</param>
/// <param name="Source">Source.</param>
/// <param name="Files">Files.</param>
/// <param name="RowsRead">Rows of events read.</param>
/// <param name="RowsNew">Of these, new to the lake.</param>
/// <param name="RowsKnown">Of these, known already.</param>
/// <param name="RowsRejected">Rows of any file that were set aside.</param>
/// <param name="RejectedByReason">Rows set aside, by reason.</param>
/// <param name="Users">Users in the events read.</param>
/// <param name="From">Earliest event read.</param>
/// <param name="To">Latest event read.</param>
/// <param name="Seconds">Duration.</param>
/// <param name="Warnings">What a person should know: a file that was cut off, for example.</param>
public sealed record ImportSummary(
    string ImportId,
    string Source,
    IReadOnlyList<ImportedFile> Files,
    long RowsRead,
    long RowsNew,
    long RowsKnown,
    long RowsRejected,
    IReadOnlyDictionary<string, long> RejectedByReason,
    int Users,
    DateTimeOffset? From,
    DateTimeOffset? To,
    double Seconds,
    IReadOnlyList<string> Warnings)
{
    /// <summary>Clinicians of the whole log whom no people file knows.</summary>
    public IReadOnlyList<string> WithoutProfile { get; init; } = [];

    /// <summary>Files that hold a header and nothing else.</summary>
    public IEnumerable<string> EmptyFiles => Files.Where(file => file.Rows == 0).Select(file => file.Name);
}

/// <summary>Why an import did nothing.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">One sentence for people.</param>
public sealed record ImportRefusal(string Code, string Message);

/// <summary>An import ends with a summary, or with the reasons why nothing was done.</summary>
/// <param name="Summary">What was done; <c>null</c> when nothing was.</param>
/// <param name="Refusals">Why nothing was done; empty otherwise.</param>
public sealed record ImportOutcome(ImportSummary? Summary, IReadOnlyList<ImportRefusal> Refusals);

/// <summary>How far an import is.</summary>
/// <param name="Step">What it is doing: reading, merging or saving.</param>
/// <param name="Rows">Rows read so far.</param>
/// <param name="Share">0 to 1 of the whole import, as far as can be told.</param>
public sealed record ImportProgress(string Step, long Rows, double Share);
