namespace Charthouse.Platform.Records;

/// <summary>Refusals about links, comments and attachments.</summary>
public static class RecordProblems
{
    /// <summary>There is no such record, or the actor may not see it.</summary>
    public static readonly Problem NotFound = new("records.not-found", ProblemKind.NotFound, "This record does not exist, or you may not see it.");

    /// <summary>The actor may see the record and not change it.</summary>
    public static readonly Problem NotAllowed = new("records.not-allowed", ProblemKind.Forbidden, "You may see this record and not change it. Ask its owner.");

    internal static readonly Problem NoReason = new("records.no-reason", ProblemKind.Invalid, "Say in a few words why. The reason stays in the history.", "Reason");
    internal static readonly Problem LongReason = new("records.long-reason", ProblemKind.Invalid, "The reason is too long. Use at most 1,000 characters.", "Reason");
    internal static readonly Problem Gone = new("records.part-gone", ProblemKind.NotFound, "This was archived meanwhile, or never existed. Reload the page.");
    internal static readonly Problem NoTarget = new("records.link-no-target", ProblemKind.Invalid, "Choose the record to link to.", "Target");
    internal static readonly Problem NoRelation = new("records.link-no-relation", ProblemKind.Invalid, "Choose how the two records belong together.", "Relation");
    internal static readonly Problem ToItself = new("records.link-to-itself", ProblemKind.Invalid, "A record cannot be linked to itself. Choose another one.", "Target");
    internal static readonly Problem Known = new("records.link-known", ProblemKind.Conflict, "These two records are linked like this already.", "Target");
    internal static readonly Problem LongNote = new("records.link-long-note", ProblemKind.Invalid, "The note is too long. Use at most 500 characters.", "Note");
    internal static readonly Problem EmptyComment = new("records.comment-empty", ProblemKind.Invalid, "Write something first.", "Text");
    internal static readonly Problem LongComment = new("records.comment-long", ProblemKind.Invalid, "The comment is too long. Use at most 10,000 characters, or attach a file.", "Text");
    internal static readonly Problem NotYours = new("records.comment-not-yours", ProblemKind.Forbidden, "Only who wrote a comment may edit it. Answer with a comment of your own.");
    internal static readonly Problem TooLate = new("records.comment-too-late", ProblemKind.Conflict, "A comment can be edited for 15 minutes. Add another one that puts it right.");
    internal static readonly Problem NobodySignedIn = new("records.comment-nobody", ProblemKind.Forbidden, "Sign in to write a comment.");

    internal static Problem Circle(string chain) => new("records.link-circle", ProblemKind.Conflict, $"That would make a circle: {chain}.", "Target");

    internal static Problem UnknownMention(string name, IReadOnlyList<string> near) => new("records.comment-unknown-mention", ProblemKind.Invalid,
        near.Count == 0 ? $"Nobody in the directory is called “{name}”. Write the whole name after the @, or a space between them." : $"Nobody in the directory is called “{name}”. Did you mean {string.Join(", ", near.Select(found => "@" + found))}?", "Text");

    internal static Problem AmbiguousMention(string name) => new("records.comment-ambiguous-mention", ProblemKind.Invalid, $"Several people are called {name}. Choose whom you mean.", "Mentions");
}
