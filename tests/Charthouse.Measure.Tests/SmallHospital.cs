using System.Globalization;
using System.Net;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Charthouse.Analytics;
using Charthouse.Lake;
using Charthouse.Measure.Tests;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

[assembly: AssemblyFixture(typeof(SmallHospital))]

namespace Charthouse.Measure.Tests;

/// <summary>
/// The whole program over a store of eight weeks and 24 clinicians. On each weekday everybody has visits from 8 to 12 and, from 10 on, works in the record
/// for some minutes: Alpha 60, Beta 90, Gamma 120, and Small, the group of three, 234; so EHR time per 8 scheduled hours is 2, 3, 4 and 7.8.
/// </summary>
public sealed class SmallHospital : IAsyncLifetime
{
    public static readonly DateOnly FirstDay = new(2026, 9, 14);

    private static readonly (string Specialty, string Department, int People, int Minutes)[] teams =
    [
        ("Alpha", "Alpha North", 6, 60), ("Alpha", "Alpha South", 2, 60), ("Beta", "Beta Clinic", 6, 90), ("Gamma", "=Gamma Clinic", 7, 120), ("Small", "Small Clinic", 3, 234),
    ];

    private readonly string folder = Path.Combine(Path.GetTempPath(), "charthouse-measure-" + Guid.CreateVersion7().ToString("N"));
    private ServedWorkbench app = default!;

    public HttpClient Browser { get; private set; } = default!;

    internal IAnalyticsEngine Engine => app.Services.GetRequiredService<IAnalyticsEngine>();

    public async ValueTask InitializeAsync()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        app = await StartAsync(Path.Combine(folder, "full"));
        Browser = await app.SignInAsync(BuiltInRoles.Informatics, followRedirects: true);
        var files = WriteFiles(folder);
        var outcome = await app.Services.GetRequiredService<AuditLogImport>().RunAsync(files, null, null, CancellationToken.None);
        Assert.NotNull(outcome.Summary);
        Assert.Equal(0, outcome.Summary.RowsRejected);
    }

    public async ValueTask DisposeAsync()
    {
        Browser.Dispose();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    public async Task<IDocument> OpenAsync(string address)
    {
        using var response = await Browser.GetAsync(new Uri(address, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new HtmlParser().ParseDocument(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    internal static Task<ServedWorkbench> StartAsync(string data) => ServedWorkbench.StartAsync(
        store: TestStore.At(data), measure: new MeasureSettings { OrganisationName = "Small Hospital", Marks = [new ActivityMark(FirstDay.AddDays(29), "New notes")] });

    /// <summary>Writes the files of the hospital.</summary>
    internal static ImportRequest WriteFiles(string folder)
    {
        StringBuilder people = new("user,role,specialty,department,site,timezone\n"), events = new("event,user,at,action,patient\n"), appointments = new("user,start,end,status,patient\n");
        var number = 0;
        foreach (var (specialty, department, count, minutes) in teams)
        {
            for (var person = 0; person < count; person++)
            {
                var user = $"{department.TrimStart('=').Replace(" ", "", StringComparison.Ordinal)}{person}";
                people.Append(CultureInfo.InvariantCulture, $"{user},Physician,{specialty},{department},Main,America/New_York\n");
                for (var day = FirstDay; day < FirstDay.AddDays(56); day = day.AddDays(1))
                {
                    if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday) continue;
                    var offset = day < new DateOnly(2026, 11, 1) ? "-04:00" : "-05:00";
                    appointments.Append(CultureInfo.InvariantCulture, $"{user},{day:yyyy-MM-dd}T08:00:00{offset},{day:yyyy-MM-dd}T12:00:00{offset},completed,p{person}\n");
                    for (var minute = 0; minute <= minutes; minute += 3)
                    {
                        var at = day.ToDateTime(new TimeOnly(10, 0)).AddMinutes(minute);
                        events.Append(CultureInfo.InvariantCulture, $"e{number++},{user},{at:yyyy-MM-ddTHH:mm:ss}{offset},{(minute % 2 == 0 ? "note" : "mystery")},p{person}\n");
                    }
                }
            }
        }

        string Write(string name, StringBuilder text)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, text.ToString());
            return path;
        }

        return new ImportRequest
        {
            ImportId = "test",
            EventFiles = [Write("events.csv", events)],
            PeopleFile = Write("people.csv", people),
            ActionsFile = Write("actions.csv", new StringBuilder("action,category\nnote,note-writing\n")),
            AppointmentsFile = Write("appointments.csv", appointments),
        };
    }
}
