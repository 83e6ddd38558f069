using System.Globalization;
using System.Text.Json;

// Under the engine's namespace, so that the type is found before the namespace of the same name.
namespace Charthouse.Planning.ServiceLevels.Tests;

/// <summary>The cases and the configuration of the fixture, to the minute.</summary>
public sealed class FixtureTests
{
    private static readonly JsonElement fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "sla.json"))).RootElement;

    public static TheoryData<string> Cases => [.. fixture.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("id").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Promise_IsTheOneOfTheFixture(string id)
    {
        var one = fixture.GetProperty("cases").EnumerateArray().Single(found => found.GetProperty("id").GetString() == id);
        var (input, expected) = (one.GetProperty("input"), one.GetProperty("expected"));
        var holidays = fixture.GetProperty("configuration").GetProperty("businessCalendar").GetProperty("holidays").EnumerateArray().Select(day => DateOnly.Parse(day.GetString()!, CultureInfo.InvariantCulture)).ToHashSet();
        var levels = ServiceLevels.Default with { Calendar = WorkingCalendar.Default with { Holidays = holidays } };
        var priority = levels.PriorityOf(Read<Level>(input, "impact"), Read<Level>(input, "urgency"), input.GetProperty("nccMerpCategory").GetString()?[0]);
        Assert.Equal(new ServicePromise(Read<Priority>(expected, "priority"), At(expected, "respondBy"), At(expected, "resolveBy")), levels.PromiseOf(priority, At(input, "created")));
    }

    [Fact]
    public void Default_IsTheConfigurationOfTheFixture()
    {
        var configuration = fixture.GetProperty("configuration");
        foreach (var impact in configuration.GetProperty("matrix").EnumerateObject())
        {
            foreach (var urgency in impact.Value.EnumerateObject()) Assert.Equal(Enum.Parse<Priority>(urgency.Value.GetString()!), ServiceLevels.Default.Matrix[(Enum.Parse<Level>(impact.Name, true), Enum.Parse<Level>(urgency.Name, true))]);
        }

        foreach (var target in configuration.GetProperty("targetsHours").EnumerateObject())
        {
            var hours = (TimeSpan.FromHours(target.Value.GetProperty("respond").GetDouble()), TimeSpan.FromHours(target.Value.GetProperty("resolve").GetDouble()));
            Assert.Equal(new Target(hours.Item1, hours.Item2, target.Value.GetProperty("cal").GetString() == "all"), ServiceLevels.Default.Targets[Enum.Parse<Priority>(target.Name)]);
        }

        var calendar = configuration.GetProperty("businessCalendar");
        Assert.Equal((TimeOnly.Parse(calendar.GetProperty("open").GetString()!, CultureInfo.InvariantCulture), TimeOnly.Parse(calendar.GetProperty("close").GetString()!, CultureInfo.InvariantCulture)), (WorkingCalendar.Default.Opens, WorkingCalendar.Default.Closes));
        // The fixture counts from Monday, .NET from Sunday.
        Assert.Equal(calendar.GetProperty("workdays").EnumerateArray().Select(day => (DayOfWeek)((day.GetInt32() + 1) % 7)), WorkingCalendar.Default.WorkingDays.Order());
    }

    private static T Read<T>(JsonElement from, string name) where T : struct => Enum.Parse<T>(from.GetProperty(name).GetString()!, true);

    private static DateTime At(JsonElement from, string name) => DateTime.Parse(from.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);
}
