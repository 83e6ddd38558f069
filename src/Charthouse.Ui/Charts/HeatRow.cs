namespace Charthouse.Ui;

public sealed record HeatRow(string Label, IReadOnlyList<Reading> Cells);
