using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.OwnActivity;

/// <summary>A clinician lets one other person see the own figures. Never deleted: it is revoked, or it ends.</summary>
internal sealed class ActivityShare
{
    public required Guid Id { get; init; }

    /// <summary>Account of the clinician whose figures they are. Only this account can make and revoke the share.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>Account that may see them.</summary>
    public required Guid RecipientId { get; init; }

    public required DateTimeOffset SharedAt { get; init; }

    /// <summary>The last day; <c>null</c> until it is revoked.</summary>
    public DateOnly? Until { get; init; }

    public DateTimeOffset? RevokedAt { get; private set; }

    public int Version { get; private set; }

    /// <param name="account">Whose figures.</param>
    /// <param name="recipient">Who may see them.</param>
    /// <param name="until">The last day, if there is one.</param>
    /// <param name="now">Now.</param>
    /// <param name="today">Today in the hospital's civil time.</param>
    public static Outcome<ActivityShare> Make(Guid account, Guid recipient, DateOnly? until, DateTimeOffset now, DateOnly today)
    {
        if (recipient == account) return ActivityShareProblems.WithSelf;
        if (until < today) return ActivityShareProblems.EndsBeforeToday;
        return new ActivityShare { Id = Guid.CreateVersion7(), AccountId = account, RecipientId = recipient, SharedAt = now, Until = until };
    }

    /// <summary>Whether the recipient may look today.</summary>
    public bool IsOpen(DateOnly today) => RevokedAt is null && !(Until < today);

    /// <summary>Ends it at once.</summary>
    public Problem? Revoke(DateTimeOffset now, DateOnly today)
    {
        if (!IsOpen(today)) return ActivityShareProblems.Ended;
        RevokedAt = now;
        Version++;
        return null;
    }
}

/// <summary>Refusals about shares.</summary>
internal static class ActivityShareProblems
{
    public static readonly Problem NotLinked = new("measure.share-not-linked", ProblemKind.Conflict, "Your account is not linked with a user of the audit log, so there are no figures to share. An administrator links them under People.");
    public static readonly Problem PersonMissing = new("measure.share-person-missing", ProblemKind.Invalid, "Give the name of a person who has an account.", "Person");
    public static readonly Problem PersonUnknown = new("measure.share-person-unknown", ProblemKind.Invalid, "Nobody with an account has this name. Only people who can sign in can see what you share.", "Person");
    public static readonly Problem PersonUnclear = new("measure.share-person-unclear", ProblemKind.Invalid, "Choose who of these is meant. Nothing has been shared yet.", "Person");
    public static readonly Problem WithSelf = new("measure.share-with-self", ProblemKind.Invalid, "You see your own figures already. Name somebody else.", "Person");
    public static readonly Problem EndsBeforeToday = new("measure.share-ends-before-today", ProblemKind.Invalid, "This day is over. Give today or a later day, or leave it empty.", "Until");
    public static readonly Problem SharedAlready = new("measure.share-already", ProblemKind.Conflict, "You share with this person already. To change the last day, revoke that share first.", "Person");
    public static readonly Problem Ended = new("measure.share-ended", ProblemKind.Conflict, "This share has ended already.");
    public static readonly Problem NotFound = new("measure.share-not-found", ProblemKind.NotFound, "There is no such share, or it has ended.");
}

internal sealed class ActivityShareMapping : IEntityTypeConfiguration<ActivityShare>
{
    public void Configure(EntityTypeBuilder<ActivityShare> builder)
    {
        builder.ToTable("measure_activity_shares").HasHistory("activity-share");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.AccountId).HasColumnName("account_id");
        builder.Property(s => s.RecipientId).HasColumnName("recipient_id");
        builder.Property(s => s.SharedAt).HasColumnName("shared_at");
        builder.Property(s => s.Until).HasColumnName("until");
        builder.Property(s => s.RevokedAt).HasColumnName("revoked_at");
        builder.Property(s => s.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(s => s.AccountId);
        builder.HasIndex(s => s.RecipientId);
    }
}
