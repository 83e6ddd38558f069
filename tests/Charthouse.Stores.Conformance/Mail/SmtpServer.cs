using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Charthouse.Stores.Conformance.Mail;

/// <summary>A mail server of a few lines that takes mails, and refuses some receivers.</summary>
internal sealed class SmtpServer : IAsyncDisposable
{
    /// <summary>Refused for good.</summary>
    public const string Unknown = "unknown@example.org";

    /// <summary>Refused for now.</summary>
    public const string Full = "full@example.org";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Task running;

    public SmtpServer()
    {
        listener.Start();
        running = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Text of each mail that was taken.</summary>
    public ConcurrentQueue<string> Taken { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Dispose();
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> clients = [];
        try
        {
            while (true) clients.Add(TalkAsync(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        finally
        {
            await Task.WhenAll(clients).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using var owned = client;
        await using var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.ASCII);
        await using var writer = new StreamWriter(stream, Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 test");
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            var word = line.Split(' ', ':')[0].ToUpperInvariant();
            if (word == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                var text = new StringBuilder();
                while (await reader.ReadLineAsync(ending.Token) is { } part && part != ".") text.AppendLine(part);
                Taken.Enqueue(text.ToString());
            }

            await writer.WriteLineAsync(word switch
            {
                "RCPT" when line.Contains(Unknown, StringComparison.Ordinal) => "550 No such person here",
                "RCPT" when line.Contains(Full, StringComparison.Ordinal) => "452 The mail box is full",
                "QUIT" => "221 bye",
                _ => "250 fine",
            });
            if (word == "QUIT") return;
        }
    }
}

/// <summary>A clock that stands still until it is moved.</summary>
internal sealed class MovedClock(DateTimeOffset start) : TimeProvider
{
    private DateTimeOffset now = start;

    public override DateTimeOffset GetUtcNow() => now;

    public void Move(TimeSpan by) => now += by;
}
