using Charthouse.Measure.Measures.Points;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Measure.Measures;

internal sealed class ChartedMeasureMapping : IEntityTypeConfiguration<ChartedMeasure>
{
    public void Configure(EntityTypeBuilder<ChartedMeasure> builder)
    {
        builder.ToTable("measure_measures").HasHistory(ChartedMeasure.RecordKind);
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.Name).HasColumnName("name").HasMaxLength(ChartedMeasure.LongestName);
        builder.Property(m => m.Definition).HasColumnName("definition").HasMaxLength(ChartedMeasure.LongestText);
        builder.Property(m => m.Unit).HasColumnName("unit").HasMaxLength(100);
        builder.Property(m => m.Direction).HasColumnName("direction");
        builder.Property(m => m.Figures).HasColumnName("figures");
        builder.Property(m => m.NumeratorWords).HasColumnName("numerator_words").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(m => m.DenominatorWords).HasColumnName("denominator_words").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(m => m.Factor).HasColumnName("factor");
        builder.Property(m => m.Source).HasColumnName("source").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(m => m.Frequency).HasColumnName("frequency");
        builder.Property(m => m.OwnerId).HasColumnName("owner_id");
        builder.Property(m => m.Audience).HasColumnName("audience").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(m => m.ReviewOn).HasColumnName("review_on");
        builder.Property(m => m.Chart).HasColumnName("chart").HasMaxLength(40);
        builder.Property(m => m.Rules).HasColumnName("rules").HasMaxLength(40);
        builder.Property(m => m.BaselinePoints).HasColumnName("baseline_points");
        builder.Property(m => m.LowestPossible).HasColumnName("lowest_possible");
        builder.Property(m => m.HighestPossible).HasColumnName("highest_possible");
        builder.Property(m => m.ArchivedAt).HasColumnName("archived_at");
        builder.Property(m => m.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(m => m.IsRatio).Ignore(m => m.IsCount).Ignore(m => m.Audiences);
        builder.HasIndex(m => m.Name).IsUnique();
    }
}

internal sealed class MeasureTargetMapping : IEntityTypeConfiguration<MeasureTarget>
{
    public void Configure(EntityTypeBuilder<MeasureTarget> builder)
    {
        builder.ToTable("measure_targets").HasHistoryOf(ChartedMeasure.RecordKind, nameof(MeasureTarget.MeasureId), "target");
        builder.Property(t => t.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(t => t.MeasureId).HasColumnName("measure_id");
        builder.Property(t => t.FromOn).HasColumnName("from_on");
        builder.Property(t => t.Value).HasColumnName("value");
        builder.HasIndex(t => new { t.MeasureId, t.FromOn }).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(t => t.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeasurePartMapping : IEntityTypeConfiguration<MeasurePart>
{
    public void Configure(EntityTypeBuilder<MeasurePart> builder)
    {
        builder.ToTable("measure_parts").HasHistoryOf(ChartedMeasure.RecordKind, nameof(MeasurePart.MeasureId), MeasurePart.PartName);
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.MeasureId).HasColumnName("measure_id");
        builder.Property(p => p.StartsOn).HasColumnName("starts_on");
        builder.Property(p => p.Reason).HasColumnName("reason").HasMaxLength(500);
        builder.Property(p => p.Evidence).HasColumnName("evidence").HasMaxLength(1000);
        builder.Property(p => p.DecidedAt).HasColumnName("decided_at");
        builder.Property(p => p.DecidedBy).HasColumnName("decided_by").HasMaxLength(200);
        builder.HasIndex(p => new { p.MeasureId, p.StartsOn }).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(p => p.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeasureExclusionMapping : IEntityTypeConfiguration<MeasureExclusion>
{
    public void Configure(EntityTypeBuilder<MeasureExclusion> builder)
    {
        builder.ToTable("measure_exclusions").HasHistoryOf(ChartedMeasure.RecordKind, nameof(MeasureExclusion.MeasureId), "exclusion");
        builder.Property(e => e.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(e => e.MeasureId).HasColumnName("measure_id");
        builder.Property(e => e.On).HasColumnName("on_day");
        builder.Property(e => e.Reason).HasColumnName("reason").HasMaxLength(500);
        builder.HasIndex(e => new { e.MeasureId, e.On }).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(e => e.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class ActivityFeedMapping : IEntityTypeConfiguration<ActivityFeed>
{
    public void Configure(EntityTypeBuilder<ActivityFeed> builder)
    {
        builder.ToTable("measure_activity_feeds").HasHistoryOf(ChartedMeasure.RecordKind, nameof(ActivityFeed.MeasureId), "feed");
        builder.Property(f => f.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(f => f.MeasureId).HasColumnName("measure_id");
        builder.Property(f => f.Definition).HasColumnName("definition").HasMaxLength(100);
        builder.Property(f => f.Site).HasColumnName("site").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(f => f.Department).HasColumnName("department").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(f => f.Specialty).HasColumnName("specialty").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(f => f.Role).HasColumnName("role").HasMaxLength(ChartedMeasure.LongestWord);
        builder.Property(f => f.Estimator).HasColumnName("estimator").HasMaxLength(40);
        builder.Property(f => f.TimeOutSeconds).HasColumnName("time_out_seconds");
        builder.Property(f => f.Boundary).HasColumnName("boundary").HasMaxLength(2);
        builder.HasIndex(f => f.MeasureId).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(f => f.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class MeasurePointMapping : IEntityTypeConfiguration<MeasurePoint>
{
    public void Configure(EntityTypeBuilder<MeasurePoint> builder)
    {
        builder.ToTable("measure_points").HasHistoryOf(ChartedMeasure.RecordKind, nameof(MeasurePoint.MeasureId), "point");
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.MeasureId).HasColumnName("measure_id");
        builder.Property(p => p.On).HasColumnName("on_day");
        builder.Property(p => p.Numerator).HasColumnName("numerator");
        builder.Property(p => p.Denominator).HasColumnName("denominator");
        builder.HasIndex(p => new { p.MeasureId, p.On }).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(p => p.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class PointReadingMapping : IEntityTypeConfiguration<PointReading>
{
    public void Configure(EntityTypeBuilder<PointReading> builder)
    {
        builder.ToTable("measure_point_readings").HasHistoryOf(ChartedMeasure.RecordKind, nameof(PointReading.MeasureId), "import mapping");
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.MeasureId).HasColumnName("measure_id");
        builder.Property(r => r.DateColumn).HasColumnName("date_column").HasMaxLength(200);
        builder.Property(r => r.NumeratorColumn).HasColumnName("numerator_column").HasMaxLength(200);
        builder.Property(r => r.DenominatorColumn).HasColumnName("denominator_column").HasMaxLength(200);
        builder.Property(r => r.DateOrder).HasColumnName("date_order").HasMaxLength(10);
        builder.Property(r => r.Decimals).HasColumnName("decimals").HasMaxLength(10);
        builder.Property(r => r.Duplicates).HasColumnName("duplicates").HasMaxLength(10);
        builder.HasIndex(r => r.MeasureId).IsUnique();
        builder.HasOne<ChartedMeasure>().WithMany().HasForeignKey(r => r.MeasureId).OnDelete(DeleteBehavior.Restrict);
    }
}
