using Charthouse.Platform.History;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Accounts;

/// <summary>A way in: an e-mail address with a password or a passkey. Belongs to a person, or to an operator or auditor from outside who is none.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>Name that history and pages show.</summary>
    public required string DisplayName { get; set; }

    /// <summary>The person; <c>null</c> when the account belongs to none of the directory.</summary>
    public Guid? PersonId { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From then on nobody can sign in; <c>null</c> while the account is open.</summary>
    public DateTimeOffset? DeactivatedAt { get; set; }

    /// <summary>Closed for good: no sign-in, no e-mail address, no person; only the name and the history stay.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>When an invitation was last sent; <c>null</c> when the account was made in another way.</summary>
    public DateTimeOffset? InvitedAt { get; set; }

    /// <summary>Far enough that it means "until an administrator unlocks it".</summary>
    public static readonly DateTimeOffset UntilUnlocked = new(9000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public bool IsLockedByAdministrator => LockoutEnd >= UntilUnlocked;

    /// <summary>Where the account stands.</summary>
    public AccountState State => this switch
    {
        { ClosedAt: not null } => AccountState.Closed,
        { DeactivatedAt: not null } => AccountState.Deactivated,
        { IsLockedByAdministrator: true } => AccountState.Locked,
        { InvitedAt: not null, EmailConfirmed: false } => AccountState.Invited,
        _ => AccountState.Active,
    };

    /// <summary>Marks a change, so that whoever edits the account at the same time is told.</summary>
    public void Touch() => ConcurrencyStamp = Guid.CreateVersion7().ToString("N");

    /// <summary>Makes all links and cookies of before worthless.</summary>
    public void ForgetLinks() => SecurityStamp = Guid.CreateVersion7().ToString("N");
}

/// <summary>Where an account stands.</summary>
internal enum AccountState
{
    /// <summary>Can sign in.</summary>
    Active,
    /// <summary>Has a link to choose a password, and has not used it yet.</summary>
    Invited,
    /// <summary>An administrator keeps it from signing in until it is unlocked.</summary>
    Locked,
    /// <summary>Taken out of use; can be taken back.</summary>
    Deactivated,
    /// <summary>Ended for good.</summary>
    Closed,
}

/// <summary>One browser that is signed in.</summary>
internal sealed class AccountSession
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Last request, to a few minutes.</summary>
    public required DateTimeOffset SeenAt { get; set; }

    /// <summary>Browser and system in words, such as "Firefox on Windows".</summary>
    public required string Device { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A role of an account.</summary>
internal sealed class AccountRole
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required Guid RoleId { get; init; }
}

internal sealed class AccountMapping : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> builder)
    {
        builder.ToTable("access_accounts").HasHistory("account");
        builder.HasKey(a => a.Id);
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.DisplayName).HasColumnName("display_name").HasMaxLength(200);
        builder.Property(a => a.PersonId).HasColumnName("person_id");
        builder.Property(a => a.CreatedAt).HasColumnName("created_at");
        builder.Property(a => a.DeactivatedAt).HasColumnName("deactivated_at");
        builder.Property(a => a.ClosedAt).HasColumnName("closed_at");
        builder.Property(a => a.InvitedAt).HasColumnName("invited_at");
        builder.Property(a => a.UserName).HasColumnName("user_name").HasMaxLength(320);
        builder.Property(a => a.NormalizedUserName).HasColumnName("normalized_user_name").HasMaxLength(320).IsNotInHistory();
        builder.Property(a => a.Email).HasColumnName("email").HasMaxLength(320);
        builder.Property(a => a.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(320).IsNotInHistory();
        builder.Property(a => a.EmailConfirmed).HasColumnName("email_confirmed");
        builder.Property(a => a.PasswordHash).HasColumnName("password_hash").HasMaxLength(1000).IsSecretInHistory();
        builder.Property(a => a.SecurityStamp).HasColumnName("security_stamp").HasMaxLength(100).IsNotInHistory();
        builder.Property(a => a.ConcurrencyStamp).HasColumnName("concurrency_stamp").HasMaxLength(100).IsConcurrencyToken();
        builder.Property(a => a.TwoFactorEnabled).HasColumnName("two_factor_enabled");
        builder.Property(a => a.LockoutEnd).HasColumnName("lockout_end");
        builder.Property(a => a.LockoutEnabled).HasColumnName("lockout_enabled").IsNotInHistory();
        builder.Property(a => a.AccessFailedCount).HasColumnName("access_failed_count").IsNotInHistory();
        builder.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
        builder.HasIndex(a => a.NormalizedUserName).IsUnique();
        builder.HasIndex(a => a.NormalizedEmail).IsUnique();
        builder.HasIndex(a => a.PersonId).IsUnique();
    }
}

internal sealed class AccountSessionMapping : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.ToTable("access_sessions");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.AccountId).HasColumnName("account_id");
        builder.Property(s => s.StartedAt).HasColumnName("started_at");
        builder.Property(s => s.SeenAt).HasColumnName("seen_at");
        builder.Property(s => s.Device).HasColumnName("device").HasMaxLength(200);
        builder.Property(s => s.EndedAt).HasColumnName("ended_at");
        builder.HasIndex(s => s.AccountId);
        builder.HasOne<Account>().WithMany().HasForeignKey(s => s.AccountId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccountRoleMapping : IEntityTypeConfiguration<AccountRole>
{
    public void Configure(EntityTypeBuilder<AccountRole> builder)
    {
        builder.ToTable("access_account_roles").HasHistoryOf("account", nameof(AccountRole.AccountId), "role");
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.AccountId).HasColumnName("account_id");
        builder.Property(r => r.RoleId).HasColumnName("role_id");
        builder.HasIndex(r => new { r.AccountId, r.RoleId }).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(r => r.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Roles.Role>().WithMany().HasForeignKey(r => r.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

/// <summary>An authenticator key or recovery codes of an account, as ASP.NET Core Identity keeps them.</summary>
internal sealed class AccountSecretMapping : IEntityTypeConfiguration<IdentityUserToken<Guid>>
{
    public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder)
    {
        builder.ToTable("access_account_secrets");
        builder.HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
        builder.Property(t => t.UserId).HasColumnName("account_id");
        builder.Property(t => t.LoginProvider).HasColumnName("provider").HasMaxLength(128);
        builder.Property(t => t.Name).HasColumnName("name").HasMaxLength(128);
        builder.Property(t => t.Value).HasColumnName("value").HasMaxLength(4000);
        builder.HasOne<Account>().WithMany().HasForeignKey(t => t.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
