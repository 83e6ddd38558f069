using System.Globalization;
using System.Text;
using Charthouse.Access.Organisation;
using Charthouse.Platform;
using Charthouse.Ui;
using CsvHelper;
using CsvHelper.Configuration;

namespace Charthouse.Access.People.Import;

/// <summary>One row of a people file whose cells could be read.</summary>
internal sealed class PeopleRow
{
    public required int Line { get; init; }

    public string? Name { get; init; }
    public string? Email { get; init; }
    public string? LogUser { get; init; }
    public bool? IsArchived { get; init; }
    public string? Role { get; init; }
    public string? Specialty { get; init; }
    public string? Code { get; init; }
    public string? Delegate { get; init; }
    public Validity Validity { get; init; }

    /// <summary>The units from the largest to the smallest that the row names.</summary>
    public required IReadOnlyList<(UnitKind Kind, string Name)> Path { get; init; }

    /// <summary>The row is about a person; otherwise it is about a part of the organisation.</summary>
    public bool IsOfPerson => Name is not null || Email is not null || LogUser is not null;

    public bool IsOfAssignment => IsOfPerson && (Role is not null || Path.Count > 0);
}

/// <summary>A people file: people, their assignments and the organisation in one table (docs/guides/administrator.md).</summary>
internal sealed class PeopleFile
{
    public static readonly string[] Columns = ["name", "email", "log_user", "archived", "role", "specialty", "system", "site", "department", "unit", "code", "from", "to", "delegate"];

    // Room for a large system; a file beyond that is another file by mistake.
    public const int MostRows = 500_000;

    private PeopleFile(IReadOnlySet<string> present, IReadOnlyList<PeopleRow> rows, IReadOnlyList<PeopleIssue> issues, IReadOnlySet<string> doubtful, IReadOnlyList<string> unknown) =>
        (Present, Rows, Issues, DoubtfulPeople, UnknownColumns) = (present, rows, issues, doubtful, unknown);

    /// <summary>Columns that the file has.</summary>
    public IReadOnlySet<string> Present { get; }

    public IReadOnlyList<PeopleRow> Rows { get; }

    public IReadOnlyList<PeopleIssue> Issues { get; }

    /// <summary>Keys of people one of whose rows could not be read: what the file says about them may not be all.</summary>
    public IReadOnlySet<string> DoubtfulPeople { get; }

    public IReadOnlyList<string> UnknownColumns { get; }

    public int RowCount => Rows.Count + Issues.Select(issue => issue.Line).Distinct().Count();

    /// <summary>Text of a file: UTF-8, with or without byte order mark, or UTF-16 with one.</summary>
    public static Outcome<string> Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) return new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes[2..]);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) return new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true).GetString(bytes[2..]);
            if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..];
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            // No text file holds it, and PostgreSQL cannot keep it.
            return text.Contains('\0', StringComparison.Ordinal) ? PeopleFileProblems.NoText : text;
        }
        catch (DecoderFallbackException)
        {
            var line = 1 + bytes[..Math.Min(bytes.Length, FirstInvalid(bytes))].Count((byte)'\n');
            return PeopleFileProblems.NoUtf8(line);
        }
    }

    public static Outcome<PeopleFile> Read(string text)
    {
        var firstLine = text[..(text.AsSpan().IndexOfAny('\r', '\n') is >= 0 and var end ? end : text.Length)];
        var delimiter = new[] { ',', ';', '\t' }.MaxBy(c => firstLine.AsSpan().Count(c));
        using var reader = new StringReader(text);
        var unreadable = new HashSet<int>();
        using var csv = new CsvParser(reader, new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = delimiter.ToString(),
            IgnoreBlankLines = false,
            BadDataFound = bad => unreadable.Add(bad.Context.Parser!.RawRow),
        });
        if (!csv.Read()) return PeopleFileProblems.Empty;
        string[] header = [.. csv.Record!.Select(cell => cell.Trim().ToLowerInvariant().Replace(' ', '_').Replace('-', '_'))];
        if (header.All(name => name.Length == 0)) return PeopleFileProblems.Empty;
        if (header.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(same => same.Key.Length > 0 && same.Count() > 1) is { } twice) return PeopleFileProblems.ColumnTwice(twice.Key);
        var present = header.Intersect(Columns, StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (!present.Overlaps(["email", "log_user", "system", "site", "department", "unit"])) return PeopleFileProblems.NoColumns;

        List<PeopleRow> rows = [];
        List<PeopleIssue> issues = [];
        HashSet<string> doubtful = new(StringComparer.Ordinal);
        var line = csv.RawRow + 1;
        while (csv.Read())
        {
            var (first, cells) = (line, csv.Record!);
            line = csv.RawRow + 1;
            if (cells.All(string.IsNullOrWhiteSpace)) continue;
            if (rows.Count >= MostRows) return PeopleFileProblems.TooLong;
            if (unreadable.Contains(csv.RawRow)) issues.Add(new PeopleIssue(first, null, "The quotes in this row do not close. Write a quote inside a quoted text twice."));
            else if (cells.Length > header.Length) issues.Add(new PeopleIssue(first, null, $"The row has {cells.Length} cells, but there are {header.Length} columns. Put texts that hold a separator into quotes."));
            else if (Row(first, header, cells, issues, doubtful) is { } row) rows.Add(row);
        }

        return new PeopleFile(present, rows, issues, doubtful, [.. header.Where(name => name.Length > 0 && !present.Contains(name))]);
    }

    private static PeopleRow? Row(int line, string[] header, string[] cells, List<PeopleIssue> issues, HashSet<string> doubtful)
    {
        var before = issues.Count;
        // Our own exports put an apostrophe before what a spreadsheet would take for a formula; it is not a part of the text.
        string? Cell(string name) => (Array.IndexOf(header, name) is >= 0 and var i && i < cells.Length ? Person.Clean(cells[i]) : null) is { } text
            ? text is ['\'', '=' or '+' or '-' or '@', ..] ? text[1..] : text : null;

        string? Text(string name, int longest)
        {
            var text = Cell(name);
            if (text?.Length > longest) issues.Add(new PeopleIssue(line, name, $"The text is longer than {longest} characters."));
            return text;
        }

        DateOnly? Day(string name)
        {
            if (Cell(name) is not { } text) return null;
            var day = Days.Of(text);
            if (day is null) issues.Add(new PeopleIssue(line, name, $"“{Short(text)}” is not a day between the years 1900 and 2199. Write it as 2026-01-31."));
            return day;
        }

        bool? Truth(string name)
        {
            switch (Cell(name)?.ToLowerInvariant())
            {
                case null: return null;
                case "yes" or "true" or "1": return true;
                case "no" or "false" or "0": return false;
                case var other:
                    issues.Add(new PeopleIssue(line, name, $"“{Short(other)}” is neither yes nor no."));
                    return null;
            }
        }

        List<(UnitKind, string)> path = [];
        foreach (var kind in Enum.GetValues<UnitKind>())
        {
            if (Text(UnitWords.Of(kind), Unit.LongestName) is { } name) path.Add((kind, name));
        }

        var row = new PeopleRow
        {
            Line = line,
            Name = Text("name", Person.LongestName),
            Email = Text("email", Person.LongestEmail),
            LogUser = Text("log_user", Person.LongestLogUser),
            IsArchived = Truth("archived"),
            Role = Text("role", Assignment.LongestText),
            Specialty = Text("specialty", Assignment.LongestText),
            Code = Text("code", Unit.LongestCode),
            Delegate = Text("delegate", Person.LongestLogUser),
            Validity = new Validity(Day("from"), Day("to")),
            Path = path,
        };
        if (row.Email is { } email && !Person.IsEmail(email)) issues.Add(new PeopleIssue(line, "email", $"“{Short(email)}” is not an e-mail address. Write it as name@example.org."));
        if (row.Validity.IsEmpty) issues.Add(new PeopleIssue(line, "to", $"It ends on {row.Validity.To:yyyy-MM-dd}, on or before the day on which it starts ({row.Validity.From:yyyy-MM-dd}). The day of the end is the first day on which it does not hold."));
        if (row.IsOfPerson && row.Email is null && row.LogUser is null) issues.Add(new PeopleIssue(line, "email", "A name alone does not tell people apart. Give an e-mail address or the user of the log."));
        if (row.IsOfAssignment && row.Role is null) issues.Add(new PeopleIssue(line, "role", "The row says where the person works, but not as what. Give the role."));
        if (row.IsOfAssignment && path.Count == 0) issues.Add(new PeopleIssue(line, "department", $"The row says that the person is {row.Role}, but not where. Give a site, a department or a unit."));
        if (!row.IsOfPerson && path.Count == 0) issues.Add(new PeopleIssue(line, null, "The row names neither a person nor a part of the organisation."));
        if (!row.IsOfPerson && row.Role is not null) issues.Add(new PeopleIssue(line, "email", "The row has a role, but no person. Give an e-mail address or the user of the log."));
        if (issues.Count == before) return row;
        doubtful.UnionWith(PeopleImportPlan.Keys(row.Email, row.LogUser));
        return null;
    }

    private static string Short(string text) => text.Length > 60 ? text[..60] + "…" : text;

    // Where the bytes stop being UTF-8, for the message.
    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (at < bytes.Length && Rune.DecodeFromUtf8(bytes[at..], out _, out var consumed) == System.Buffers.OperationStatus.Done) at += consumed;
        return at;
    }
}

/// <summary>Why a people file as a whole cannot be read.</summary>
internal static class PeopleFileProblems
{
    public static readonly Problem NoFile = new("access.people-file-missing", ProblemKind.Invalid, "Choose a file.", "File");
    public static readonly Problem TooLarge = new("access.people-file-too-large", ProblemKind.Invalid, "The file is larger than 10 MB. Split it by site.", "File");
    public static readonly Problem Empty = new("access.people-file-empty", ProblemKind.Invalid, "The file is empty. The first line holds the names of the columns, such as name,email,log_user,role,department.", "File");
    public static readonly Problem NoText = new("access.people-file-no-text", ProblemKind.Invalid, "This is not a text file. Save the table as CSV (UTF-8) and choose that file.", "File");
    public static readonly Problem NoColumns = new("access.people-file-no-columns", ProblemKind.Invalid, "The first line has none of the columns email, log_user, system, site, department and unit, so nothing can be told from the rows. It must hold the names of the columns.", "File");
    public static readonly Problem TooLong = new("access.people-file-too-long", ProblemKind.Invalid, "The file has more than 500,000 rows. Split it by site.", "File");
    public static readonly Problem Stale = new("access.people-file-stale", ProblemKind.Conflict, "The directory has changed since this preview was made. Look at what the file would change now, then import it.");
    public static readonly Problem Gone = new("access.people-file-gone", ProblemKind.NotFound, "This file is not kept any more. Choose it again.");

    public static Problem NoUtf8(int line) => new("access.people-file-no-utf8", ProblemKind.Invalid, $"Line {line} is not UTF-8 text. Save the table as CSV (UTF-8) and choose that file.", "File");

    public static Problem ColumnTwice(string column) => new("access.people-file-column-twice", ProblemKind.Invalid, $"The column {column} stands twice in the first line. Remove one of them.", "File");
}
