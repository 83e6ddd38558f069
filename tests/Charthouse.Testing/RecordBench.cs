using Charthouse.Host;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Testing;

/// <summary>The platform on a store of its own, without pages: for the rules of links, comments and files. Who acts is <see cref="Ada"/>.</summary>
public sealed class RecordBench : IAsyncDisposable
{
    private readonly ServiceProvider services;
    private readonly TestStore store;

    private RecordBench(TestStore store, ServiceProvider services) => (this.store, this.services) = (store, services);

    public static Actor Ada { get; } = new(Guid.CreateVersion7(), null, "Ada Reed", new HashSet<string>());

    public string Folder => store.Folder;

    public IDbContextFactory<WorkbenchDb> Dbs => Get<IDbContextFactory<WorkbenchDb>>();

    public Papers Papers { get; private init; } = new("paper");

    public T Get<T>()
        where T : notnull => services.GetRequiredService<T>();

    /// <param name="kind">Store.</param>
    /// <param name="change">Adds or replaces services.</param>
    public static async Task<RecordBench> StartAsync(StoreKind kind, Action<IServiceCollection>? change = null)
    {
        var store = await TestStore.CreateAsync(kind);
        var papers = new Papers("paper");
        var collection = new ServiceCollection().AddLogging().AddWorkbench(store.Data);
        collection.AddSingleton<IRecordKind>(papers);
        change?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        await Workbench.MigrateAsync(services, CancellationToken.None);
        await Workbench.PrepareAsync(services, CancellationToken.None);
        return new(store, services) { Papers = papers };
    }

    /// <summary>Acts as somebody until the answer is disposed. Call it in the test itself: it flows with the calls that follow.</summary>
    public IDisposable Act(Actor? actor = null) => Get<CurrentActor>().Begin(actor ?? Ada);

    public async ValueTask DisposeAsync()
    {
        await services.DisposeAsync();
        await store.DisposeAsync();
    }
}
