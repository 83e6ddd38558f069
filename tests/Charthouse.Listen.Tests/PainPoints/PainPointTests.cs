using Charthouse.Listen.PainPoints;
using Charthouse.Listen.PainPoints.Triage;
using Charthouse.Planning.ServiceLevels;

namespace Charthouse.Listen.Tests.PainPoints;

/// <summary>Rules of one pain point, without a store.</summary>
public sealed class PainPointTests
{
    private static readonly DateTimeOffset monday = new(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);

    internal static TriageForm Form(Action<TriageForm>? change = null)
    {
        var form = new TriageForm { Title = "Potassium orders ask three times", Kind = "Alert", Impact = "Medium", Urgency = "Medium", Owner = "Tomas Okafor", NextOn = "2026-06-12" };
        change?.Invoke(form);
        return form;
    }

    private static PainPoint Point()
    {
        var point = new PainPoint { Id = Guid.CreateVersion7(), Number = 412, Text = "Every potassium order asks me the same thing three times.", Place = "4 West", HowOften = HowOften.SeveralTimesAShift, ReportedAt = monday, Once = Guid.CreateVersion7(), ReplyDueOn = new(2026, 6, 3) };
        point.Begin();
        return point;
    }

    [Fact]
    public void Burden_OfTheRoundingRow_Is1702Hours()
    {
        Assert.Equal(1702.4, BurdenOfPainPoint.Of(24, 8400).HoursAMonth!.Value, 6);
        Assert.Null(BurdenOfPainPoint.Of(24, null).HoursAMonth);
        Assert.NotNull(BurdenOfPainPoint.Of(null, 8400).WhyNone);
        Assert.Equal(0, BurdenOfPainPoint.Of(0, 8400).HoursAMonth);
    }

    [Fact]
    public void Sort_PromisesByPriority()
    {
        var point = Point();
        Assert.Empty(point.Sort(Form(), ServiceLevels.Default, TimeZoneInfo.Utc, monday));
        Assert.Equal((PainPointState.Open, Priority.P3), (point.State, point.Priority));
        // 36 hours of 12 a day: three working days.
        Assert.Equal(new DateTimeOffset(2026, 6, 4, 9, 0, 0, TimeSpan.Zero), point.ResolveDueAt);
    }

    [Fact]
    public void Sort_WhatIsUnsafeOrHarmful_IsRaised()
    {
        var point = Point();
        point.Sort(Form(form => (form.Impact, form.Urgency, form.IsSafety) = ("Low", "Low", true)), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        Assert.Equal(Priority.P2, point.Priority);
        point.Sort(Form(form => (form.Impact, form.Urgency, form.HarmCategory) = ("Low", "Low", "F")), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        Assert.Equal(Priority.P1, point.Priority);
    }

    [Fact]
    public void Waiting_MovesThePromise_AndAnAnswerStartsTheClockAgain()
    {
        var point = Point();
        point.Sort(Form(), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        point.Write(isQuestion: true, monday.AddHours(1));
        Assert.Equal(PainPointState.Waiting, point.State);
        Assert.Equal(monday.AddHours(1), point.RepliedAt);
        point.Hear(ServiceLevels.Default, TimeZoneInfo.Utc, monday.AddDays(1).AddHours(1));
        Assert.Equal(PainPointState.Open, point.State);
        // A whole working day was waited for the reporter.
        Assert.Equal(new DateTimeOffset(2026, 6, 5, 9, 0, 0, TimeSpan.Zero), point.ResolveDueAt);
    }

    [Fact]
    public void Hear_AfterTheAnswer_OpensItAgain()
    {
        var point = Point();
        point.Sort(Form(), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        point.Answer(monday.AddDays(2));
        Assert.Equal((PainPointState.Answered, (DateOnly?)null), (point.State, point.NextOn));
        point.Hear(ServiceLevels.Default, TimeZoneInfo.Utc, monday.AddDays(9));
        Assert.Equal((PainPointState.Open, 1), (point.State, point.ReopenedCount));
        Assert.Equal([PainPointState.New, PainPointState.Open, PainPointState.Answered, PainPointState.Open], point.States.Select(span => span.State));
        Assert.All(point.States.SkipLast(1), span => Assert.NotNull(span.LeftAt));
    }

    [Theory]
    [InlineData("Title", "form.missing")]
    [InlineData("Kind", "form.missing")]
    [InlineData("Impact", "form.missing")]
    [InlineData("Urgency", "form.missing")]
    [InlineData("Owner", "form.missing")]
    [InlineData("NextOn", "form.missing")]
    public void Sort_WithoutWhatItNeeds_ChangesNothing(string field, string code)
    {
        var point = Point();
        var refused = point.Sort(Form(form => typeof(TriageForm).GetProperty(field)!.SetValue(form, null)), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        Assert.Equal([(code, field)], refused.Select(problem => (problem.Code, problem.Field!)));
        Assert.Equal((PainPointState.New, null, 0), (point.State, point.Title, point.Version));
    }

    [Theory]
    [InlineData("SecondsEachTime", "-1")]
    [InlineData("SecondsEachTime", "1e9")]
    [InlineData("SecondsEachTime", "11,5")]
    [InlineData("TimesADay", "-3")]
    [InlineData("PeopleCount", "0")]
    [InlineData("NextOn", "0206-01-01")]
    public void Sort_NumbersThatAreNone_AreRefusedInTheirField(string field, string value)
    {
        var refused = Point().Sort(Form(form => typeof(TriageForm).GetProperty(field)!.SetValue(form, value)), ServiceLevels.Default, TimeZoneInfo.Utc, monday);
        Assert.Contains(refused, problem => problem.Field == field);
    }

    [Fact]
    public void Code_IsTheSameForTheSameForm_AndReadAnyWay()
    {
        var once = PrivateCode.NewNumber();
        var code = PrivateCode.Of(once);
        Assert.Matches("^[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}$", code);
        Assert.Equal(code, PrivateCode.Of(once));
        Assert.Equal(PrivateCode.Hash(code), PrivateCode.Hash($" {code.ToLowerInvariant().Replace("-", " ", StringComparison.Ordinal)} "));
        Assert.NotEqual(PrivateCode.Hash(code), PrivateCode.Hash(PrivateCode.Of(PrivateCode.NewNumber())));
        Assert.Null(PrivateCode.Hash("1234"));
        Assert.Null(PrivateCode.Hash(null));
        Assert.Null(PrivateCode.Hash(new string('A', 100_000)));
        Assert.Null(PrivateCode.Hash("OOOO-IIII-LLLL"));
    }

    [Theory]
    [InlineData("short", "short")]
    [InlineData("two\nlines", "two lines")]
    public void Beginning_OfShortTexts_IsTheText(string text, string expected) => Assert.Equal(expected, PainPointWords.Beginning(text));

    [Fact]
    public void Beginning_NeverCutsALetterInTwo()
    {
        var beginning = PainPointWords.Beginning(string.Concat(Enumerable.Repeat("😀", 500)));
        Assert.True(beginning.Length <= PainPoint.LongestTitle);
        Assert.DoesNotContain('�', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(beginning)));
    }
}
