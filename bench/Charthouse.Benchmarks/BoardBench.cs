using System.Globalization;
using System.Net;

namespace Charthouse.Benchmarks;

/// <summary>The board of 200 measures with 60 points each, entered through the forms of a demo, at a fixed rate.</summary>
internal static class BoardBench
{
    private const int Measures = 200, Points = 60, RequestsPerSecond = 5;
    private const double BoundMilliseconds = 150;

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var seconds = options is ["--seconds", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 60;
        var data = Path.Combine(folder, "demo");
        Directory.CreateDirectory(folder);
        using var server = PlatformBench.Serve(data);
        await PlatformBench.FirstPageAsync();
        try
        {
            var address = new Uri($"http://localhost:{PlatformBench.Port}/");
            var cookies = await PageBench.SignInAsync(address);
            if (!File.Exists(Path.Combine(data, "measures.entered")))
            {
                await EnterAsync(address, cookies);
                await File.WriteAllTextAsync(Path.Combine(data, "measures.entered"), "");
            }

            string[] board = [new Uri(address, "measures/board").AbsoluteUri];
            await PageBench.MeasureAsync(board, 5, RequestsPerSecond, cookies);
            var measured = await PageBench.MeasureAsync(board, seconds, RequestsPerSecond, cookies);
            Console.WriteLine("| page | p50 ms | p95 ms | p99 ms | longest ms | requests | failed |\n|---|---|---|---|---|---|---|");
            PageBench.Print(string.Create(CultureInfo.InvariantCulture, $"Board of more than {Measures} measures, {RequestsPerSecond} requests/s"), measured);
            var p95 = measured.Times.Order().ElementAt((int)(0.95 * measured.Times.Count));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\nBound: p95 under {BoundMilliseconds} ms; here {p95:N0} ms."));
            return p95 < BoundMilliseconds && measured.Failed == 0 ? 0 : 1;
        }
        finally
        {
            await PlatformBench.StopAsync(server);
        }
    }

    private static async Task EnterAsync(Uri address, CookieContainer cookies)
    {
        using var handler = new HttpClientHandler { CookieContainer = cookies, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = address };
#pragma warning disable CA5394 // Randomness for a benchmark, the same in each run.
        var random = new Random(1);
        for (var i = 0; i < Measures; i++)
        {
            var page = await PostAsync(client, "measures/new", "measure", ("Form.Name", $"Bench {i:000}"), ("Form.Figures", "Measurement"), ("Form.Direction", "Decrease"), ("Form.Frequency", "Weekly"), ("Form.Target", "25"));
            var rows = Enumerable.Range(0, Points).Select(week => string.Create(CultureInfo.InvariantCulture, $"{new DateOnly(2025, 6, 2).AddDays(7 * week):yyyy-MM-dd}\t{30 + random.NextDouble() * 5 - (i % 3 == 0 && week > 40 ? 6 : 0):F2}"));
            await PostAsync(client, page.TrimStart('/') + "/points", "paste", ("Form.Rows", string.Join('\n', rows)));
        }
#pragma warning restore CA5394
    }

    // Sends a form as a page does; answers with the path that it leads to.
    private static async Task<string> PostAsync(HttpClient client, string page, string form, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(new Uri(page, UriKind.Relative));
        using var content = new FormUrlEncodedContent([.. fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), new("_handler", form), new("__RequestVerificationToken", PageBench.TokenIn(html))]);
        using var answer = await client.PostAsync(new Uri(page, UriKind.Relative), content);
        if (answer.StatusCode != HttpStatusCode.Redirect) throw new InvalidOperationException($"{page} refused: {answer.StatusCode}.");
        return new Uri(client.BaseAddress!, answer.Headers.Location!).AbsolutePath;
    }
}
