using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Tests;

public sealed class SensitivityReportTests
{
    [Fact]
    public void Definitions_AreThreeEstimatorsTimesFourTimeOuts()
    {
        Assert.Equal(
            ["drop-30", "drop-60", "drop-90", "drop-300", "cap-30", "cap-60", "cap-90", "cap-300", "union-30", "union-60", "union-90", "union-300"],
            SensitivityDefinitions.All.Select(SensitivityDefinitions.Name), StringComparer.Ordinal);
        Assert.Equal(CreditRule.Default, SensitivityDefinitions.All[SensitivityDefinitions.DefaultIndex]);
    }

    // activity-cli.md: the 66 pairs of the definitions and then the 28 of the windows.
    [Fact]
    public void RankAgreement_HoldsAllPairsInOrder()
    {
        var pairs = SensitivityReport.From([], GroupBy.All).RankAgreement;
        Assert.Equal(66 + 28, pairs.Count);
        Assert.Equal(("drop-30", "drop-60"), (pairs[0].A, pairs[0].B));
        Assert.Equal(("drop-30", "cap-300"), (pairs[6].A, pairs[6].B));
        Assert.Equal(("union-90", "union-300"), (pairs[65].A, pairs[65].B));
        Assert.Equal(("outsideScheduled", "outsideSchedule30"), (pairs[66].A, pairs[66].B));
        Assert.Equal(("night18to6", "weekend"), (pairs[93].A, pairs[93].B));
        Assert.Equal(94, pairs.Select(pair => (pair.A, pair.B)).Distinct().Count());
        Assert.All(pairs, pair => Assert.Equal((null, 0), (pair.TauB, pair.Groups)));
    }

    [Fact]
    public void Groups_AddUpOverEverybodyAndDivideOverThoseAboveTheMinimum()
    {
        // Five with 10 h and one below the minimum: hours of six, per 8 hours of five.
        var report = SensitivityReport.From([.. Group("A", 5, scheduledHours: 10, activeHours: 5), .. Group("A", 1, scheduledHours: 7.9, activeHours: 5)], GroupBy.Role);
        Assert.Equal(12, report.Definitions.Count);
        Assert.Equal(8, report.Windows.Count);
        Assert.All(report.Definitions, groups => Assert.Equal([new SensitivityGroup("A", 6, 30, 4)], groups));
        Assert.All(report.Windows, groups => Assert.Equal([new SensitivityGroup("A", 6, 6, 0.8)], groups));
    }

    [Fact]
    public void Groups_OfFewerThanFiveAreHidden()
    {
        var report = SensitivityReport.From([.. Group("A", 4, 10, 5), Absent("A")], GroupBy.Role);
        Assert.All(report.Definitions.Concat(report.Windows), groups => Assert.Equal([new SensitivityGroup("A", 4, null, null)], groups));
    }

    [Fact]
    public void Groups_WithTooFewScheduledHoursKeepTheirHours()
    {
        var report = SensitivityReport.From([.. Group("A", 4, 10, 5), .. Group("A", 1, 1, 5)], GroupBy.Role);
        Assert.Equal([new SensitivityGroup("A", 5, 25, null)], report.Definitions[0]);
    }

    [Fact]
    public void Clinicians_AreNeverHidden()
    {
        var report = SensitivityReport.From([.. Group("u", 1, 10, 5), .. Group("v", 1, 7.9, 5)], GroupBy.Clinician);
        Assert.Equal([new SensitivityGroup("u", 1, 5, 4), new SensitivityGroup("v", 1, 5, null)], report.Definitions[3]);
    }

    [Fact]
    public void Groups_StandByKeyOrdinal() =>
        Assert.Equal(
            "B a b", string.Join(' ', SensitivityReport.From([.. Group("b", 5, 10, 1), .. Group("B", 5, 10, 1), .. Group("a", 5, 10, 1)], GroupBy.Role).Definitions[0].Select(group => group.Key)));

    [Fact]
    public void RankAgreement_ComparesGroupsThatHaveAFigure()
    {
        var report = SensitivityReport.From(
            [.. Group("A", 5, 10, 1, capHours: 9), .. Group("B", 5, 10, 2, capHours: 8), .. Group("C", 5, 10, 3, capHours: 7), .. Group("few", 4, 10, 9), .. Group("short", 5, 1, 9)], GroupBy.Role);
        Assert.Equal(new RankPair("drop-30", "drop-60", 1, 3), report.RankAgreement[0]);
        Assert.Equal(new RankPair("drop-30", "cap-300", -1, 3), report.RankAgreement[6]);
    }

    [Fact]
    public void RankAgreement_IsNullBelowTwoGroups()
    {
        var report = SensitivityReport.From([.. Group("A", 5, 10, 1), .. Group("few", 4, 10, 9)], GroupBy.Role);
        Assert.Equal(new RankPair("drop-30", "drop-60", null, 1), report.RankAgreement[0]);
    }

    private static IEnumerable<ClinicianSensitivity> Group(string key, int clinicians, double scheduledHours, int activeHours, int? capHours = null) =>
        Enumerable.Range(0, clinicians).Select(i => new ClinicianSensitivity(
            key, $"{key}{i}", true, (long)(scheduledHours * Microseconds.PerHour),
            [.. SensitivityDefinitions.All.Select(rule => (rule.Estimator == Estimator.Cap ? capHours ?? activeHours : activeHours) * Microseconds.PerHour)],
            [.. Enumerable.Repeat(Microseconds.PerHour, 8)]));

    // Credit that runs into the period and nothing else.
    private static ClinicianSensitivity Absent(string key) => new(key, "absent", false, 0, new long[12], new long[8]);
}
