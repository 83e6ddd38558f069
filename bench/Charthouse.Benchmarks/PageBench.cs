using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Charthouse.Benchmarks;

/// <summary>The Activity page at a fixed rate, with changing filters, beside an empty ASP.NET Core page in the same run.</summary>
internal static class PageBench
{
    private const int RequestsPerSecond = 20;
    public const int SignInsPerSecond = 50;

    private static readonly string[] queries =
    [
        "", "?weeks=8", "?weeks=13", "?specialty=Family%20Medicine", "?specialty=Internal%20Medicine&weeks=8", "?role=Physician", "?estimator=cap", "?estimator=union&timeout=90",
        "?timeout=60", "?windows=all", "?site=North%20Bay", "?weeks=26", "?role=APP&estimator=cap&timeout=30", "?trend=note",
    ];

    public static async Task<int> RunAsync(string address, string[] options)
    {
        var isNew = options.Contains("--new");
        var seconds = Array.IndexOf(options, "--seconds") is >= 0 and var at && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : 30;
        await using var empty = Empty(out var emptyAddress);
        await empty.StartAsync();
        var bare = await MeasureAsync([emptyAddress], Math.Min(seconds, 10));
        var page = new Uri($"{address.TrimEnd('/')}/activity");
        await WaitAsync(page);
        var asked = isNew ? NewQueries().Take(seconds * RequestsPerSecond).ToArray() : queries;
        var pages = await MeasureAsync([.. asked.Select(query => page + query)], seconds, cookies: await SignInAsync(page));
        Console.WriteLine("| page | p50 ms | p95 ms | p99 ms | most ms | requests | failed |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Print(isNew ? "Activity, each selection new" : $"Activity, {queries.Length} selections", pages);
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
        Console.WriteLine("| page | p50 ms | p95 ms | p99 ms | longest ms | requests | failed |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        Print("Sign in", page);
        Print("an empty ASP.NET Core page", bare);
        return 0;
    }

    // Selections of the demo hospital, each one once, in an order that jumps between periods, groups and rules. None is hidden for its size in most periods.
    private static string[] NewQueries()
    {
        string[] groups =
        [
            "", "&site=Harbor%20Main", "&site=North%20Bay", "&specialty=Family%20Medicine", "&specialty=Internal%20Medicine", "&specialty=Pediatrics", "&specialty=Cardiology",
            "&department=Internal%20Medicine%20Harbor", "&department=Family%20Medicine%20Harbor", "&role=Physician", "&role=APP", "&role=Nurse", "&role=Pharmacist",
            "&site=Harbor%20Main&role=Physician", "&site=North%20Bay&specialty=Family%20Medicine", "&specialty=Internal%20Medicine&role=Physician",
        ];
        var all =
            from ends in Enumerable.Range(0, 8)
            from weeks in new[] { 4, 8, 13, 26 }
            from estimator in new[] { "drop", "cap", "union" }
            from timeOut in new[] { 30, 60, 90, 300 }
            from @group in groups
            select string.Create(CultureInfo.InvariantCulture, $"?to={new DateOnly(2026, 11, 9).AddDays(-28 * ends):yyyy-MM-dd}&weeks={weeks}&estimator={estimator}&timeout={timeOut}{@group}");
        string[] shuffled = [.. all];
#pragma warning disable CA5394 // Randomness for a benchmark, the same in each run.
        new Random(1).Shuffle(shuffled);
#pragma warning restore CA5394
        return shuffled;
    }

    // Started before the server, it asks as soon as that listens.
    private static async Task WaitAsync(Uri page)
    {
        for (var tries = 0; ; tries++)
        {
            using var knock = new TcpClient();
            try
            {
                await knock.ConnectAsync(page.Host, page.Port);
                return;
            }
            catch (SocketException) when (tries < 6000)
            {
                if (tries == 0) Console.Error.WriteLine($"Waiting for {page}…");
                await Task.Delay(20);
            }
        }
    }

    // As one of the accounts that a demo offers.
    public static async Task<CookieContainer> SignInAsync(Uri page)
    {
        var cookies = new CookieContainer();
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        var address = new Uri(page, "sign-in");
        var form = await client.GetStringAsync(address);
        using var content = new FormUrlEncodedContent([new("_handler", "demo-informatics"), new("__RequestVerificationToken", TokenIn(form))]);
        using var answer = await client.PostAsync(address, content);
        return answer.StatusCode == HttpStatusCode.Redirect ? cookies : throw new InvalidOperationException($"{address} did not let the bench in ({answer.StatusCode}). Is it the demo?");
    }

    /// <summary>What a form of ours sends back to show that it is ours.</summary>
    public static string TokenIn(string html)
    {
        const string before = "name=\"__RequestVerificationToken\" value=\"";
        var token = html[(html.IndexOf(before, StringComparison.Ordinal) + before.Length)..];
        return token[..token.IndexOf('"', StringComparison.Ordinal)];
    }

    public static void Print(string name, (List<double> Times, int Failed) measured)
    {
        var sorted = measured.Times.Order().ToList();
        double At(double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {At(0.5):N1} | {At(0.95):N1} | {At(0.99):N1} | {sorted[^1]:N1} | {sorted.Count} | {measured.Failed} |"));
    }

    public static async Task<(List<double> Times, int Failed)> MeasureAsync(string[] addresses, int seconds, int perSecond = RequestsPerSecond, CookieContainer? cookies = null)
    {
        using var handler = new HttpClientHandler { CookieContainer = cookies ?? new CookieContainer() };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromMinutes(10) };
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
