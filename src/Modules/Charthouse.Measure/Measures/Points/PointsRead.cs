using System.Globalization;
using Charthouse.Ui;
using Microsoft.AspNetCore.Http;

namespace Charthouse.Measure.Measures.Points;

/// <summary>How rows were read, so that it can be said before they are written and after. It travels in the address of the page that shows the result.</summary>
/// <param name="HeaderRow">The row that names the columns; <c>null</c> when none does.</param>
/// <param name="DateOrder">One of <see cref="Days.Orders"/>; <c>null</c> while it is asked.</param>
/// <param name="Decimals"><c>point</c> or <c>comma</c>; <c>null</c> where no number has decimals, or while it is asked.</param>
/// <param name="Gaps">Rows without a value.</param>
/// <param name="Ahead">Rows that are dated after today.</param>
internal sealed record PointsRead(int? HeaderRow, string? DateColumn, string? NumeratorColumn, string? DenominatorColumn, string? DateOrder, string? Decimals, int Gaps, int Ahead)
{
    public static string OrderWords(string order) => order switch { "ymd" => "year, month, day", "dmy" => "day, month, year", _ => "month, day, year" };

    public IEnumerable<string> Words(bool isRatio)
    {
        yield return HeaderRow is { } row
            ? $"Row {Numbers.Whole(row)} names the columns: the date is taken from “{DateColumn}”, " + (isRatio ? $"what is counted from “{NumeratorColumn}”, among what from “{DenominatorColumn}”." : $"the value from “{NumeratorColumn}”.")
            : "No row names the columns: the first is taken as the date, the second as " + (isRatio ? "what is counted, the third as among what." : "the value.");
        if (DateOrder is not null) yield return $"Dates are read as {OrderWords(DateOrder)}.";
        if (Decimals is not null) yield return $"Numbers are read with a decimal {Decimals}.";
        if (Gaps > 0) yield return Gaps == 1 ? "1 row has no value and stays a gap." : $"{Numbers.Whole(Gaps)} rows have no value and stay gaps.";
        if (Ahead > 0) yield return Ahead == 1 ? "1 row is dated after today. Is its date right?" : $"{Numbers.Whole(Ahead)} rows are dated after today. Are their dates right?";
    }

    /// <summary>The end of an address that says what was written, and how the rows were read where they were read at all.</summary>
    public static string Address(EnterPoints.Done done, PointsRead? read)
    {
        List<KeyValuePair<string, string?>> parts = [new("added", Text(done.Added)), new("changed", Text(done.Changed)), new("removed", Text(done.Removed))];
        if (read is not null)
        {
            parts.AddRange(
            [
                new("header", Text(read.HeaderRow)), new("date", read.DateColumn), new("counted", read.NumeratorColumn), new("among", read.DenominatorColumn),
                new("order", read.DateOrder), new("decimals", read.Decimals), new("gaps", Text(read.Gaps)), new("ahead", read.Ahead > 0 ? Text(read.Ahead) : null),
            ]);
        }

        return QueryString.Create(parts.Where(part => !string.IsNullOrEmpty(part.Value))).ToString();

        static string? Text(int? number) => number?.ToString(CultureInfo.InvariantCulture);
    }
}
