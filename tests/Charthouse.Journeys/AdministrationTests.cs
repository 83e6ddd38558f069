using Charthouse.Platform.Permissions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Charthouse.Journeys;

/// <summary>What an administrator comes to do, from the navigation to its end.</summary>
public sealed class AdministrationTests(Stage stage)
{
    private const string Password = "four winds over the harbor";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Person_IsInvited_ChoosesAPassword_AndSignsIn(bool hasScript)
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        workbench.BecomeADemo();
        await using var administrator = await stage.EnterAsync(workbench, hasScript, BuiltInRoles.Administrator);
        var page = administrator.Page;
        await page.GotoAsync("/accounts");
        await page.GetByRole(AriaRole.Link, new() { Name = "Invite a person" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Invite a person");
        await page.GetByLabel("E-mail address", new() { Exact = true }).FillAsync("ada@example.org");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Ada Mills");
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        // Nothing typed is lost when something is missing.
        await Expect(page.GetByText("Choose at least one role")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Ada Mills");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Informatics" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Invite" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Ada Mills");

        await page.GetByRole(AriaRole.Link, new() { Name = "Outbox" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Your account in Charthouse" }).ClickAsync();
        var link = await page.Locator(".ch-mailtext a").GetAttributeAsync("href");

        await using var ada = await stage.EnterAsync(workbench, hasScript, role: null);
        await ada.Page.GotoAsync(link!);
        await ada.Page.GetByLabel("New password").FillAsync(Password);
        await ada.Page.GetByLabel("The same again").FillAsync(Password);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Set the password" }).ClickAsync();
        await ada.Page.GetByRole(AriaRole.Link, new() { Name = "Sign in" }).ClickAsync();
        await ada.Page.GetByLabel("E-mail address").FillAsync("ada@example.org");
        await ada.Page.GetByLabel("Password").FillAsync(Password);
        await ada.Page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
        await Expect(ada.Page).ToHaveURLAsync(workbench.Address + "/today");
        Assert.Empty(administrator.Complaints);
        Assert.Empty(ada.Complaints);
    }

    [Fact]
    public async Task Account_IsDeactivated_WithAReason_AndItsPersonIsOut()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        var email = await workbench.CreateAccountAsync(BuiltInRoles.Clinician);
        await using var administrator = await stage.EnterAsync(workbench, role: BuiltInRoles.Administrator);
        var page = administrator.Page;
        await page.GotoAsync("/accounts?find=" + email);
        await page.GetByRole(AriaRole.Link, new() { Name = "Test clinician" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Say why.");
        await page.GetByLabel("Reason").FillAsync("Left the hospital");
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate" }).ClickAsync();
        await Expect(page.GetByText("Deactivated. Every session has ended.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Region, new() { Name = "History" })).ToContainTextAsync("Left the hospital");
        // Closing asks once more, and can be left.
        await page.GetByRole(AriaRole.Button, new() { Name = "Close…" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It cannot be taken back.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        Assert.Empty(administrator.Complaints);
    }

    [Fact]
    public async Task Token_IsMade_ShownOnce_AndRevoked()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var administrator = await stage.EnterAsync(workbench, role: BuiltInRoles.Administrator);
        var page = administrator.Page;
        await page.GotoAsync("/tokens");
        await page.GetByRole(AriaRole.Link, new() { Name = "Make a token" }).First.ClickAsync();
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Nightly log");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Manage imports" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the token" }).ClickAsync();
        await Expect(page.Locator(".ch-secret")).ToContainTextAsync("ch_");
        await page.GetByRole(AriaRole.Link, new() { Name = "I have copied it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Revoke Nightly log" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Table)).ToContainTextAsync("Revoked");
        await Expect(page.Locator(".ch-secret")).ToHaveCountAsync(0);
        Assert.Empty(administrator.Complaints);
    }

    [Fact]
    public async Task Role_IsChanged_AndPutBack()
    {
        await using var workbench = await Workbench.StartEmptyAsync();
        await using var administrator = await stage.EnterAsync(workbench, role: BuiltInRoles.Administrator);
        var page = administrator.Page;
        await page.GotoAsync("/roles");
        await page.GetByRole(AriaRole.Link, new() { Name = "Executive" }).ClickAsync();
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Manage imports" }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved. It holds at once.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Reset to defaults" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Checkbox, new() { Name = "Manage imports" })).Not.ToBeCheckedAsync();
        Assert.Empty(administrator.Complaints);
    }
}
