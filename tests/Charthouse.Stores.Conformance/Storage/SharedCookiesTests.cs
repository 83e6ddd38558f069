using System.Net;
using Charthouse.Platform.Permissions;
using Charthouse.Testing;

namespace Charthouse.Stores.Conformance.Storage;

/// <summary>Several processes on one store know each other's cookies and forms.</summary>
public sealed class SharedCookiesTests
{
    [Theory, ClassData(typeof(Stores))]
    public async Task Cookie_OfOneProcess_OpensPagesOfAnother(StoreKind kind)
    {
        await using var store = await TestStore.CreateAsync(kind);
        await using var one = await ServedWorkbench.StartAsync(store: store);
        // Keys that only the first process keeps to itself would not be found.
        await using var two = await ServedWorkbench.StartAsync(store: store);
        using var browser = await one.SignInAsync(BuiltInRoles.Administrator);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(two.Address, "/definitions"));
        // Cookies do not know ports.
        using var answer = await browser.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(Directory.Exists(Path.Combine(store.Folder, "keys")));
    }
}
