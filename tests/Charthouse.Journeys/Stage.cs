using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Charthouse.Journeys;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.Playwright;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(Stage))]
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace Charthouse.Journeys;

/// <summary>One browser and one workbench with a log, shared by every test that changes nothing.</summary>
public sealed partial class Stage : IAsyncLifetime
{
    private readonly Dictionary<(Workbench, string), string> signedIn = [];
    private IPlaywright playwright = default!;
    private IBrowser browser = default!;

    internal Workbench Workbench { get; private set; } = default!;

    public async ValueTask InitializeAsync()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        Assertions.SetDefaultExpectTimeout(30_000);
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CHARTHOUSE_CHROMIUM") is { Length: > 0 } path ? path : "/usr/bin/chromium",
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Workbench = await Workbench.StartWithLogAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Workbench is not null) await Workbench.DisposeAsync();
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }

    /// <summary>Somebody who is signed in to the shared workbench, or to one that the test may change.</summary>
    internal async Task<Visitor> EnterAsync(Workbench? workbench = null, bool hasScript = true, string? role = BuiltInRoles.Informatics)
    {
        workbench ??= Workbench;
        var visitor = await OpenAsync(workbench, hasScript, state: null);
        if (role is null) return visitor;
        var page = visitor.Page;
        await page.GotoAsync("/sign-in");
        await page.GetByLabel("E-mail address").FillAsync(await workbench.CreateAccountAsync(role));
        await page.GetByLabel("Password").FillAsync(ServedWorkbench.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Assertions.Expect(page).Not.ToHaveURLAsync(SignInAddress());
        return visitor;
    }

    /// <summary>Somebody who only looks: all of one role share one account, which signs in once.</summary>
    internal async Task<Visitor> LookInAsync(Workbench workbench, string? role)
    {
        if (role is not null && !signedIn.ContainsKey((workbench, role)))
        {
            await using var first = await EnterAsync(workbench, role: role);
            signedIn.Add((workbench, role), await first.Page.Context.StorageStateAsync());
        }

        return await OpenAsync(workbench, hasScript: true, role is null ? null : signedIn[(workbench, role)]);
    }

    [GeneratedRegex("/sign-in", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignInAddress();

    private async Task<Visitor> OpenAsync(Workbench workbench, bool hasScript, string? state)
    {
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = workbench.Address,
            JavaScriptEnabled = hasScript,
            Locale = "en-US",
            ColorScheme = ColorScheme.Light,
            ReducedMotion = ReducedMotion.Reduce,
            ViewportSize = new() { Width = 1440, Height = 900 },
            StorageState = state,
        });
        context.SetDefaultTimeout(60_000);
        var page = await context.NewPageAsync();
        return new Visitor(context, page);
    }
}

/// <summary>One tab with storage of its own, and what the browser complained about in it.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly IBrowserContext context;
    private readonly ConcurrentQueue<string> complaints = [];

    public Visitor(IBrowserContext context, IPage page)
    {
        this.context = context;
        Page = page;
        // Breaches of the content policy are console errors too.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        };
        page.PageError += (_, error) => complaints.Enqueue("script: " + error);
        page.RequestFailed += (_, request) =>
        {
            // A page that is left takes its event stream with it.
            if (request.Failure is not "net::ERR_ABORTED") complaints.Enqueue($"request: {request.Url} {request.Failure}");
        };
    }

    public IPage Page { get; }

    public IReadOnlyCollection<string> Complaints => complaints;

    /// <summary>Presses Tab until the element has the focus, as somebody without a mouse has to.</summary>
    public async Task TabToAsync(ILocator target)
    {
        await Assertions.Expect(target).ToBeVisibleAsync();
        for (var presses = 0; presses < 150; presses++)
        {
            await Page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;
        }

        Assert.Fail($"Tab never reached {target}.");
    }

    public async ValueTask DisposeAsync() => await context.DisposeAsync();
}
