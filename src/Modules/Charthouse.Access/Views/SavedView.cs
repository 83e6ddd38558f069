using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.Views;

/// <summary>The filters of a list page under a name. Never deleted, only archived.</summary>
internal sealed class SavedView
{
    public const int LongestName = 80, LongestQuery = 2000;

    public required Guid Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Address of the page, relative to the base address.</summary>
    public required string Page { get; init; }

    public required string Name { get; set; }

    /// <summary>The query without its question mark; empty for the page as it opens.</summary>
    public required string Query { get; init; }

    /// <summary>Who holds the role sees the view too; <c>null</c> for a private one.</summary>
    public Guid? RoleId { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; private set; }

    /// <summary>Gives it another name.</summary>
    public Problem? Rename(string? name)
    {
        if (NameOf(name) is not { } wanted) return SavedViewProblems.NameMissing;
        Name = wanted;
        Version++;
        return null;
    }

    /// <summary>Takes it off all pages.</summary>
    public void Archive(DateTimeOffset at)
    {
        ArchivedAt ??= at;
        Version++;
    }

    /// <summary>The name that was typed, without spaces around it; <c>null</c> when it is none.</summary>
    public static string? NameOf(string? typed) => typed?.Trim() is { Length: > 0 and <= LongestName } name ? name : null;
}

/// <summary>The view with which a page opens for one account.</summary>
internal sealed class DefaultView
{
    public required Guid Id { get; init; }

    public required Guid AccountId { get; init; }

    public required string Page { get; init; }

    public required Guid ViewId { get; set; }
}

/// <summary>Refusals about saved views.</summary>
internal static class SavedViewProblems
{
    public static readonly Problem NameMissing = new("access.view-name", ProblemKind.Invalid, "Give the view a name of up to 80 characters.");
    public static readonly Problem NotFound = new("access.view-not-found", ProblemKind.NotFound, "There is no such view, or it is not yours.");
    public static readonly Problem TooLong = new("access.view-too-long", ProblemKind.Invalid, "These filters are too long to keep. Take some of them off.");
    public static readonly Problem UnknownRole = new("access.view-role", ProblemKind.Invalid, "A view can be shared with a role that you hold yourself. Choose one of the list.");

    private static readonly Problem[] all = [NameMissing, NotFound, TooLong, UnknownRole];

    /// <summary>The message of a code, for a page.</summary>
    public static string? Message(string? code) => Array.Find(all, problem => problem.Code == code)?.Message;
}

internal sealed class SavedViewMapping : IEntityTypeConfiguration<SavedView>
{
    public void Configure(EntityTypeBuilder<SavedView> builder)
    {
        builder.ToTable("access_saved_views").HasHistory("saved-view");
        builder.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(v => v.AccountId).HasColumnName("account_id");
        builder.Property(v => v.Page).HasColumnName("page").HasMaxLength(100);
        builder.Property(v => v.Name).HasColumnName("name").HasMaxLength(SavedView.LongestName);
        builder.Property(v => v.Query).HasColumnName("query").HasMaxLength(SavedView.LongestQuery);
        builder.Property(v => v.RoleId).HasColumnName("role_id");
        builder.Property(v => v.ArchivedAt).HasColumnName("archived_at");
        builder.Property(v => v.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(v => new { v.Page, v.AccountId });
        builder.HasIndex(v => new { v.Page, v.RoleId });
        builder.HasOne<Account>().WithMany().HasForeignKey(v => v.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Role>().WithMany().HasForeignKey(v => v.RoleId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class DefaultViewMapping : IEntityTypeConfiguration<DefaultView>
{
    public void Configure(EntityTypeBuilder<DefaultView> builder)
    {
        builder.ToTable("access_default_views");
        builder.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(v => v.AccountId).HasColumnName("account_id");
        builder.Property(v => v.Page).HasColumnName("page").HasMaxLength(100);
        builder.Property(v => v.ViewId).HasColumnName("view_id");
        builder.HasIndex(v => new { v.AccountId, v.Page }).IsUnique();
        builder.HasOne<Account>().WithMany().HasForeignKey(v => v.AccountId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<SavedView>().WithMany().HasForeignKey(v => v.ViewId).OnDelete(DeleteBehavior.Restrict);
    }
}
