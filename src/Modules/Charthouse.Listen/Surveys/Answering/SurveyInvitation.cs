using System.Security.Cryptography;
using System.Text;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Listen.Surveys.Answering;

/// <summary>That somebody was invited, and whether an answer came. Deleted when the round closes. Nothing in it leads to an answer, and it has no history.</summary>
internal sealed class SurveyInvitation
{
    public required Guid Id { get; init; }

    public required Guid RoundId { get; init; }

    public required string Email { get; init; }

    /// <summary>Group that the answer counts in; <c>null</c> where it is pooled with other small groups.</summary>
    public Guid? GroupId { get; init; }

    public bool IsUsed { get; init; }
}

/// <summary>A link that was sent: the first one, or one of a reminder. Only the hash of what stands in it is kept, so that whoever reads the database cannot answer for others.</summary>
internal sealed class SurveyLink
{
    public required string Hash { get; init; }

    public required Guid RoundId { get; init; }

    /// <summary>The invitation; <c>null</c> once the round has closed. The link still says kindly that it has.</summary>
    public required Guid? InvitationId { get; init; }

    /// <summary>The mail that took it, which names its receiver; <c>null</c> once the round has closed, when the mail is deleted.</summary>
    public required Guid? MailId { get; init; }

    /// <summary>Something that cannot be guessed, to stand in an address.</summary>
    public static string NewToken() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(20));

    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>What one person answered in numbers. No time, no order, nothing that stands in an invitation but the round and a group of at least five.</summary>
internal sealed class SurveyAnswer
{
    /// <summary>Random, so that it tells nothing of when.</summary>
    public required Guid Id { get; init; }

    public required Guid RoundId { get; init; }

    public Guid? GroupId { get; init; }

    /// <summary>Numbers by the link id of their question, as JSON.</summary>
    public required string Numbers { get; init; }

    /// <summary>A random id. Those of version 7, as records have them, begin with the time.</summary>
    public static Guid NewId()
    {
        Span<byte> bytes = stackalloc byte[16];
        RandomNumberGenerator.Fill(bytes);
        bytes[6] = (byte)(bytes[6] & 0x0F | 0x40);
        bytes[8] = (byte)(bytes[8] & 0x3F | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}

/// <summary>What somebody wrote to one question. It stands apart from that person's numbers, and without a group.</summary>
internal sealed class SurveyText
{
    public required Guid Id { get; init; }

    public required Guid RoundId { get; init; }

    public required string LinkId { get; init; }

    public required string Text { get; init; }
}

internal sealed class SurveyInvitationMapping : IEntityTypeConfiguration<SurveyInvitation>
{
    public void Configure(EntityTypeBuilder<SurveyInvitation> builder)
    {
        builder.ToTable("listen_survey_invitations");
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.RoundId).HasColumnName("round_id");
        builder.Property(i => i.Email).HasColumnName("email").HasMaxLength(320);
        builder.Property(i => i.GroupId).HasColumnName("group_id");
        builder.Property(i => i.IsUsed).HasColumnName("is_used");
        builder.HasIndex(i => i.RoundId);
    }
}

internal sealed class SurveyLinkMapping : IEntityTypeConfiguration<SurveyLink>
{
    public void Configure(EntityTypeBuilder<SurveyLink> builder)
    {
        builder.ToTable("listen_survey_links");
        builder.HasKey(l => l.Hash);
        builder.Property(l => l.Hash).HasColumnName("hash").HasMaxLength(64);
        builder.Property(l => l.RoundId).HasColumnName("round_id");
        builder.Property(l => l.InvitationId).HasColumnName("invitation_id");
        builder.Property(l => l.MailId).HasColumnName("mail_id");
        builder.HasOne<SurveyInvitation>().WithMany().HasForeignKey(l => l.InvitationId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(l => l.InvitationId);
        builder.HasIndex(l => l.RoundId);
    }
}

internal sealed class SurveyAnswerMapping : IEntityTypeConfiguration<SurveyAnswer>
{
    public void Configure(EntityTypeBuilder<SurveyAnswer> builder)
    {
        builder.ToTable("listen_survey_answers");
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.RoundId).HasColumnName("round_id");
        builder.Property(a => a.GroupId).HasColumnName("group_id");
        builder.Property(a => a.Numbers).HasColumnName("numbers").HasMaxLength(20_000);
        builder.HasIndex(a => a.RoundId);
    }
}

internal sealed class SurveyTextMapping : IEntityTypeConfiguration<SurveyText>
{
    public void Configure(EntityTypeBuilder<SurveyText> builder)
    {
        builder.ToTable("listen_survey_texts");
        builder.Property(t => t.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(t => t.RoundId).HasColumnName("round_id");
        builder.Property(t => t.LinkId).HasColumnName("link_id").HasMaxLength(Instruments.Question.LongestLinkId);
        builder.Property(t => t.Text).HasColumnName("text").HasMaxLength(Instruments.Question.LongestAnswer);
        builder.HasIndex(t => t.RoundId);
    }
}
