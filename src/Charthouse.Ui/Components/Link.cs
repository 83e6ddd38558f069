namespace Charthouse.Ui;

public sealed record Link(string Text, string Href);
