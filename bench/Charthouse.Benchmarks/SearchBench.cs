using System.Diagnostics;
using System.Globalization;
using Charthouse.Access;
using Charthouse.Access.People;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Benchmarks;

/// <summary>Search among many people on both stores: from the typed text to the summaries that somebody may see.</summary>
internal static class SearchBench
{
    private const double BoundMilliseconds = 100;

    private static readonly string[] given = ["Ada", "Bela", "Carla", "Dmitri", "Elif", "Farah", "Goran", "Hannah", "Ines", "Jonas", "Kaya", "Lena", "Marta", "Noor", "Olga", "Pavel", "Quinn", "Rosa", "Søren", "Théo", "Uma", "Viktor", "Wanda", "Xenia", "Yusuf", "Zoë"];
    private static readonly string[] starts = ["Al", "Ber", "Cor", "Dan", "El", "Fer", "Gal", "Hol", "Is", "Jor", "Kar", "Lind", "Mar", "Nor", "Ost", "Pel", "Ros", "Sand", "Tor", "Ul", "Vel", "West", "Zim"];
    private static readonly string[] middles = ["a", "e", "i", "o", "en", "er", "in", "on", "ar", "il"];
    private static readonly string[] ends = ["berg", "dottir", "escu", "feld", "gaard", "huis", "ini", "kova", "ler", "mann", "nik", "oglu", "quist", "row", "sen", "tveit", "ur", "vic", "well", "zin"];

    // What people type: the beginning of a name, a name, two names, an address, what everybody has, a phrase, what nobody has.
    private static readonly string[] queries = ["ma", "mar", "marta", "marta lind", "zoe zim", "söre", "lindenberg", "example", "ad kar", "harbor exam", "\"rosa marinsen\"", "nobody at all", "e", "w w", "n"];

    public static async Task<int> RunAsync(int count, int runs, string? postgres)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"## {count:N0} people, {queries.Length} queries, {runs} times each\n"));
        Console.WriteLine("| store | made in s | p50 ms | p95 ms | max ms | processor of this process per query, ms | slowest query | bound |\n|---|---|---|---|---|---|---|---|");
        var folder = Directory.CreateTempSubdirectory("charthouse-search-");
        var isFastEnough = true;
        try
        {
            isFastEnough &= await MeasureAsync("SQLite", services => services.AddSqliteStore(folder.FullName), (dbs, cancellationToken) => SqliteStore.MigrateAsync(dbs, TimeProvider.System, cancellationToken), count, runs);
            if (postgres is not null) isFastEnough &= await MeasureAsync("PostgreSQL", services => services.AddPostgresStore(postgres), PostgresStore.MigrateAsync, count, runs);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        return isFastEnough ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string name, Action<IServiceCollection> addStore, Func<IDbContextFactory<WorkbenchDb>, CancellationToken, Task> migrateAsync, int count, int runs)
    {
        var collection = new ServiceCollection().AddLogging().AddAccess();
        addStore(collection);
        await using var services = collection.BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await migrateAsync(dbs, CancellationToken.None);
        var started = Stopwatch.GetTimestamp();
        await FillAsync(dbs, count);
        var made = Stopwatch.GetElapsedTime(started).TotalSeconds;
        services.GetRequiredService<CurrentActor>().Begin(new Actor(Guid.CreateVersion7(), null, "Benchmark", new HashSet<string> { AccessPermissions.ViewPeople }));
        var find = services.GetRequiredService<FindRecords>();
        foreach (var query in queries) await find.RunAsync(SearchQuery.Read(query), CancellationToken.None);
        List<(double Milliseconds, string Query)> times = [];
        // Beside other work the clock says little: the time of the processor says what a query costs. A server has a process of its own.
        var processor = Environment.CpuUsage.TotalTime;
        for (var run = 0; run < runs; run++)
        {
            foreach (var query in queries)
            {
                var begun = Stopwatch.GetTimestamp();
                await find.RunAsync(SearchQuery.Read(query), CancellationToken.None);
                times.Add((Stopwatch.GetElapsedTime(begun).TotalMilliseconds, query));
            }
        }

        var cost = (Environment.CpuUsage.TotalTime - processor).TotalMilliseconds / times.Count;
        times.Sort();
        double At(double share) => times[Math.Min(times.Count - 1, (int)(share * times.Count))].Milliseconds;
        var slowest = times.GroupBy(time => time.Query, StringComparer.Ordinal).MaxBy(same => same.Average(time => time.Milliseconds))!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {made:N0} | {At(0.5):N1} | {At(0.95):N1} | {times[^1].Milliseconds:N1} | {cost:N1} | `{slowest.Key}`, {slowest.Average(time => time.Milliseconds):N1} ms on average | p95 < {BoundMilliseconds:N0} |"));
        return At(0.95) < BoundMilliseconds;
    }

    private static async Task FillAsync(IDbContextFactory<WorkbenchDb> dbs, int count)
    {
        var dice = new Random(1);
        string One(string[] of) => of[dice.Next(of.Length)];
        for (var done = 0; done < count; done += 1000)
        {
            await using var db = await dbs.CreateDbContextAsync();
            for (var i = done; i < Math.Min(count, done + 1000); i++)
            {
                var (first, last) = (One(given), One(starts) + One(middles) + One(ends));
                db.Add(new Person { Id = Guid.CreateVersion7(), Name = $"{first} {last}", Email = string.Create(CultureInfo.InvariantCulture, $"{first}.{last}{i}@{(i % 3 == 0 ? "bay" : "harbor")}.example") });
            }

            await db.SaveChangesAsync();
        }
    }
}
