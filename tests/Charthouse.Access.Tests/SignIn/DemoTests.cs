using System.Net;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Access.Tests.SignIn;

/// <summary>One-click sign-in, in a demo and nowhere else.</summary>
public sealed class DemoTests
{
    private static readonly AccessSettings demo = new()
    {
        OrganisationName = "Harbor",
        DemoAccounts = [new("maren@harbor.example", "Maren Holt", BuiltInRoles.Cmio, "CMIO"), new("ines@harbor.example", "Ines Duarte", BuiltInRoles.Clinician, "Physician", LogUser: "U0001")],
    };

    [Theory, ClassData(typeof(Stores))]
    public async Task EachRole_IsOneClickAway(StoreKind kind)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        await using var workbench = await ServedWorkbench.StartAsync(kind, isSetUp: false, access: demo);
        await workbench.Services.MakeDemoAccountsAsync(demo.DemoAccounts, cancellationToken);
        await workbench.Services.MakeDemoAccountsAsync(demo.DemoAccounts, cancellationToken);
        using var visitor = workbench.Visitor();
        using var entered = await ServedWorkbench.PostFormAsync(visitor, "/sign-in?back=/account", "demo-" + BuiltInRoles.Cmio);
        Assert.Equal("/account", entered.PathAndQuery(workbench));
        var page = await ServedWorkbench.PageAsync(visitor, "/account");
        Assert.Contains("maren@harbor.example", page.Body!.TextContent, StringComparison.Ordinal);
        Assert.NotNull((await workbench.AccountAsync("ines@harbor.example")).PersonId);
        Assert.Null((await workbench.AccountAsync("ines@harbor.example")).PasswordHash);
    }

    [Fact]
    public async Task Elsewhere_TheSameDataOpenNothing()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        await workbench.Services.MakeDemoAccountsAsync(demo.DemoAccounts, TestContext.Current.CancellationToken);
        using var visitor = workbench.Visitor();
        var page = await ServedWorkbench.PageAsync(visitor, "/sign-in");
        Assert.Empty(page.QuerySelectorAll("input[value^='demo-']"));
        using var posted = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", "sign-in", ("_handler", "demo-" + BuiltInRoles.Cmio));
        Assert.NotEqual(HttpStatusCode.Redirect, posted.StatusCode);
        Assert.StartsWith("/sign-in", await visitor.LeadsToAsync("/account"), StringComparison.Ordinal);
        using var blank = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", "sign-in", ("Form.Email", "maren@harbor.example"), ("Form.Password", ""));
        Assert.NotEqual(HttpStatusCode.Redirect, blank.StatusCode);
    }
}
