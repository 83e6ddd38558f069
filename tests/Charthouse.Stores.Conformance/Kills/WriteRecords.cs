using Charthouse.Access.People;
using Charthouse.Host;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Kills;

/// <summary>The program that the tests kill: writes pairs of people as fast as it can, and says the name of each pair after it was saved.</summary>
internal static class WriteRecords
{
    public static async Task<int> RunAsync(string folder, string? connection)
    {
        await using var services = Workbench.Services(new WorkbenchData(new DirectoryInfo(folder), connection));
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await using (var warm = await dbs.CreateDbContextAsync()) await warm.Set<Person>().AnyAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        var output = TextWriter.Synchronized(Console.Out);
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var name = Guid.CreateVersion7().ToString("N");
                if (await WritePairAsync(dbs, name, CancellationToken.None) is { } problem) await output.WriteLineAsync("refused " + problem.Code);
                else await output.WriteLineAsync(name);
            }
        })));
        return 0;
    }

    /// <summary>One change: two people with the same name, and with it two entries of the history.</summary>
    public static async Task<Platform.Problem?> WritePairAsync(IDbContextFactory<WorkbenchDb> dbs, string name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.AddRange(new Person { Id = Guid.CreateVersion7(), Name = name }, new Person { Id = Guid.CreateVersion7(), Name = name });
        return await db.TrySaveAsync(null, null, cancellationToken);
    }

    /// <summary>Every pair that was acknowledged is there, none is half there, and the history is whole.</summary>
    public static async Task AssertWholeAsync(IServiceProvider services, IReadOnlyCollection<string> acknowledged, IReadOnlyCollection<string>? refused = null)
    {
        var faults = (await Host.Data.Verify.RunAsync(services, CancellationToken.None)).Faults;
        Assert.True(faults.Count == 0, string.Join("\n", faults));
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync();
        var people = await db.Set<Person>().GroupBy(p => p.Name).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(group => group.Key, group => group.Count);
        Assert.All(people, pair => Assert.Equal(2, pair.Value));
        Assert.DoesNotContain(acknowledged, name => !people.ContainsKey(name));
        Assert.DoesNotContain(refused ?? [], people.ContainsKey);
        Assert.Equal(people.Count * 2, await db.Set<Platform.History.HistoryEntry>().CountAsync(entry => entry.Kind == "person"));
    }
}
