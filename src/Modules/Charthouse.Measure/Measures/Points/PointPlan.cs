using System.Globalization;
using Charthouse.Spc;
using Charthouse.Ui;

namespace Charthouse.Measure.Measures.Points;

/// <summary>What rows would write: points, or everything that stands in the way. All of them or none.</summary>
internal sealed record PointPlan(IReadOnlyList<ReadPoint> Points, IReadOnlyList<RowIssue> Issues, IReadOnlyList<PointQuestion> Questions, IReadOnlyList<string> Notes, PointsRead? Read = null)
{
    public bool IsReady => Issues.Count == 0 && Questions.Count == 0;

    /// <param name="today">Points after it are said; points more than a year after it are refused.</param>
    public static PointPlan Of(PointTable table, ChartedMeasure measure, PointReading reading, DateOnly today)
    {
        List<RowIssue> issues = [];
        List<PointQuestion> questions = [];
        List<string> notes = [];
        var (dateAt, numeratorAt, denominatorAt) = Columns(table, measure, reading, issues);
        if (issues.Count > 0) return new([], issues, [], []);
        var body = table.Body.ToList();
        if (body.Count == 0) return new([], [new(table.Rows[0].Row, "Below the names of the columns there is no row. Add rows with a date and a value.")], [], []);
        // Without names nothing says what a surplus cell is: it may be the decimals of a number with a comma.
        var most = measure.IsRatio ? 3 : 2;
        if (table.Header is null)
        {
            foreach (var row in body.Where(row => row.Cells.Skip(most).Any(cell => cell.Length > 0)))
                issues.Add(new(row.Row, $"There are more than {most} cells. If a comma stands for the decimals, separate the cells by tabs or semicolons; else give the columns names in the first row."));
            if (issues.Count > 0) return new([], issues, [], []);
        }

        string Cell((int Row, string[] Cells) row, int at) => at < row.Cells.Length ? row.Cells[at] : "";

        var dates = body.ConvertAll(row => Cell(row, dateAt));
        var fitting = Days.Orders.Where(order => dates.TrueForAll(date => Days.Of(date, order) is not null)).ToList();
        var order = reading.DateOrder;
        if (order is null && fitting.Count > 1)
            questions.Add(new("DateOrder", $"“{dates.Find(date => Days.Of(date, "dmy") != Days.Of(date, "mdy")) ?? dates[0]}” can be read in more than one way. Which order have the dates?", [.. fitting.Select(fit => (fit, PointsRead.OrderWords(fit)))]));
        // Without an order that fits all rows, the one that fits most names the rows that are wrong.
        order ??= Days.Orders.MaxBy(candidate => dates.Count(date => Days.Of(date, candidate) is not null))!;

        int[] numberColumns = measure.IsRatio ? [numeratorAt, denominatorAt] : [numeratorAt];
        var numbers = body.SelectMany(row => numberColumns.Select(at => Cell(row, at))).Where(cell => cell.Length > 0).ToList();
        var (point, comma) = (numbers.TrueForAll(cell => WrittenNumbers.Of(cell, false) is not null), numbers.TrueForAll(cell => WrittenNumbers.Of(cell, true) is not null));
        var hasComma = reading.Decimals is { } said ? said == "comma" : comma && !point;
        if (reading.Decimals is null && point && comma && numbers.Find(cell => WrittenNumbers.Of(cell, false) != WrittenNumbers.Of(cell, true)) is { } doubtful)
        {
            questions.Add(new("Decimals", $"“{doubtful}” can be two different numbers. What separates the decimals?",
                [("point", $"a point: {WrittenNumbers.Of(doubtful, false)!.Value.ToString(CultureInfo.InvariantCulture)}"), ("comma", $"a comma: {WrittenNumbers.Of(doubtful, true)!.Value.ToString(CultureInfo.InvariantCulture)}")]));
        }

        List<ReadPoint> points = [];
        var gaps = 0;
        foreach (var row in body)
        {
            if (Days.Of(Cell(row, dateAt), order) is not { } on)
            {
                issues.Add(new(row.Row, $"“{Short(Cell(row, dateAt))}” is not a date in the order {PointsRead.OrderWords(order)}, from 1900 to 2199. Correct it, or choose another order."));
                continue;
            }

            if (numberColumns.All(at => Cell(row, at).Length == 0))
            {
                if (++gaps <= 20) notes.Add($"Row {row.Row} has no value: {on:yyyy-MM-dd} stays a gap.");
                continue;
            }

            if (Numbers(row, numberColumns.Select(at => Cell(row, at)), hasComma, issues) is not { } values) continue;
            var read = new ReadPoint(row.Row, on, values[0], measure.IsRatio ? values[1] : null);
            if (Fault(read, measure, today) is { } fault) issues.Add(new(row.Row, fault));
            else points.Add(read);
        }

        bool Asked(string field) => questions.Exists(question => question.Field == field);
        string? Column(int at) => table.Header?.ElementAtOrDefault(at) is { } name ? Short(name) : null;
        var decimals = !numbers.Exists(cell => cell.AsSpan().IndexOfAny('.', ',') >= 0) ? null : hasComma ? "comma" : "point";
        PointsRead how = new(table.Header is null ? null : table.Rows[0].Row, Column(dateAt), Column(numeratorAt), measure.IsRatio ? Column(denominatorAt) : null, Asked("DateOrder") ? null : order, Asked("Decimals") ? null : decimals, gaps, points.Count(read => read.On > today));
        return new(Unique(points, reading.Duplicates, issues), issues, questions, [.. (gaps > 20 ? how : how with { Gaps = 0 }).Words(measure.IsRatio), .. gaps > 20 ? [] : notes], how);
    }

    /// <summary>What is wrong with a point whose cells could be read.</summary>
    public static string? Fault(in ReadPoint point, ChartedMeasure measure, DateOnly today) => point switch
    {
        { On.Year: < 1900 or > 2199 } => "The date is not from 1900 to 2199. Correct it.",
        { Numerator: null } => null,
        // A month may be dated by its last day; a year is not.
        { On: var on } when on > today.AddYears(1) => $"{on:yyyy-MM-dd} is more than a year ahead, and nothing was measured then. Correct the date.",
        { Numerator: var n } when !double.IsFinite(n!.Value) => "The value is not a number. Correct it.",
        { Numerator: < 0 } when measure.IsCount => "The count is negative. A count is 0 or more; correct the sign.",
        { Numerator: <= 0 } when measure.Figures == FigureKind.TimeBetween => "A time between events is above 0. Enter it in a finer unit.",
        { Denominator: { } infinite } when !double.IsFinite(infinite) => "The denominator is not a number. Correct it.",
        { Denominator: null } when measure.IsRatio => "The denominator is missing. Enter what the numerator is counted among.",
        { Denominator: < 0 } => "The denominator is negative. Correct it.",
        { Denominator: 0, Numerator: > 0 } => "Something was counted among nobody: the denominator is 0. Correct it, or leave the row out.",
        { Numerator: var n, Denominator: { } d } when measure.Figures == FigureKind.UnitsAmongUnits && n > d => "The numerator is above the denominator, and each unit counts once. Correct one of them.",
        _ => null,
    };

    private static double?[]? Numbers((int Row, string[] Cells) row, IEnumerable<string> cells, bool hasComma, List<RowIssue> issues)
    {
        List<double?> values = [];
        foreach (var cell in cells)
        {
            var number = WrittenNumbers.Of(cell, hasComma);
            if (number is null && cell.Length > 0)
            {
                issues.Add(new(row.Row, $"“{Short(cell)}” is not a number with a decimal {(hasComma ? "comma" : "point")}. Enter a number, or leave the cell empty for a gap."));
                return null;
            }

            values.Add(number);
        }

        if (values[0] is not null) return [.. values];
        issues.Add(new(row.Row, "The numerator is missing. Enter it, or leave both cells empty for a gap."));
        return null;
    }

    private static List<ReadPoint> Unique(List<ReadPoint> points, string? duplicates, List<RowIssue> issues)
    {
        List<ReadPoint> unique = [];
        foreach (var same in points.GroupBy(point => point.On).OrderBy(group => group.Key))
        {
            var all = same.ToList();
            if (all.Count > 1 && duplicates is null)
                issues.AddRange(all.Skip(1).Select(point => new RowIssue(point.Row, $"{point.On:yyyy-MM-dd} stands in row {all[0].Row} too. Remove one of them, or say that they are added up or that the last one counts.")));
            unique.Add(duplicates == "sum" ? all[^1] with { Numerator = all.Sum(point => point.Numerator), Denominator = all[0].Denominator is null ? null : all.Sum(point => point.Denominator) } : all[^1]);
        }

        return unique;
    }

    private static (int Date, int Numerator, int Denominator) Columns(PointTable table, ChartedMeasure measure, PointReading reading, List<RowIssue> issues)
    {
        if (table.Header is not { } header) return (0, 1, 2);
        var sample = table.Body.Take(20).ToList();
        bool Is(int at, Func<string, bool> what) => sample.Exists(row => at < row.Cells.Length && what(row.Cells[at])) && sample.TrueForAll(row => at >= row.Cells.Length || row.Cells[at].Length == 0 || what(row.Cells[at]));
        // Columns that nobody named: the first one with days, then those with numbers, in their order; else the first ones.
        var dateAt = At(reading.DateColumn, Math.Max(0, Array.FindIndex([.. Enumerable.Range(0, header.Length)], at => Is(at, cell => Days.Orders.Any(order => Days.Of(cell, order) is not null)))));
        int[] rest = [.. Enumerable.Range(0, header.Length).Where(at => at != dateAt)];
        int[] filled = [.. rest.Where(at => Is(at, cell => WrittenNumbers.Of(cell, hasComma: false) is not null || WrittenNumbers.Of(cell, hasComma: true) is not null))];
        if (filled.Length < (measure.IsRatio ? 2 : 1)) filled = rest;
        return (dateAt, At(reading.NumeratorColumn, filled.ElementAtOrDefault(0)), measure.IsRatio ? At(reading.DenominatorColumn, filled.ElementAtOrDefault(1)) : 2);

        int At(string? name, int otherwise)
        {
            if (name is null) return otherwise;
            var at = Array.FindIndex(header, column => string.Equals(column, name, StringComparison.OrdinalIgnoreCase));
            if (at < 0) issues.Add(new(table.Rows[0].Row, $"There is no column “{Short(name)}”. Choose one of: {string.Join(", ", header.Where(column => column.Length > 0).Select(Short))}."));
            return at;
        }
    }

    private static string Short(string text) => text.Length > 40 ? text[..40] + "…" : text;
}
