using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Host;
using Charthouse.Host.Tests;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>Two web processes on one PostgreSQL and one data directory: requests go to either, one is killed, and the user notices nothing: every answer is fine, and what was acknowledged is there.</summary>
public sealed class TwoProcessesTests
{
    private const string Email = "two@example.org";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RequestsToEither_AndOneKilled_AreOneSession()
    {
        Assert.SkipWhen(TestStore.ReasonToSkip(StoreKind.Postgres) is not null, TestStore.ReasonToSkip(StoreKind.Postgres) ?? "");
        await using var store = await TestStore.CreateAsync(StoreKind.Postgres);
        await using (var services = Workbench.Services(store.Data))
        {
            await Workbench.MigrateAsync(services, Token);
            await Workbench.PrepareAsync(services, Token);
            Assert.True((await services.GetRequiredService<CreateAccount>().RunAsync(Email, "Two", ServedWorkbench.Password, ["cmio"], null, Token)).Succeeded);
        }

        var (one, two) = (await ServeAsync(store), await ServeAsync(store));
        try
        {
            await Task.WhenAll(one.Ready, two.Ready).WaitAsync(TimeSpan.FromMinutes(2), Token);
            await using var balancer = await Balancer.StartAsync(one.Port, two.Port);
            using var handler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
            using var browser = new HttpClient(handler) { BaseAddress = balancer.Address };
            browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            // The form comes from one process and is posted to the other.
            using (var signedIn = await ServedWorkbench.PostFormAsync(browser, "/sign-in", ("Form.Email", Email), ("Form.Password", ServedWorkbench.Password))) Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
            List<string> written = [];
            var seen = new ConcurrentBag<HttpStatusCode>();
            for (var i = 0; i < 4; i++) await WriteAsync("Before " + i);
            Assert.Equal(0, balancer.ResentCount);

            // One is killed while both answer.
            using var stop = new CancellationTokenSource();
            seen.Clear();
            var reading = Task.WhenAll(Enumerable.Range(0, 4).Select(_ => ReadAsync()));
            while (seen.Count < 8) await Task.Delay(10, Token);
            one.Process.Kill();
            while (balancer.ResentCount == 0) await Task.Delay(10, Token);
            for (var i = 0; i < 4; i++) await WriteAsync("After " + i);
            await stop.CancelAsync();
            await reading;

            Assert.All(seen, status => Assert.Equal(HttpStatusCode.OK, status));
            var measures = (await ServedWorkbench.PageAsync(browser, "/measures")).QuerySelectorAll("main tbody th").Select(cell => cell.TextContent.Trim()).ToList();
            Assert.All(written, name => Assert.Single(measures, measure => measure.StartsWith(name, StringComparison.Ordinal)));

            async Task WriteAsync(string name)
            {
                using var answer = await ServedWorkbench.PostFormAsync(browser, "/measures/new", "measure", ("Form.Name", name));
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
                written.Add(name);
                using var page = await browser.GetAsync(answer.Headers.Location!, Token);
                seen.Add(page.StatusCode);
            }

            async Task ReadAsync()
            {
                while (!stop.IsCancellationRequested)
                {
                    using var answer = await browser.GetAsync(new Uri("/definitions", UriKind.Relative), Token);
                    seen.Add(answer.StatusCode);
                }
            }
        }
        finally
        {
            foreach (var process in new[] { one.Process, two.Process })
            {
                if (!process.HasExited) process.Kill();
                await process.WaitForExitAsync(Token);
                process.Dispose();
            }
        }
    }

    private static Task<(Process Process, int Port, Task Ready)> ServeAsync(TestStore store)
    {
        var port = ServedWorkbench.FreePort();
        var process = BuiltProgram.Start(BuiltProgram.File, ["serve", "--data", store.Folder, "--postgres", store.Connection!, "--port", port.ToString(CultureInfo.InvariantCulture)]);
        var ready = Task.Run(
            async () =>
            {
                while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
                {
                    if (line.StartsWith("http://", StringComparison.Ordinal)) return;
                }

                throw new InvalidOperationException("It did not start: " + await process.StandardError.ReadToEndAsync(Token));
            }, Token);
        return Task.FromResult((process, port, ready));
    }
}
