using System.Diagnostics;
using System.Globalization;
using System.Net;
using AngleSharp.Html.Parser;
using Charthouse.Access.Accounts;
using Charthouse.Host;
using Charthouse.Host.Tests;
using Charthouse.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>Two web processes on one PostgreSQL and one data directory: requests go to either, one is killed, and the user notices nothing.</summary>
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
            using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
            using var browser = new HttpClient(handler);
            browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
            var cookies = new Dictionary<string, string>(StringComparer.Ordinal);

            // The form comes from one process and is posted to the other.
            var (status, html) = await SendAsync(browser, cookies, one.Port, "/sign-in");
            Assert.Equal(HttpStatusCode.OK, status);
            var form = new HtmlParser().ParseDocument(html).QuerySelector("[name='Form.Password']")!.Closest("form")!;
            var fields = form.QuerySelectorAll("input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? "", StringComparer.Ordinal);
            (fields["Form.Email"], fields["Form.Password"]) = (Email, ServedWorkbench.Password);
            (status, _) = await SendAsync(browser, cookies, two.Port, "/sign-in", fields);
            Assert.Equal(HttpStatusCode.Redirect, status);
            for (var i = 0; i < 6; i++) Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, cookies, i % 2 == 0 ? one.Port : two.Port, "/definitions")).Status);

            // One is killed while it answers; whoever sends again, as a load balancer does, gets the page from the other.
            var answering = Record.ExceptionAsync(async () =>
            {
                while (true) await SendAsync(browser, cookies, one.Port, "/definitions");
            });
            await Task.Delay(50, Token);
            one.Process.Kill();
            Assert.NotNull(await answering);
            for (var i = 0; i < 3; i++) Assert.Equal(HttpStatusCode.OK, (await SendAsync(browser, cookies, two.Port, "/definitions")).Status);
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

    // All processes stand behind one name: cookies do not know ports.
    private static async Task<(HttpStatusCode Status, string Html)> SendAsync(HttpClient browser, Dictionary<string, string> cookies, int port, string path, Dictionary<string, string>? form = null)
    {
        using var request = new HttpRequestMessage(form is null ? HttpMethod.Get : HttpMethod.Post, new Uri($"http://localhost:{port}{path}"));
        if (form is not null) request.Content = new FormUrlEncodedContent(form);
        if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var answer = await browser.SendAsync(request, Token);
        foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            cookies[pair[0]] = pair[1];
        }

        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
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
