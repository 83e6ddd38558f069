namespace Charthouse.Demo;

internal enum Role { Physician, AdvancedPractice, Nurse, Pharmacist }

/// <summary>One clinician: who they are and how they work.</summary>
internal sealed class Clinician
{
    public required int Index { get; init; }
    public required Role Role { get; init; }
    public required Specialty Specialty { get; init; }
    public required Department Department { get; init; }
    public required int DepartmentIndex { get; init; }
    /// <summary>In the people file; a log always has someone who is not.</summary>
    public bool HasProfile { get; init; } = true;
    /// <summary>Above 1: more time on the record than colleagues with the same visits.</summary>
    public required double Pace { get; init; }
    /// <summary>Above 1: more of it in the evening.</summary>
    public required double EveningPull { get; init; }
    /// <summary>Two bits per weekday: morning, afternoon.</summary>
    public required int ClinicHalfDays { get; init; }
    /// <summary>Weeks away, as bits.</summary>
    public required ulong Away { get; init; }

    public bool SeesPatientsByAppointment => Specialty.EhrTime8 is not null && Role != Role.Nurse && HasProfile;
    public bool ClinicOn(int weekday, bool afternoon) => (ClinicHalfDays >> (2 * weekday + (afternoon ? 1 : 0)) & 1) != 0;
    public bool IsAway(int week) => week < 64 && (Away >> week & 1) != 0;
}

internal sealed record Department(string Name, string Specialty, string Site, string Zone, int WinterOffsetHours, int ClinicianCount);

/// <summary>Sites, departments and the clinicians who work there.</summary>
internal static class Roster
{
    private const string NewYork = "America/New_York";
    private const string Chicago = "America/Chicago";

    /// <summary>Some groups stay under five on purpose, so that suppression shows.</summary>
    public static readonly Department[] Departments =
    [
        new("Family Medicine Harbor", "Family Medicine", "Harbor Main", NewYork, -5, 16),
        new("Family Medicine North Bay", "Family Medicine", "North Bay", NewYork, -5, 12),
        new("Family Medicine Lakeshore", "Family Medicine", "Lakeshore", Chicago, -6, 8),
        new("Internal Medicine Harbor", "Internal Medicine", "Harbor Main", NewYork, -5, 20),
        new("Internal Medicine North Bay", "Internal Medicine", "North Bay", NewYork, -5, 14),
        new("Pediatrics", "Pediatrics", "Harbor Main", NewYork, -5, 22),
        new("Heart Center", "Cardiology", "Harbor Main", NewYork, -5, 16),
        new("Diabetes and Endocrinology", "Endocrinology", "Harbor Main", NewYork, -5, 9),
        new("Dermatology", "Dermatology", "Harbor Main", NewYork, -5, 3),
        new("Infectious Disease", "Infectious Disease", "Harbor Main", NewYork, -5, 4),
        new("Orthopedics Harbor", "Orthopedics", "Harbor Main", NewYork, -5, 11),
        new("Orthopedics Lakeshore", "Orthopedics", "Lakeshore", Chicago, -6, 3),
        new("General Surgery", "General Surgery", "Harbor Main", NewYork, -5, 12),
        new("Hospital Medicine", "Hospital Medicine", "Harbor Main", NewYork, -5, 9),
    ];

    private static readonly Role[] Cycle =
    [
        Role.Physician, Role.Physician, Role.AdvancedPractice, Role.Physician, Role.Nurse,
        Role.Physician, Role.AdvancedPractice, Role.Physician, Role.Nurse, Role.Pharmacist,
    ];

    public static string Word(Role role) => role switch
    {
        Role.Physician => "Physician",
        Role.AdvancedPractice => "APP",
        Role.Nurse => "Nurse",
        Role.Pharmacist => "Pharmacist",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    /// <summary>Those of the hospital whom the people file knows, again and again until <paramref name="count"/> are found.</summary>
    public static List<Clinician> Make(int count, int seed, bool withVacations)
    {
        var clinicians = new List<Clinician>(count + 1);
        while (clinicians.Count < count)
        {
            for (var d = 0; d < Departments.Length; d++)
            {
                for (var i = 0; i < Departments[d].ClinicianCount && clinicians.Count < count; i++)
                {
                    clinicians.Add(Hire(clinicians.Count, d, i, Cycle[i % Cycle.Length], seed, withVacations, hasProfile: true));
                }
            }
        }

        return clinicians;
    }

    /// <summary>Someone whom the people file does not know.</summary>
    public static Clinician WithoutProfile(int index, int seed) => Hire(index, 0, 4, Role.Nurse, seed, withVacations: true, hasProfile: false);

    private static Clinician Hire(int index, int department, int place, Role role, int seed, bool withVacations, bool hasProfile)
    {
        var dice = Dice.For(seed, index, ushort.MaxValue);
        var home = Departments[department];
        var specialty = Specialty.Named(home.Specialty);
        // Spread evenly within a department, so that its mean is the specialty's whatever its size.
        var rank = place * 13 % home.ClinicianCount;
        var pace = 1 + 0.28 * ((2.0 * rank + 1) / home.ClinicianCount - 1);

        var halfDays = (int)(specialty.HalfDaysPerWeek + dice.Between(-0.5, 1.5));
        var clinic = 0;
        for (var placed = 0; placed < halfDays;)
        {
            var bit = 2 * dice.Below(5) + (dice.Chance(0.55) ? 0 : 1);
            if ((clinic >> bit & 1) != 0) continue;
            clinic |= 1 << bit;
            placed++;
        }

        ulong away = 0;
        for (var v = 0; withVacations && v < 3; v++) away |= 1UL << (v == 0 ? 20 + dice.Below(10) : dice.Below(40));

        return new Clinician
        {
            Index = index,
            Role = role,
            Specialty = specialty,
            Department = home,
            DepartmentIndex = department,
            HasProfile = hasProfile,
            Pace = pace,
            EveningPull = dice.Between(0.5, 1.5),
            ClinicHalfDays = clinic,
            Away = away,
        };
    }
}
