using System.Globalization;
using System.Text;

namespace Charthouse.Demo;

/// <summary>
/// The people and the organisation of the demo, as the file that <c>charthouse people import</c> reads. Names are put together from first names and places that no
/// family is called after; addresses end in example.org. Always the same bytes.
/// </summary>
internal static class DirectoryFile
{
    private const string Header = "name,email,log_user,archived,role,specialty,system,site,department,unit,code,from,to,delegate";
    private const int NamesSeed = 77;

    private static readonly string[] firstNames =
    [
        "Ada", "Amir", "Anouk", "Aroha", "Ben", "Bianca", "Carlos", "Chiara", "Dana", "Dmitri", "Elena", "Emeka", "Fatima", "Femi", "Grace", "Gustav",
        "Hana", "Hugo", "Imani", "Ines", "Jonas", "June", "Kavita", "Kenji", "Lars", "Leila", "Marta", "Mateo", "Mei", "Nadia", "Noah", "Nuria",
        "Olga", "Omar", "Paula", "Priya", "Quinn", "Rafael", "Rosa", "Samir", "Sofia", "Tariq", "Tessa", "Uma", "Viktor", "Wendy", "Yara", "Zoe",
    ];

    private static readonly string[] lastNames =
    [
        "Anchor", "Bayliner", "Beacon", "Binnacle", "Bowline", "Breaker", "Bulwark", "Capstan", "Channel", "Compass", "Coxswain", "Current", "Driftwood",
        "Ebbtide", "Fairwind", "Fathom", "Foresail", "Gangway", "Halyard", "Harbormark", "Headland", "Jetty", "Keelson", "Lagoon", "Landfall", "Lighthouse",
        "Longshore", "Mainsail", "Moorings", "Narrows", "Oarlock", "Pierhead", "Portside", "Quayside", "Rigging", "Rudder", "Seawall", "Sextant", "Shoal",
        "Spinnaker", "Spindrift", "Starboard", "Tidewater", "Topsail", "Windlass", "Yardarm",
    ];

    // The day on which Medical Specialties was divided into two departments, and the day on which the Heart Center moved.
    private static readonly DateOnly divided = new(2025, 7, 1);
    private static readonly DateOnly heartMoved = new(2026, 1, 1);

    public static string Write(string path)
    {
        var text = new StringBuilder(Header).Append('\n');
        WriteOrganisation(text);
        var clinicians = Roster.Make(HarborRegionalHealth.ProfileCount, HarborRegionalHealth.Seed, withVacations: true);
        var lead = clinicians.GroupBy(c => c.DepartmentIndex).ToDictionary(g => g.Key, g => g.First());
        foreach (var clinician in clinicians) WriteClinician(text, clinician, lead[clinician.DepartmentIndex]);
        WriteOffice(text);
        File.WriteAllText(path, text.ToString(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }

    private static void WriteOrganisation(StringBuilder text)
    {
        Row(text, system: HarborRegionalHealth.Name, code: "HRH", from: new DateOnly(2008, 1, 1));
        foreach (var (site, code, from) in new[] { ("Harbor Main", "HM", new DateOnly(2008, 1, 1)), ("North Bay", "NB", new DateOnly(2008, 1, 1)), ("Lakeshore", "LS", new DateOnly(2019, 4, 1)) })
        {
            Row(text, system: HarborRegionalHealth.Name, site: site, code: code, from: from);
        }

        foreach (var department in Roster.Departments)
        {
            var from = department.Site == "Lakeshore" ? new DateOnly(2019, 4, 1) : new DateOnly(2008, 1, 1);
            if (department.Name == "Heart Center")
            {
                // The heart center lay in North Bay until its new building was ready.
                Row(text, system: HarborRegionalHealth.Name, site: "North Bay", department: department.Name, code: Code(department), from: from, to: heartMoved);
                from = heartMoved;
            }
            else if (department.Name is "Diabetes and Endocrinology" or "Infectious Disease")
            {
                from = divided;
            }

            Row(text, system: HarborRegionalHealth.Name, site: department.Site, department: department.Name, code: Code(department), from: from);
        }

        Row(text, system: HarborRegionalHealth.Name, site: "Harbor Main", department: "Medical Specialties", code: "HM-MS", from: new DateOnly(2008, 1, 1), to: divided);
        Row(text, system: HarborRegionalHealth.Name, site: "Harbor Main", unit: "Clinical Informatics", code: "HM-CI", from: new DateOnly(2014, 9, 1));
    }

    private static void WriteClinician(StringBuilder text, Clinician clinician, Clinician lead)
    {
        var dice = Dice.For(NamesSeed, clinician.Index, 0);
        var department = clinician.Department;
        var hired = new DateOnly(2019, 5, 1).AddDays(dice.Below(2000));
        var isNewDepartment = department.Name is "Diabetes and Endocrinology" or "Infectious Disease";
        var standsIn = clinician.Index % 5 == 1 && lead != clinician ? Email(lead) : null;
        if (isNewDepartment && hired < divided)
        {
            // Worked in the department that was divided.
            Person(text, clinician, "Medical Specialties", "Harbor Main", hired, divided, null);
            hired = divided;
        }
        else if (clinician.Index % 23 == 5 && department.Name != "Hospital Medicine" && hired < new DateOnly(2023, 1, 1))
        {
            // Came from another place of the same specialty.
            Person(text, clinician, "Hospital Medicine", "Harbor Main", hired, new DateOnly(2024, 2, 1), null);
            hired = new DateOnly(2024, 2, 1);
        }

        Person(text, clinician, department.Name, department.Site, hired, null, standsIn);
    }

    private static void Person(StringBuilder text, Clinician clinician, string department, string site, DateOnly from, DateOnly? to, string? standsIn) => Row(
        text, name: Name(clinician.Index), email: Email(clinician), logUser: User(clinician.Index), archived: "no", role: Roster.Word(clinician.Role), specialty: clinician.Specialty.Name,
        system: HarborRegionalHealth.Name, site: site, department: department, from: from, to: to, standsIn: standsIn);

    // People who leave no rows in the log; one of them has left and still holds her seat.
    private static void WriteOffice(StringBuilder text)
    {
        (string Name, string Role, string Archived, DateOnly From, string? Delegate)[] office =
        [
            ("Robin Chartroom", "Chief Medical Information Officer", "no", new(2021, 3, 1), "casey.logbook@example.org"),
            ("Casey Logbook", "Physician builder", "no", new(2022, 1, 10), null),
            ("Morgan Plotter", "Clinical informatics analyst", "no", new(2020, 8, 1), null),
            ("Alex Soundings", "Nurse informaticist", "no", new(2023, 5, 15), "morgan.plotter@example.org"),
            ("Jordan Almanac", "Pharmacy informaticist", "yes", new(2018, 2, 1), null),
        ];
        foreach (var (name, role, archived, from, standsIn) in office)
        {
            Row(text, name: name, email: Address(name), archived: archived, role: role, system: HarborRegionalHealth.Name, site: "Harbor Main", unit: "Clinical Informatics", from: from, standsIn: standsIn);
        }
    }

    // Who has an account in the demo stands in the directory under the name of the account.
    private static DemoPerson? WithAccount(int index) => DemoPeople.All.FirstOrDefault(person => person.LogUser == User(index));

    private static string Name(int index) => WithAccount(index)?.Name ?? $"{firstNames[index * 7 % firstNames.Length]} {lastNames[index * 13 % lastNames.Length]}";

    private static string Email(Clinician clinician) => WithAccount(clinician.Index)?.Email ?? Address(Name(clinician.Index));

    private static string Address(string name) => name.ToLowerInvariant().Replace(' ', '.') + "@example.org";

    private static string User(int index) => string.Create(CultureInfo.InvariantCulture, $"U{index + 1:D4}");

    private static string Code(Department department) => (department.Site switch { "Harbor Main" => "HM-", "North Bay" => "NB-", _ => "LS-" })
        + string.Concat(department.Name.Split(' ').Where(word => word is not ("and" or "Harbor" or "Bay" or "Lakeshore" or "North")).Select(word => word[..Math.Min(3, word.Length)].ToUpperInvariant()));

    private static void Row(
        StringBuilder text, string? name = null, string? email = null, string? logUser = null, string? archived = null, string? role = null, string? specialty = null, string? system = null,
        string? site = null, string? department = null, string? unit = null, string? code = null, DateOnly? from = null, DateOnly? to = null, string? standsIn = null) =>
        text.AppendJoin(',', name, email, logUser, archived, role, specialty, system, site, department, unit, code, Iso(from), Iso(to), standsIn).Append('\n');

    private static string? Iso(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
