using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tests;

/// <summary>What tests of these pages read again and again.</summary>
internal static class Pages
{
    public static async Task<string> AlertAsync(this HttpResponseMessage answer)
    {
        var page = ServedWorkbench.Parse(await answer.Content.ReadAsStringAsync());
        return string.Join(' ', page.QuerySelectorAll("[role=alert], .ch-field .err").Select(element => element.TextContent.Trim()));
    }

    public static string PathAndQuery(this HttpResponseMessage answer, ServedWorkbench workbench)
    {
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return new Uri(workbench.Address, answer.Headers.Location!).PathAndQuery;
    }

    /// <summary>What became of asking for a page: 200, or where it leads.</summary>
    public static async Task<string> LeadsToAsync(this HttpClient client, string address)
    {
        using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
        return answer.Headers.Location is { } location ? (location.IsAbsoluteUri ? location.PathAndQuery : location.OriginalString) : ((int)answer.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    public static async Task<Account> AccountAsync(this ServedWorkbench workbench, string email)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync();
        return await db.Set<Account>().AsNoTracking().SingleAsync(a => a.Email == email);
    }

    public static async Task ChangeAsync(this ServedWorkbench workbench, string email, Action<Account> change)
    {
        await using WorkbenchDb db = await workbench.Dbs.CreateDbContextAsync();
        change(await db.Set<Account>().SingleAsync(a => a.Email == email));
        await db.SaveChangesAsync();
    }
}
