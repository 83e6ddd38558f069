using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Tests;

public sealed class ActivityReportTests
{
    [Fact]
    public async Task Groups_OfFewerThanFiveAreSuppressed()
    {
        var hospital = Department("East", 5, hours: 10);
        Department("West", 4, hours: 10, hospital);
        var groups = ActivityReport.Groups(await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.Department), GroupBy.Department);
        Assert.Equal([("East", 5, 5, false), ("West", 4, 4, true)], groups.Select(group => (group.Key, group.Measures.Clinicians, group.Measures.Included, group.Measures.IsSuppressed)));
        // 5 × 1 h active, of it nothing outside the visits: 8 × 5 / 50.
        Assert.Equal((0.8, 0.0), (groups[0].Measures.PerEight!.EhrTime, groups[0].Measures.PerEight!.WorkOutsideWork));
        Assert.Null(groups[1].Measures.PerEight);
    }

    [Fact]
    public async Task Groups_OfOneClinicianAreNot()
    {
        var groups = ActivityReport.Groups(await Department("East", 2, hours: 10).Activity("2024-03-05", "2024-03-06", GroupBy.Clinician), GroupBy.Clinician);
        Assert.Equal([("East0", 1, false), ("East1", 1, false)], groups.Select(group => (group.Key, group.Measures.Clinicians, group.Measures.IsSuppressed)));
        Assert.All(groups, group => Assert.Equal(0.8, group.Measures.PerEight!.EhrTime));
    }

    [Fact]
    public async Task Groups_WithFewerThanFiveAboveTheMinimumHaveNoPerEight()
    {
        var hospital = Department("East", 4, hours: 10);
        hospital.Person("fifth", "2024-03-01T00:00Z", department: "East").Visit("fifth", "2024-03-05T09:00Z", "2024-03-05T10:00Z");
        var measures = Assert.Single(ActivityReport.Groups(await hospital.Activity("2024-03-05", "2024-03-06", GroupBy.Department), GroupBy.Department)).Measures;
        Assert.Equal((5, 4, false, MissingReason.TooFewWithScheduledHours), (measures.Clinicians, measures.Included, measures.IsSuppressed, measures.Reason));
        Assert.Null(measures.PerEight);
        Assert.Equal((4 * Microseconds.PerHour, 41 * Microseconds.PerHour), (measures.Sums.ActiveMicroseconds, measures.Sums.ScheduledMicroseconds));
    }

    // One hour of work inside so many scheduled hours for each.
    private static AHospital Department(string department, int clinicians, int hours, AHospital? hospital = null)
    {
        hospital ??= new AHospital();
        for (var i = 0; i < clinicians; i++)
        {
            hospital.Person($"{department}{i}", "2024-03-01T00:00Z", department: department).Working($"{department}{i}", "2024-03-05T09:00Z", 60)
                .Visit($"{department}{i}", "2024-03-05T08:00Z", AHospital.Text(AHospital.Instant("2024-03-05T08:00Z") + (hours * Microseconds.PerHour)));
        }

        return hospital;
    }
}
