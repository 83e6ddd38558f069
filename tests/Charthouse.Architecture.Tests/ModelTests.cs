using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Store.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Architecture.Tests;

/// <summary>What may stand in the workbench database, so that both stores can keep it.</summary>
public sealed class ModelTests : IDisposable
{
    private static readonly Type[] allowed = [typeof(string), typeof(Guid), typeof(int), typeof(long), typeof(double), typeof(bool), typeof(DateTimeOffset), typeof(DateOnly)];
    private readonly ServiceProvider services = new ServiceCollection().AddSqliteStore(Path.GetTempPath()).BuildServiceProvider();
    private readonly WorkbenchDb db;

    public ModelTests() => db = services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContext();

    public void Dispose()
    {
        db.Dispose();
        services.Dispose();
    }

    [Fact]
    public void EveryText_HasALength()
    {
        var texts = db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties()).Where(property => (property.GetProviderClrType() ?? property.ClrType) == typeof(string)).ToList();
        Assert.NotEmpty(texts);
        Assert.Empty(texts.Where(property => (property.FindFirstPrincipal() ?? property).GetMaxLength() is null).Select(property => property.ToString()));
    }

    [Fact]
    public void OnlyTypesThatBothStoresKeepAlike() => Assert.Empty(
        from property in db.Model.GetEntityTypes().SelectMany(entity => entity.GetProperties())
        let type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType
        where !type.IsEnum && !allowed.Contains(type)
        select $"{property.DeclaringType.Name}.{property.Name} is {type.Name}");

    [Fact]
    public void EveryTableAndColumn_IsNamed() => Assert.Empty(
        from entity in db.Model.GetEntityTypes()
        from property in entity.GetProperties()
        let name = property.GetColumnName()
        where name.Any(char.IsUpper) || entity.GetTableName()?.Contains('_', StringComparison.Ordinal) != true
        select $"{entity.GetTableName()}.{name}");

    // History would not see what the database deletes or changes by itself, nor what stands in a form that its reader does not know.
    [Fact]
    public void RecordedEntities_ChangeOnlyWhereHistorySeesIt()
    {
        var builder = new ModelBuilder();
        builder.Entity<Whole>().HasHistory("whole");
        builder.Entity<Piece>().HasHistoryOf("whole", nameof(Piece.WholeId), "piece").HasOne<Whole>().WithMany().HasForeignKey(piece => piece.WholeId).OnDelete(DeleteBehavior.Cascade);
        Assert.Equal(["Piece is deleted by Cascade with Whole"], Unseen((IReadOnlyModel)builder.Model));
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
            where entity.IsRecorded() && (entity.GetComplexProperties().Any() || entity.FindPrimaryKey()!.Properties[0].ClrType != typeof(Guid))
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

    [Fact]
    public void NoMigration_IsMissing() => Assert.False(db.Database.HasPendingModelChanges());
}
