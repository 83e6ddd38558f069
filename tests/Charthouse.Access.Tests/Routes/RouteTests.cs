using System.Net;
using System.Reflection;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Routes;

/// <summary>Who may go where: every route is listed, and does what the list says.</summary>
public sealed class RouteTests(RouteTests.Served served) : IClassFixture<RouteTests.Served>
{
    public sealed class Served : IAsyncLifetime
    {
        public ServedWorkbench Workbench { get; private set; } = default!;

        public async ValueTask InitializeAsync() => Workbench = await ServedWorkbench.StartAsync();

        public ValueTask DisposeAsync() => Workbench.DisposeAsync();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string?> Roles
    {
        get
        {
            TheoryData<string?> roles = new((string?)null);
            foreach (var (name, _) in BuiltInRoles.All) roles.Add(name);
            return roles;
        }
    }

    [Fact]
    public void EveryRoute_IsApproved() => Approved.AssertEqual("Routes", RouteTable.Of(served.Workbench).Select(route => route.ToString()));

    [Fact]
    public void EveryPermission_IsApproved_WithItsRoles() => Approved.AssertEqual("Permissions",
        served.Workbench.Services.GetServices<Permission>().OrderBy(permission => permission.Name, StringComparer.Ordinal)
            .Select(permission => $"{permission.Name}: {string.Join(", ", permission.DefaultRoles)}"));

    // A route of the framework that nothing of ours uses: the fallback policy closes it for all.
    private static readonly string[] closed = ["/_framework/opaque-redirect"];

    [Fact]
    public void EveryRoute_SaysWhoMayComeIn() => Assert.Equal(closed, RouteTable.Of(served.Workbench).Where(route => route.Needs == RouteTable.Nobody).Select(route => route.Pattern));

    [Fact]
    public void EveryPermissionOfARoute_Exists()
    {
        var known = served.Workbench.Services.GetServices<Permission>().Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(RouteTable.Of(served.Workbench), route => route.Needs is not (RouteTable.Everybody or RouteTable.Nobody) && !known.IsSupersetOf(RouteTable.PermissionsOf(route)));
    }

    // Pages without a form: nothing can be posted to them.
    private static readonly string[] formless = ["/not-found", "/problems", "/problems/{Code}", "/status/{Code:int}"];

    [Fact]
    public void EveryFormOfVisitors_IsLimited() => Assert.Equal(
        formless, RouteTable.Of(served.Workbench).Where(route => route is { Method: "POST", Needs: RouteTable.Everybody } && route.Endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is null).Select(route => route.Pattern));

    [Theory, MemberData(nameof(Roles))]
    public async Task EveryPage_OpensForWhomItShould(string? role)
    {
        var permissions = role is null ? [] : served.Workbench.Services.GetServices<Permission>().Where(permission => permission.DefaultRoles.Contains(role)).Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        using var client = role is null ? served.Workbench.Visitor() : await served.Workbench.SignInAsync(role);
        List<string> faults = [];
        var count = 0;
        foreach (var route in RouteTable.Of(served.Workbench).Where(route => route.Method == "GET"))
        {
            count++;
            var isOpen = route.Needs == RouteTable.Everybody || (role is not null && permissions.IsSupersetOf(RouteTable.PermissionsOf(route)));
            // Only the head: a stream of events never ends.
            using var answer = await client.GetAsync(new Uri(route.Address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
            if ((int)answer.StatusCode >= 500) faults.Add($"{route}: {role ?? "a visitor"} got {(int)answer.StatusCode}");
            else if (IsRefused(answer) == isOpen) faults.Add($"{route}: {role ?? "a visitor"} {(isOpen ? "should get in" : "should be refused")}, and got {(int)answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.True(count > 10);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // What changes something is closed as its page is: the form that a person gets is not what keeps others out.
    [Theory, MemberData(nameof(Roles))]
    public async Task EveryPost_WithAntiforgery_OpensForWhomItShould(string? role)
    {
        var permissions = role is null ? [] : served.Workbench.Services.GetServices<Permission>().Where(permission => permission.DefaultRoles.Contains(role)).Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        using var client = role is null ? served.Workbench.Visitor() : await served.Workbench.SignInAsync(role);
        var token = (await ServedWorkbench.PageAsync(client, role is null ? "/sign-in" : "/account")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        List<string> faults = [];
        var count = 0;
        // Who signs out is nobody from then on.
        foreach (var route in RouteTable.Of(served.Workbench).Where(route => route.Method is "POST" or "PUT" or "DELETE" or "PATCH" && route.Pattern != "/sign-out"))
        {
            count++;
            var isOpen = route.Needs == RouteTable.Everybody || (role is not null && permissions.IsSupersetOf(RouteTable.PermissionsOf(route)));
            using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token)]);
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(route.Address, UriKind.Relative)) { Content = content };
            request.Headers.Add("RequestVerificationToken", token);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            if ((int)answer.StatusCode >= 500) faults.Add($"{route}: {role ?? "a visitor"} got {(int)answer.StatusCode}");
            else if (IsRefused(answer) == isOpen) faults.Add($"{route}: {role ?? "a visitor"} {(isOpen ? "should get in" : "should be refused")}, and got {(int)answer.StatusCode} {answer.Headers.Location}");
        }

        Assert.True(count > 50);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Fact]
    public async Task EveryPost_WithoutAntiforgery_IsRefused()
    {
        using var client = await SignInWithEverythingAsync();
        List<string> faults = [];
        var count = 0;
        foreach (var route in RouteTable.Of(served.Workbench).Where(route => route.Method is "POST" or "PUT" or "DELETE" or "PATCH"))
        {
            count++;
            using var content = new FormUrlEncodedContent([new("_handler", "anything")]);
            using var request = new HttpRequestMessage(new HttpMethod(route.Method), new Uri(route.Address, UriKind.Relative)) { Content = content };
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
            // A page that is gone, as the one of the first run, takes nothing either.
            if (answer.StatusCode is not (HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType or HttpStatusCode.NotFound)) faults.Add($"{route}: {(int)answer.StatusCode}");
        }

        Assert.True(count > 5);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // An address is typed by people, and cut short by mail programs: whatever stands in its query is answered, never broken.
    [Fact]
    public async Task EveryPage_TakesAnyQuery()
    {
        using var client = await SignInWithEverythingAsync();
        List<string> faults = [];
        var count = 0;
        var pages = RouteTable.Of(served.Workbench).Where(route => route.Method == "GET" && PageOf(route) is not null).Select(route => (route.Address, Page: PageOf(route)!)).ToList();
        var account = await served.Workbench.Services.GetRequiredService<AccountList>().RunAsync(null, null, null, "name", 1, Token);
        // A record that exists: what people say about it, and what happened to it, have pages of their own.
        pages.Add(($"/accounts/{account.Rows[0].Account.Id}", typeof(AccountPage)));
        foreach (var (address, page) in pages)
        {
            var names = AskedOf(page).Concat(["comments", "comment", "history"]).Distinct(StringComparer.Ordinal).ToList();
            foreach (var garbage in (string[])["x", "99999999999", "-1", "", "%00%ff'\"<"])
            {
                count++;
                using var answer = await client.GetAsync(new Uri($"{address}?{string.Join('&', names.Select(name => $"{name}={garbage}"))}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Token);
                if ((int)answer.StatusCode >= 500) faults.Add($"{address} with {garbage}: {(int)answer.StatusCode}");
            }
        }

        Assert.True(count > 100);
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    // The framework refuses a whole page for a number that is none: pages take text and read it, as PageNumber does.
    [Fact]
    public void EveryQueryParameterOfAPage_IsText() => Assert.Empty(
        from assembly in RouteTable.Of(served.Workbench).Select(PageOf).OfType<Type>().Append(typeof(Ui.PageNumber)).Select(type => type.Assembly).Distinct()
        from type in assembly.GetTypes()
        from property in type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where property.IsDefined(typeof(SupplyParameterFromQueryAttribute)) && property.PropertyType != typeof(string) && property.PropertyType != typeof(string[])
        select $"{type.Name}.{property.Name}: {property.PropertyType.Name}");

    private static Type? PageOf(Route route) => route.Endpoint.Metadata.GetMetadata<ComponentTypeMetadata>()?.Type;

    private static IEnumerable<string> AskedOf(Type page) =>
        from property in page.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
        let asked = property.GetCustomAttribute<SupplyParameterFromQueryAttribute>()
        where asked is not null
        select asked.Name ?? property.Name;

    // The guards of this class see what they are there for.
    [Fact]
    public async Task Table_SeesARouteThatNamesNothing()
    {
        await using var app = WebApplication.CreateSlimBuilder().Build();
        app.MapGet("open/{id:guid}/x", () => TypedResults.Ok());
        var endpoint = (Microsoft.AspNetCore.Routing.RouteEndpoint)((Microsoft.AspNetCore.Routing.IEndpointRouteBuilder)app).DataSources.Single().Endpoints.Single();
        Assert.Equal("/open/01900000-0000-7000-8000-000000000000/x", new Route("GET", "", "", endpoint).Address);
        Assert.Equal(RouteTable.Nobody, RouteTable.NeedsOf(endpoint));
    }

    private async Task<HttpClient> SignInWithEverythingAsync()
    {
        var id = await served.Workbench.Services.GetRequiredService<AddRole>().RunAsync("Everything " + Guid.CreateVersion7().ToString("N")[^8..], Token);
        var permissions = served.Workbench.Services.GetServices<Permission>().Select(permission => permission.Name).ToHashSet(StringComparer.Ordinal);
        using var acting = served.Workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(null, null, "Test", permissions));
        var saved = await served.Workbench.Services.GetRequiredService<SaveRole>().RunAsync(id.Value, 0, null, permissions, Token);
        return await served.Workbench.SignInAsync(saved.Value.Name);
    }

    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || ((int)answer.StatusCode is >= 300 and < 400 && (answer.Headers.Location?.OriginalString.Contains("/sign-in?back=", StringComparison.Ordinal) ?? false));
}
