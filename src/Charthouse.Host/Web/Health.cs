using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Host.Web;

/// <summary>What load balancers and watchers ask. Open to everybody, so it says yes or no and nothing else; the status page has the details.</summary>
internal static class Health
{
    private static readonly TimeSpan patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous();
        routes.MapGet("/health/ready", async (IDbContextFactory<WorkbenchDb> dbs, WorkbenchData data, IHostApplicationLifetime lifetime, CancellationToken cancellationToken) =>
            !lifetime.ApplicationStopping.IsCancellationRequested && CanWrite(data.Directory) && await CanConnectAsync(dbs, cancellationToken)
                ? TypedResults.Text("ready")
                : TypedResults.Text("not ready", statusCode: StatusCodes.Status503ServiceUnavailable)).AllowAnonymous();
    }

    /// <summary>Whether the database answers.</summary>
    public static async Task<bool> CanConnectAsync(IDbContextFactory<WorkbenchDb> dbs, CancellationToken cancellationToken)
    {
        try
        {
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            return await db.Database.CanConnectAsync(cancellationToken).WaitAsync(patience, cancellationToken);
        }
        catch (Exception problem) when (problem is TimeoutException or System.Data.Common.DbException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Whether the data directory, which holds the lake, can be written.</summary>
    public static bool CanWrite(DirectoryInfo directory)
    {
        try
        {
            using var file = new FileStream(Path.Combine(directory.FullName, $".health-{Guid.CreateVersion7():N}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            file.WriteByte(0);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
