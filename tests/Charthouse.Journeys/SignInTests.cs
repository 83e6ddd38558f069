using System.Text.RegularExpressions;
using Charthouse.Access;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Charthouse.Journeys;

/// <summary>In and out, as people do it.</summary>
public sealed class SignInTests(Stage stage)
{
    [Fact]
    public async Task Visitor_SignsInAndOutByKeyboardAlone()
    {
        var email = await stage.Workbench.CreateAccountAsync(BuiltInRoles.Informatics);
        await using var visitor = await stage.EnterAsync(role: null);
        var page = visitor.Page;
        await page.GotoAsync("/definitions");
        await visitor.TabToAsync(page.GetByLabel("E-mail address"));
        await page.Keyboard.TypeAsync(email);
        await visitor.TabToAsync(page.GetByLabel("Password"));
        await page.Keyboard.TypeAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("E-mail address or password is wrong");
        await Expect(page.GetByLabel("E-mail address")).ToHaveValueAsync(email);
        await visitor.TabToAsync(page.GetByLabel("Password"));
        await page.Keyboard.TypeAsync(ServedWorkbench.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page).ToHaveURLAsync(stage.Workbench.Address + "/definitions");

        await visitor.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Account of" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("Signed in as")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByText("Signed in as")).ToBeHiddenAsync();
        await page.Keyboard.PressAsync("Enter");
        await visitor.TabToAsync(page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        // The browser reports the status of the wrong password as an error of the page.
        Assert.DoesNotContain(visitor.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutScript_PeopleComeInAndGoOut()
    {
        await using var visitor = await stage.EnterAsync(hasScript: false);
        var page = visitor.Page;
        await page.GotoAsync("/sign-in");
        await Expect(page.GetByText("Sign in with a passkey")).ToBeHiddenAsync();
        await page.GotoAsync("/account");
        await Expect(page.Locator("h1")).ToHaveTextAsync("My account");
        // A popover opens without script too.
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
        await Expect(page.GetByText("You are signed out.")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Passkey_IsMadeNamedUsedAndRemoved()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var visitor = await stage.EnterAsync(workbench);
        var page = visitor.Page;
        var device = await page.Context.NewCDPSessionAsync(page);
        await device.SendAsync("WebAuthn.enable");
        await device.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new { protocol = "ctap2", transport = "internal", hasResidentKey = true, hasUserVerification = true, isUserVerified = true, automaticPresenceSimulation = true },
        });
        await page.GotoAsync("/account");
        await page.GetByLabel("Name of the new passkey").FillAsync("Ward laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.GetByText("The passkey is added")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name of the passkey")).ToHaveValueAsync("Ward laptop");
        await page.GetByLabel("Name of the passkey").FillAsync("Night laptop");
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename Ward laptop" }).ClickAsync();
        await Expect(page.GetByText("The passkey is renamed")).ToBeVisibleAsync();

        // The device has one for this account: it is not asked for another.
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a passkey" }).ClickAsync();
        await Expect(page.Locator("ch-passkey .state")).ToHaveTextAsync("This device has a passkey for your account already.");

        // Without a password, what is delicate is confirmed with it.
        await using var db = await workbench.Services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        await db.Database.ExecuteSqlRawAsync("UPDATE access_accounts SET password_hash = NULL", TestContext.Current.CancellationToken);
        await page.GotoAsync("/account/email");
        await page.GetByLabel("New e-mail address").FillAsync("night@example.org");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask at the new address" }).ClickAsync();
        await Expect(page.GetByText("A mail is on its way to the new address.")).ToBeVisibleAsync();
        // The only way in could not be removed.
        await db.Database.ExecuteSqlRawAsync("UPDATE access_accounts SET password_hash = 'some'", TestContext.Current.CancellationToken);

        for (var round = 0; round < 2; round++)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign out", Exact = true }).ClickAsync();
            await page.GotoAsync("/sign-in?back=/account");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
            await Expect(page.Locator("h1")).ToHaveTextAsync("My account");
        }

        await page.GetByRole(AriaRole.Button, new() { Name = "Remove Night laptop" }).ClickAsync();
        await Expect(page.GetByText("The passkey is removed here")).ToBeVisibleAsync();
        await page.GotoAsync("/sign-in");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in with a passkey" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This passkey is not known here");
        Assert.DoesNotContain(visitor.Complaints, complaint => !complaint.Contains("400", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FirstRun_EndsSignedIn()
    {
        await using var workbench = await Workbench.StartEmptyAsync(isSetUp: false);
        await using var visitor = await stage.EnterAsync(workbench, role: null);
        var page = visitor.Page;
        await page.GotoAsync("/activity");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Set up Charthouse");
        await page.GetByLabel("Code from the console").FillAsync((await workbench.Services.SetUpCodeAsync(TestContext.Current.CancellationToken))!);
        await page.GetByLabel("Your name").FillAsync("Alex Novak");
        await page.GetByLabel("E-mail address").FillAsync("alex@example.org");
        await page.GetByLabel("Password").FillAsync("the gull sits on the crane");
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Account of Alex Novak" })).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }

    [Fact]
    public async Task Authenticator_IsSetUpAndItsCodesKept()
    {
        await using var visitor = await stage.EnterAsync();
        var page = visitor.Page;
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Set it up" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { NameRegex = new Regex("^QR code", RegexOptions.None, TimeSpan.FromSeconds(1)) })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = "Code" }).FillAsync(Totp.Code(await page.Locator(".ch-key code").InnerTextAsync()));
        await page.GetByRole(AriaRole.Button, new() { Name = "Turn it on" }).ClickAsync();
        await Expect(page.Locator(".ch-codes li")).ToHaveCountAsync(10);
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Save as text" }).ClickAsync());
        Assert.Contains(await page.Locator(".ch-codes li").First.InnerTextAsync(), await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "I have kept them" }).ClickAsync();
        await Expect(page.GetByText("You have 10 recovery codes left.")).ToBeVisibleAsync();
        Assert.Empty(visitor.Complaints);
    }
}
