namespace Charthouse.Ui;

/// <summary>What an input inside a <see cref="Field"/> takes over as <c>aria-describedby</c> and <c>aria-invalid</c>.</summary>
public sealed record FieldInput(string? DescribedBy, string? Invalid);
