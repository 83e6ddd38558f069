using System.Net;
using System.Net.Sockets;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Charthouse.Access;
using Charthouse.Access.Accounts;
using Charthouse.Host;
using Charthouse.Host.Settings;
using Charthouse.Measure;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Testing;

/// <summary>The program as it is served, on a store of its own or one that the test names, with a way to sign in as every role.</summary>
public sealed class ServedWorkbench : IAsyncDisposable
{
    /// <summary>Password of every account that tests make.</summary>
    public const string Password = "a long test password";

    private readonly WebApplication app;
    private readonly TestStore store;
    private readonly bool ownsStore;

    private ServedWorkbench(WebApplication app, TestStore store, bool ownsStore, int port)
    {
        this.app = app;
        this.store = store;
        this.ownsStore = ownsStore;
        Address = new Uri($"http://localhost:{port}");
    }

    public Uri Address { get; }

    public string Folder => store.Folder;

    public IServiceProvider Services => app.Services;

    public IDbContextFactory<WorkbenchDb> Dbs => Services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();

    /// <param name="kind">Store, when the test does not bring one.</param>
    /// <param name="store">Store to use and leave; a charthouse.json in its folder holds.</param>
    /// <param name="measure">Name of the organisation and marks.</param>
    /// <param name="isSetUp">Whether there is an administrator already, so that visitors are not led to the set-up.</param>
    /// <param name="access">Settings of Access, such as the accounts of a demo.</param>
    public static async Task<ServedWorkbench> StartAsync(StoreKind kind = StoreKind.Sqlite, TestStore? store = null, MeasureSettings? measure = null, bool isSetUp = true, AccessSettings? access = null)
    {
        var used = store ?? await TestStore.CopyAsync(kind, isSetUp ? "administrator" : "empty", prepared => FillAsync(prepared, isSetUp));
        for (var tries = 1; ; tries++)
        {
            var port = FreePort();
            var app = WebServer.Build(used.Data, port, measure ?? new MeasureSettings { OrganisationName = "Test hospital" }, WorkbenchSettings.ReadValid(new DirectoryInfo(used.Folder)), access);
            await Workbench.MigrateAsync(app.Services, CancellationToken.None);
            await Workbench.PrepareAsync(app.Services, CancellationToken.None);
            try
            {
                await app.StartAsync();
            }
            catch (IOException) when (tries < 5)
            {
                // Another test took the port meanwhile.
                await app.DisposeAsync();
                continue;
            }

            var workbench = new ServedWorkbench(app, used, store is null, port);
            if (isSetUp && store is not null) await workbench.CreateAccountAsync(BuiltInRoles.Administrator);
            return workbench;
        }
    }

    private static async Task FillAsync(TestStore store, bool isSetUp)
    {
        await using var services = Workbench.Services(store.Data);
        await Workbench.MigrateAsync(services, CancellationToken.None);
        await Workbench.PrepareAsync(services, CancellationToken.None);
        if (isSetUp) await CreateAccountAsync(services, BuiltInRoles.Administrator);
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync();
        if (store.Kind == StoreKind.Sqlite) await SqliteStore.ReleaseAsync(db, CancellationToken.None);
    }

    /// <summary>Makes an account with a role and signs it in.</summary>
    /// <param name="role">Name of the role, such as <see cref="BuiltInRoles.Cmio"/>.</param>
    /// <param name="followRedirects">Whether the browser follows redirects by itself.</param>
    public async Task<HttpClient> SignInAsync(string role, bool followRedirects = false) => await SignInAsAsync(await CreateAccountAsync(role), followRedirects: followRedirects);

    /// <summary>Makes an account with a role; answers with its e-mail address.</summary>
    public Task<string> CreateAccountAsync(string role) => CreateAccountAsync(Services, role);

    private static async Task<string> CreateAccountAsync(IServiceProvider services, string role)
    {
        var email = $"{role}-{Guid.CreateVersion7():N}@example.org";
        var created = await services.GetRequiredService<CreateAccount>().RunAsync(email, $"Test {role}", Password, [role], null, CancellationToken.None);
        if (!created.Succeeded) throw new InvalidOperationException(created.Problems[0].Message);
        return email;
    }

    /// <summary>A browser that is signed in, through the page as a person does it.</summary>
    public async Task<HttpClient> SignInAsAsync(string email, string password = Password, bool followRedirects = false)
    {
        var client = Visitor(followRedirects);
        using var answer = await PostFormAsync(client, "/sign-in", ("Form.Email", email), ("Form.Password", password));
        var isSignedIn = followRedirects ? answer.RequestMessage!.RequestUri!.AbsolutePath != "/sign-in" : answer.StatusCode == HttpStatusCode.Redirect;
        if (!isSignedIn) throw new InvalidOperationException($"Not signed in: {(int)answer.StatusCode}.");
        return client;
    }

    /// <summary>A browser without a session. It keeps cookies and asks for pages.</summary>
    public HttpClient Visitor(bool followRedirects = false)
    {
#pragma warning disable CA2000 // The client disposes its handler.
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = followRedirects, CookieContainer = new CookieContainer() }) { BaseAddress = Address };
#pragma warning restore CA2000
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        return client;
    }

    public static async Task<IDocument> PageAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"{address}: {(int)answer.StatusCode}.");
        return Parse(await answer.Content.ReadAsStringAsync());
    }

    public static IDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    /// <summary>Opens a page, fills in its form and sends it, as a browser without script does.</summary>
    /// <param name="client">Browser.</param>
    /// <param name="page">Page with the form.</param>
    /// <param name="form">Name of the form, when the page has several.</param>
    /// <param name="fields">Fields to fill in; the others keep what the page says.</param>
    public static async Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, string? form, params (string Name, string Value)[] fields)
    {
        var document = await PageAsync(client, page);
        var element = document.QuerySelectorAll("main form[method=post]").FirstOrDefault(found => form is null || found.QuerySelector("input[name=_handler]")?.GetAttribute("value") == form)
            ?? throw new InvalidOperationException($"{page} has no form {form}.");
        var values = new List<KeyValuePair<string, string>>();
        var given = fields.Select(field => field.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var input in element.QuerySelectorAll("input[name], textarea[name], select[name]"))
        {
            var name = input.GetAttribute("name")!;
            if (given.Contains(name) || input.HasAttribute("disabled")) continue;
            if (input.GetAttribute("type") is "checkbox" or "radio" && !input.HasAttribute("checked")) continue;
            if (input.GetAttribute("type") is "submit" or "file") continue;
            var value = input.LocalName switch
            {
                "textarea" => input.TextContent,
                "select" => (input.QuerySelector("option[selected]") ?? input.QuerySelector("option"))?.GetAttribute("value") ?? "",
                _ => input.GetAttribute("value") ?? "",
            };
            values.Add(new(name, value));
        }

        values.AddRange(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)));
        using var content = new FormUrlEncodedContent(values);
        return await client.PostAsync(new Uri(element.GetAttribute("action") is { Length: > 0 } action ? "/" + action.TrimStart('/') : page, UriKind.Relative), content);
    }

    public static Task<HttpResponseMessage> PostFormAsync(HttpClient client, string page, params (string Name, string Value)[] fields) => PostFormAsync(client, page, null, fields);

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await app.DisposeAsync();
        if (ownsStore) await store.DisposeAsync();
    }
}
