using System.Net;
using Charthouse.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Charthouse.Stores.Conformance.Outages;

/// <summary>
/// What stands in front of several web processes, as small as it can be: it takes turns, leaves out a process that does not answer, and sends again what may be
/// sent twice. A form that broke on the way is not sent again: nobody knows whether it was saved.
/// </summary>
internal sealed class Balancer : IAsyncDisposable
{
    // Of the connection, not of the request, which the proxy makes anew.
    private static readonly string[] ofConnection = ["Host", "Connection", "Transfer-Encoding", "Keep-Alive"];

#pragma warning disable CA2000 // The client disposes its handler.
    private readonly HttpClient client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
#pragma warning restore CA2000
    private readonly WebApplication app;
    private readonly List<int> living;
    private int turn, resent;

    private Balancer(WebApplication app, int port, IEnumerable<int> processes)
    {
        this.app = app;
        living = [.. processes];
        Address = new Uri($"http://localhost:{port}");
    }

    public Uri Address { get; }

    /// <summary>How often another process had to answer.</summary>
    public int ResentCount => resent;

    public static async Task<Balancer> StartAsync(params IReadOnlyList<int> processes)
    {
        var port = ServedWorkbench.FreePort();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://localhost:{port}");
        var balancer = new Balancer(builder.Build(), port, processes);
        balancer.app.Run(balancer.ForwardAsync);
        await balancer.app.StartAsync();
        return balancer;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        client.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        while (Next() is { } port)
        {
            try
            {
                using var request = Copy(context.Request, port, body.ToArray());
                using var answer = await client.SendAsync(request, context.RequestAborted);
                await AnswerAsync(context.Response, answer, await answer.Content.ReadAsByteArrayAsync(context.RequestAborted), context.RequestAborted);
                return;
            }
            catch (HttpRequestException broken)
            {
                lock (living) living.Remove(port);
                if (!HttpMethods.IsGet(context.Request.Method) && broken.HttpRequestError != HttpRequestError.ConnectionError) break;
                Interlocked.Increment(ref resent);
            }
        }

        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }

    private int? Next()
    {
        lock (living) return living.Count == 0 ? null : living[Interlocked.Increment(ref turn) % living.Count];
    }

    private static HttpRequestMessage Copy(HttpRequest request, int port, byte[] body)
    {
        var copy = new HttpRequestMessage(new HttpMethod(request.Method), new Uri($"http://localhost:{port}{request.Path}{request.QueryString}"));
        if (body.Length > 0) copy.Content = new ByteArrayContent(body);
        foreach (var (name, values) in request.Headers.Where(header => !ofConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
        {
            if (!copy.Headers.TryAddWithoutValidation(name, values.ToArray())) copy.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        copy.Headers.Host = request.Host.Value;
        return copy;
    }

    private static async Task AnswerAsync(HttpResponse response, HttpResponseMessage answer, byte[] body, CancellationToken cancellationToken)
    {
        response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(header => !ofConnection.Contains(header.Key, StringComparer.OrdinalIgnoreCase))) response.Headers[name] = values.ToArray();
        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified)) await response.Body.WriteAsync(body, cancellationToken);
    }
}
