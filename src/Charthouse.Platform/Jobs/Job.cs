using Charthouse.Platform.Permissions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for its turn, or for its next try.</summary>
    Queued,
    /// <summary>A process works on it.</summary>
    Running,
    /// <summary>Done.</summary>
    Succeeded,
    /// <summary>Tried as often as its kind allows, or not worth another try.</summary>
    Failed,
    /// <summary>Somebody stopped it.</summary>
    Cancelled,
}

/// <summary>Work that waits, runs or ran in the background. Its row says everything, so any process that shares the database can go on with it.</summary>
public sealed class Job
{
    /// <summary>Longest text of <see cref="Arguments"/>.</summary>
    public const int LongestArguments = 100_000;

    internal const int LongestStep = 300;
    internal const int LongestProblem = 2000;
    internal const int LongestName = 200;

    /// <summary>Id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Name of its kind.</summary>
    public required string Kind { get; init; }

    /// <summary>What it is called.</summary>
    public required string Title { get; init; }

    /// <summary>What to do, as JSON.</summary>
    public required string Arguments { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobState State { get; init; }

    /// <summary>How far it is, from 0 to 1; <c>null</c> when nobody knows.</summary>
    public double? Share { get; init; }

    /// <summary>What happens now, or happened last.</summary>
    public string? Step { get; init; }

    /// <summary>Tries so far.</summary>
    public int Attempts { get; init; }

    /// <summary>Not before this instant.</summary>
    public required DateTimeOffset NextTryAt { get; init; }

    /// <summary>The process that works on it, for people.</summary>
    public string? Owner { get; init; }

    /// <summary>The try that may write; another process that takes the job over makes a new one.</summary>
    public Guid? Claim { get; init; }

    /// <summary>Until when the job is its owner's. Renewed while it runs; afterwards anybody may take it.</summary>
    public DateTimeOffset? LeaseUntil { get; init; }

    /// <summary>Somebody asked to stop it.</summary>
    public DateTimeOffset? CancelRequestedAt { get; init; }

    /// <summary>Account that asked for it; <c>null</c> for the operator and the program.</summary>
    public Guid? RequestedById { get; init; }

    /// <summary>Person of that account.</summary>
    public Guid? RequestedByPersonId { get; init; }

    /// <summary>Name of who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Whether it came by itself, from a recurring job.</summary>
    public bool IsRecurring { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When its last try began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended for good.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What went wrong last, in words.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it waits or runs.</summary>
    public bool IsOpen => State is JobState.Queued or JobState.Running;

    /// <summary>A job that waits.</summary>
    internal static Job Wait(IJobKind kind, string arguments, Actor by, DateTimeOffset now, DateTimeOffset? notBefore, bool isRecurring = false) => new()
    {
        Id = Guid.CreateVersion7(now),
        Kind = kind.Name,
        Title = kind.Title,
        Arguments = arguments.Length <= LongestArguments ? arguments : throw new ArgumentException($"The arguments of a job are at most {LongestArguments} characters.", nameof(arguments)),
        State = JobState.Queued,
        NextTryAt = notBefore ?? now,
        RequestedAt = now,
        RequestedById = by.AccountId,
        RequestedByPersonId = by.PersonId,
        RequestedBy = by.Name.EndsWith(Suffix, StringComparison.Ordinal) ? by.Name[..^Suffix.Length] : by.Name,
        IsRecurring = isRecurring,
    };

    /// <summary>Who acts in the job: the history shows the name and that it was a job.</summary>
    internal Actor Actor => new(RequestedById, RequestedByPersonId, (RequestedBy.Length > LongestName - Suffix.Length ? RequestedBy[..(LongestName - Suffix.Length)] : RequestedBy) + Suffix, new HashSet<string>());

    private const string Suffix = " (job)";
}

/// <summary>When a recurring job is due next. One row for each, shared by all processes.</summary>
public sealed class RecurringJobTurn
{
    /// <summary>Name of the kind.</summary>
    public required string Kind { get; init; }

    /// <summary>When it is due next.</summary>
    public required DateTimeOffset NextAt { get; init; }

    /// <summary>The job it became last.</summary>
    public Guid? LastJobId { get; init; }
}

internal sealed class JobMapping : IEntityTypeConfiguration<Job>
{
    public void Configure(EntityTypeBuilder<Job> builder)
    {
        builder.ToTable("platform_jobs");
        builder.Property(j => j.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(j => j.Kind).HasColumnName("kind").HasMaxLength(100);
        builder.Property(j => j.Title).HasColumnName("title").HasMaxLength(200);
        builder.Property(j => j.Arguments).HasColumnName("arguments").HasMaxLength(Job.LongestArguments);
        builder.Property(j => j.State).HasColumnName("state");
        builder.Property(j => j.Share).HasColumnName("share");
        builder.Property(j => j.Step).HasColumnName("step").HasMaxLength(Job.LongestStep);
        builder.Property(j => j.Attempts).HasColumnName("attempts");
        builder.Property(j => j.NextTryAt).HasColumnName("next_try_at");
        builder.Property(j => j.Owner).HasColumnName("owner").HasMaxLength(200);
        builder.Property(j => j.Claim).HasColumnName("claim");
        builder.Property(j => j.LeaseUntil).HasColumnName("lease_until");
        builder.Property(j => j.CancelRequestedAt).HasColumnName("cancel_requested_at");
        builder.Property(j => j.RequestedById).HasColumnName("requested_by_id");
        builder.Property(j => j.RequestedByPersonId).HasColumnName("requested_by_person_id");
        builder.Property(j => j.RequestedBy).HasColumnName("requested_by").HasMaxLength(Job.LongestName);
        builder.Property(j => j.IsRecurring).HasColumnName("is_recurring");
        builder.Property(j => j.RequestedAt).HasColumnName("requested_at");
        builder.Property(j => j.StartedAt).HasColumnName("started_at");
        builder.Property(j => j.FinishedAt).HasColumnName("finished_at");
        builder.Property(j => j.Problem).HasColumnName("problem").HasMaxLength(Job.LongestProblem);
        builder.HasIndex(j => new { j.State, j.NextTryAt });
        builder.HasIndex(j => j.RequestedAt);
    }
}

internal sealed class RecurringJobTurnMapping : IEntityTypeConfiguration<RecurringJobTurn>
{
    public void Configure(EntityTypeBuilder<RecurringJobTurn> builder)
    {
        builder.ToTable("platform_recurring_jobs");
        builder.HasKey(t => t.Kind);
        builder.Property(t => t.Kind).HasColumnName("kind").HasMaxLength(100);
        builder.Property(t => t.NextAt).HasColumnName("next_at");
        builder.Property(t => t.LastJobId).HasColumnName("last_job_id");
    }
}
