using System.Net;
using System.Net.Sockets;
using Charthouse.Host;
using Charthouse.Lake;
using Charthouse.Measure;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Journeys;

/// <summary>The program as it is served, on a data directory of its own.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly string folder;

    private Workbench(WebApplication app, string folder, int port)
    {
        this.app = app;
        this.folder = folder;
        Address = $"http://localhost:{port}";
    }

    /// <summary>Without a slash at its end.</summary>
    public string Address { get; }

    private string Data => Path.Combine(folder, "data");

    public static async Task<Workbench> StartEmptyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("charthouse-journeys-").FullName;
        int port;
        using (var free = new TcpListener(IPAddress.Loopback, 0))
        {
            free.Start();
            port = ((IPEndPoint)free.LocalEndpoint).Port;
        }

        var settings = new MeasureSettings { OrganisationName = "Harbor Regional Health", Marks = [new ActivityMark(new DateOnly(2026, 10, 13), "New notes")] };
        var app = WebServer.Build(Directory.CreateDirectory(Path.Combine(folder, "data")), port, settings);
        await SqliteStore.MigrateAsync(app.Services.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), CancellationToken.None);
        await app.StartAsync();
        return new Workbench(app, folder, port);
    }

    public static async Task<Workbench> StartWithLogAsync()
    {
        var workbench = await StartEmptyAsync();
        var outcome = await workbench.app.Services.GetRequiredService<AuditLogImport>().RunAsync(WrittenLog.WriteTo(workbench.folder), null, null, CancellationToken.None);
        Assert.Equal(1, outcome.Summary?.RowsRejected);
        return workbench;
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
        await app.StopAsync();
        await app.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
