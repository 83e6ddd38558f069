using System.Diagnostics;
using System.Net;
using Charthouse.Access.Accounts;
using Charthouse.Access.Tokens;
using Charthouse.Platform.Permissions;
using Charthouse.Store.Sqlite;
using Charthouse.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.Tests.Serving;

/// <summary>Somebody holds the database for a long time: whoever only reads does not notice.</summary>
public sealed class LockedStoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PagesThatRead_DoNotWaitForAWriter_NorForTheStampsOfTheirSessionAndToken()
    {
        await using var workbench = await ServedWorkbench.StartAsync();
        using var reader = await workbench.SignInAsync(BuiltInRoles.Administrator);
        using var shown = await ServedWorkbench.PostFormAsync(reader, "/tokens/new", ("Form.Name", "Reads"), ("permission", "people.view"));
        using var machine = new HttpClient { BaseAddress = workbench.Address };
        machine.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", "Bearer " + ServedWorkbench.Parse(await shown.Content.ReadAsStringAsync(Token)).QuerySelector(".ch-secret")!.TextContent);
        string[] pages = ["/accounts", "/people", "/jobs", "/outbox", "/history", "/notifications", "/search?q=test", "/system", "/account"];
        // Once, so that code and caches are there.
        foreach (var page in pages) (await reader.GetAsync(new Uri(page, UriKind.Relative), Token)).Dispose();
        var old = TimeProvider.System.GetUtcNow().AddHours(-1);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        await db.Set<AccountSession>().ExecuteUpdateAsync(set => set.SetProperty(s => s.SeenAt, old), Token);

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(workbench.Folder, SqliteStore.FileName)};Pooling=False"))
        {
            await other.OpenAsync(Token);
            // BEGIN IMMEDIATE.
            await using var held = other.BeginTransaction();
            foreach (var page in pages)
            {
                var started = Stopwatch.GetTimestamp();
                using var answer = await reader.GetAsync(new Uri(page, UriKind.Relative), Token);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{page}: {answer.StatusCode}");
                Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(15), page);
            }

            using var list = await machine.GetAsync(new Uri("/people/export.csv", UriKind.Relative), Token);
            Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        }

        // They come when there is room, and are newer than the hour.
        for (var tries = 0; tries < 1200 && !(await db.Set<AccountSession>().AnyAsync(s => s.SeenAt > old.AddMinutes(30), Token) && await db.Set<ApiToken>().AnyAsync(t => t.UsedAt != null, Token)); tries++) await Task.Delay(50, Token);
        Assert.True(await db.Set<AccountSession>().AnyAsync(s => s.SeenAt > old.AddMinutes(30), Token));
        Assert.True(await db.Set<ApiToken>().AnyAsync(t => t.UsedAt != null, Token));
    }
}
