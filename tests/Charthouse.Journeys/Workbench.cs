using Charthouse.Access.Accounts;
using Charthouse.Access.Outbox;
using Charthouse.Demo;
using Charthouse.Improve;
using Charthouse.Lake;
using Charthouse.Measure;
using Charthouse.Measure.Measures;
using Charthouse.Platform.Notifications;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Journeys;

/// <summary>The program as it is served, on a data directory of its own.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly ServedWorkbench app;
    private readonly string folder;

    private Workbench(ServedWorkbench app, string folder)
    {
        this.app = app;
        this.folder = folder;
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address => app.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>Makes an account with a role; answers with its e-mail address. The password is <see cref="ServedWorkbench.Password"/>.</summary>
    public Task<string> CreateAccountAsync(string role) => app.CreateAccountAsync(role);

    /// <summary>Shows the mails with their links, and sends none.</summary>
    public void BecomeADemo() => app.Services.GetRequiredService<MailSettings>().NeverSend();
    /// <summary>Tells every account something.</summary>
    public async Task TellAsync(params string[] texts)
    {
        await using var db = await app.Dbs.CreateDbContextAsync();
        var notifications = app.Services.GetRequiredService<Notifications>();
        foreach (var account in await db.Set<Account>().Select(a => a.Id).ToListAsync())
        {
            foreach (var text in texts) notifications.Add(db, account, "import-finished", text, "imports");
        }

        await db.SaveChangesAsync();
    }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Services of the program.</summary>
    public IServiceProvider Services => app.Services;

    public static async Task<Workbench> StartEmptyAsync(bool isSetUp = true)
    {
        var folder = Directory.CreateTempSubdirectory("charthouse-journeys-").FullName;
        var settings = new MeasureSettings { OrganisationName = "Harbor Regional Health", Marks = [new ActivityMark(new DateOnly(2026, 10, 13), "New notes")] };
        return new Workbench(await ServedWorkbench.StartAsync(store: TestStore.At(Path.Combine(folder, "data")), measure: settings, isSetUp: isSetUp), folder);
    }

    public static async Task<Workbench> StartWithLogAsync()
    {
        var workbench = await StartEmptyAsync();
        var outcome = await workbench.app.Services.GetRequiredService<AuditLogImport>().RunAsync(WrittenLog.WriteTo(workbench.folder), null, null, CancellationToken.None);
        Assert.Equal(1, outcome.Summary?.RowsRejected);
        return workbench;
    }

    /// <summary>Adds measures that are entered and, with a log, such that are read from it; an intervention, an aim and its cycles; as a demo has them.</summary>
    public async Task FollowAsync(bool withLog = true)
    {
        var missing = await app.Services.GetRequiredService<DemoMeasures>().RunAsync(
            new("New notes", "Notes are written by voice.", new DateOnly(2026, 10, 12), 3, withLog ? ["Cardiology"] : [], withLog ? ["Urology"] : []), "nobody",
            [.. SignedNotes.Departments.Select(department => new DemoMeasures.ByHand($"{SignedNotes.Name}, {department.Department}", "visit notes of the department", [.. department.Months.Select(month => (month.Month, month.Signed, month.Notes))]))],
            CancellationToken.None);
        Assert.Null(missing);
        await app.Services.MakeDemoImprovementAsync(new DateOnly(2026, 10, 12), CancellationToken.None);
    }

    /// <summary>Stands in for an import of another process: what runs waits until it is disposed. An import that is just ending is waited for.</summary>
    public async Task<FileStream> HoldImportsAsync()
    {
        for (var waited = 0; ; waited++)
        {
            try
            {
                return new FileStream(Path.Combine(Data, "import.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited < 600)
            {
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
