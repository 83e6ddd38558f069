using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Orphaned;

/// <summary>What those who left still hold, of every module.</summary>
public sealed class OrphanedPageTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RecordsOfAllModules_AreListed_AlsoOfAnAccountWithoutAPerson()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var cmio = await workbench.SignInAsync(BuiltInRoles.Cmio);
        var create = workbench.Services.GetRequiredService<CreateAccount>();
        var gone = (await create.RunAsync("carol@example.org", "Carol Gone", ServedWorkbench.Password, [BuiltInRoles.Administrator], null, Token)).Value;
        await create.RunAsync("dan@example.org", "Dan Here", ServedWorkbench.Password, [BuiltInRoles.Cmio], null, Token);
        await SendAsync(cmio, "/measures/new", "measure", ("Form.Name", "Late orders"), ("Form.Owner", "Carol Gone"));
        await SendAsync(cmio, "/measures/new", "measure", ("Form.Name", "Others"), ("Form.Owner", "Dan Here"));
        await SendAsync(cmio, "/aims/new", "aim", ("Form.Title", "Fewer clicks"), ("Form.Measured", "Clicks"), ("Form.TargetValue", "9"), ("Form.DueOn", "2027-12-30"), ("Form.Owner", "carol gone"));
        await SendAsync(cmio, "/cycles/new", "cycle", ("Form.Title", "Two physicians"), ("Form.Owner", "Carol Gone"));
        using (var carol = await workbench.SignInAsAsync("carol@example.org"))
        {
            using var token = await ServedWorkbench.PostFormAsync(carol, "/tokens/new", ("Form.Name", "Nightly log"), ("permission", "people.view"));
            Assert.Equal(HttpStatusCode.OK, token.StatusCode);
        }

        Assert.Empty(await HeldAsync(cmio));
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == gone, Token)).DeactivatedAt = TimeProvider.System.GetUtcNow();
            await db.SaveChangesAsync(Token);
        }

        Assert.Equal(["Aim: Fewer clicks", "Cycle 1: Two physicians", "Measure: Late orders"], await HeldAsync(cmio));
        // Who sees no aims and measures learns nothing of them here; tokens are for those who look after them.
        using var administrator = await workbench.SignInAsync(BuiltInRoles.Administrator);
        Assert.Equal(["Nightly log"], (await HeldAsync(administrator)).Where(title => !title.StartsWith("Measure:", StringComparison.Ordinal)));
        Assert.Equal($"accounts/{gone}", (await ServedWorkbench.PageAsync(administrator, "/orphaned")).QuerySelector("main tbody th a")!.GetAttribute("href"));
        Assert.Null((await ServedWorkbench.PageAsync(cmio, "/orphaned")).QuerySelector("main tbody th a"));

        // The name is another's too: what is owned in words is not said to be orphaned.
        await create.RunAsync("second@example.org", "Carol Gone", ServedWorkbench.Password, [BuiltInRoles.Clinician], null, Token);
        Assert.Equal(["Measure: Late orders"], await HeldAsync(cmio));
    }

    private static async Task SendAsync(HttpClient client, string page, string form, params (string, string)[] fields)
    {
        using var answer = await ServedWorkbench.PostFormAsync(client, page, form, fields);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<IReadOnlyList<string>> HeldAsync(HttpClient client) =>
        [.. (await ServedWorkbench.PageAsync(client, "/orphaned")).QuerySelectorAll("main tbody td[data-label=What]").Select(cell => cell.TextContent.Trim()).Order(StringComparer.Ordinal)];
}
