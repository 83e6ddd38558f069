using Charthouse.Host;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Stores.Conformance.Values;

/// <summary>One property of each type that a record may have.</summary>
internal sealed class Specimen
{
    public required Guid Id { get; init; }

    public string Key { get; init; } = Guid.CreateVersion7().ToString("N");

    public string? Text { get; set; }

    public string? Short { get; set; }

    public string Normalized { get; set; } = "";

    public int Count { get; set; }

    public long Big { get; set; }

    public double? Real { get; set; }

    public bool Truth { get; set; }

    public DateOnly Day { get; set; }

    public DateTimeOffset At { get; set; }

    public SpecimenState State { get; set; }

    public int Version { get; set; }
}

internal enum SpecimenState
{
    Fresh,
    Dried,
}

internal sealed class SpecimenMapping : IEntityTypeConfiguration<Specimen>
{
    public void Configure(EntityTypeBuilder<Specimen> builder)
    {
        builder.ToTable("test_specimens").HasHistory("specimen");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.Key).HasMaxLength(100);
        builder.Property(s => s.Text).HasMaxLength(500_000);
        builder.Property(s => s.Short).HasMaxLength(10);
        builder.Property(s => s.Normalized).HasMaxLength(200);
        builder.Property(s => s.Version).IsConcurrencyToken();
        builder.HasIndex(s => s.Key).IsUnique();
    }
}

/// <summary>A database with specimens, on the real provider and conventions of a store.</summary>
internal sealed class SpecimenStore : IAsyncDisposable
{
    private readonly TestStore store;

    private SpecimenStore(TestStore store) => this.store = store;

    public static async Task<SpecimenStore> CreateAsync(StoreKind kind)
    {
        var made = new SpecimenStore(await TestStore.CreateAsync(kind));
        await using var db = made.Open();
        await db.Database.EnsureCreatedAsync();
        return made;
    }

    public WorkbenchDb Open(int patienceSeconds = 30)
    {
        var options = new DbContextOptionsBuilder<WorkbenchDb>();
        if (store.Connection is { } connection) PostgresStore.Configure(options, connection);
        else SqliteStore.Configure(options, Path.Combine(store.Folder, SqliteStore.FileName), patienceSeconds);
        return new WorkbenchDb(
            options.Options, new ModelSources([typeof(WorkbenchDb).Assembly, typeof(Specimen).Assembly]), store.Connection is null ? SqliteStore.Conventions : PostgresStore.Conventions, [], new CurrentActor(), TimeProvider.System);
    }

    public async Task AddAsync(params Specimen[] specimens)
    {
        await using var db = Open();
        db.AddRange(specimens);
        await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => store.DisposeAsync();
}
