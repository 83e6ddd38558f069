using System.Net;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.SignIn;

/// <summary>Signing in, over HTTP.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private ServedWorkbench workbench = default!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => workbench = await ServedWorkbench.StartAsync();

    public ValueTask DisposeAsync() => workbench.DisposeAsync();

    [Fact]
    public async Task Visitor_IsLedToTheSignInAndBack()
    {
        using var visitor = workbench.Visitor();
        using var answer = await visitor.GetAsync(new Uri("/definitions?sort=name", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/sign-in?back=%2Fdefinitions%3Fsort%3Dname", answer.Headers.Location!.PathAndQuery);
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        using var signedIn = await ServedWorkbench.PostFormAsync(visitor, answer.Headers.Location.PathAndQuery, ("Form.Email", email), ("Form.Password", ServedWorkbench.Password));
        Assert.Equal(new Uri("/definitions?sort=name", UriKind.Relative), new Uri(signedIn.Headers.Location!.OriginalString.Replace(workbench.Address.GetLeftPart(UriPartial.Authority), "", StringComparison.Ordinal), UriKind.Relative));
    }

    [Fact]
    public async Task WrongPassword_SaysNothingAboutTheAccount()
    {
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        using var visitor = workbench.Visitor();
        using var wrong = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", ("Form.Email", email), ("Form.Password", "wrong"));
        using var unknown = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", ("Form.Email", "nobody@example.org"), ("Form.Password", "wrong"));
        string Alert(string html) => ServedWorkbench.Parse(html).QuerySelector("[role=alert]")!.TextContent.Trim();
        Assert.Equal(Alert(await wrong.Content.ReadAsStringAsync(Token)), Alert(await unknown.Content.ReadAsStringAsync(Token)));
    }

    [Fact]
    public async Task PageOutsideTheRole_IsForbidden()
    {
        using var clinician = await workbench.SignInAsync(BuiltInRoles.Clinician);
        using var answer = await clinician.GetAsync(new Uri("/imports", UriKind.Relative), Token);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("You may not open this page", await answer.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
    }
}
