using Charthouse.Access;
using Charthouse.Host.Web;
using Charthouse.Measure;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Diagnostics;

namespace Charthouse.Host;

/// <summary>The web pipeline.</summary>
internal static class WebServer
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Serves a data directory on localhost until it is told to stop.</summary>
    /// <param name="data">Where the data lie.</param>
    /// <param name="port">Port.</param>
    /// <param name="settings">Name of the organisation and days to mark.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    public static async Task<int> RunAsync(WorkbenchData data, int port, MeasureSettings settings, CancellationToken cancellationToken)
    {
        await using var app = Build(data, port, settings);
        await Workbench.PrepareAsync(app.Services, cancellationToken);
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException problem) when (problem.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            return Commands.Exit.Refuse($"Port {port} is taken. Name another one: --port {port + 1}");
        }

        Console.WriteLine($"http://localhost:{port}");
        Console.Error.WriteLine("Charthouse listens on this machine only, because it has no sign-in yet. Ctrl+C stops it.");
        await app.WaitForShutdownAsync(cancellationToken);
        return Commands.Exit.Done;
    }

    /// <summary>Builds the application without starting it.</summary>
    internal static WebApplication Build(WorkbenchData data, int port, MeasureSettings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(WebServer).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        // Styles and scripts lie with their projects until the program is published.
        builder.WebHost.UseStaticWebAssets();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.ListenLocalhost(port);
            kestrel.AddServerHeader = false;
        });
        builder.Services.AddWorkbench(data);
        builder.Services.AddPlatformPages();
        builder.Services.AddAccessPages();
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
            return next(context);
        });
        app.UseAuthentication();
        app.UseCurrentActor();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets().AllowAnonymous();
        app.MapGet("/", (CurrentActor actor, IEnumerable<NavigationGroup> groups) => TypedResults.Redirect(StartPage.Of(actor.Now, groups))).RequireSignIn();
        app.MapAccess();
        app.MapMeasure();
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. App.Pages]);
        return app;
    }

    // What broke is logged once, here; the visitor learns that nothing is lost and a number to name.
    private static void MapErrors(IApplicationBuilder errors) => errors.Run(async context =>
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error && StoreOutage.Of(error, context.RequestServices.GetRequiredService<StoreConventions>()) is { } outage)
        {
            await SayUnavailableAsync(context, outage.Problem);
            return;
        }

        var reference = System.Diagnostics.Activity.Current?.Id ?? context.TraceIdentifier;
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(ErrorPage.Html(reference));
            return;
        }

        await TypedResults.Problem(title: "Charthouse could not answer.", statusCode: StatusCodes.Status500InternalServerError, extensions: [new("reference", reference)]).ExecuteAsync(context);
    });

    private static async Task SayUnavailableAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        context.Response.Headers.RetryAfter = "5";
        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(ErrorPage.Unavailable(problem.Message));
            return;
        }

        await new[] { problem }.ToHttp().ExecuteAsync(context);
    }
}
