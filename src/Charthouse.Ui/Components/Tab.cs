namespace Charthouse.Ui;

public sealed record Tab(string Title, string Href, bool IsCurrent);
