using System.Net;
using Charthouse.Access;
using Charthouse.Host.Web;
using Charthouse.Measure;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace Charthouse.Host;

/// <summary>The web pipeline.</summary>
internal static class WebServer
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Serves a data directory until it is told to stop.</summary>
    /// <param name="data">Where the data lie.</param>
    /// <param name="port">Port.</param>
    /// <param name="settings">Name of the organisation and days to mark.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <param name="listen">Address to listen on; <c>null</c> for this machine only.</param>
    public static async Task<int> RunAsync(WorkbenchData data, int port, MeasureSettings settings, CancellationToken cancellationToken, IPAddress? listen = null)
    {
        var demo = DemoAccountsOf(data);
        // Everybody who reaches a demo is its administrator.
        if (demo.Count > 0 && listen is not null && !IPAddress.IsLoopback(listen))
            return Commands.Exit.Refuse($"{data.Directory.FullName} is a demo: whoever reaches it may do everything, so it is served on this machine only. Leave out --listen.");
        await using var app = Build(data, port, settings, new AccessSettings { OrganisationName = settings.OrganisationName, DemoAccounts = demo }, listen);
        await Workbench.PrepareAsync(app.Services, cancellationToken);
        await app.Services.MakeDemoAccountsAsync(demo, cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Commands.Exit.Refuse($"Port {port} is taken. Name another one: --port {port + 1}");
        }
        catch (System.Net.Sockets.SocketException problem) when (problem.SocketErrorCode == System.Net.Sockets.SocketError.AddressNotAvailable)
        {
            return Commands.Exit.Refuse($"This machine does not have the address {listen}. Name one of its own, or 0.0.0.0 for all of them.");
        }

        var address = Address(listen, port);
        Console.WriteLine(address);
        if (await app.Services.SetUpCodeAsync(cancellationToken) is { } code)
            await Console.Error.WriteLineAsync($"Nobody has an account yet. Open {address}/set-up and enter this code: {code}");
        await Console.Error.WriteLineAsync(listen is null || IPAddress.IsLoopback(listen)
            ? "Charthouse listens on this machine only. Ctrl+C stops it."
            : $"Warning: Charthouse listens on {listen} WITHOUT TLS. Passwords and data cross the network readable by anybody on the way. Put a proxy with TLS in front of it, or leave out --listen. Ctrl+C stops it.");
        await app.WaitForShutdownAsync(cancellationToken);
        return Commands.Exit.Done;
    }

    /// <summary>Builds the application without starting it.</summary>
    internal static WebApplication Build(WorkbenchData data, int port, MeasureSettings settings, AccessSettings? access = null, IPAddress? listen = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(WebServer).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        // Styles and scripts lie with their projects until the program is published.
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            if (listen is null) kestrel.ListenLocalhost(port);
            else kestrel.Listen(listen, port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddWorkbench(data);
        builder.Services.AddPlatformPages();
        builder.Services.AddAccessPages(access ?? new AccessSettings { OrganisationName = settings.OrganisationName });
        builder.Services.AddMeasurePages(settings);
        builder.Services.AddCharthouseUi();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery();
        builder.Services.AddProblemDetails();

        var app = builder.Build();
        app.UseExceptionHandler(MapErrors);
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            // A page about a refused post is read, not posted to.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseFirstRun();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseCurrentActor();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.Use((context, next) =>
        {
            if (!HttpMethods.IsPost(context.Request.Method) || context.Features.Get<IAntiforgeryValidationFeature>() is not { IsValid: false }) return next(context);
            // Without this the answer would be an empty page.
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return Task.CompletedTask;
        });
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/", (CurrentActor actor, IEnumerable<NavigationGroup> groups) => TypedResults.Redirect(StartPage.Of(actor.Now, groups))).RequireSignIn();
        app.MapAccess();
        app.MapMeasure();
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. App.Pages]);
        return app;
    }

    // A data directory says itself that it is a demo; nothing that is posted can.
    private static IReadOnlyList<DemoAccount> DemoAccountsOf(WorkbenchData data) =>
        File.Exists(Path.Combine(data.Directory.FullName, Commands.DemoCommand.DemoMarker))
            ? [.. Demo.DemoPeople.All.Select(person => new DemoAccount(person.Email, person.Name, person.Role, person.Words, person.IsPerson, person.LogUser))]
            : [];

    private static string Address(IPAddress? listen, int port) =>
        listen is null || IPAddress.IsLoopback(listen) || listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any) ? $"http://localhost:{port}"
        : listen.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"http://[{listen}]:{port}" : $"http://{listen}:{port}";

    // What broke is logged once, here; the visitor learns that nothing is lost and a number to name.
    private static void MapErrors(IApplicationBuilder error) => error.Run(async context =>
    {
        var reference = System.Diagnostics.Activity.Current?.Id ?? context.TraceIdentifier;
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(ErrorPage.Html(reference));
            return;
        }

        await TypedResults.Problem(title: "Charthouse could not answer.", statusCode: StatusCodes.Status500InternalServerError, extensions: [new("reference", reference)]).ExecuteAsync(context);
    });
}
