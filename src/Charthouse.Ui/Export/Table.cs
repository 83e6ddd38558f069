namespace Charthouse.Ui.Export;

/// <summary>A table as it goes into a file. A cell is a text, a number (<see cref="double"/>, <see cref="long"/> or <see cref="int"/>), a date, or nothing.</summary>
public sealed record Table(string Name, IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<object?>> Rows);
