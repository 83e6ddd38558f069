using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Store.Postgres;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Architecture.Tests;

/// <summary>What may stand in the workbench database, so that both stores can keep it. Needs no server.</summary>
public sealed class ModelTests : IDisposable
{
    private static readonly Type[] allowed = [typeof(string), typeof(Guid), typeof(int), typeof(long), typeof(double), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly), typeof(byte[])];
    private readonly ServiceProvider sqlite = new ServiceCollection().AddSqliteStore(Path.GetTempPath()).BuildServiceProvider();
    private readonly ServiceProvider postgres = new ServiceCollection().AddPostgresStore("Host=localhost;Database=none").BuildServiceProvider();

    public static TheoryData<string> Providers => ["SQLite", "PostgreSQL"];

    public void Dispose()
    {
        sqlite.Dispose();
        postgres.Dispose();
    }

    [Theory, MemberData(nameof(Providers))]
    public void EveryText_HasALength(string provider)
    {
        using var db = Open(provider);
        var texts = Properties(db).Where(property => (property.GetProviderClrType() ?? property.ClrType) == typeof(string)).ToList();
        Assert.NotEmpty(texts);
        Assert.Empty(texts.Where(property => (property.FindFirstPrincipal() ?? property).GetMaxLength() is null).Select(property => property.ToString()));
    }

    [Theory, MemberData(nameof(Providers))]
    public void OnlyTypesThatBothStoresKeepAlike(string provider)
    {
        using var db = Open(provider);
        Assert.Empty(
            from property in Properties(db)
            let type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
            where !type.IsEnum && !allowed.Contains(type)
            select $"{property.DeclaringType.Name}.{property.Name} is {type.Name}");
    }

    [Theory, MemberData(nameof(Providers))]
    public void EveryTableAndColumn_IsNamed(string provider)
    {
        using var db = Open(provider);
        Assert.Empty(
            from property in Properties(db)
            let name = property.GetColumnName()
            let table = property.DeclaringType.ContainingEntityType.GetTableName()
            where name.Any(char.IsUpper) || table?.Contains('_', StringComparison.Ordinal) != true || name.Length > LongestName || table.Length > LongestName
            select $"{table}.{name}");
    }

    // History would not see what the database deletes or changes by itself, nor what stands in a form that its reader does not know.
    [Fact]
    public void RecordedEntities_ChangeOnlyWhereHistorySeesIt()
    {
        var builder = new ModelBuilder();
        builder.Entity<Whole>().HasHistory("whole");
        builder.Entity<Piece>().HasHistoryOf("whole", nameof(Piece.WholeId), "piece").HasOne<Whole>().WithMany().HasForeignKey(piece => piece.WholeId).OnDelete(DeleteBehavior.Cascade);
        Assert.Equal(["Piece is deleted by Cascade with Whole"], Unseen((IReadOnlyModel)builder.Model));
        using var db = Open("SQLite");
        Assert.Contains(db.Model.GetEntityTypes(), entity => entity.IsRecorded());
        Assert.Empty(Unseen(db.Model));
    }

    private static IEnumerable<string> Unseen(IReadOnlyModel model) =>
        (from entity in model.GetEntityTypes()
         where entity.IsRecorded()
         from key in entity.GetForeignKeys()
         where !key.IsOwnership && key.DeleteBehavior is not (DeleteBehavior.Restrict or DeleteBehavior.NoAction or DeleteBehavior.ClientNoAction)
         select $"{entity.ClrType.Name} is deleted by {key.DeleteBehavior} with {key.PrincipalEntityType.ClrType.Name}")
        .Concat(
            from entity in model.GetEntityTypes()
            where entity.IsRecorded() && (entity.GetComplexProperties().Any() || entity.FindPrimaryKey()?.Properties[0].ClrType != typeof(Guid) && entity.FindPrimaryKey() is not null)
            select $"{entity.ClrType.Name} has complex properties or a key that is no Guid");

    private sealed class Whole
    {
        public Guid Id { get; set; }
    }

    private sealed class Piece
    {
        public Guid Id { get; set; }

        public Guid WholeId { get; set; }
    }

    [Theory, MemberData(nameof(Providers))]
    public void NoMigration_IsMissing(string provider)
    {
        using var db = Open(provider);
        Assert.False(db.Database.HasPendingModelChanges());
    }

    // What backup, restore and move need: each table has a key, each column a neutral form, and no circle of foreign keys.
    [Fact]
    public void BothStores_HaveTheSameTables()
    {
        using var one = Open("SQLite");
        using var other = Open("PostgreSQL");
        var tables = Describe(one);
        Assert.NotEmpty(tables);
        Assert.Equal(tables, Describe(other));

        static List<string> Describe(WorkbenchDb db) =>
            [.. StoredTables.Of(db).Tables.Select(table => $"{table.Name}({string.Join(",", table.Key)}): {string.Join(", ", table.Columns.Select(column => $"{column.Name} {column.Type}"))}")];
    }

    // PostgreSQL cuts longer names off.
    private const int LongestName = 63;

    private static IEnumerable<IProperty> Properties(WorkbenchDb db) => db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties());

    private WorkbenchDb Open(string provider) => (provider == "SQLite" ? sqlite : postgres).GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContext();
}
