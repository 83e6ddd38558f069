using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Requests;

internal sealed class RequestMapping : IEntityTypeConfiguration<Request>
{
    public void Configure(EntityTypeBuilder<Request> builder)
    {
        builder.ToTable("decide_requests").HasHistory(Request.RecordKind);
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.Number).HasColumnName("number");
        builder.Property(r => r.SubmissionKey).HasColumnName("submission_key").IsNotInHistory();
        builder.Property(r => r.RequesterId).HasColumnName("requester_id").IsNotInHistory();
        builder.Property(r => r.RequesterName).HasColumnName("requester_name").HasMaxLength(200);
        builder.Property(r => r.Title).HasColumnName("title").HasMaxLength(Request.LongestTitle);
        builder.Property(r => r.Problem).HasColumnName("problem").HasMaxLength(Request.LongestText);
        builder.Property(r => r.WhoSuffers).HasColumnName("who_suffers").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.PeopleCount).HasColumnName("people_count");
        builder.Property(r => r.Place).HasColumnName("place").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.HowOften).HasColumnName("how_often").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.SecondsEach).HasColumnName("seconds_each");
        builder.Property(r => r.Harm).HasColumnName("harm").HasMaxLength(Request.LongestText);
        builder.Property(r => r.Workaround).HasColumnName("workaround").HasMaxLength(Request.LongestText);
        builder.Property(r => r.Evidence).HasColumnName("evidence").HasMaxLength(Request.LongestText);
        builder.Property(r => r.DesiredState).HasColumnName("desired_state").HasMaxLength(Request.LongestText);
        builder.Property(r => r.NeededBy).HasColumnName("needed_by");
        builder.Property(r => r.DeadlineReason).HasColumnName("deadline_reason").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.Systems).HasColumnName("systems").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.PatientImpact).HasColumnName("patient_impact").HasMaxLength(Request.LongestText);
        builder.Property(r => r.EquityImpact).HasColumnName("equity_impact").HasMaxLength(Request.LongestText);
        builder.Property(r => r.Sponsor).HasColumnName("sponsor").HasMaxLength(Request.LongestTitle);
        builder.Property(r => r.Duplicates).HasColumnName("duplicates").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.State).HasColumnName("state");
        builder.Property(r => r.StateSince).HasColumnName("state_since").IsNotInHistory();
        builder.Property(r => r.Outcome).HasColumnName("outcome");
        builder.Property(r => r.OutcomeReason).HasColumnName("outcome_reason").HasMaxLength(Request.LongestText);
        builder.Property(r => r.DeferredUntil).HasColumnName("deferred_until");
        builder.Property(r => r.Owner).HasColumnName("owner").HasMaxLength(Request.LongestTitle);
        builder.Property(r => r.EffortHours).HasColumnName("effort_hours");
        builder.Property(r => r.CrossesDepartments).HasColumnName("crosses_departments");
        builder.Property(r => r.TouchesOrders).HasColumnName("touches_orders");
        builder.Property(r => r.Override).HasColumnName("score_override");
        builder.Property(r => r.OverrideReason).HasColumnName("override_reason").HasMaxLength(Request.LongestLine);
        builder.Property(r => r.AppealedAt).HasColumnName("appealed_at");
        builder.Property(r => r.AppealReason).HasColumnName("appeal_reason").HasMaxLength(Request.LongestText);
        builder.Property(r => r.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(r => r.ArchivedAt).HasColumnName("archived_at");
        builder.Property(r => r.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(r => r.OpenQuestion);
        builder.HasMany(r => r.States).WithOne().HasForeignKey(s => s.RequestId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(r => r.Clarifications).WithOne().HasForeignKey(c => c.RequestId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.Number).IsUnique();
        builder.HasIndex(r => r.SubmissionKey).IsUnique();
        builder.HasIndex(r => r.State);
    }
}

internal sealed class RequestStateEntryMapping : IEntityTypeConfiguration<RequestStateEntry>
{
    public void Configure(EntityTypeBuilder<RequestStateEntry> builder)
    {
        builder.ToTable("decide_request_states").HasHistoryOf(Request.RecordKind, nameof(RequestStateEntry.RequestId), "state");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.RequestId).HasColumnName("request_id").IsNotInHistory();
        builder.Property(s => s.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(s => s.State).HasColumnName("state");
        builder.Property(s => s.EnteredAt).HasColumnName("entered_at");
        builder.Property(s => s.LeftAt).HasColumnName("left_at").IsNotInHistory();
        builder.Property(s => s.ById).HasColumnName("by_id").IsNotInHistory();
        builder.Property(s => s.ByName).HasColumnName("by_name").HasMaxLength(200);
        builder.Property(s => s.Reason).HasColumnName("reason").HasMaxLength(Request.LongestText);
        builder.HasIndex(s => new { s.RequestId, s.Position }).IsUnique();
    }
}

internal sealed class ClarificationMapping : IEntityTypeConfiguration<Clarification>
{
    public void Configure(EntityTypeBuilder<Clarification> builder)
    {
        builder.ToTable("decide_clarifications").HasHistoryOf(Request.RecordKind, nameof(Clarification.RequestId), "clarification");
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.RequestId).HasColumnName("request_id").IsNotInHistory();
        builder.Property(c => c.Question).HasColumnName("question").HasMaxLength(Request.LongestText);
        builder.Property(c => c.AskedAt).HasColumnName("asked_at").IsNotInHistory();
        builder.Property(c => c.AskedById).HasColumnName("asked_by_id").IsNotInHistory();
        builder.Property(c => c.AskedByName).HasColumnName("asked_by_name").HasMaxLength(200);
        builder.Property(c => c.Reply).HasColumnName("reply").HasMaxLength(Request.LongestText);
        builder.Property(c => c.RepliedAt).HasColumnName("replied_at").IsNotInHistory();
        builder.Property(c => c.RepliedById).HasColumnName("replied_by_id").IsNotInHistory();
        builder.Property(c => c.RepliedByName).HasColumnName("replied_by_name").HasMaxLength(200);
    }
}
