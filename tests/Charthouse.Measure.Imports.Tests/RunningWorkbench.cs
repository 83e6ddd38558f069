using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Charthouse.Measure.Imports;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Measure.Tests;

/// <summary>The program as it is served, on a data directory of its own.</summary>
internal sealed class RunningWorkbench : IAsyncDisposable
{
    private readonly ServedWorkbench workbench;
    private string? token;

    private RunningWorkbench(ServedWorkbench workbench, string data, HttpClient client)
    {
        this.workbench = workbench;
        Data = data;
        Client = client;
    }

    public string Data { get; }

    /// <summary>Somebody of the informatics team.</summary>
    public HttpClient Client { get; }

    public IServiceProvider Services => workbench.Services;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task<RunningWorkbench> StartAsync(string? data = null)
    {
        data ??= Directory.CreateTempSubdirectory("charthouse-imports-").FullName;
        var workbench = await ServedWorkbench.StartAsync(store: TestStore.At(data));
        return new RunningWorkbench(workbench, data, await workbench.SignInAsync(BuiltInRoles.Informatics, followRedirects: true));
    }

    /// <summary>Somebody with another role.</summary>
    public Task<HttpClient> SignInAsync(string role) => workbench.SignInAsync(role, followRedirects: true);

    /// <summary>Ends the program and leaves its data.</summary>
    public async Task StopAsync()
    {
        Client.Dispose();
        await workbench.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Data, recursive: true);
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

    public async Task<IDocument> PageAsync(string address) => Parse(await Client.GetStringAsync(address, Token));

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    public async Task<string> AntiforgeryAsync() =>
        token ??= (await PageAsync("/imports")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;

    /// <summary>Sends the form as a browser without script does.</summary>
    public async Task<HttpResponseMessage> SendFormAsync(IEnumerable<(string Kind, string Name, string Content)> files, string source = "default", string zone = "", bool withToken = true)
    {
        using var form = new MultipartFormDataContent();
        if (withToken) form.Add(new StringContent(await AntiforgeryAsync()), "__RequestVerificationToken");
        foreach (var (kind, name, content) in files) form.Add(new ByteArrayContent(Encoding.UTF8.GetBytes(content)), kind, name);
        form.Add(new StringContent(source), "source");
        form.Add(new StringContent(zone), "zone");
        return await Client.PostAsync("/imports/upload", form, Token);
    }

    public async Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [new("__RequestVerificationToken", await AntiforgeryAsync()), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]);
        return await Client.PostAsync(address, form, Token);
    }

    /// <summary>Sends a request as the script of the page does.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Headers.Add("RequestVerificationToken", await AntiforgeryAsync());
        if (body is not null) request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        return await Client.SendAsync(request, Token);
    }

    public async Task<List<Import>> ImportsAsync()
    {
        await using var db = await Services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(Token);
        return await db.Set<Import>().AsNoTracking().OrderBy(i => i.RequestedAt).ToListAsync(Token);
    }

    /// <summary>Waits until nothing waits or runs.</summary>
    public Task<List<Import>> FinishedAsync(int count) => UntilAsync(ImportsAsync, imports => imports.Count >= count && imports.TrueForAll(import => !import.IsOpen));

    public static async Task<T> UntilAsync<T>(Func<Task<T>> read, Func<T, bool> holds)
    {
        for (var tries = 0; tries < 300; tries++)
        {
            var value = await read();
            if (holds(value)) return value;
            await Task.Delay(100, Token);
        }

        throw new TimeoutException("It did not come about within 30 s.");
    }
}
