using Charthouse.Analytics.DuckDb;
using Charthouse.Lake;

namespace Charthouse.Analytics.Conformance;

/// <summary>A lake in a folder of its own, with the engine that answers from it.</summary>
internal sealed class TestLake : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private int imports;

    public TestLake(Func<string, ILakeManifest>? manifest = null)
    {
        Directory = new LakeDirectory(folder.File("data"));
        Manifest = manifest?.Invoke(Directory.Root) ?? new MemoryManifest();
        Engine = new DuckDbEngine(Directory, Manifest);
    }

    public LakeDirectory Directory { get; }

    public ILakeManifest Manifest { get; }

    public DuckDbEngine Engine { get; }

    public SetClock Clock { get; } = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public string Write(string name, string content) => folder.Write(name, content);

    public async Task<ImportOutcome> ImportAsync(ImportRequest request) =>
        await new AuditLogImport(Directory, Manifest, Clock).RunAsync(request with { ImportId = "import" + ++imports }, null, null, CancellationToken.None);

    public async Task<ImportSummary> TakeAsync(ImportRequest request)
    {
        var outcome = await ImportAsync(request);
        Assert.Empty(outcome.Refusals);
        return outcome.Summary!;
    }

    public void Dispose()
    {
        Engine.Dispose();
        folder.Dispose();
    }
}
