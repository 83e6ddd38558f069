using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Tokens;

/// <summary>A key for a machine. Belongs to the installation: it works on when the account of whoever made it ends.</summary>
internal sealed class ApiToken
{
    /// <summary>What every secret starts with, so that people and scanners recognise one.</summary>
    public const string Mark = "ch_";

    public const int LongestDays = 365;
    private const int ShownLetters = 6;

    public required Guid Id { get; init; }

    /// <summary>What the machine is called, also in the history.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the secret; the secret itself is nowhere.</summary>
    public required string Hash { get; init; }

    /// <summary>The first letters of the secret, for recognition.</summary>
    public required string Prefix { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required Guid? CreatedBy { get; init; }

    public required string CreatedByName { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>Last request, to a few minutes.</summary>
    public DateTimeOffset? UsedAt { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public int Version { get; private set; }

    /// <summary>A new secret: 256 random bits.</summary>
    public static string NewSecret() => Mark + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public static string PrefixOf(string secret) => secret[..(Mark.Length + ShownLetters)];

    /// <summary>Where it stands, in a word or two.</summary>
    public string StateAt(DateTimeOffset now) => RevokedAt is not null ? "Revoked" : ExpiresAt <= now ? "Expired" : ExpiresAt <= now.AddDays(14) ? "Ends soon" : "Works";

    public Outcome<ApiToken> Revoke(DateTimeOffset now)
    {
        if (RevokedAt is not null) return TokenProblems.RevokedAlready;
        RevokedAt = now;
        Version++;
        return this;
    }
}

/// <summary>A permission of a token.</summary>
internal sealed class ApiTokenScope
{
    public required Guid Id { get; init; }

    public required Guid TokenId { get; init; }

    public required string Permission { get; init; }
}

internal sealed class ApiTokenMapping : IEntityTypeConfiguration<ApiToken>
{
    public void Configure(EntityTypeBuilder<ApiToken> builder)
    {
        builder.ToTable("access_tokens").HasHistory("token");
        builder.Property(t => t.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(t => t.Name).HasColumnName("name").HasMaxLength(100);
        builder.Property(t => t.Hash).HasColumnName("hash").HasMaxLength(64).IsSecretInHistory();
        builder.Property(t => t.Prefix).HasColumnName("prefix").HasMaxLength(20);
        builder.Property(t => t.CreatedAt).HasColumnName("created_at");
        builder.Property(t => t.CreatedBy).HasColumnName("created_by");
        builder.Property(t => t.CreatedByName).HasColumnName("created_by_name").HasMaxLength(200);
        builder.Property(t => t.ExpiresAt).HasColumnName("expires_at");
        builder.Property(t => t.UsedAt).HasColumnName("used_at").IsNotInHistory();
        builder.Property(t => t.RevokedAt).HasColumnName("revoked_at");
        builder.Property(t => t.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(t => t.Name).IsUnique();
        builder.HasIndex(t => t.Hash).IsUnique();
    }
}

internal sealed class ApiTokenScopeMapping : IEntityTypeConfiguration<ApiTokenScope>
{
    public void Configure(EntityTypeBuilder<ApiTokenScope> builder)
    {
        builder.ToTable("access_token_scopes").HasHistoryOf("token", nameof(ApiTokenScope.TokenId), "scope");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.TokenId).HasColumnName("token_id");
        builder.Property(s => s.Permission).HasColumnName("permission").HasMaxLength(100);
        builder.HasIndex(s => new { s.TokenId, s.Permission }).IsUnique();
        builder.HasOne<ApiToken>().WithMany().HasForeignKey(s => s.TokenId).OnDelete(DeleteBehavior.Restrict);
    }
}
