using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Charthouse.Access.Tests.Serving;

/// <summary>Logs hold nothing about people, at any level, whatever breaks.</summary>
public sealed class LogTests
{
    private static readonly string[] marks = ["zebrafinch", "4711-0815", "quokka"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Logs_HoldNoNamesAddressesOrRecordNumbers()
    {
        await using var store = await TestStore.CreateAsync(StoreKind.Sqlite);
        await File.WriteAllTextAsync(Path.Combine(store.Folder, "charthouse.json"), JsonSerializer.Serialize(new { Logging = new { Level = "Trace", Format = "Json" } }), Token);
        await using var workbench = await ServedWorkbench.StartAsync(store: store);
        using var lines = new Lines();
        workbench.Services.GetRequiredService<ILoggerFactory>().AddProvider(lines);

        using var visitor = workbench.Visitor();
        using var informatics = await workbench.SignInAsync(BuiltInRoles.Informatics);
        // Pages, searches, wrong input, wrong tokens, refused forms.
        foreach (var client in new[] { visitor, informatics })
        {
            foreach (var address in new[] { "/activity?department=zebrafinch&role=quokka", "/imports?source=zebrafinch&zone=quokka", "/jobs/zebrafinch?problem=4711-0815", "/people?find=4711-0815", "/zebrafinch/4711-0815", "/activity/export.csv?department=zebrafinch" })
            {
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), Token);
            }

            using var json = new StringContent("""{"name":"zebrafinch","number":"4711-0815"}""", MediaTypeHeaderValue.Parse("application/json"));
            using var refused = await client.PostAsync(new Uri("/imports/upload?zebrafinch", UriKind.Relative), json, Token);
            using var form = new FormUrlEncodedContent([new("Form.Email", "zebrafinch@example.org"), new("Form.Password", "quokka"), new("__RequestVerificationToken", "4711-0815")]);
            using var forged = await client.PostAsync(new Uri("/sign-in", UriKind.Relative), form, Token);
        }

        using var wrong = await ServedWorkbench.PostFormAsync(visitor, "/sign-in", ("Form.Email", "zebrafinch@example.org"), ("Form.Password", "quokka 4711-0815"));

        // A job whose exception quotes what it failed on.
        var kinds = (IDictionary<string, IJobKind>)workbench.Services.GetRequiredService<JobQueue>().Kinds;
        kinds["test.breaks"] = new Breaks();
        var id = await workbench.Services.GetRequiredService<JobQueue>().EnqueueAsync("test.breaks", """{"to":"zebrafinch@example.org"}""", null, Token);
        for (var tries = 0; tries < 200 && await IsUntriedAsync(workbench, id); tries++) await Task.Delay(50, Token);

        // The database breaks under a request that carries everything.
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var token = (await ServedWorkbench.PageAsync(visitor, "/sign-in")).QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
            await db.Database.ExecuteSqlRawAsync("alter table access_accounts rename to access_gone", Token);
            using var form = new FormUrlEncodedContent([new("_handler", "sign-in"), new("Form.Email", "zebrafinch@example.org"), new("Form.Password", "quokka 4711-0815"), new("__RequestVerificationToken", token)]);
            using var broken = await visitor.PostAsync(new Uri("/sign-in?back=zebrafinch", UriKind.Relative), form, Token);
            Assert.Equal(System.Net.HttpStatusCode.InternalServerError, broken.StatusCode);
            Assert.All(marks, mark => Assert.DoesNotContain(mark, broken.Content.ReadAsStringAsync(Token).GetAwaiter().GetResult(), StringComparison.OrdinalIgnoreCase));
        }

        // The log works: it says what broke, and where.
        Assert.Contains(lines.All, line => line.Contains("SqliteException", StringComparison.Ordinal) && line.Contains("sign-in", StringComparison.Ordinal));
        Assert.Contains(lines.All, line => line.Contains("InvalidOperationException", StringComparison.Ordinal) && line.Contains("test.breaks", StringComparison.Ordinal));
        Assert.DoesNotContain(lines.All, line => marks.Any(mark => line.Contains(mark, StringComparison.OrdinalIgnoreCase)));
    }

    // A logged exception is logged with its message. What may stand in a log of it, BrokenCode says.
    [Fact]
    public void NoMessageOfOurs_TakesAnException()
    {
        _ = typeof(Charthouse.Host.Workbench);
        var messages = (from assembly in AppDomain.CurrentDomain.GetAssemblies()
                        where assembly.GetName().Name!.StartsWith("Charthouse.", StringComparison.Ordinal)
                        from type in assembly.GetTypes()
                        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                        where method.IsDefined(typeof(LoggerMessageAttribute), inherit: false)
                        select method).ToList();
        Assert.Contains(messages, method => method.DeclaringType == typeof(Access.Outbox.MailLoop));
        Assert.DoesNotContain(messages, method => method.GetParameters().Any(parameter => typeof(Exception).IsAssignableFrom(parameter.ParameterType)));
    }

    private static async Task<bool> IsUntriedAsync(ServedWorkbench workbench, Guid id)
    {
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        return await db.Set<Job>().AnyAsync(j => j.Id == id && j.Problem == null, Token);
    }

    private sealed class Breaks : IJobKind
    {
        public string Name => "test.breaks";

        public string Title => "Breaks";

        public Task RunAsync(JobRun run, CancellationToken cancellationToken) => throw new InvalidOperationException($"No mailbox: {run.Arguments}");
    }

    private sealed class Lines : ILoggerProvider
    {
        private readonly ConcurrentQueue<string> lines = new();

        public IReadOnlyCollection<string> All => lines;

        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines);

        public void Dispose()
        {
        }

        private sealed class Logger(string category, ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{category} {logLevel} {formatter(state, exception)} {exception}");
        }
    }
}
