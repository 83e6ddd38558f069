using System.Globalization;

namespace Charthouse.Platform.Files;

/// <summary>Refusals about attachments.</summary>
public static class FileProblems
{
    /// <summary>The form came without a file.</summary>
    public static readonly Problem NoFile = new("files.no-file", ProblemKind.Invalid, "Choose a file first.", "File");

    /// <summary>The upload stopped before its end.</summary>
    public static readonly Problem BrokeOff = new("files.broke-off", ProblemKind.Invalid, "The upload broke off, so nothing was kept. Send the file again.", "File");

    /// <summary>The file cannot be written.</summary>
    public static readonly Problem NoRoom = new("files.no-room", ProblemKind.Conflict, "The server could not write the file, probably because its disk is full. Nothing was kept; ask the administrator to make room, then send it again.", "File");

    /// <summary>There is no such attachment, or it may not be seen.</summary>
    public static readonly Problem NotFound = new("files.not-found", ProblemKind.NotFound, "This attachment does not exist, was archived, or you may not see it.");

    internal static readonly Problem Empty = new("files.empty", ProblemKind.Invalid, "The file is empty. Choose another one.", "File");
    internal static readonly Problem NoScan = new("files.no-scan", ProblemKind.Conflict, "The file could not be checked for viruses, so it was not kept. Tell the administrator that the scan command does not work.", "File");
    internal static readonly Problem Infected = new("files.infected", ProblemKind.Invalid, "The virus scan rejects this file, so it was not kept.", "File");
    internal static readonly Problem Macros = new("files.macros", ProblemKind.Invalid, "The document holds macros, so it was not kept. Save it without macros, or as PDF, and send that.", "File");
    internal static readonly Problem LongField = new("files.long-field", ProblemKind.Invalid, "A text of the form is too long. Use at most 200 characters for who captured it, and 500 for the note.", "Note");
    internal static readonly Problem Dates = new("files.dates", ProblemKind.Invalid, "The day until which it is valid lies before the day it was captured.", "ValidUntil");

    internal static Problem TooLarge(long mostBytes) => new("files.too-large", ProblemKind.Invalid,
        string.Create(CultureInfo.InvariantCulture, $"The file is larger than {mostBytes / (1 << 20):N0} MB. Make it smaller, or put it where such files belong and write down the place."), "File");

    internal static Problem UnknownType(string fileName, string known) => new("files.unknown-type", ProblemKind.Invalid, $"{fileName} is of a type that cannot be attached. Use one of: {known}.", "File");

    internal static Problem Lies(string fileName, string declared, string found) => new("files.lies", ProblemKind.Invalid, $"{fileName} says that it is {declared}, but its content looks like {found}. Nothing was kept; check where the file comes from.", "File");
}
