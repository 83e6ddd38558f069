using System.Globalization;
using System.Text;
using Charthouse.Lake;

namespace Charthouse.Journeys;

/// <summary>
/// Eight weeks of 31 clinicians in four specialties that are shown and two, Dermatology and Podiatry, that are too small. On each weekday everybody has visits from 8 to 12
/// and works from 10 on for the minutes of the specialty. Three of four rows have a category; one row cannot be read.
/// </summary>
internal static class WrittenLog
{
    public const string SmallSpecialty = "Podiatry";

    /// <summary>Has no category, and no place where a line could break.</summary>
    public const string UnmappedAction = "FLOWSHEET_ROW_REVIEWED_IN_ENCOUNTER_SUMMARY_REPORT_WITHOUT_PATIENT_CONTEXT";

    private static readonly DateOnly firstDay = new(2026, 9, 14);

    private static readonly (string Specialty, int People, int Minutes)[] teams =
        [("Cardiology", 7, 60), ("Family Medicine", 6, 90), ("Obstetrics and Gynecology", 6, 120), ("Urology", 6, 150), ("Dermatology", 3, 180), (SmallSpecialty, 3, 210)];

    public static ImportRequest WriteTo(string folder)
    {
        StringBuilder people = new("user,role,specialty,department,site,timezone\n"), appointments = new("user,start,end,status,patient\n");
        StringBuilder events = new("event,user,at,action,patient\nbroken,Urology0,yesterday,Note signed,p0\n");
        string[] actions = ["Note signed", "Chart opened", "Inbox message viewed", UnmappedAction];
        var number = 0;
        foreach (var (specialty, count, minutes) in teams)
        {
            for (var person = 0; person < count; person++)
            {
                var user = specialty.Replace(" ", "", StringComparison.Ordinal) + person.ToString(CultureInfo.InvariantCulture);
                people.Append(CultureInfo.InvariantCulture, $"{user},Physician,{specialty},{specialty} Clinic,Harbor Main,America/New_York\n");
                for (var day = firstDay; day < firstDay.AddDays(56); day = day.AddDays(1))
                {
                    if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) continue;
                    var offset = day < new DateOnly(2026, 11, 1) ? "-04:00" : "-05:00";
                    appointments.Append(CultureInfo.InvariantCulture, $"{user},{day:yyyy-MM-dd}T08:00:00{offset},{day:yyyy-MM-dd}T12:00:00{offset},completed,p{person}\n");
                    for (var minute = 0; minute <= minutes; minute += 3)
                    {
                        var at = day.ToDateTime(new TimeOnly(10, 0)).AddMinutes(minute);
                        events.Append(CultureInfo.InvariantCulture, $"e{number++},{user},{at:yyyy-MM-ddTHH:mm:ss}{offset},{actions[number % 4]},p{person}\n");
                    }
                }
            }
        }

        string Write(string name, string text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text);
            return path;
        }

        return new ImportRequest
        {
            ImportId = "written-log",
            EventFiles = [Write("events.csv", events.ToString())],
            PeopleFile = Write("people.csv", people.ToString()),
            AppointmentsFile = Write("appointments.csv", appointments.ToString()),
            ActionsFile = Write("actions.csv", "action,category\nNote signed,note-writing\nChart opened,chart-review\nInbox message viewed,inbox\n"),
        };
    }
}
