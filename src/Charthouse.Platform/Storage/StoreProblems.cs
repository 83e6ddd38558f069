namespace Charthouse.Platform.Storage;

/// <summary>Refusals that any record can meet.</summary>
public static class StoreProblems
{
    /// <summary>Somebody else saved first.</summary>
    public static Problem ChangedMeanwhile { get; } = new("platform.changed-meanwhile", ProblemKind.Conflict, "Somebody else changed this record while you were editing it. Compare the two versions and save again.");

    /// <summary>A text holds a character that no database keeps.</summary>
    public static Problem TextNotStorable { get; } = new("platform.text-not-storable", ProblemKind.Invalid, "A text holds a character that cannot be stored (U+0000, or half of a character). Nothing was changed. Remove it and save again.");

    /// <summary>A text is longer than its field.</summary>
    public static Problem TextTooLong { get; } = new("platform.text-too-long", ProblemKind.Invalid, "A text is longer than its field can hold. Nothing was changed. Shorten it and save again.");

    /// <summary>The database does not answer; nothing was changed.</summary>
    public static Problem Unreachable { get; } = new("platform.database-unreachable", ProblemKind.Unavailable, "The database does not answer. Nothing was changed. Try again in a moment.");

    /// <summary>The connection broke while a change was being made true.</summary>
    public static Problem OutcomeUnknown { get; } = new("platform.outcome-unknown", ProblemKind.Unavailable, "The connection to the database broke at the moment of saving. Your change may or may not be saved: look before you try again.");

    /// <summary>Another writer holds the database for too long; nothing was changed.</summary>
    public static Problem Busy { get; } = new("platform.database-busy", ProblemKind.Unavailable, "The database is busy: another program has been writing to it for too long. Nothing was changed. Try again in a moment.");

    /// <summary>No room; nothing was changed.</summary>
    public static Problem Full { get; } = new("platform.disk-full", ProblemKind.Unavailable, "The disk of the database is full. Nothing was changed. Tell your administrator: it needs more room.");

    /// <summary>The file cannot be read or written.</summary>
    public static Problem Unusable { get; } = new("platform.database-unusable", ProblemKind.Unavailable, "The database cannot be read or written. Nothing was changed. Tell your administrator: the file may be read-only, missing or damaged.");
}
