using Charthouse.Demo;
using Charthouse.Lake;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Measure.Interventions;
using Charthouse.Spc;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>
/// The go-live of the demo, end to end: 40 weeks of log are imported, the note time of six specialties is followed, and the charts see the change where it was
/// and nowhere else. It reads the whole log, because part of it would be another demo.
/// </summary>
public sealed class DemoSignalTests
{
    [Fact]
    public async Task GoLive_IsAnImprovement_WhereItWas_AndNothingElsewhere()
    {
        var token = TestContext.Current.CancellationToken;
        var folder = Path.Combine(Path.GetTempPath(), "charthouse-signal-" + Guid.CreateVersion7().ToString("N"));
        Directory.CreateDirectory(folder);
        try
        {
            var files = HarborRegionalHealth.Write(folder, null, token);
            await using var workbench = await ServedWorkbench.StartAsync(store: TestStore.At(Path.Combine(folder, "data")));
            var imported = await workbench.Services.GetRequiredService<AuditLogImport>().RunAsync(
                new ImportRequest { ImportId = "demo", EventFiles = [.. files.Events], PeopleFile = files.People, ActionsFile = files.Actions, AppointmentsFile = files.Appointments }, null, null, token);
            Assert.NotNull(imported.Summary);
            var live = HarborRegionalHealth.GoLives[0];
            string[] others = ["Internal Medicine", "Orthopedics", "General Surgery"];
            Assert.Empty(others.Intersect(live.Specialties));
            var made = await workbench.Services.GetRequiredService<DemoMeasures>().RunAsync(
                new(live.Name, live.Description, live.Date, 26, live.Specialties, others), "nobody", [new(SignedNotes.Name, "all visit notes", [.. SignedNotes.Months.Select(month => (month.Month, month.Signed, month.Notes))])], token);
            Assert.Null(made);

            var series = await workbench.Services.GetRequiredService<ReadSeries>().RunAsync(measures => measures.OrderBy(m => m.Name), token);
            Assert.Equal(7, series.Count);
            foreach (var one in series.Where(one => one.Feed is not null))
            {
                var chart = MeasureChart.Of(one);
                var hadIt = live.Specialties.Contains(one.Feed!.Specialty!);
                Assert.True((chart.Chart.Variation == VariationIcon.ImprovementLow) == hadIt, $"{one.Measure.Name}: {chart.Chart.Variation}. {ChartWords.Sentence(chart)}");
                // From the first week with it on, every point is a signal; before it, hardly any is.
                var after = chart.Chart.Points.Where(point => point.Value is not null && chart.Dates[point.Index - 1] >= live.Date).ToList();
                if (hadIt) Assert.All(after, point => Assert.Equal(PointType.Improvement, point.Type));
                else Assert.InRange(after.Count(point => point.Type == PointType.Improvement), 0, 2);
                if (!hadIt) Assert.Equal(VariationIcon.Common, chart.Chart.Variation);
                if (!hadIt) continue;
                var effect = BeforeAndAfter.Of(chart, one.Interventions.Single(), live.Date, []);
                Assert.True(effect.Fit!.MeanEffect.CiHigh < 0, effect.Sentence);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
