using Charthouse.Decide.Committees;
using Charthouse.Decide.Requests;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Decisions;

internal sealed class DecisionMapping : IEntityTypeConfiguration<Decision>
{
    public void Configure(EntityTypeBuilder<Decision> builder)
    {
        builder.ToTable("decide_decisions").HasHistory(Decision.RecordKind);
        builder.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(d => d.Number).HasColumnName("number");
        builder.Property(d => d.SubmissionKey).HasColumnName("submission_key").IsNotInHistory();
        builder.Property(d => d.RequestId).HasColumnName("request_id");
        builder.Property(d => d.Title).HasColumnName("title").HasMaxLength(Decision.LongestTitle);
        builder.Property(d => d.Question).HasColumnName("question").HasMaxLength(Decision.LongestText);
        builder.Property(d => d.Body).HasColumnName("body").HasMaxLength(Decision.LongestTitle);
        builder.Property(d => d.Outcome).HasColumnName("outcome");
        builder.Property(d => d.DeferredUntil).HasColumnName("deferred_until");
        builder.Property(d => d.Text).HasColumnName("text").HasMaxLength(Decision.LongestText);
        builder.Property(d => d.Rationale).HasColumnName("rationale").HasMaxLength(Decision.LongestText);
        builder.Property(d => d.Evidence).HasColumnName("evidence").HasMaxLength(Decision.LongestText);
        builder.Property(d => d.Dissent).HasColumnName("dissent").HasMaxLength(Decision.LongestText);
        builder.Property(d => d.AmountMinor).HasColumnName("amount_minor");
        builder.Property(d => d.Currency).HasColumnName("currency").HasMaxLength(3);
        builder.Property(d => d.Initiative).HasColumnName("initiative").HasMaxLength(Decision.LongestInitiative);
        builder.Property(d => d.Risk).HasColumnName("risk");
        builder.Property(d => d.EffectiveOn).HasColumnName("effective_on");
        builder.Property(d => d.ReviewMonths).HasColumnName("review_months");
        builder.Property(d => d.ReviewOn).HasColumnName("review_on");
        builder.Property(d => d.SupersedesId).HasColumnName("supersedes_id");
        builder.Property(d => d.State).HasColumnName("state");
        builder.Property(d => d.StateSince).HasColumnName("state_since").IsNotInHistory();
        builder.Property(d => d.DecidedOn).HasColumnName("decided_on");
        builder.Property(d => d.DecidedBy).HasColumnName("decided_by").HasMaxLength(Decision.LongestTitle);
        builder.Property(d => d.YesCount).HasColumnName("yes_count");
        builder.Property(d => d.NoCount).HasColumnName("no_count");
        builder.Property(d => d.AbstainCount).HasColumnName("abstain_count");
        builder.Property(d => d.RecusedCount).HasColumnName("recused_count");
        builder.Property(d => d.ProposedById).HasColumnName("proposed_by_id").IsNotInHistory();
        builder.Property(d => d.ProposedByName).HasColumnName("proposed_by_name").HasMaxLength(Decision.LongestTitle);
        builder.Property(d => d.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(d => d.ArchivedAt).HasColumnName("archived_at");
        builder.Property(d => d.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasOne<Request>().WithMany().HasForeignKey(d => d.RequestId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Decision>().WithMany().HasForeignKey(d => d.SupersedesId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Options).WithOne().HasForeignKey(o => o.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Conditions).WithOne().HasForeignKey(c => c.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Renewals).WithOne().HasForeignKey(r => r.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(d => d.Ballots).WithOne().HasForeignKey(b => b.DecisionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(d => d.Number).IsUnique();
        builder.HasIndex(d => d.SubmissionKey).IsUnique();
    }
}

internal sealed class DecisionOptionMapping : IEntityTypeConfiguration<DecisionOption>
{
    public void Configure(EntityTypeBuilder<DecisionOption> builder)
    {
        builder.ToTable("decide_options").HasHistoryOf(Decision.RecordKind, nameof(DecisionOption.DecisionId), "option");
        builder.Property(o => o.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(o => o.DecisionId).HasColumnName("decision_id").IsNotInHistory();
        builder.Property(o => o.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(o => o.Title).HasColumnName("title").HasMaxLength(Decision.LongestTitle);
        builder.Property(o => o.Pros).HasColumnName("pros").HasMaxLength(Decision.LongestText);
        builder.Property(o => o.Cons).HasColumnName("cons").HasMaxLength(Decision.LongestText);
        builder.Property(o => o.IsChosen).HasColumnName("is_chosen");
    }
}

internal sealed class DecisionConditionMapping : IEntityTypeConfiguration<DecisionCondition>
{
    public void Configure(EntityTypeBuilder<DecisionCondition> builder)
    {
        builder.ToTable("decide_conditions").HasHistoryOf(Decision.RecordKind, nameof(DecisionCondition.DecisionId), "condition");
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.DecisionId).HasColumnName("decision_id").IsNotInHistory();
        builder.Property(c => c.Text).HasColumnName("text").HasMaxLength(Decision.LongestText);
        builder.Property(c => c.Owner).HasColumnName("owner").HasMaxLength(Decision.LongestTitle);
        builder.Property(c => c.DueOn).HasColumnName("due_on");
        builder.Property(c => c.MetOn).HasColumnName("met_on");
        builder.Property(c => c.MetNote).HasColumnName("met_note").HasMaxLength(Decision.LongestLine);
    }
}

internal sealed class DecisionRenewalMapping : IEntityTypeConfiguration<DecisionRenewal>
{
    public void Configure(EntityTypeBuilder<DecisionRenewal> builder)
    {
        builder.ToTable("decide_renewals").HasHistoryOf(Decision.RecordKind, nameof(DecisionRenewal.DecisionId), "renewal");
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.DecisionId).HasColumnName("decision_id").IsNotInHistory();
        builder.Property(r => r.RenewedOn).HasColumnName("renewed_on");
        builder.Property(r => r.Months).HasColumnName("months");
        builder.Property(r => r.Reason).HasColumnName("reason").HasMaxLength(Decision.LongestLine);
        builder.Property(r => r.ByName).HasColumnName("by_name").HasMaxLength(Decision.LongestTitle);
    }
}

internal sealed class BallotMapping : IEntityTypeConfiguration<Ballot>
{
    public void Configure(EntityTypeBuilder<Ballot> builder)
    {
        builder.ToTable("decide_ballots").HasHistoryOf(Decision.RecordKind, nameof(Ballot.DecisionId), "ballot");
        builder.Property(b => b.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(b => b.DecisionId).HasColumnName("decision_id").IsNotInHistory();
        builder.Property(b => b.CommitteeId).HasColumnName("committee_id").IsNotInHistory();
        builder.Property(b => b.CommitteeName).HasColumnName("committee_name").HasMaxLength(Committee.LongestName);
        builder.Property(b => b.OpensAt).HasColumnName("opens_at");
        builder.Property(b => b.ClosesAt).HasColumnName("closes_at");
        builder.Property(b => b.QuorumPercent).HasColumnName("quorum_percent");
        builder.Property(b => b.IsStrict).HasColumnName("is_strict");
        builder.Property(b => b.Majority).HasColumnName("majority");
        builder.Property(b => b.RequiredRoles).HasColumnName("required_roles").HasMaxLength(Committee.LongestRoles);
        builder.Property(b => b.MostOfOneOrganisationPercent).HasColumnName("most_of_one_organisation_percent");
        builder.Property(b => b.CountedAt).HasColumnName("counted_at");
        builder.Property(b => b.Result).HasColumnName("result");
        builder.Property(b => b.ResultText).HasColumnName("result_text").HasMaxLength(Decision.LongestLine);
        builder.HasOne<Committee>().WithMany().HasForeignKey(b => b.CommitteeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(b => b.Votes).WithOne().HasForeignKey(v => v.BallotId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(b => b.CountedAt);
    }
}

internal sealed class VoteMapping : IEntityTypeConfiguration<Vote>
{
    public void Configure(EntityTypeBuilder<Vote> builder)
    {
        builder.ToTable("decide_votes").HasHistoryOf(Decision.RecordKind, nameof(Vote.DecisionId), "vote");
        builder.Property(v => v.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(v => v.BallotId).HasColumnName("ballot_id").IsNotInHistory();
        builder.Property(v => v.DecisionId).HasColumnName("decision_id").IsNotInHistory();
        builder.Property(v => v.MemberId).HasColumnName("member_id").IsNotInHistory();
        builder.Property(v => v.MemberName).HasColumnName("member_name").HasMaxLength(Committee.LongestName);
        builder.Property(v => v.Role).HasColumnName("role").HasMaxLength(Committee.LongestRole);
        builder.Property(v => v.Organisation).HasColumnName("organisation").HasMaxLength(Committee.LongestName);
        builder.Property(v => v.Choice).HasColumnName("choice");
        builder.Property(v => v.CastAt).HasColumnName("cast_at").IsNotInHistory();
        builder.Property(v => v.OnBehalfBy).HasColumnName("on_behalf_by").HasMaxLength(Committee.LongestName);
        builder.Property(v => v.Note).HasColumnName("note").HasMaxLength(Vote.LongestNote);
        builder.HasIndex(v => new { v.BallotId, v.MemberId }).IsUnique();
    }
}
