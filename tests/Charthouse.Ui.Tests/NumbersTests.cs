using System.Globalization;

namespace Charthouse.Ui.Tests;

public sealed class NumbersTests
{
    public NumbersTests() => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");

    [Fact]
    public void Hours_HaveTwoDecimalsAndANarrowSpace() => Assert.Equal("5.21\u202Fh", Numbers.Hours(5.2099));

    [Fact]
    public void Fixed_GroupsThousandsAndHasARealMinus()
    {
        Assert.Equal("63,210.0", Numbers.Fixed(63210, 1));
        Assert.Equal("\u22121,284.50", Numbers.Fixed(-1284.5, 2));
    }

    [Theory]
    [InlineData(-0.004, 2, "0.00")]
    [InlineData(-0.0, 0, "0")]
    [InlineData(-0.006, 2, "\u22120.01")]
    public void Fixed_WhatRoundsToZeroHasNoSign(double value, int decimals, string expected) => Assert.Equal(expected, Numbers.Fixed(value, decimals));

    [Theory]
    [InlineData(0.31, "+0.31")]
    [InlineData(-0.31, "\u22120.31")]
    [InlineData(0.001, "0.00")]
    public void Difference_IsSignedUnlessZero(double value, string expected) => Assert.Equal(expected, Numbers.Difference(value, 2));

    [Fact]
    public void Percent_TakesAShare() => Assert.Equal("38.4\u202F%", Numbers.Percent(0.384));

    [Theory]
    [InlineData(5 * 3600 + 12 * 60, "5\u202Fh\u202F12")]
    [InlineData(38 * 60 + 59, "38\u202Fmin")]
    [InlineData(41 * 86400, "41\u202Fd")]
    [InlineData(12, "12\u202Fs")]
    public void Duration_NamesTheLargestUnit(int seconds, string expected) => Assert.Equal(expected, Numbers.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Fixed_FollowsTheCulture()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        Assert.Equal("1.284,5", Numbers.Fixed(1284.5, 1));
    }

    [Fact]
    public void Day_ShowsTheYearOnlyWhenItIsAnother()
    {
        var today = new DateOnly(2026, 11, 20);
        Assert.Equal("Tue 17 Nov", Dates.Day(new(2026, 11, 17), today));
        Assert.Equal("Mon 17 Nov 2025", Dates.Day(new(2025, 11, 17), today));
        Assert.Equal("12 Oct to 8 Nov", Dates.Window(new(2026, 10, 12), new(2026, 11, 9), today));
    }
}
