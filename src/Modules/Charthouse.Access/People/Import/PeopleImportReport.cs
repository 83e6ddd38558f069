namespace Charthouse.Access.People.Import;

/// <summary>What an import does to one thing.</summary>
public enum PeopleChangeKind
{
    /// <summary>It is new.</summary>
    Added,
    /// <summary>It stays, with other values.</summary>
    Changed,
    /// <summary>It has got an end, or the person is archived.</summary>
    Ended,
}

/// <summary>What a change is about.</summary>
public enum PeopleSubject
{
    /// <summary>A part of the organisation.</summary>
    Unit,
    /// <summary>A person.</summary>
    Person,
    /// <summary>An assignment of a person.</summary>
    Assignment,
}

/// <summary>One change that an import makes, or would make.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Detail">What is new about it.</param>
public sealed record PeopleChange(PeopleChangeKind Kind, PeopleSubject Subject, string Title, string Detail);

/// <summary>A row that is left out, and why; or one to look at.</summary>
/// <param name="Line">Line of the file, from 1; the header is line 1.</param>
/// <param name="Column">Column, where one is to blame.</param>
/// <param name="Reason">What is wrong and what to do.</param>
public sealed record PeopleIssue(int Line, string? Column, string Reason);

/// <summary>What an import of people did, or would do.</summary>
public sealed record PeopleImportReport
{
    /// <summary>Name of the file.</summary>
    public required string FileName { get; init; }

    /// <summary>Whether it was only tried.</summary>
    public required bool IsDryRun { get; init; }

    /// <summary>Rows of the file, without header and empty lines.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows that were left out.</summary>
    public int RowsLeftOut => Issues.Select(issue => issue.Line).Distinct().Count();

    /// <summary>The changes: units, people, assignments, each by name.</summary>
    public required IReadOnlyList<PeopleChange> Changes { get; init; }

    /// <summary>Bad rows, by line.</summary>
    public required IReadOnlyList<PeopleIssue> Issues { get; init; }

    /// <summary>New people who are called like others, by line: perhaps one person twice. They are taken in.</summary>
    public IReadOnlyList<PeopleIssue> Hints { get; init; } = [];

    /// <summary>Columns that nobody reads.</summary>
    public required IReadOnlyList<string> UnknownColumns { get; init; }

    /// <summary>Tells whether another run would change the same.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>How many changes of a kind there are.</summary>
    public int Count(PeopleChangeKind kind) => Changes.Count(change => change.Kind == kind);

    /// <summary>How many changes of a kind there are about something.</summary>
    public int Count(PeopleChangeKind kind, PeopleSubject subject) => Changes.Count(change => change.Kind == kind && change.Subject == subject);
}
