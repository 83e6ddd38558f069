namespace Charthouse.Ui;

/// <summary>A field of a record that two people edited.</summary>
/// <param name="Name">Name of the field in the form.</param>
/// <param name="Label">What it is called on the page.</param>
/// <param name="Base">Its value when the form was opened; <c>null</c> when there was none.</param>
/// <param name="Yours">What was typed.</param>
/// <param name="Theirs">What somebody else saved meanwhile.</param>
public sealed record MergeField(string Name, string Label, string? Base, string? Yours, string? Theirs)
{
    /// <summary>The fields of a form, side by side.</summary>
    /// <param name="labels">Name and label of each field, in the order of the form.</param>
    /// <param name="opened">Values when the form was opened; <c>null</c> when they are not known.</param>
    /// <param name="yours">What was typed.</param>
    /// <param name="theirs">What somebody else saved meanwhile.</param>
    public static IReadOnlyList<MergeField> Of(IReadOnlyList<(string Name, string Label)> labels, IReadOnlyDictionary<string, string?>? opened, IReadOnlyDictionary<string, string?> yours, IReadOnlyDictionary<string, string?> theirs) =>
        [.. labels.Select(field => new MergeField(field.Name, field.Label, opened?.GetValueOrDefault(field.Name), yours.GetValueOrDefault(field.Name), theirs.GetValueOrDefault(field.Name)))];

    /// <summary>How a value reads, where the form holds an id.</summary>
    public Func<string?, string?>? Words { get; init; }

    /// <summary>Whether the two differ, so that there is something to see.</summary>
    public bool Differs => !Same(Yours, Theirs);

    /// <summary>Whether both changed it, each in another way: only a person can choose.</summary>
    public bool IsConflict => Differs && !Same(Base, Yours) && !Same(Base, Theirs);

    /// <summary>The side that changed it, where only one did; proposed, and not applied.</summary>
    public bool IsTheirsProposed => Differs && Same(Base, Yours);

    /// <summary>Whether yours is proposed.</summary>
    public bool IsYoursProposed => Differs && Same(Base, Theirs);

    // An empty input and a value that is not there are the same to who fills in a form, and so are the line ends of browsers.
    private static bool Same(string? one, string? other) => string.Equals((one ?? "").ReplaceLineEndings("\n").Trim(), (other ?? "").ReplaceLineEndings("\n").Trim(), StringComparison.Ordinal);
}
