using System.Globalization;
using System.Text;
using Charthouse.Lake;
using Charthouse.Measure.Activity;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Activity;

/// <summary>
/// Somebody who may see groups asks for thousands of selections and subtracts every answer from every other, looking for the time of one person, which this
/// somebody happens to know to the microsecond. Everybody's time is different, so a hit is no accident.
/// </summary>
public sealed class DifferencingTests : IAsyncLifetime
{
    private const int People = 160, WeekCount = 4;
    private const string Lonely = "Sleep laboratory";
    private static readonly DateOnly firstDay = new(2026, 9, 14);
    private static readonly string[] sites = ["Main", "North"], departments = ["Clinic", "Ward", "Theatre"], specialties = ["Family", "Surgery", "Cardiology"], roles = ["Physician", "Nurse"];
#pragma warning disable CA5394 // Randomness for tests.
    private readonly Random random = new(20261125);
    private readonly Dictionary<string, (string Site, string Department, string Specialty, string Role)> groups = [];
    private readonly Dictionary<(string User, int Week), double> hours = [];
    private readonly string folder = Directory.CreateTempSubdirectory("charthouse-differencing-").FullName;
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        workbench = await ServedWorkbench.StartAsync(store: TestStore.At(Path.Combine(folder, "data")));
        var outcome = await workbench.Services.GetRequiredService<AuditLogImport>().RunAsync(WriteLog(), null, null, Token);
        Assert.Equal(0, outcome.Summary?.RowsRejected);
    }

    public async ValueTask DisposeAsync()
    {
        await workbench.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task NoDifferenceOfTwoSelections_IsTheTimeOfOnePerson()
    {
        var overview = workbench.Services.GetRequiredService<ActivityOverview>();
        HashSet<double> seen = [0], unprotected = [0], targets = [];
        var shown = 0;
        // Several runs of weeks, one a part of the other, so that periods are subtracted from each other too.
        foreach (var (first, end) in new[] { (0, 4), (0, 3), (1, 4), (3, 4), (2, 3) })
        {
            targets.UnionWith(groups.Keys.Select(user => Time(user, first, end)).Where(time => time > 0));
            foreach (var (site, department, specialty, role) in Selections())
            {
                var answer = await overview.RunAsync(new ActivityQuery
                {
                    To = firstDay.AddDays(7 * end).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    Weeks = (end - first).ToString(CultureInfo.InvariantCulture),
                    Site = site,
                    Department = department,
                    Specialty = specialty,
                    Role = role,
                }, Token);
                var fitting = groups.Where(person => (site is null || person.Value.Site == site) && (department is null || person.Value.Department == department)
                    && (specialty is null || person.Value.Specialty == specialty) && (role is null || person.Value.Role == role)).Select(person => person.Key).ToList();
                unprotected.Add(fitting.Sum(user => Time(user, first, end)));
                if (answer.Figures is not { } figures) continue;
                shown++;
                foreach (var group in figures.Groups.Append(figures.All).Where(group => !group.IsHidden))
                {
                    Assert.True(group.Clinicians >= 5);
                    seen.Add(group.ActiveHours!.Value);
                    if (group.Core[0].Value is { } perEight) seen.Add(perEight * group.ScheduledHours!.Value / 8);
                }

                seen.Add(figures.Hours.Minutes.Sum(day => day.Sum()) * figures.Hours.Clinicians * (end - first) / 60);
            }
        }

        Assert.True(shown > 100, $"{shown} selections shown");
        double[] known = [.. targets.Order()];
        // The attack works on sums that are not protected; so it would have been seen.
        Assert.NotEmpty(Recovered(unprotected, known));
        Assert.Empty(Recovered(seen, known));
    }

    [Fact]
    public async Task WeekOfOnePerson_IsInNoFigureOfTheDepartment()
    {
        // In the last week of the log only one of this department worked.
        var overview = workbench.Services.GetRequiredService<ActivityOverview>();
        async Task<GroupFigures> OfAsync(int weeks, string to) => (await overview.RunAsync(new ActivityQuery { To = to, Weeks = weeks.ToString(CultureInfo.InvariantCulture), Department = Lonely }, Token)).Figures!.All;
        var (three, four) = (await OfAsync(3, "2026-10-05"), await OfAsync(4, "2026-10-12"));
        Assert.Equal(8, three.Clinicians);
        Assert.Equal(three.ActiveHours, four.ActiveHours);
        Assert.Equal((0, 1), (three.WeeksLeftOut, four.WeeksLeftOut));
        var alone = await overview.RunAsync(new ActivityQuery { To = "2026-10-12", Weeks = "1", Department = Lonely }, Token);
        Assert.Equal(ActivityState.Hidden, alone.State);
        // The hospital's figure has the time.
        var all = (await overview.RunAsync(new ActivityQuery { To = "2026-10-12", Weeks = "1" }, Token)).Figures!.All;
        Assert.Equal(hours.Where(time => time.Key.Week == 3).Sum(time => time.Value), all.ActiveHours!.Value, 1e-6);
    }

    [Fact]
    public async Task Period_BeginsOnMonday_WhateverIsAsked()
    {
        var answer = await workbench.Services.GetRequiredService<ActivityOverview>().RunAsync(new ActivityQuery { To = "2026-10-07", Weeks = "2" }, Token);
        Assert.Equal(new DateOnly(2026, 10, 5), answer.Selection!.To);
        Assert.Contains("whole weeks from Monday to Sunday", Assert.Single(answer.Messages), StringComparison.Ordinal);
    }

    private static List<double> Recovered(HashSet<double> sums, double[] targets)
    {
        const double nearEnough = 1e-8;
        double[] distinct = [.. sums];
        List<double> found = [];
        foreach (var one in distinct)
        {
            foreach (var other in distinct)
            {
                if (one <= other) continue;
                var at = Array.BinarySearch(targets, one - other);
                if (at < 0) at = ~at;
                if ((at < targets.Length && targets[at] - (one - other) < nearEnough) || (at > 0 && one - other - targets[at - 1] < nearEnough)) found.Add(one - other);
            }
        }

        return found;
    }

    private static IEnumerable<(string? Site, string? Department, string? Specialty, string? Role)> Selections() =>
        from site in sites.Prepend(null)
        from department in departments.Prepend(null)
        from specialty in specialties.Prepend(null)
        from role in roles.Prepend(null)
        select (site, department, specialty, role);

    private double Time(string user, int first, int end) => Enumerable.Range(first, end - first).Sum(week => hours.GetValueOrDefault((user, week)));

    // Four weeks; on each weekday one stretch of work at a length of its own; some people have no clinic, some came late, left early or were away for a week.
    private ImportRequest WriteLog()
    {
        StringBuilder people = new("user,role,specialty,department,site,timezone\n"), events = new("event,user,at,action,patient\n"), appointments = new("user,start,end,status,patient\n");
        var number = 0;
        for (var person = 0; person < People; person++)
        {
            var user = $"user{person}";
            // The last eight are alike and work in a department of their own.
            var own = groups[user] = person >= People - 8 ? (sites[0], Lonely, specialties[0], roles[0]) : (Pick(sites), Pick(departments), Pick(specialties), Pick(roles));
            people.Append(CultureInfo.InvariantCulture, $"{user},{own.Role},{own.Specialty},{own.Department},{own.Site},UTC\n");
            var (first, last, hasClinic) = (random.Next(5) == 0 ? 1 : 0, random.Next(5) == 0 ? 2 : WeekCount, random.Next(6) > 0);
            if (own.Department == Lonely) (first, last, hasClinic) = (0, person == People - 1 ? WeekCount : WeekCount - 1, true);
            for (var week = first; week < last; week++)
            {
                if (own.Department != Lonely && random.Next(8) == 0) continue;
                for (var day = 0; day < 5; day++)
                {
                    var date = firstDay.AddDays((7 * week) + day);
                    if (hasClinic) appointments.Append(CultureInfo.InvariantCulture, $"{user},{date:yyyy-MM-dd}T08:00:00Z,{date:yyyy-MM-dd}T12:00:00Z,completed,p{person}\n");
                    var at = date.ToDateTime(new TimeOnly(10, 0));
                    var gaps = random.Next(5, 30);
                    for (var gap = 0; gap <= gaps; gap++)
                    {
                        events.Append(CultureInfo.InvariantCulture, $"e{number++},{user},{at:yyyy-MM-ddTHH:mm:ss.ffffff}Z,note,p{person}\n");
                        if (gap == gaps) break;
                        var microseconds = random.NextInt64(10_000_000, 290_000_000);
                        at = at.AddMicroseconds(microseconds);
                        hours[(user, week)] = hours.GetValueOrDefault((user, week)) + (microseconds / 3.6e9);
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
            ImportId = "differencing",
            EventFiles = [Write("events.csv", events)],
            PeopleFile = Write("people.csv", people),
            ActionsFile = Write("actions.csv", new StringBuilder("action,category\nnote,note-writing\n")),
            AppointmentsFile = Write("appointments.csv", appointments),
        };
    }

    private string Pick(string[] names) => names[Math.Min(random.Next(names.Length), random.Next(names.Length))];
}
