using System.Diagnostics;
using System.Globalization;
using System.Net;
using Charthouse.Listen;
using Charthouse.Listen.PainPoints;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Benchmarks;

/// <summary>The demo with 20,000 more pain points that wait: weight and speed of the report page, the queue, the lists, and 1,000 people who report at the same moment.</summary>
internal static class ListenBench
{
    private const int Waiting = 20_000, Reporters = 1_000, ReportsPerSecond = 100, PagesPerSecond = 20;

    private static readonly string[] words =
    [
        "order", "alert", "note", "chart", "result", "inbox", "printer", "login", "label", "allergy", "discharge", "summary", "potassium", "screen", "message", "template", "signature", "monitor", "medication", "list",
        "asks", "twice", "freezes", "hides", "loses", "repeats", "wants", "opens", "prints", "copies", "every", "patient", "shift", "morning", "again", "slow", "wrong", "missing", "three", "times",
    ];

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var seconds = options is ["--seconds", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 30;
        var data = Path.Combine(folder, "demo");
        if (!File.Exists(Path.Combine(data, "listen.filled"))) await PrepareAsync(data);
        using var server = PlatformBench.Serve(data);
        await PlatformBench.FirstPageAsync();
        var address = new Uri($"http://localhost:{PlatformBench.Port}/");
        string Of(string page) => new Uri(address, page).AbsoluteUri;
        var cookies = await PageBench.SignInAsync(address);
        await PageBench.MeasureAsync([Of("report")], 5, ReportsPerSecond);
        await PageBench.MeasureAsync([Of("pain-points/triage"), Of("pain-points"), Of("threads")], 10, 2, cookies);
        var report = await PageBench.MeasureAsync([Of("report")], seconds, ReportsPerSecond);
        var triage = await PageBench.MeasureAsync([Of("pain-points/triage"), Of("pain-points")], seconds, PagesPerSecond, cookies);
        var threads = await PageBench.MeasureAsync([Of("threads")], seconds, 1, cookies);
        var burst = await BurstAsync(address);
        var bytes = await WeighAsync(address);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            The report page weighs {bytes:N0} bytes as it comes over the line: page, style and script, compressed where the server does (bound 30,000 without images).
            {Reporters:N0} people reported at the same moment, each with a form of their own: all answered after {burst.Seconds:N1} s, {burst.Failed} failed (bound: none).

            | page | p50 ms | p95 ms | p99 ms | longest ms | requests | failed |
            |---|---|---|---|---|---|---|
            """));
        PageBench.Print($"report, {ReportsPerSecond} requests/s (p95 < 50 ms)", report);
        PageBench.Print($"queue and list of {Waiting:N0} open, {PagesPerSecond} requests/s (p95 < 100 ms)", triage);
        PageBench.Print($"threads, {Waiting:N0} open, 1 request/s", threads);
        await PlatformBench.StopAsync(server);
        return 0;
    }

    private static async Task<int> WeighAsync(Uri address)
    {
        // The handler would unpack: what counts is what is sent.
        using var handler = new HttpClientHandler { AutomaticDecompression = DecompressionMethods.None };
        using var client = new HttpClient(handler);
        client.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br, gzip");
        var sum = 0;
        foreach (var part in new[] { "report", "_content/Charthouse.Ui/ch-phone.css", "_content/Charthouse.Ui/ch-phone.js" }) sum += (await client.GetByteArrayAsync(new Uri(address, part))).Length;
        return sum;
    }

    private static async Task<(double Seconds, int Failed)> BurstAsync(Uri address)
    {
        var failed = 0;
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Reporters).Select(async number =>
        {
            using var handler = new HttpClientHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };
            using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(5) };
            var form = await client.GetStringAsync(new Uri(address, "report"));
            using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", PageBench.TokenIn(form)), new("Once", Guid.CreateVersion7().ToString()), new("Text", $"{TextOf(number)} number {number}"), new("Place", "4 West"), new("HowOften", "OnceAShift"), new("IsSeen", "true")]);
            using var answer = await client.PostAsync(new Uri(address, "report"), content);
            if (answer.StatusCode != HttpStatusCode.Redirect) Interlocked.Increment(ref failed);
        }));
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, failed);
    }

    private static async Task PrepareAsync(string data)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(data)!);
        using (var demo = PlatformBench.Serve(data))
        {
            await PlatformBench.FirstPageAsync();
            await PlatformBench.StopAsync(demo);
        }

        await using var services = new ServiceCollection().AddLogging().AddSqliteStore(data).AddListen().BuildServiceProvider();
        var dbs = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>();
        await using var first = await dbs.CreateDbContextAsync();
        var last = await first.Set<PainPoint>().MaxAsync(p => p.Number);
        var now = TimeProvider.System.GetUtcNow();
        foreach (var some in Enumerable.Range(1, Waiting).Chunk(1000))
        {
            await using var db = await dbs.CreateDbContextAsync();
            foreach (var number in some)
            {
                var point = new PainPoint { Id = Guid.CreateVersion7(), Number = last + number, Text = TextOf(number), Place = $"Ward {number % 60}", HowOften = HowOften.OnceAShift, ReportedAt = now, Once = Guid.CreateVersion7(), ReplyDueOn = DateOnly.FromDateTime(now.UtcDateTime).AddDays(number % 5) };
                point.Begin();
                db.Add(point);
            }

            await db.SaveChangesAsync();
        }

        await File.WriteAllTextAsync(Path.Combine(data, "listen.filled"), "");
    }

#pragma warning disable CA5394 // Randomness for a benchmark, the same in each run.
    private static string TextOf(int number)
    {
        var random = new Random(number);
        return string.Join(' ', Enumerable.Range(0, 10 + random.Next(15)).Select(_ => words[(int)(words.Length * random.NextDouble() * random.NextDouble())]));
    }
#pragma warning restore CA5394
}
