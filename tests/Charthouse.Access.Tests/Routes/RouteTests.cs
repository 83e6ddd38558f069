using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.AspNetCore.Builder;
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
        var permissions = served.Workbench.Services.GetServices<Permission>().Select(permission => permission.Name).ToList();
        using var acting = served.Workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(null, null, "Test", new HashSet<string> { AccessPermissions.ManageRoles }));
        var saved = await served.Workbench.Services.GetRequiredService<SaveRole>().RunAsync(id.Value, 0, null, permissions, Token);
        return await served.Workbench.SignInAsync(saved.Value.Name);
    }

    private static bool IsRefused(HttpResponseMessage answer) =>
        answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
        || ((int)answer.StatusCode is >= 300 and < 400 && (answer.Headers.Location?.OriginalString.Contains("/sign-in?back=", StringComparison.Ordinal) ?? false));
}
