using System.Globalization;
using System.Net;
using Charthouse.Measure.Measures;
using Charthouse.Measure.Measures.Charts;
using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests.Measures;

/// <summary>The board keeps charts between two looks at it, and shows every change all the same.</summary>
public sealed class BoardTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task EveryChange_IsSeenAtTheNextLook(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        using var browser = await workbench.SignInAsync(BuiltInRoles.Cmio);
        using var added = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", "Unsigned notes"), ("Form.Figures", "Measurement"), ("Form.Direction", "Decrease"), ("Form.Frequency", "Weekly"));
        var id = Guid.Parse(new Uri(browser.BaseAddress!, added.Headers.Location!).AbsolutePath.Split('/')[^1]);
        Assert.Equal("Nothing", await RowAsync("latest", "Nothing"));

        static DateOnly Week(int number) => new DateOnly(2026, 1, 5).AddDays(7 * number);
        var (first, last) = (Week(0), Week(23));
        var rows = string.Join('\n', Enumerable.Range(0, 24).Select(i => string.Create(CultureInfo.InvariantCulture, $"{Week(i):yyyy-MM-dd}\t{(i < 12 ? 40 : 30) + i * 7 % 5}")));
        using (var posted = await ServedWorkbench.PostFormAsync(browser, $"/measures/{id}/points", "paste", ("Form.Rows", rows))) Assert.Equal(HttpStatusCode.Redirect, posted.StatusCode);
        await ChangedAsync("points", "24");

        // What another process writes is seen too, because it leaves the same trace.
        await WriteAsync(async db => (await db.Set<MeasurePoint>().SingleAsync(p => p.MeasureId == id && p.On == last, Token)).Numerator = 55);
        await ChangedAsync("latest", "55");
        await WriteAsync(db => Add(db, new MeasureTarget { Id = Guid.CreateVersion7(), MeasureId = id, FromOn = DateOnly.MinValue, Value = 20 }));
        await ChangedAsync("target", "20");
        var centre = await RowAsync("centre");
        await WriteAsync(db => Add(db, new MeasureExclusion { Id = Guid.CreateVersion7(), MeasureId = id, On = Week(23), Reason = "A typing error" }));
        Assert.NotEqual(centre, centre = await RowAsync("centre"));
        await WriteAsync(db => Add(db, new MeasurePart { Id = Guid.CreateVersion7(), MeasureId = id, StartsOn = Week(12), Reason = "The new form", Evidence = "", DecidedAt = DateTimeOffset.UnixEpoch, DecidedBy = "Ada" }));
        Assert.NotEqual(centre, await RowAsync("centre"));
        await WriteAsync(async db => (await db.Set<ChartedMeasure>().SingleAsync(m => m.Id == id, Token)).Unit = "notes");
        await ChangedAsync("unit", "notes");
        await WriteAsync(async db => db.Remove(await db.Set<MeasurePoint>().SingleAsync(p => p.MeasureId == id && p.On == first, Token)));
        await ChangedAsync("points", "23");
        await WriteAsync(async db => (await db.Set<ChartedMeasure>().SingleAsync(m => m.Id == id, Token)).ArchivedAt = DateTimeOffset.UnixEpoch);
        Assert.Equal("Nothing", await RowAsync("name", "Nothing"));

        async Task ChangedAsync(string column, string expected)
        {
            Assert.Equal(expected, await RowAsync(column));
            // Nothing is kept that a fresh look would say otherwise.
            var list = workbench.Services.GetRequiredService<MeasureList>();
            var kept = (await list.RunAsync(new(null, null, null, null, null, null), Token)).Charts.Single();
            var fresh = MeasureChart.Of((await workbench.Services.GetRequiredService<ReadSeries>().RunAsync(id, Token))!);
            Assert.Equal(fresh.Chart.Points.Select(point => (point.Value, point.Centre, point.Lines, point.Type)), kept.Chart.Points.Select(point => (point.Value, point.Centre, point.Lines, point.Type)));
            Assert.Equal(fresh.Target, kept.Target);
            Assert.Same(kept, (await list.RunAsync(new(null, null, null, null, null, null), Token)).Charts.Single());
        }

        async Task<string?> RowAsync(string column, string? whenEmpty = null)
        {
            var lines = (await browser.GetStringAsync(new Uri("/measures/board/export.csv", UriKind.Relative), Token)).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length == 1) return whenEmpty;
            // Only the sentence may hold commas, so what stands behind it is counted from the end.
            var (columns, values) = (lines[0].Split(','), lines[1].Split(','));
            var at = Array.IndexOf(columns, column);
            var value = at < Array.IndexOf(columns, "sentence") ? values[at] : values[^(columns.Length - at)];
            return value.Length == 0 ? whenEmpty : value;
        }

        async Task WriteAsync(Func<WorkbenchDb, Task> change)
        {
            await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
            db.Reason = "Seen at once?";
            await change(db);
            await db.SaveChangesAsync(Token);
        }

        static Task Add(DbContext db, object row)
        {
            db.Add(row);
            return Task.CompletedTask;
        }
    }
}
