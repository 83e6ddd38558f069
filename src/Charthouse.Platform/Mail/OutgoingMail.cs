using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Mail;

/// <summary>Where a mail stands.</summary>
public enum MailState
{
    /// <summary>Waits for its next attempt.</summary>
    Queued,
    /// <summary>The mail server took it.</summary>
    Sent,
    /// <summary>The mail server refused it for good, or all attempts failed.</summary>
    Failed,
    /// <summary>A person decided that it is not to be sent.</summary>
    GaveUp,
}

/// <summary>A mail to one address, in plain text. It is saved with the change that caused it and sent afterwards, so that neither is without the other.</summary>
public sealed class OutgoingMail
{
    /// <summary>Stands in <see cref="Text"/> where <see cref="SecretLink"/> goes.</summary>
    public const string LinkMark = "{link}";

    /// <summary>After that many attempts, about two days, only a person tries again.</summary>
    public const int MostAttempts = 12;

    private const int LongestError = 1000;
    private static readonly TimeSpan longestWait = TimeSpan.FromHours(6);

    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Address of the receiver.</summary>
    public required string To { get; init; }

    /// <summary>Subject, one line.</summary>
    public required string Subject { get; init; }

    /// <summary>Text; <see cref="LinkMark"/> stands for the secret link.</summary>
    public required string Text { get; init; }

    /// <summary>A link that lets whoever has it in. Only the receiver sees it, and it is forgotten when the mail is sent.</summary>
    public string? SecretLink { get; private set; }

    /// <summary>When it was written.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Where it stands.</summary>
    public MailState State { get; private set; }

    /// <summary>How often it was tried since a person last asked for it.</summary>
    public int AttemptCount { get; private set; }

    /// <summary>When it is tried next; <c>null</c> when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; private set; }

    /// <summary>What the mail server said last; <c>null</c> when it said nothing bad.</summary>
    public string? LastError { get; private set; }

    /// <summary>When the mail server took it.</summary>
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>Counts changes.</summary>
    public int Version { get; private set; }

    /// <summary>A mail that waits to be sent.</summary>
    public static OutgoingMail Write(string to, string subject, string text, string? secretLink, DateTimeOffset now) =>
        new() { Id = Guid.CreateVersion7(), To = to, Subject = subject, Text = text, SecretLink = secretLink, CreatedAt = now, NextAttemptAt = now };

    /// <summary>Takes it for an attempt. Should the program end meanwhile, it is tried again after the pause.</summary>
    public void Begin(DateTimeOffset now)
    {
        AttemptCount++;
        NextAttemptAt = now + Wait(AttemptCount);
        Version++;
    }

    /// <summary>The mail server took it.</summary>
    public void Succeed(DateTimeOffset now)
    {
        (State, SentAt, NextAttemptAt, LastError, SecretLink) = (MailState.Sent, now, null, null, null);
        Version++;
    }

    /// <summary>The attempt failed; <see cref="Begin"/> said when the next one is.</summary>
    /// <param name="error">What the mail server said.</param>
    /// <param name="isFinal">Whether trying again is of no use.</param>
    public void Fail(string error, bool isFinal)
    {
        ArgumentNullException.ThrowIfNull(error);
        LastError = error.Length > LongestError ? error[..LongestError] : error;
        if (isFinal || AttemptCount >= MostAttempts) (State, NextAttemptAt) = (MailState.Failed, null);
        Version++;
    }

    /// <summary>A person asks for it to be tried now.</summary>
    public Outcome<OutgoingMail> SendAgain(DateTimeOffset now)
    {
        if (State == MailState.Sent) return MailProblems.SentAlready;
        (State, AttemptCount, NextAttemptAt) = (MailState.Queued, 0, now);
        Version++;
        return this;
    }

    /// <summary>A person decides that it is not to be sent.</summary>
    public Outcome<OutgoingMail> GiveUp()
    {
        if (State == MailState.Sent) return MailProblems.SentAlready;
        (State, NextAttemptAt) = (MailState.GaveUp, null);
        Version++;
        return this;
    }

    // 1, 2, 4 … minutes, at most six hours.
    private static TimeSpan Wait(int attempt) => TimeSpan.FromMinutes(Math.Min(Math.Pow(2, attempt - 1), longestWait.TotalMinutes));
}

internal sealed class OutgoingMailMapping : IEntityTypeConfiguration<OutgoingMail>
{
    public void Configure(EntityTypeBuilder<OutgoingMail> builder)
    {
        builder.ToTable("platform_mails");
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.To).HasColumnName("to_address").HasMaxLength(320);
        builder.Property(m => m.Subject).HasColumnName("subject").HasMaxLength(300);
        builder.Property(m => m.Text).HasColumnName("text").HasMaxLength(20_000);
        builder.Property(m => m.SecretLink).HasColumnName("secret_link").HasMaxLength(2000);
        builder.Property(m => m.CreatedAt).HasColumnName("created_at");
        builder.Property(m => m.State).HasColumnName("state");
        builder.Property(m => m.AttemptCount).HasColumnName("attempt_count");
        builder.Property(m => m.NextAttemptAt).HasColumnName("next_attempt_at");
        builder.Property(m => m.LastError).HasColumnName("last_error").HasMaxLength(1000);
        builder.Property(m => m.SentAt).HasColumnName("sent_at");
        builder.Property(m => m.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(m => new { m.State, m.NextAttemptAt });
        builder.HasIndex(m => m.CreatedAt);
        builder.HasIndex(m => m.To);
    }
}
