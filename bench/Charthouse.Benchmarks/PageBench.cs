using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Benchmarks;

/// <summary>The Activity page at a fixed rate, with changing filters, beside an empty ASP.NET Core page in the same run.</summary>
internal static class PageBench
{
    private const int RequestsPerSecond = 20;
    private const int SignInsPerSecond = 50;

    private static readonly string[] queries =
    [
        "", "?weeks=8", "?weeks=13", "?specialty=Family%20Medicine", "?specialty=Internal%20Medicine&weeks=8", "?role=Physician", "?estimator=cap", "?estimator=union&timeout=90",
        "?timeout=60", "?windows=all", "?site=North%20Bay", "?weeks=26", "?role=APP&estimator=cap&timeout=30", "?trend=note",
    ];

    public static async Task<int> RunAsync(string address, string[] options)
    {
        var seconds = options is ["--seconds", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 30;
        await using var empty = Empty(out var emptyAddress);
        await empty.StartAsync();
        var pages = await MeasureAsync(queries.Select(query => $"{address.TrimEnd('/')}/activity{query}").ToArray(), seconds);
        var bare = await MeasureAsync([emptyAddress], Math.Min(seconds, 10));
        Console.WriteLine("| page | p50 ms | p95 ms | p99 ms | requests | failed |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Print("Activity, 14 selections", pages);
        Print("an empty ASP.NET Core page", bare);
        return 0;
    }

    /// <summary>The sign-in page as visitors see it, beside an empty page at the same rate.</summary>
    public static async Task<int> SignInAsync(string address, string[] options)
    {
        var seconds = options is ["--seconds", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 30;
        await using var empty = Empty(out var emptyAddress);
        await empty.StartAsync();
        await MeasureAsync([$"{address.TrimEnd('/')}/sign-in"], 5, SignInsPerSecond);
        var page = await MeasureAsync([$"{address.TrimEnd('/')}/sign-in"], seconds, SignInsPerSecond);
        var bare = await MeasureAsync([emptyAddress], Math.Min(seconds, 10), SignInsPerSecond);
        Console.WriteLine("| page | p50 ms | p95 ms | p99 ms | requests | failed |");
        Console.WriteLine("|---|---|---|---|---|---|");
        Print("Sign in", page);
        Print("an empty ASP.NET Core page", bare);
        return 0;
    }

    private static void Print(string name, (List<double> Times, int Failed) measured)
    {
        var sorted = measured.Times.Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(0.5):N1} | {At(0.95):N1} | {At(0.99):N1} | {sorted.Count} | {measured.Failed} |"));
    }

    private static async Task<(List<double> Times, int Failed)> MeasureAsync(string[] addresses, int seconds, int perSecond = RequestsPerSecond)
    {
        using var client = new HttpClient();
        List<double> times = [];
        var failed = 0;
        List<Task> open = [];
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < seconds * perSecond; i++)
        {
            var due = TimeSpan.FromSeconds(i / (double)perSecond) - Stopwatch.GetElapsedTime(started);
            if (due > TimeSpan.Zero) await Task.Delay(due);
            open.Add(OneAsync(addresses[i % addresses.Length]));
        }

        await Task.WhenAll(open);
        return (times, failed);

        async Task OneAsync(string url)
        {
            var begin = Stopwatch.GetTimestamp();
            using var response = await client.GetAsync(new Uri(url));
            await response.Content.ReadAsByteArrayAsync();
            lock (times)
            {
                times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
                if (!response.IsSuccessStatusCode) failed++;
            }
        }
    }

    private static WebApplication Empty(out string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:5097");
        var app = builder.Build();
        app.MapGet("/", () => "");
        address = "http://127.0.0.1:5097/";
        return app;
    }
}
