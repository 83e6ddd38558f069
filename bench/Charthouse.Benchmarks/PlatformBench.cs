using System.Diagnostics;
using System.Globalization;
using System.Text;
using Charthouse.Store.Sqlite;
using Microsoft.Data.Sqlite;

namespace Charthouse.Benchmarks;

/// <summary>The demo with 20,000 more people: its cold start, the sign-in page and the list of people at 50 requests/s, and the memory of the server after 10,000 requests.</summary>
internal static class PlatformBench
{
    private const int People = 20_000;
    public const int Port = 5098;

    private static readonly string[] lists = ["/people", "/people?q=person+199", "/people?role=Nurse&page=7", "/people?sort=-name", "/people?q=nobody", "/people?page=300"];

    public static async Task<int> RunAsync(string folder, string[] options)
    {
        var seconds = options is ["--seconds", var text] ? int.Parse(text, CultureInfo.InvariantCulture) : 100;
        var data = Path.Combine(folder, "demo");
        if (!File.Exists(Path.Combine(data, "people.imported"))) await PrepareAsync(folder, data);

        List<double> starts = [];
        for (var run = 0; run < 5; run++)
        {
            using var cold = Serve(data);
            starts.Add(await FirstPageAsync());
            await StopAsync(cold);
        }

        starts.Sort();
        var idle = Path.Combine(folder, "idle");
        CopyWithoutLog(data, idle);
        var (_, _, idleMegabytes) = await VisitAsync(idle, seconds);
        var (ofSignIn, ofPeople, megabytes) = await VisitAsync(data, seconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            Cold start to the first page: median {starts[2]:N2} s of {string.Join(", ", starts.Select(start => start.ToString("N2", CultureInfo.InvariantCulture)))} s (target 2 s).
            Resident memory after {ofSignIn.Times.Count + ofPeople.Times.Count + 250:N0} requests: {idleMegabytes:N0} MB with the analytic engine idle, because there is no log (target 250 MB); {megabytes:N0} MB with the log of the demo, whose Activity page is kept ready.

            | page, 50 requests/s | p50 ms | p95 ms | p99 ms | longest ms | requests | failed |
            |---|---|---|---|---|---|---|
            """));
        PageBench.Print("sign in", ofSignIn);
        PageBench.Print($"list of {People:N0} people, {lists.Length} selections", ofPeople);
        return 0;
    }

    private static async Task<((List<double> Times, int Failed) SignIn, (List<double> Times, int Failed) People, double Megabytes)> VisitAsync(string data, int seconds)
    {
        using var server = Serve(data);
        await FirstPageAsync();
        var address = new Uri($"http://localhost:{Port}/");
        var cookies = await PageBench.SignInAsync(address);
        string[] signIn = [new Uri(address, "sign-in").AbsoluteUri];
        string[] people = [.. lists.Select(list => new Uri(address, list).AbsoluteUri)];
        await PageBench.MeasureAsync([.. signIn, .. people], 5, PageBench.SignInsPerSecond, cookies);
        var ofSignIn = await PageBench.MeasureAsync(signIn, seconds, PageBench.SignInsPerSecond);
        var ofPeople = await PageBench.MeasureAsync(people, seconds, PageBench.SignInsPerSecond, cookies);
        server.Refresh();
        var megabytes = server.WorkingSet64 / 1e6;
        await StopAsync(server);
        return (ofSignIn, ofPeople, megabytes);
    }

    // The same people and accounts, and nothing that the analytic engine could be asked about.
    private static void CopyWithoutLog(string data, string idle)
    {
        if (Directory.Exists(idle)) Directory.Delete(idle, recursive: true);
        Directory.CreateDirectory(idle);
        foreach (var file in Directory.EnumerateFiles(data)) File.Copy(file, Path.Combine(idle, Path.GetFileName(file)));
        using var db = new SqliteConnection($"DataSource={Path.Combine(idle, SqliteStore.FileName)}");
        db.Open();
        using var command = db.CreateCommand();
        command.CommandText = "DELETE FROM measure_segments";
        command.ExecuteNonQuery();
    }

    private static async Task PrepareAsync(string folder, string data)
    {
        Directory.CreateDirectory(folder);
        using (var demo = Serve(data))
        {
            await FirstPageAsync();
            await StopAsync(demo);
        }

        var file = new StringBuilder("name,email,log_user,role,site,department,from\n");
        for (var i = 0; i < People; i++) file.Append(CultureInfo.InvariantCulture, $"Person {i},p{i}@example.org,BENCH{i},Nurse,Bench site {i % 5},Bench department {i % 70},2020-01-01\n");
        var csv = Path.Combine(folder, "people.csv");
        await File.WriteAllTextAsync(csv, file.ToString());
        using var import = Start("people", "import", "--data", data, csv);
        await import.WaitForExitAsync();
        if (import.ExitCode != 0) throw new InvalidOperationException("The people could not be imported.");
        await File.WriteAllTextAsync(Path.Combine(data, "people.imported"), "");
    }

    public static Process Serve(string data) => Start("demo", "--data", data, "--port", Port.ToString(CultureInfo.InvariantCulture));

    private static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Checkout.Program) { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{Checkout.Program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    // Seconds from now until a page came.
    public static async Task<double> FirstPageAsync()
    {
        var begin = Stopwatch.GetTimestamp();
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(5) };
        while (true)
        {
            try
            {
                using var answer = await client.GetAsync(new Uri($"http://localhost:{Port}/sign-in"));
                if (answer.IsSuccessStatusCode) return Stopwatch.GetElapsedTime(begin).TotalSeconds;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(begin) < TimeSpan.FromMinutes(5))
            {
                await Task.Delay(10);
            }
        }
    }

    public static async Task StopAsync(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        await process.WaitForExitAsync();
    }
}
