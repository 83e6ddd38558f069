using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Listen.PainPoints;

internal sealed class PainPointMapping : IEntityTypeConfiguration<PainPoint>
{
    public void Configure(EntityTypeBuilder<PainPoint> builder)
    {
        builder.ToTable("listen_pain_points").HasHistory(PainPoint.RecordKind);
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.Number).HasColumnName("number").IsNotInHistory();
        builder.Property(p => p.Text).HasColumnName("text").HasMaxLength(PainPoint.LongestText);
        builder.Property(p => p.Place).HasColumnName("place").HasMaxLength(PainPoint.LongestPlace);
        builder.Property(p => p.UnitId).HasColumnName("unit_id").IsNotInHistory();
        builder.Property(p => p.HowOften).HasColumnName("how_often");
        builder.Property(p => p.ReportedAt).HasColumnName("reported_at").IsNotInHistory();
        builder.Property(p => p.Once).HasColumnName("once").IsNotInHistory();
        builder.Property(p => p.ReplyDueOn).HasColumnName("reply_due_on");
        builder.Property(p => p.RepliedAt).HasColumnName("replied_at");
        builder.Property(p => p.Title).HasColumnName("title").HasMaxLength(PainPoint.LongestTitle);
        builder.Property(p => p.State).HasColumnName("state");
        builder.Property(p => p.Kind).HasColumnName("kind");
        builder.Property(p => p.Impact).HasColumnName("impact");
        builder.Property(p => p.Urgency).HasColumnName("urgency");
        builder.Property(p => p.HarmCategory).HasColumnName("harm_category").HasMaxLength(1);
        builder.Property(p => p.Priority).HasColumnName("priority");
        builder.Property(p => p.ResolveDueAt).HasColumnName("resolve_due_at");
        builder.Property(p => p.IsSafety).HasColumnName("is_safety");
        builder.Property(p => p.Systems).HasColumnName("systems").HasMaxLength(PainPoint.LongestLine);
        builder.Property(p => p.Departments).HasColumnName("departments").HasMaxLength(PainPoint.LongestLine);
        builder.Property(p => p.SecondsEachTime).HasColumnName("seconds_each_time");
        builder.Property(p => p.TimesADay).HasColumnName("times_a_day");
        builder.Property(p => p.PeopleCount).HasColumnName("people_count");
        builder.Property(p => p.Owner).HasColumnName("owner").HasMaxLength(PainPoint.LongestPlace);
        builder.Property(p => p.NextOn).HasColumnName("next_on");
        builder.Property(p => p.Reason).HasColumnName("reason").HasMaxLength(PainPoint.LongestReason);
        builder.Property(p => p.MergedIntoId).HasColumnName("merged_into_id");
        builder.Property(p => p.ArchivedAt).HasColumnName("archived_at");
        builder.Property(p => p.ReopenedCount).HasColumnName("reopened_count");
        builder.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(p => p.Burden).Ignore(p => p.Heading).Ignore(p => p.Name).Ignore(p => p.IsOpen);
        builder.HasOne<PainPoint>().WithMany().HasForeignKey(p => p.MergedIntoId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(p => p.States).WithOne().HasForeignKey(s => s.PainPointId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(p => p.Number).IsUnique();
        builder.HasIndex(p => p.Once).IsUnique();
        builder.HasIndex(p => new { p.State, p.ReportedAt });
    }
}

// Not in the history: the state of the pain point is.
internal sealed class StateSpanMapping : IEntityTypeConfiguration<StateSpan>
{
    public void Configure(EntityTypeBuilder<StateSpan> builder)
    {
        builder.ToTable("listen_pain_point_states");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.PainPointId).HasColumnName("pain_point_id");
        builder.Property(s => s.Order).HasColumnName("order_in_time");
        builder.Property(s => s.State).HasColumnName("state");
        builder.Property(s => s.EnteredAt).HasColumnName("entered_at");
        builder.Property(s => s.LeftAt).HasColumnName("left_at");
        builder.HasIndex(s => new { s.PainPointId, s.Order }).IsUnique();
    }
}

internal sealed class VoiceMapping : IEntityTypeConfiguration<Voice>
{
    public void Configure(EntityTypeBuilder<Voice> builder)
    {
        builder.ToTable("listen_voices").HasHistoryOf(PainPoint.RecordKind, nameof(Voice.PainPointId), "voice");
        builder.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(v => v.PainPointId).HasColumnName("pain_point_id");
        builder.Property(v => v.FirstPainPointId).HasColumnName("first_pain_point_id").IsNotInHistory();
        builder.Property(v => v.IsReporter).HasColumnName("is_reporter");
        builder.Property(v => v.Anonymity).HasColumnName("anonymity");
        // Who it is stands here and nowhere else: a name in the history could never be forgotten.
        builder.Property(v => v.AccountId).HasColumnName("account_id").IsNotInHistory();
        builder.Property(v => v.Name).HasColumnName("name").HasMaxLength(200).IsNotInHistory();
        builder.Property(v => v.Email).HasColumnName("email").HasMaxLength(320).IsNotInHistory();
        builder.Property(v => v.CodeHash).HasColumnName("code_hash").HasMaxLength(64).IsNotInHistory();
        builder.Property(v => v.RaisedOn).HasColumnName("raised_on");
        builder.Property(v => v.Note).HasColumnName("note").HasMaxLength(PainPoint.LongestText);
        builder.Property(v => v.Rating).HasColumnName("rating");
        builder.Property(v => v.RatedAt).HasColumnName("rated_at").IsNotInHistory();
        builder.HasOne<PainPoint>().WithMany().HasForeignKey(v => v.PainPointId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(v => v.PainPointId);
        builder.HasIndex(v => v.CodeHash).IsUnique();
        builder.HasIndex(v => v.AccountId);
    }
}

internal sealed class MessageMapping : IEntityTypeConfiguration<Message>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("listen_messages").HasHistoryOf(PainPoint.RecordKind, nameof(Message.PainPointId), "message");
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.PainPointId).HasColumnName("pain_point_id");
        builder.Property(m => m.IsFromTeam).HasColumnName("is_from_team");
        builder.Property(m => m.IsTeamOnly).HasColumnName("is_team_only");
        builder.Property(m => m.IsQuestion).HasColumnName("is_question");
        builder.Property(m => m.VoiceId).HasColumnName("voice_id").IsNotInHistory();
        builder.Property(m => m.AuthorName).HasColumnName("author_name").HasMaxLength(200).IsNotInHistory();
        // Where it is read depends on who reads: the history of the record is read by more people than a note of the team.
        builder.Property(m => m.Text).HasColumnName("text").HasMaxLength(Message.LongestText).IsSecretInHistory();
        builder.Property(m => m.WrittenAt).HasColumnName("written_at").IsNotInHistory();
        builder.HasOne<PainPoint>().WithMany().HasForeignKey(m => m.PainPointId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(m => new { m.PainPointId, m.WrittenAt });
    }
}

internal sealed class SafetyEventMapping : IEntityTypeConfiguration<SafetyEvent>
{
    public void Configure(EntityTypeBuilder<SafetyEvent> builder)
    {
        builder.ToTable("listen_safety_events").HasHistoryOf(PainPoint.RecordKind, nameof(SafetyEvent.PainPointId), SafetyEvent.RecordKind);
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.PainPointId).HasColumnName("pain_point_id");
        builder.Property(s => s.OpenedAt).HasColumnName("opened_at");
        builder.Property(s => s.DueAt).HasColumnName("due_at");
        builder.Property(s => s.OpenedBy).HasColumnName("opened_by").HasMaxLength(200);
        builder.Property(s => s.ClosedAt).HasColumnName("closed_at");
        builder.Property(s => s.ClosedBy).HasColumnName("closed_by").HasMaxLength(200);
        builder.Property(s => s.Outcome).HasColumnName("outcome").HasMaxLength(PainPoint.LongestText);
        builder.Property(s => s.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<PainPoint>().WithMany().HasForeignKey(s => s.PainPointId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.PainPointId);
        builder.HasIndex(s => s.ClosedAt);
    }
}

internal sealed class AnswerMapping : IEntityTypeConfiguration<Answer>
{
    public void Configure(EntityTypeBuilder<Answer> builder)
    {
        builder.ToTable("listen_answers").HasHistory(Answer.RecordKind);
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.PainPointId).HasColumnName("pain_point_id");
        builder.Property(a => a.Text).HasColumnName("text").HasMaxLength(Answer.LongestText);
        builder.Property(a => a.Resolution).HasColumnName("resolution");
        builder.Property(a => a.Reason).HasColumnName("reason").HasMaxLength(PainPoint.LongestReason);
        builder.Property(a => a.SentAt).HasColumnName("sent_at");
        builder.Property(a => a.SentBy).HasColumnName("sent_by").HasMaxLength(200);
        builder.Property(a => a.SentToCount).HasColumnName("sent_to_count");
        builder.Property(a => a.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(a => a.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<PainPoint>().WithMany().HasForeignKey(a => a.PainPointId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(a => a.PainPointId).IsUnique();
        builder.HasIndex(a => a.SentAt);
    }
}
