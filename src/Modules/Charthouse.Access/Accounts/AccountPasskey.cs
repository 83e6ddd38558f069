using System.Buffers.Text;
using Charthouse.Platform.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Accounts;

/// <summary>A passkey of an account: the public half of a key pair whose other half never leaves a device. What was said when it was made is checked then and not kept.</summary>
internal sealed class AccountPasskey
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    /// <summary>Id that the device knows it by, as base64url text.</summary>
    public required string CredentialId { get; init; }

    /// <summary>Public key in COSE form, as base64url text.</summary>
    public required string PublicKey { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Name { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How often the device says that it was used; must grow where a device counts.</summary>
    public required long SignCount { get; set; }

    /// <summary>Ways to reach it, such as <c>internal,hybrid</c>.</summary>
    public required string Transports { get; init; }

    public required bool IsUserVerified { get; set; }

    public required bool IsBackupEligible { get; init; }

    public required bool IsBackedUp { get; set; }

    public static string Text(byte[] bytes) => Base64Url.EncodeToString(bytes);

    public static AccountPasskey Of(Guid accountId, UserPasskeyInfo info) => new()
    {
        Id = Guid.CreateVersion7(),
        AccountId = accountId,
        CredentialId = Text(info.CredentialId),
        PublicKey = Text(info.PublicKey),
        Name = info.Name ?? "",
        CreatedAt = info.CreatedAt,
        SignCount = info.SignCount,
        Transports = string.Join(',', info.Transports ?? []),
        IsUserVerified = info.IsUserVerified,
        IsBackupEligible = info.IsBackupEligible,
        IsBackedUp = info.IsBackedUp,
    };

    public void Update(UserPasskeyInfo info)
    {
        Name = info.Name ?? Name;
        SignCount = info.SignCount;
        IsUserVerified = info.IsUserVerified;
        IsBackedUp = info.IsBackedUp;
    }

    public UserPasskeyInfo ToInfo() => new(
        Base64Url.DecodeFromChars(CredentialId), Base64Url.DecodeFromChars(PublicKey), CreatedAt, (uint)SignCount,
        Transports.Length == 0 ? null : Transports.Split(','), IsUserVerified, IsBackupEligible, IsBackedUp, [], [])
    { Name = Name };
}

internal sealed class AccountPasskeyMapping : IEntityTypeConfiguration<AccountPasskey>
{
    public void Configure(EntityTypeBuilder<AccountPasskey> builder)
    {
        builder.ToTable("access_passkeys").HasHistoryOf("account", nameof(AccountPasskey.AccountId), "passkey");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.AccountId).HasColumnName("account_id");
        // A credential id has at most 1,023 bytes.
        builder.Property(p => p.CredentialId).HasColumnName("credential_id").HasMaxLength(1364).IsNotInHistory();
        builder.Property(p => p.PublicKey).HasColumnName("public_key").HasMaxLength(2000).IsNotInHistory();
        builder.Property(p => p.Name).HasColumnName("name").HasMaxLength(100);
        builder.Property(p => p.CreatedAt).HasColumnName("created_at");
        builder.Property(p => p.SignCount).HasColumnName("sign_count").IsNotInHistory();
        builder.Property(p => p.Transports).HasColumnName("transports").HasMaxLength(200).IsNotInHistory();
        builder.Property(p => p.IsUserVerified).HasColumnName("is_user_verified").IsNotInHistory();
        builder.Property(p => p.IsBackupEligible).HasColumnName("is_backup_eligible").IsNotInHistory();
        builder.Property(p => p.IsBackedUp).HasColumnName("is_backed_up").IsNotInHistory();
        builder.HasIndex(p => p.CredentialId).IsUnique();
        builder.HasIndex(p => p.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(p => p.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}
