namespace Charthouse.Ui;

/// <summary>An option of a select; the empty value is "all".</summary>
public sealed record Choice(string Value, string Text);
