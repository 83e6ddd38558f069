namespace Charthouse.Measure.Measures.Points;

/// <summary>What was recorded for one period.</summary>
internal sealed class MeasurePoint
{
    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    /// <summary>First day of the period, or the day of the event.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The value; of a ratio what is counted.</summary>
    public required double Numerator { get; set; }

    public double? Denominator { get; set; }
}

/// <summary>How the rows of a file or of a spreadsheet are read; kept, so that it is asked once.</summary>
internal sealed class PointReading
{
    public required Guid Id { get; init; }

    public required Guid MeasureId { get; init; }

    /// <summary>Name of the column in the header; <c>null</c> takes the first ones in their order.</summary>
    public string? DateColumn { get; set; }

    public string? NumeratorColumn { get; set; }

    public string? DenominatorColumn { get; set; }

    /// <summary><c>ymd</c>, <c>dmy</c> or <c>mdy</c>; <c>null</c> asks where several fit.</summary>
    public string? DateOrder { get; set; }

    /// <summary><c>point</c> or <c>comma</c>; <c>null</c> asks where both fit.</summary>
    public string? Decimals { get; set; }

    /// <summary><c>sum</c>, <c>last</c>, or <c>null</c> to refuse two rows of one day.</summary>
    public string? Duplicates { get; set; }
}

/// <summary>A point as it was understood.</summary>
/// <param name="Row">Row of the table, from 1, the header counted.</param>
/// <param name="Numerator"><c>null</c> takes the point away.</param>
internal readonly record struct ReadPoint(int Row, DateOnly On, double? Numerator, double? Denominator);

/// <summary>What is wrong with a row, and what to do.</summary>
internal readonly record struct RowIssue(int Row, string Message)
{
    public override string ToString() => $"Row {Row}: {Message}";
}

/// <summary>Something that only a person can answer.</summary>
/// <param name="Field">Field of the form that takes the answer.</param>
internal sealed record PointQuestion(string Field, string Text, IReadOnlyList<(string Value, string Words)> Answers);
