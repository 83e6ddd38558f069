namespace Charthouse.AuditActivity.Tests.Golden;

/// <summary>activity.md §11.3: one session, t = 0 to 80 step 10, patients A A ∅ B B A ∅ A C.</summary>
public sealed class PatientSwitchTests
{
    // The compatibility variants of 11.3 (wustl2022, bigram2024) and the inbox transitions are not offered in this version.
    [Fact]
    public void Measure_CountsThreeSwitches()
    {
        int?[] patients = [1, 1, null, 2, 2, 1, null, 1, 3];
        var start = A.Instant("2024-03-05T09:00Z");
        var log = A.Log([.. patients.Select((patient, i) => new ActivityEvent(start + (i * 10 * Microseconds.PerSecond), ActivityCategory.Other, patient))]);
        var totals = Assert.Single(log.Measure(A.Period("2024-03-05", "2024-03-06"), CreditRule.Default));
        Assert.Equal(3, totals.PatientSwitches);
        Assert.Equal(1, totals.Sessions);
    }
}
