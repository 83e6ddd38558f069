using System.Net;
using Charthouse.Access;
using Charthouse.Access.Outbox;
using Charthouse.Decide;
using Charthouse.Deliver;
using Charthouse.Host.Settings;
using Charthouse.Host.Web;
using Charthouse.Improve;
using Charthouse.Listen;
using Charthouse.Measure;
using Charthouse.Measure.Measures;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Charthouse.Today;
using Charthouse.Ui;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Console;

namespace Charthouse.Host;

/// <summary>The web pipeline.</summary>
internal static class WebServer
{
    /// <summary>Serves a data directory until it is told to stop.</summary>
    /// <param name="data">Where the data lie.</param>
    /// <param name="port">Port.</param>
    /// <param name="measure">Name of the organisation and days to mark.</param>
    /// <param name="cancellationToken">Stops the server.</param>
    /// <param name="settings">Settings; the defaults serve this machine only.</param>
    public static async Task<int> RunAsync(WorkbenchData data, int port, MeasureSettings measure, CancellationToken cancellationToken, WorkbenchSettings? settings = null)
    {
        settings ??= new WorkbenchSettings();
        var demo = DemoAccountsOf(data);
        // Everybody who reaches a demo is its administrator.
        if (demo.Count > 0 && !settings.Server.IsLocal)
            return Commands.Exit.Refuse($"{data.Directory.FullName} is a demo: whoever reaches it may do everything, so it is served on this machine only. Leave out --listen (setting Server:Listen).");
        var isMade = data.Postgres is null && !File.Exists(Path.Combine(data.Directory.FullName, SqliteStore.FileName));
        var model = Task.Run(() => Workbench.PrepareModel(data), CancellationToken.None);
        await using var app = Build(data, port, measure, settings, new AccessSettings { OrganisationName = measure.OrganisationName, DemoAccounts = demo });
        // The first page needs all routes; the database does not.
        _ = Task.Run(() => ((IEndpointRouteBuilder)app).DataSources.Sum(source => source.Endpoints.Count), CancellationToken.None);
        await model;
        if (data.Postgres is not null) isMade = await Workbench.MakeTablesAsync(app.Services, cancellationToken);
        await Workbench.PrepareAsync(app.Services, cancellationToken);
        // Said aloud, because the other reason for an empty store is a mistyped path.
        if (isMade) await Console.Error.WriteLineAsync($"There was no store yet: a new, empty one was made in {(data.Postgres is { } made ? $"{PostgresStore.Describe(made)}, with the data directory {data.Directory.FullName}" : data.Directory.FullName)}. Did you mean another? Stop this and name it with {(data.Postgres is null ? "--data" : "--postgres")}.");
        await app.Services.MakeDemoAccountsAsync(demo, cancellationToken);
        if (demo.Count > 0 && await MakeDemoMeasuresAsync(app.Services, cancellationToken) is { } missing) await Console.Error.WriteLineAsync($"The measures of the demo are not all there. {missing}");
        if (demo.Count > 0) await app.Services.MakeDemoSharesAsync(Demo.DemoPeople.ActivityShares, cancellationToken);
        if (demo.Count > 0) await MakeDemoThreadsAsync(app.Services, cancellationToken);
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
            return Commands.Exit.Refuse($"This machine does not have the address {settings.Server.Listen}. Name one of its own, or 0.0.0.0 for all of them.");
        }

        var address = Address(settings.Server, port);
        Console.WriteLine(address);
        if (await app.Services.SetUpCodeAsync(cancellationToken) is { } code)
            await Console.Error.WriteLineAsync($"Nobody has an account yet. Open {address}/set-up and enter this code: {code}");
        await Console.Error.WriteLineAsync(settings.Server.IsLocal ? "Charthouse listens on this machine only. Ctrl+C stops it." : $"Charthouse listens on {settings.Server.Listen}, port {port}. Ctrl+C stops it.");
        if (!settings.Server.IsLocal && !settings.Server.HasTls)
            await Console.Error.WriteLineAsync("Warning: it listens WITHOUT TLS. Passwords and data cross the network readable by anybody on the way. Give a certificate (Server:Certificate), or name the proxy with TLS in front of it (Server:TrustedProxies).");
        await app.WaitForShutdownAsync(cancellationToken);
        return Commands.Exit.Done;
    }

    /// <summary>Builds the application without starting it.</summary>
    internal static WebApplication Build(WorkbenchData data, int port, MeasureSettings measure, WorkbenchSettings? settings = null, AccessSettings? access = null)
    {
        settings ??= new WorkbenchSettings();
        var server = settings.Server;
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(WebServer).Assembly.GetName().Name, ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        // Styles and scripts lie with their projects until the program is published.
        builder.WebHost.UseStaticWebAssets();
        AddLogging(builder.Logging, settings);
        builder.WebHost.ConfigureKestrel(kestrel => Listen(kestrel, server, port));
        // The demo hospital has no mail server: nobody gets a mail by trying it out.
        if (File.Exists(Path.Combine(data.Directory.FullName, Commands.DemoCommand.DemoMarker))) settings.Mail.NeverSend();
        builder.Services.AddWorkbench(data, settings);
        builder.Services.AddPlatformPages();
        builder.Services.AddAccessPages(access ?? new AccessSettings { OrganisationName = measure.OrganisationName });
        builder.Services.AddMeasurePages(measure);
        builder.Services.AddImprovePages();
        builder.Services.AddListenPages();
        builder.Services.AddDecidePages();
        builder.Services.AddDeliverPages();
        builder.Services.AddTodayPages();
        builder.Services.AddCharthouseUi();
        builder.Services.AddRazorComponents();
        builder.Services.AddAntiforgery();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton<ProgramStatus>();
        builder.Services.AddSingleton<IStatusSource>(provider => provider.GetRequiredService<ProgramStatus>());
        builder.Services.AddSingleton<IStatusSource, StoreStatus>();
        // What runs may end: a request, a step of a job.
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
        if (server.FrameAncestors.Length > 0) AllowFrames(builder.Services);

        var app = builder.Build();
        // Made now, because it remembers when the program started.
        app.Services.GetRequiredService<ProgramStatus>();
        if (server.TrustedProxies.Length > 0) app.UseForwardedHeaders(ForwardedBy(server.TrustedProxies));
        app.UseSecurityHeaders(server);
        // Ours is logged without the message of the exception; the framework's own line would hold it.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = AnswerErrorAsync, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePagesWithReExecute("/status/{0}");
        app.Use((context, next) =>
        {
            // A page about a refused post is read, not posted to.
            if (context.Features.Get<IStatusCodeReExecuteFeature>() is not null) context.Request.Method = HttpMethods.Get;
            return next(context);
        });
        app.UseFirstRun();
        app.UseAuthentication();
        app.UseRateLimiter();
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
        Health.Map(app);
        app.MapGet("/", (CurrentActor actor, IEnumerable<NavigationGroup> groups) => TypedResults.Redirect(StartPage.Of(actor.Now, groups))).RequireSignIn();
        app.MapRecords();
        app.MapAccess();
        app.MapMeasure();
        app.MapImprove();
        app.MapListen();
        app.MapDecide();
        app.MapDeliver();
        app.MapToday();
        app.MapRazorComponents<App>().AddAdditionalAssemblies([.. App.Pages]);
        return app;
    }

    // A data directory says itself that it is a demo; nothing that is posted can.
    private static IReadOnlyList<DemoAccount> DemoAccountsOf(WorkbenchData data) =>
        File.Exists(Path.Combine(data.Directory.FullName, Commands.DemoCommand.DemoMarker))
            ? [.. Demo.DemoPeople.All.Select(person => new DemoAccount(person.Email, person.Name, person.Role, person.Words, person.IsPerson, person.LogUser))]
            : [];

    /// <summary>The note time of the specialties that had the go-live and of some that had not, one measure by hand, and the go-live itself.</summary>
    internal static Task<string?> MakeDemoMeasuresAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var live = Demo.HarborRegionalHealth.GoLives[0];
        return services.GetRequiredService<DemoMeasures>().RunAsync(
            new(live.Name, live.Description, live.Date, (live.Date.DayNumber - Demo.HarborRegionalHealth.FirstDay.DayNumber) / 7, live.Specialties, ["Internal Medicine", "Endocrinology"]),
            Demo.DemoPeople.All.Single(person => person.Role == BuiltInRoles.Cmio).Name,
            [
                new(Demo.SignedNotes.Name, "all visit notes", [.. Demo.SignedNotes.Months.Select(month => (month.Month, month.Signed, month.Notes))]),
                .. Demo.SignedNotes.Departments.Select(department => new DemoMeasures.ByHand($"{Demo.SignedNotes.Name}, {department.Department}", "visit notes of the department", [.. department.Months.Select(month => (month.Month, month.Signed, month.Notes))])),
            ], cancellationToken);
    }

    /// <summary>Pain points and surveys, requests and decisions, projects and go-lives: one thread runs through all of them.</summary>
    internal static async Task MakeDemoThreadsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var today = (await services.GetRequiredService<ReadShellState>()(cancellationToken)).Today;
        var live = Demo.HarborRegionalHealth.GoLives[0];
        var pain = await services.MakeDemoPainPointsAsync(cancellationToken);
        var decided = await services.MakeDemoDecisionsAsync(today, pain is { } id ? new RecordRef("pain-point", id) : null, cancellationToken);
        await services.MakeDemoProjectsAsync(today, (live.Name, live.Description, live.Date, live.Specialties), decided?.Decision.Id, cancellationToken);
        await services.MakeDemoSurveysAsync(live.Date, cancellationToken);
    }

    private static string Address(ServerSettings server, int port)
    {
        var scheme = server.Certificate is null ? "http" : "https";
        if (server.IsLocal || !IPAddress.TryParse(server.Listen, out var listen) || listen.Equals(IPAddress.Any) || listen.Equals(IPAddress.IPv6Any)) return $"{scheme}://localhost:{port}";
        return listen.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? $"{scheme}://[{listen}]:{port}" : $"{scheme}://{listen}:{port}";
    }

    private static void Listen(Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions kestrel, ServerSettings server, int port)
    {
        kestrel.AddServerHeader = false;
        var certificate = server.LoadCertificate();
        void Configure(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions options)
        {
            if (certificate is not null) options.UseHttps(certificate);
        }

        if (server.Listen.Equals("localhost", StringComparison.OrdinalIgnoreCase)) kestrel.ListenLocalhost(port, Configure);
        else if (IPAddress.TryParse(server.Listen, out var address)) kestrel.Listen(address, port, Configure);
        else kestrel.ListenAnyIP(port, Configure);
    }

    // Lines about our own code by the level of the setting; the framework's only from warnings on, because its lower levels print addresses with what people searched for.
    private static void AddLogging(ILoggingBuilder logging, WorkbenchSettings settings)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(settings.Logging.Level > LogLevel.Warning ? settings.Logging.Level : LogLevel.Warning);
        logging.AddFilter("Charthouse", settings.Logging.Level);
        // What a statement failed on is said once, where the failure is handled, and without values. The question whether there are tables at all may fail.
        logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.None);
        // The status page and the guide say whether keys are encrypted.
        if (settings.Store.KeyCertificate is null) logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        // Results are for the standard output, and this is none.
        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        if (settings.Logging.Format == LogFormat.Json)
            logging.AddJsonConsole(options => (options.UseUtcTimestamp, options.TimestampFormat) = (true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'"));
        else
            logging.AddSimpleConsole(options => (options.SingleLine, options.TimestampFormat, options.UseUtcTimestamp) = (false, "yyyy-MM-dd HH:mm:ss'Z' ", true));
    }

    private static ForwardedHeadersOptions ForwardedBy(string[] proxies)
    {
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var proxy in proxies)
        {
            if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
            else options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        return options;
    }

    // Inside a frame of another site browsers send only cookies that say so, and those only over TLS.
    private static void AllowFrames(IServiceCollection services)
    {
        services.PostConfigure<CookieAuthenticationOptions>(IdentityConstants.ApplicationScheme, options => (options.Cookie.SameSite, options.Cookie.SecurePolicy) = (SameSiteMode.None, CookieSecurePolicy.Always));
        services.Configure<AntiforgeryOptions>(options =>
        {
            (options.Cookie.SameSite, options.Cookie.SecurePolicy) = (SameSiteMode.None, CookieSecurePolicy.Always);
            options.SuppressXFrameOptionsHeader = true;
        });
    }

    // What broke is logged once, here; the visitor learns that nothing is lost and a number to name.
    private static async Task AnswerErrorAsync(HttpContext context)
    {
        if (context.Features.Get<IExceptionHandlerFeature>()?.Error is { } error && StoreOutage.Of(error, context.RequestServices.GetRequiredService<StoreConventions>()) is { } outage)
        {
            await SayUnavailableAsync(context, outage.Problem);
            return;
        }

        var reference = System.Diagnostics.Activity.Current?.Id ?? context.TraceIdentifier;
        if (context.Features.Get<IExceptionHandlerFeature>() is { Error: { } broken } found)
        {
            // The pattern of the route, not the address: that may hold names.
            context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("Charthouse.Host.WebServer").LogError(
                "{Method} {Route} broke, reference {Reference}: {Problem}", context.Request.Method, (found.Endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)", reference, BrokenCode.Describe(broken));
        }

        if (context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(ErrorPage.Html(reference));
            return;
        }

        await TypedResults.Problem(title: "Charthouse could not answer.", statusCode: StatusCodes.Status500InternalServerError, extensions: [new("reference", reference)]).ExecuteAsync(context);
    }

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
