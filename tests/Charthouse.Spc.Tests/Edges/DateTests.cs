namespace Charthouse.Spc.Tests.Edges;

public sealed class DateTests
{
    [Theory]
    [InlineData("2026-01-01 2026-02-01 2026-04-01 2026-05-01", "2026-03-01")]
    [InlineData("2026-01-31 2026-02-28 2026-03-31 2026-05-31", "2026-04-30")]
    [InlineData("2026-01-28 2026-02-28 2026-04-28 2026-05-28", "2026-03-28")]
    [InlineData("2026-01-05 2026-01-12 2026-01-26 2026-02-02", "2026-01-19")]
    [InlineData("2026-01-01 2026-01-02 2026-01-03 2026-01-05", "2026-01-04")]
    [InlineData("2024-01-01 2024-04-01 2024-07-01 2025-01-01", "2024-10-01")]
    public void MissingDate_IsPutIn(string dates, string missing)
    {
        var days = Dates(dates);
        var rhythm = Rhythm.Detect(days)!.Value;
        var (all, observations, inserted) = rhythm.WithGaps(days, [.. days.Select(_ => Observation.Measured(1))]);
        Assert.Equal([DateOnly.Parse(missing, null)], inserted);
        Assert.Equal(days.Length + 1, all.Length);
        Assert.Equal(ObservationKind.Gap, observations[all.IndexOf(inserted[0])].Kind);
    }

    [Theory]
    [InlineData("2026-01-01 2026-02-01 2026-03-01")]
    [InlineData("2026-01-01 2026-01-09 2026-01-11 2026-02-27")]
    [InlineData("2026-03-01 2026-02-01 2026-01-01 2025-12-01")]
    public void NoRhythm_IsNull(string dates) => Assert.Null(Rhythm.Detect(Dates(dates)));

    [Fact]
    public void Duplicates_AreReported() => Assert.Equal([new DateOnly(2026, 1, 2)], Rhythm.Duplicates(Dates("2026-01-01 2026-01-02 2026-01-02 2026-01-02")));

    [Fact]
    public void PartStarts_TakeTheFirstPointOnOrAfter()
    {
        DateOnly?[] labels = [.. Dates("2026-01-01 2026-02-01 2026-03-01 2026-04-01").Select(date => (DateOnly?)date)];
        var starts = PartStarts.From(labels, Dates("2026-02-15 2026-01-01 2025-12-01 2026-04-02 2026-04-01"));
        Assert.Equal([2, 3], starts.SplitAfter);
        Assert.Equal(Dates("2026-01-01 2025-12-01 2026-04-02"), starts.Ignored);
    }

    private static DateOnly[] Dates(string text) => [.. text.Split(' ').Select(date => DateOnly.Parse(date, null))];
}
