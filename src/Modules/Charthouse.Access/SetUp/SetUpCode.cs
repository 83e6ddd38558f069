using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.SetUp;

/// <summary>
/// The code that guards the first run, under the installation's data protection keys. It is in the database so that it outlives a restart and is the same
/// whichever of several processes printed it; the row is gone as soon as there is an administrator.
/// </summary>
internal sealed class SetUpCode
{
    public const int OnlyRow = 1;

    public required int Id { get; init; }

    public required string Protected { get; set; }
}

internal sealed class SetUpCodeMapping : IEntityTypeConfiguration<SetUpCode>
{
    public void Configure(EntityTypeBuilder<SetUpCode> builder)
    {
        builder.ToTable("access_set_up");
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.Protected).HasColumnName("code").HasMaxLength(1000);
    }
}
