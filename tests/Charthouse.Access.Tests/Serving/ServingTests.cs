using System.Net;
using System.Text.Json;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.Serving;

/// <summary>Health, headers and the settings that change them.</summary>
public sealed class ServingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_IsOpenAndSaysNothingElse()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = workbench.Visitor();
        Assert.Equal("live", await visitor.GetStringAsync(new Uri("/health/live", UriKind.Relative), Token));
        Assert.Equal("ready", await visitor.GetStringAsync(new Uri("/health/ready", UriKind.Relative), Token));
    }

    [Fact]
    public async Task Ready_IsNo_WhenTheDataDirectoryIsGone()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await using var workbench = await ServedWorkbench.StartAsync(store: store);
        using var visitor = workbench.Visitor();
        var away = store.Folder + "-away";
        Directory.Move(store.Folder, away);
        try
        {
            using var ready = await visitor.GetAsync(new Uri("/health/ready", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Equal("not ready", await ready.Content.ReadAsStringAsync(Token));
            Assert.Equal("live", await visitor.GetStringAsync(new Uri("/health/live", UriKind.Relative), Token));
        }
        finally
        {
            Directory.Move(away, store.Folder);
        }
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/health/live")]
    [InlineData("/no-such-page")]
    [InlineData("/_content/Charthouse.Ui/charthouse.css")]
    public async Task EveryAnswer_CarriesTheHeaders(string address)
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = workbench.Visitor();
        using var answer = await visitor.GetAsync(new Uri(address, UriKind.Relative), Token);
        string Header(string name) => string.Join(' ', answer.Headers.GetValues(name));
        Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.EndsWith("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
        // Over plain HTTP browsers must not be told to come back by TLS only.
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task BehindATrustedProxy_BrowsersAreToldToComeBackByTls()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await WriteAsync(store, new { Server = new { TrustedProxies = new[] { "127.0.0.1", "::1" } } });
        await using var workbench = await ServedWorkbench.StartAsync(store: store);
        using var visitor = workbench.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await visitor.GetAsync(new Uri("/sign-in", UriKind.Relative), Token);
        Assert.Equal("max-age=31536000", Assert.Single(answer.Headers.GetValues("Strict-Transport-Security")));
    }

    [Fact]
    public async Task ForwardedHeaders_OfStrangers_AreNotBelieved()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var visitor = workbench.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await visitor.GetAsync(new Uri("/sign-in", UriKind.Relative), Token);
        Assert.False(answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task InsideTheFrameOfTheEhr_CookiesTravelOverTlsOnly()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await WriteAsync(store, new { Server = new { FrameAncestors = new[] { "https://ehr.example.org" }, TrustedProxies = new[] { "127.0.0.1", "::1" } } });
        await using var workbench = await ServedWorkbench.StartAsync(store: store);
        using var visitor = workbench.Visitor();
        visitor.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var answer = await visitor.GetAsync(new Uri("/sign-in", UriKind.Relative), Token);
        Assert.EndsWith("frame-ancestors 'self' https://ehr.example.org", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("X-Frame-Options"));
        Assert.All(answer.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure; samesite=none", cookie, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task EndOfTheProgram_LetsARequestFinish_AndEndsStreams()
    {
        var workbench = await ServedWorkbench.StartAsync();
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        var queue = (Platform.Jobs.JobQueue)workbench.Services.GetService(typeof(Platform.Jobs.JobQueue))!;
        var id = await queue.EnqueueAsync("platform.remove-old-jobs", "{}", DateTimeOffset.MaxValue.AddYears(-1), Token);
        using var events = await administrator.GetAsync(new Uri($"/jobs/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
        using var stream = new StreamReader(await events.Content.ReadAsStreamAsync(Token));
        await stream.ReadLineAsync(Token);

        // A form whose body is still on its way when the program is told to end.
        var page = await ServedWorkbench.PageAsync(administrator, $"/jobs/{id}");
        var token = page.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var body = new SlowContent("__RequestVerificationToken=" + Uri.EscapeDataString(token), release.Task);
        var request = administrator.PostAsync(new Uri($"/jobs/{id}/cancel", UriKind.Relative), body, Token);
        await body.Begun.Task;
        var stopping = workbench.DisposeAsync().AsTask();
        await stream.ReadToEndAsync(Token).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.False(request.IsCompleted);
        release.SetResult();
        using var answer = await request;
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        await stopping.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }

    private static Task WriteAsync(TestStore store, object settings) => File.WriteAllTextAsync(Path.Combine(store.Folder, "charthouse.json"), JsonSerializer.Serialize(settings), Token);

    private sealed class SlowContent : HttpContent
    {
        private readonly byte[] text;
        private readonly Task release;

        public SlowContent(string text, Task release)
        {
            (this.text, this.release) = (System.Text.Encoding.ASCII.GetBytes(text), release);
            Headers.ContentType = new("application/x-www-form-urlencoded");
        }

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(text.AsMemory(0, 10));
            await stream.FlushAsync();
            Begun.SetResult();
            await release;
            await stream.WriteAsync(text.AsMemory(10));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = text.Length;
            return true;
        }
    }
}
