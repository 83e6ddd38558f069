using System.Text;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Points;
using Charthouse.Spc;
using Charthouse.Ui.Export;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>Rows from spreadsheets and files: what fits in one way is read, what fits in several is asked, what fits in none is named.</summary>
public sealed class PointPlanTests
{
    private static readonly ChartedMeasure value = new() { Id = Guid.CreateVersion7(), Name = "Minutes" };
    private static readonly DateOnly today = new(2026, 11, 26);
    private static readonly ChartedMeasure share = new() { Id = Guid.CreateVersion7(), Name = "Share", Figures = FigureKind.UnitsAmongUnits, Factor = 100 };

    [Theory]
    [InlineData("2026-01-05\t12.5\n2026-01-12\t13", 12.5)]
    [InlineData("date;minutes\n05.01.2026;12,5\n25.01.2026;13", 12.5)]
    [InlineData("Week,Value\n2026/01/05,\"1,234.5\"\n2026/01/12,7", 1234.5)]
    [InlineData("01/25/2026\t3\n01/05/2026\t12.5", 12.5)]
    public void Rows_AreRead_WhereTheyFitOneWay(string text, double first)
    {
        var plan = Plan(text, value);
        Assert.True(plan.IsReady, string.Join(" ", plan.Issues) + string.Join(" ", plan.Questions.Select(question => question.Text)));
        Assert.Equal(new DateOnly(2026, 1, 5), plan.Points[0].On);
        Assert.Equal(first, plan.Points[0].Numerator);
        Assert.Equal(2, plan.Points.Count);
    }

    [Theory]
    [InlineData("Week 1 2026\tMinutes\n2026-01-05\t3", 1, "Row 1 names the columns: the date is taken from “Week 1 2026”, the value from “Minutes”.")]
    [InlineData("\n\nUnit;Value 2026;Day\nA;1,5;25.01.2026", 3, "the date is taken from “Day”, the value from “Value 2026”.")]
    [InlineData("2026-01-05\t3", null, "No row names the columns")]
    public void HowRowsAreRead_IsSaid(string text, int? header, string words)
    {
        var plan = Plan(text, value);
        Assert.True(plan.IsReady, string.Join(" ", plan.Issues));
        Assert.Equal(header, plan.Read!.HeaderRow);
        Assert.Contains(words, plan.Read.Words(isRatio: false).First(), StringComparison.Ordinal);
        Assert.Equal(plan.Notes, plan.Read.Words(isRatio: false));
    }

    [Fact]
    public void WhatIsAsked_IsNotSaidToBeKnown()
    {
        var plan = Plan("05/01/2026\t1.500", value);
        Assert.Equal(2, plan.Questions.Count);
        Assert.DoesNotContain(plan.Notes, note => note.Contains("are read", StringComparison.Ordinal));
    }

    [Fact]
    public void DatesThatFitSeveralOrders_AreAsked_AndTheAnswerHolds()
    {
        const string Text = "05/01/2026\t1\n06/01/2026\t2";
        var asked = Plan(Text, value);
        Assert.Empty(asked.Issues);
        Assert.Equal(["dmy", "mdy"], Assert.Single(asked.Questions).Answers.Select(answer => answer.Value));
        Assert.Equal(new DateOnly(2026, 1, 5), Plan(Text, value, reading => reading.DateOrder = "dmy").Points[0].On);
        Assert.Equal(new DateOnly(2026, 5, 1), Plan(Text, value, reading => reading.DateOrder = "mdy").Points[0].On);
    }

    [Fact]
    public void NumbersThatFitBothWays_AreAsked()
    {
        const string Text = "2026-01-05\t1.500\n2026-01-12\t2";
        var question = Assert.Single(Plan(Text, value).Questions);
        Assert.Equal("Decimals", question.Field);
        Assert.Equal(1.5, Plan(Text, value, reading => reading.Decimals = "point").Points[0].Numerator);
        Assert.Equal(1500, Plan(Text, value, reading => reading.Decimals = "comma").Points[0].Numerator);
    }

    [Theory]
    [InlineData("2026-01-05\ttwelve\n2026-01-12\t3", 1, "twelve")]
    [InlineData("2026-13-05\t1\n2026-01-12\t3", 1, "not a date")]
    [InlineData("2026-01-05,12,5", 1, "If a comma stands for the decimals")]
    [InlineData("Date;Value", 1, "there is no row")]
    [InlineData("hello", 1, "there is no row")]
    [InlineData("date\tvalue\n2026-01-05\t1\nsoon\t3", 3, "not a date")]
    [InlineData("2026-01-05\t1\n2026-01-05\t3", 2, "row 1 too")]
    [InlineData("2026-13-05\t", 1, "not a date")]
    [InlineData("soon\t3\n2026-01-05\t3", 1, "not a date")]
    [InlineData("2026-01-05\t1e999\n2026-01-12\t3", 1, "not a number")]
    public void Refusals_NameTheRow_TheCellAndWhatToDo(string text, int row, string words)
    {
        var issue = Assert.Single(Plan(text, value).Issues);
        Assert.Equal(row, issue.Row);
        Assert.Contains(words, issue.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(".", issue.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("12\t10", "above the denominator")]
    [InlineData("-1\t10", "negative")]
    [InlineData("3\t0", "denominator is 0")]
    [InlineData("3\t-2", "denominator is negative")]
    [InlineData("3\t", "denominator is missing")]
    [InlineData("\t3", "numerator is missing")]
    public void RatiosThatContradictThemselves_AreRefused(string cells, string words) =>
        Assert.Contains(words, Assert.Single(Plan("2026-01-05\t" + cells + "\n2026-01-12\t1\t2", share).Issues).Message, StringComparison.Ordinal);

    [Fact]
    public void NothingAmongNothing_AndEmptyCells_AreGaps()
    {
        var plan = Plan("2026-01-05\t0\t0\n2026-01-12\t\t\n2026-01-19\t1\t2", share);
        Assert.True(plan.IsReady);
        Assert.Equal([0, 1], plan.Points.Select(point => point.Numerator));
        Assert.Contains(plan.Notes, note => note.Contains("Row 2 has no value", StringComparison.Ordinal));
    }

    [Fact]
    public void TwoRowsOfOneDay_AreAddedUp_WhenAsked()
    {
        const string Text = "2026-01-05\t1\t4\n2026-01-05\t2\t6";
        Assert.NotEmpty(Plan(Text, share).Issues);
        var sum = Assert.Single(Plan(Text, share, reading => reading.Duplicates = "sum").Points);
        Assert.Equal((3, 10), (sum.Numerator, sum.Denominator));
        Assert.Equal(2, Assert.Single(Plan(Text, share, reading => reading.Duplicates = "last").Points).Numerator);
    }

    [Fact]
    public void Columns_AreTakenByName_AndAMissingOneIsNamed()
    {
        const string Text = "Ward,Signed,Week,All\nA,3,2026-01-05,4\nA,2,2026-01-12,4";
        var plan = Plan(Text, share, reading => (reading.DateColumn, reading.NumeratorColumn, reading.DenominatorColumn) = ("week", "Signed", "All"));
        Assert.True(plan.IsReady);
        Assert.Equal(3, plan.Points[0].Numerator);
        Assert.Contains("no column “Month”", Assert.Single(Plan(Text, share, reading => (reading.DateColumn, reading.NumeratorColumn, reading.DenominatorColumn) = ("Month", "Signed", "All")).Issues).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DaysAhead_AreSaid_AndYearsAheadRefused()
    {
        var month = Plan("2026-10-31\t3\n2026-11-30\t4\n2027-11-26\t5", value);
        Assert.True(month.IsReady);
        Assert.Contains("2 rows are dated after today. Are their dates right?", month.Notes);
        Assert.DoesNotContain(Plan("2026-11-26\t3", value).Notes, note => note.Contains("after today", StringComparison.Ordinal));
        var typed = Plan("2026-10-31\t3\n2027-11-27\t4", value);
        Assert.Equal("Row 2: 2027-11-27 is more than a year ahead, and nothing was measured then. Correct the date.", Assert.Single(typed.Issues).ToString());
    }

    [Fact]
    public void Workbooks_AreReadAsTheirFirstSheet_WithDatesAsDates()
    {
        var file = Workbook.Of([new Table("Points", ["week", "signed", "all"], [[new DateOnly(2026, 1, 5), 3, 4], [new DateOnly(2026, 1, 12), 2.5, 4]])]);
        var table = PointTable.FromFile(file);
        Assert.True(table.Succeeded);
        var plan = PointPlan.Of(table.Value, share, Reading(), today);
        Assert.True(plan.IsReady, string.Join(" ", plan.Issues));
        Assert.Equal([3, 2.5], plan.Points.Select(point => point.Numerator));
        Assert.Equal(new DateOnly(2026, 1, 5), plan.Points[0].On);
    }

    [Theory]
    [InlineData("PK\u0003\u0004 no workbook")]
    [InlineData("")]
    [InlineData("\n \n")]
    public void FilesThatHoldNothing_AreRefused(string text) => Assert.False(PointTable.FromFile(Encoding.UTF8.GetBytes(text)).Succeeded);

    [Fact]
    public void FilesThatAreNoText_AreRefused() => Assert.False(PointTable.FromFile([0xFF, 0xD8, 0x00, 0x11]).Succeeded);

    [Fact]
    public void AsManyRowsAsMayBe_AreRead_AndOneMoreIsRefused()
    {
        var text = new StringBuilder();
        for (var i = 0; i < PointTable.MostRows; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"{new DateOnly(1900, 1, 1).AddDays(i):yyyy-MM-dd}\t{i}\n");
        Assert.Equal(PointTable.MostRows, Plan(text.ToString(), value).Points.Count);
        text.Append("2199-01-01\t1\n2199-01-02\t1");
        Assert.Equal("measure.too-many-points", PointTable.FromText(text.ToString()).Problems[0].Code);
        Assert.Equal("measure.too-many-points", PointTable.FromText(new string(' ', PointTable.LargestFileBytes + 1)).Problems[0].Code);
    }

    private static PointReading Reading() => new() { Id = Guid.CreateVersion7(), MeasureId = Guid.Empty };

    private static PointPlan Plan(string text, ChartedMeasure measure, Action<PointReading>? how = null)
    {
        var reading = Reading();
        how?.Invoke(reading);
        return PointPlan.Of(PointTable.FromText(text).Value, measure, reading, today);
    }
}
