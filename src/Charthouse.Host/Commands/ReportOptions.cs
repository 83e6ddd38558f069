using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Lake;

namespace Charthouse.Host.Commands;

/// <summary>What reports have in common: the period, the groups, and what there is to report on.</summary>
internal sealed class ReportOptions
{
    public Option<DirectoryInfo> Data { get; } = new("--data") { Description = "Data directory.", Required = true, HelpName = "DIR" };

    public Option<DateOnly> From { get; } = Date("--from", "First local date, yyyy-MM-dd.");

    public Option<DateOnly> To { get; } = Date("--to", "First local date after the period, yyyy-MM-dd.");

    public Option<GroupBy> By { get; } = new("--by")
    {
        Description = "clinician, department, specialty, role, site or all.",
        Required = true,
        HelpName = "clinician|department|specialty|role|site|all",
        CustomParser = result => Choice(result, "--by", new Dictionary<string, GroupBy>(StringComparer.Ordinal)
        {
            ["clinician"] = GroupBy.Clinician,
            ["department"] = GroupBy.Department,
            ["specialty"] = GroupBy.Specialty,
            ["role"] = GroupBy.Role,
            ["site"] = GroupBy.Site,
            ["all"] = GroupBy.All,
        }),
    };

    /// <summary>An option that takes one of several words, the first when it is left out: help shows it as it is typed.</summary>
    public static Option<string> Word(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0], HelpName = string.Join('|', words) };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !words.Contains(result.Tokens[0].Value, StringComparer.Ordinal)) result.AddError($"{name} {result.Tokens[0].Value}: one of {string.Join(", ", words)} is wanted.");
        });
        return option;
    }

    /// <summary>Reads one word of several.</summary>
    public static T Choice<T>(ArgumentResult result, string option, Dictionary<string, T> choices)
    {
        var word = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (choices.TryGetValue(word, out var choice)) return choice;
        result.AddError($"{option} {word}: one of {string.Join(", ", choices.Keys)} is wanted.");
        return default!;
    }

    /// <summary>Opens the store and runs a report, which answers whether it found anything; or says why there is nothing to report.</summary>
    public async Task<int> RunAsync(ParseResult parsed, Func<ServiceProvider, LocalPeriod, GroupBy, Task<bool>> report, CancellationToken cancellationToken)
    {
        var data = parsed.GetValue(Data)!;
        var period = new LocalPeriod(parsed.GetValue(From), parsed.GetValue(To));
        if (period.To <= period.From) return Exit.Refuse($"--to {Iso(period.To)} must lie after --from {Iso(period.From)}; the day of --to is not counted.");
        if (StoreOption.OfEnvironment is null && !File.Exists(Path.Combine(data.FullName, Store.Sqlite.SqliteStore.FileName)))
            return Exit.Refuse($"There is no store in {data.FullName}. Import a log first: charthouse activity import --data {data.Name} EVENTS.csv");

        await using var services = await Workbench.OpenAsync(data, cancellationToken);
        var state = await services.GetRequiredService<ILakeManifest>().ReadAsync(cancellationToken);
        var events = state.Segments.Where(segment => segment.Kind == SegmentKind.Events).ToList();
        var appointments = state.Segments.Where(segment => segment.Kind == SegmentKind.Appointments).ToList();
        if (events.Count == 0 && appointments.Count == 0)
            return Exit.Refuse($"The store in {data.FullName} holds no events and no appointments. Import a log first: charthouse activity import --data {data.Name} EVENTS.csv");

        // Civil days differ from UTC by less than a day.
        var first = events.Concat(appointments).Min(segment => segment.FirstMicroseconds) - Microseconds.PerDay;
        var last = events.Concat(appointments).Max(segment => segment.LastMicroseconds) + Microseconds.PerDay;
        var isOutside = ZoneCalendar.ToDay(period.To) * Microseconds.PerDay <= first || ZoneCalendar.ToDay(period.From) * Microseconds.PerDay > last;
        if (isOutside || !await report(services, period, parsed.GetValue(By)))
        {
            return Exit.Refuse($"There is no data between {Iso(period.From)} and {Iso(period.To)}. The store holds {Iso(DateOnly.FromDateTime(Microseconds.ToInstant(first + Microseconds.PerDay).UtcDateTime))} to "
                + $"{Iso(DateOnly.FromDateTime(Microseconds.ToInstant(last - Microseconds.PerDay).UtcDateTime))}.");
        }

        return Exit.Done;
    }

    public static string Iso(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static Option<DateOnly> Date(string name, string description) => new(name)
    {
        Description = description,
        Required = true,
        HelpName = "DATE",
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)) return date;
            result.AddError($"{name} {text} is not a date. Write it as 2026-02-23.");
            return default;
        },
    };
}
