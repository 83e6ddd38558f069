namespace Charthouse.Ui;

/// <summary>What a definition badge opens.</summary>
/// <param name="Title">The measure and its code.</param>
/// <param name="Sentence">The definition as one plain sentence.</param>
public sealed record DefinitionSheet(string Title, string Sentence)
{
    /// <summary>"in use · v3"</summary>
    public string? Status { get; init; }
    public Formula? Formula { get; init; }
    public IReadOnlyList<DefinitionParameter> Parameters { get; init; } = [];

    /// <summary>The same data under other rules; the one in use is marked.</summary>
    public IReadOnlyList<OtherRule> OtherRules { get; init; } = [];
    public string? OtherRulesUnit { get; init; }
    public int OtherRulesDecimals { get; init; } = 2;
    public IReadOnlyList<Link> Links { get; init; } = [];
}

/// <summary>A fraction in words, and with this page's numbers.</summary>
/// <param name="Factor">"8 ×", or null.</param>
/// <param name="Result">The result with its unit; null when it is hidden or missing, then no number of the fraction is printed either.</param>
public sealed record Formula(string? Factor, string NumeratorWords, string DenominatorWords, string? Numerator, string? Denominator, string? Result);

public sealed record DefinitionParameter(string Name, string Text, Link? Link = null);

public sealed record OtherRule(string Name, Reading Value, bool IsInUse = false);
