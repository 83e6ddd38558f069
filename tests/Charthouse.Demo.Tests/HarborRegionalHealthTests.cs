using System.Security.Cryptography;

namespace Charthouse.Demo.Tests;

public sealed class HarborRegionalHealthTests(WrittenHospital hospital)
{
    private static readonly string[] WithGoLive = ["Family Medicine", "Pediatrics", "Cardiology"];

    [Fact]
    public void Period_IsFortyWeeksToASunday()
    {
        Assert.Equal(DayOfWeek.Monday, HarborRegionalHealth.FirstDay.DayOfWeek);
        Assert.Equal(new DateOnly(2026, 11, 8), HarborRegionalHealth.LastDay);
        var goLive = Assert.Single(HarborRegionalHealth.GoLives);
        Assert.Equal(new DateOnly(2026, 8, 3), goLive.Date);
        Assert.Equal(WithGoLive, goLive.Specialties);
    }

    [Fact]
    public void Write_MakesTheSameBytesOnEveryMachine()
    {
        // Changes with every change to the generator; a difference without one is a machine that calculates otherwise.
        Assert.Equal("6C445D0CE7831AAA871E93FD4E5F3E2C9FAD1D4D0F29F8095B7F0513B6D47580", HashOfFirstWeek());
    }

    [Fact]
    public void People_AreAsDescribed()
    {
        Assert.Equal(159, hospital.People.Count);
        Assert.Equal(4, hospital.People.Select(p => p[1]).Distinct().Count());
        Assert.Equal(10, hospital.People.Select(p => p[2]).Distinct().Count());
        Assert.Equal(14, hospital.People.Select(p => p[3]).Distinct().Count());
        Assert.Equal(3, hospital.People.Select(p => p[4]).Distinct().Count());
        Assert.Equal(["America/Chicago", "America/New_York"], hospital.People.Select(p => p[5]).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal([3, 4], hospital.People.GroupBy(p => p[2]).Select(g => g.Count()).Where(n => n < 5).Order());
    }

    [Fact]
    public void Directory_HoldsThePeopleOfTheLog_AlwaysTheSame()
    {
        using var folder = new TemporaryFolder();
        var file = HarborRegionalHealth.WriteDirectory(folder.Path);
        var bytes = File.ReadAllBytes(file);
        HarborRegionalHealth.WriteDirectory(folder.Path);
        Assert.Equal(bytes, File.ReadAllBytes(file));

        var rows = Csv.Read(file).ToList();
        var of = rows[0].Select((name, i) => (name, i)).ToDictionary(column => column.name, column => column.i, StringComparer.Ordinal);
        var people = rows.Skip(1).Where(row => row[of["name"]].Length > 0).ToList();
        Assert.Equal(164, people.Select(row => row[of["email"]]).Distinct().Count());
        Assert.Equal(164, people.Select(row => row[of["name"]]).Distinct().Count());
        Assert.Equal(hospital.People.Select(p => p[0]).Order(StringComparer.Ordinal), people.Select(row => row[of["log_user"]]).Where(user => user.Length > 0).Distinct().Order(StringComparer.Ordinal));
        // What people are today is what the people file of the log says.
        var today = people.Where(row => row[of["to"]].Length == 0 && row[of["log_user"]].Length > 0).ToDictionary(row => row[of["log_user"]], StringComparer.Ordinal);
        Assert.All(hospital.People, p => Assert.Equal(p[1..5], new[] { "role", "specialty", "department", "site" }.Select(column => today[p[0]][of[column]])));
        Assert.Single(people, row => row[of["archived"]] == "yes" && row[of["to"]].Length == 0);
        Assert.Contains(people, row => row[of["to"]].Length > 0);
        Assert.Equal(14, rows.Skip(1).Where(row => row[of["name"]].Length == 0 && row[of["department"]].Length > 0 && row[of["to"]].Length == 0).Select(row => row[of["department"]]).Distinct().Count());
    }

    [Fact]
    public void Events_AreByThePeopleAndOneWithoutAProfile()
    {
        var unknown = hospital.EventUsers.Except(hospital.People.Select(p => p[0]));
        Assert.Single(unknown);
        Assert.Equal(160, hospital.EventUsers.Count);
    }

    [Fact]
    public void Events_AreWellFormed()
    {
        Assert.Equal(10, Assert.Single(hospital.FieldCounts));
        Assert.Equal(hospital.Files.EventCount, hospital.EventCount);
        Assert.Equal(hospital.EventCount, hospital.EventIds.Count);
        Assert.True(hospital.InOrderOfTime);
        Assert.InRange(hospital.EventCount * 40 / (2 * WrittenHospital.WeeksEachSide), 5_500_000, 6_500_000);
    }

    [Fact]
    public void Actions_AreMappedOrUnmappedOnPurpose()
    {
        Assert.InRange(hospital.Actions.Count + HarborRegionalHealth.UnmappedActions.Count, 60, 90);
        Assert.Equal(12, hospital.Actions.Values.Distinct().Count());
        Assert.Empty(hospital.EventActions.Except(hospital.Actions.Keys).Except(HarborRegionalHealth.UnmappedActions));
        Assert.Empty(hospital.Actions.Keys.Intersect(HarborRegionalHealth.UnmappedActions));
        var unmapped = hospital.ActiveHours.Where(h => h.Key.Category == "unmapped").Sum(h => h.Value);
        Assert.InRange(unmapped / hospital.ActiveHours.Values.Sum(), 0.02, 0.03);
    }

    [Fact]
    public void Appointments_EndAfterTheyStart()
    {
        Assert.All(hospital.Appointments, a => Assert.True(Csv.Instant(a[2]) > Csv.Instant(a[1])));
        Assert.Contains(hospital.Appointments, a => a[3] == "cancelled");
    }

    [Fact]
    public void Rows_AreAboutThirtySecondsApart() =>
        Assert.InRange(hospital.ActiveHours.Values.Sum() * 3600 / hospital.EventCount, 27, 33);

    [Theory]
    [InlineData("Family Medicine", 7.3)]
    [InlineData("Internal Medicine", 7.3)]
    [InlineData("Pediatrics", 6.2)]
    [InlineData("Cardiology", 5.9)]
    [InlineData("Endocrinology", 7.7)]
    [InlineData("Dermatology", 4.3)]
    [InlineData("Infectious Disease", 8.4)]
    [InlineData("Orthopedics", 3.3)]
    [InlineData("General Surgery", 4.0)]
    public void EhrTime8_IsNearThePublishedValueBeforeTheGoLive(string specialty, double published) =>
        Assert.InRange(hospital.EhrTime8(specialty, after: false), 0.88 * published, 1.12 * published);

    [Theory]
    [InlineData("Family Medicine")]
    [InlineData("Pediatrics")]
    [InlineData("Cardiology")]
    public void GoLive_ShortensNoteWriting(string specialty) => Assert.InRange(NoteTimeRatioAtGoLive(specialty), 0.65, 0.82);

    [Theory]
    [InlineData("Internal Medicine")]
    [InlineData("Endocrinology")]
    [InlineData("Orthopedics")]
    [InlineData("General Surgery")]
    public void GoLive_LeavesOtherSpecialtiesAlone(string specialty) => Assert.InRange(NoteTimeRatioAtGoLive(specialty), 0.9, 1.1);

    /// <summary>Each clinician against their own note time per scheduled hour before, so that who is on vacation does not matter.</summary>
    private double NoteTimeRatioAtGoLive(string specialty)
    {
        double measured = 0, expected = 0;
        foreach (var user in hospital.UsersOf(specialty))
        {
            var (before, after) = (hospital.ScheduledHours.GetValueOrDefault((user, false)), hospital.ScheduledHours.GetValueOrDefault((user, true)));
            if (before < 8 || after < 8) continue;
            measured += hospital.ActiveHours.GetValueOrDefault((user, true, "note-writing"));
            expected += hospital.ActiveHours.GetValueOrDefault((user, false, "note-writing")) / before * after;
        }

        return measured / expected;
    }

    private static string HashOfFirstWeek()
    {
        using var folder = new TemporaryFolder();
        HarborRegionalHealth.Write(folder.Path, 0, 1, null, TestContext.Current.CancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal)) hash.AppendData(File.ReadAllBytes(file));
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
