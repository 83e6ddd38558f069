using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Storage;

/// <summary>A key that cookies and forms are protected with. In the database, so that all processes that share it know each other's cookies.</summary>
internal sealed class ProtectionKey
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required string Xml { get; init; }
}

internal sealed class ProtectionKeyMapping : IEntityTypeConfiguration<ProtectionKey>
{
    public void Configure(EntityTypeBuilder<ProtectionKey> builder)
    {
        builder.ToTable("platform_protection_keys");
        builder.Property(k => k.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(k => k.Name).HasColumnName("name").HasMaxLength(200);
        builder.Property(k => k.Xml).HasColumnName("xml").HasMaxLength(50_000);
    }
}

/// <summary>Keeps the keys of data protection in the workbench database.</summary>
public sealed class ProtectionKeys(IDbContextFactory<WorkbenchDb> dbs) : IXmlRepository
{
    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var db = dbs.CreateDbContext();
        return [.. db.Set<ProtectionKey>().AsNoTracking().OrderBy(k => k.Id).Select(k => k.Xml).AsEnumerable().Select(xml => XElement.Parse(xml))];
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        using var db = dbs.CreateDbContext();
        db.Add(new ProtectionKey { Id = Guid.CreateVersion7(), Name = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
#pragma warning disable MA0045, CA1849 // The interface of data protection cannot wait; it is called once in three months.
        db.SaveChangesAsync().GetAwaiter().GetResult();
#pragma warning restore MA0045, CA1849
    }
}
