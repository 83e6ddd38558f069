using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Notifications;

/// <summary>How somebody wants to hear of a kind of thing. Whatever is not off stands under Notifications.</summary>
public enum NotificationDelivery
{
    /// <summary>In the application only.</summary>
    App,
    /// <summary>Also by e-mail, at once.</summary>
    Mail,
    /// <summary>Also in the daily e-mail.</summary>
    Digest,
    /// <summary>Not at all.</summary>
    Off,
}

/// <summary>A kind of thing that people are told of. A module registers one as a singleton.</summary>
/// <param name="Name">Stable name, such as <c>import-finished</c>.</param>
/// <param name="Title">What it is called, such as "Import finished". Stands in e-mails, so it says nothing about anybody.</param>
/// <param name="Meaning">When it comes, one sentence.</param>
/// <param name="Default">How people hear of it who have not chosen; never <see cref="NotificationDelivery.Off"/>.</param>
public sealed record NotificationKind(string Name, string Title, string Meaning, NotificationDelivery Default);

/// <summary>One thing that somebody is told.</summary>
public sealed class Notification
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Who is told.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Name of the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What happened, one sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Where to read on, relative to the base address.</summary>
    public required string Href { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was read; <c>null</c> while it is new.</summary>
    public DateTimeOffset? ReadAt { get; set; }

    /// <summary>When it went into an e-mail; <c>null</c> when it did not.</summary>
    public DateTimeOffset? MailedAt { get; set; }
}

/// <summary>How one account wants to hear of one kind, when it has chosen.</summary>
public sealed class NotificationPreference
{
    /// <summary>Identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Whose choice.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Name of the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>The choice.</summary>
    public required NotificationDelivery Delivery { get; set; }
}

/// <summary>Tells people.</summary>
#pragma warning disable MA0049 // There is no better word for either.
public sealed class Notifications(TimeProvider clock)
#pragma warning restore MA0049
{
    private const int LongestText = 500;

    /// <summary>Adds a notification to the caller's unit of work: it is saved, or not, with the caller's change.</summary>
    /// <param name="db">The caller's unit of work.</param>
    /// <param name="accountId">Who is told.</param>
    /// <param name="kind">Name of a registered <see cref="NotificationKind"/>.</param>
    /// <param name="text">What happened, one sentence.</param>
    /// <param name="href">Where to read on, relative to the base address.</param>
    public void Add(WorkbenchDb db, Guid accountId, string kind, string text, string href)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(href);
        db.Add(new Notification
        {
            Id = Guid.CreateVersion7(),
            AccountId = accountId,
            Kind = kind,
            Text = text.Length > LongestText ? text[..(LongestText - 1)] + "…" : text,
            Href = href.TrimStart('/'),
            CreatedAt = clock.GetUtcNow(),
        });
    }
}

internal sealed class NotificationMapping : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> builder)
    {
        builder.ToTable("platform_notifications");
        builder.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(n => n.AccountId).HasColumnName("account_id");
        builder.Property(n => n.Kind).HasColumnName("kind").HasMaxLength(60);
        builder.Property(n => n.Text).HasColumnName("text").HasMaxLength(500);
        builder.Property(n => n.Href).HasColumnName("href").HasMaxLength(1000);
        builder.Property(n => n.CreatedAt).HasColumnName("created_at");
        builder.Property(n => n.ReadAt).HasColumnName("read_at");
        builder.Property(n => n.MailedAt).HasColumnName("mailed_at");
        builder.HasIndex(n => new { n.AccountId, n.ReadAt });
        builder.HasIndex(n => new { n.MailedAt, n.CreatedAt });
    }
}

internal sealed class NotificationPreferenceMapping : IEntityTypeConfiguration<NotificationPreference>
{
    public void Configure(EntityTypeBuilder<NotificationPreference> builder)
    {
        builder.ToTable("platform_notification_preferences");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.AccountId).HasColumnName("account_id");
        builder.Property(p => p.Kind).HasColumnName("kind").HasMaxLength(60);
        builder.Property(p => p.Delivery).HasColumnName("delivery");
        builder.HasIndex(p => new { p.AccountId, p.Kind }).IsUnique();
    }
}
