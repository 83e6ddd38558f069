using System.Globalization;
using Charthouse.Decide.Requests;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Scoring;

/// <summary>Hours for requests in one quarter: what is left after keeping the systems running.</summary>
internal sealed class QuarterCapacity
{
    public const string RecordKind = "quarter-capacity";
    public const int MostHours = 1_000_000;

    public required Guid Id { get; init; }

    public required int Year { get; init; }

    /// <summary>From 1 to 4.</summary>
    public required int Quarter { get; init; }

    public int Hours { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    public static (int Year, int Quarter) Of(DateOnly day) => (day.Year, ((day.Month - 1) / 3) + 1);
}

/// <summary>Says how many hours there are in the quarter of a day.</summary>
internal sealed class SetCapacity(IDbContextFactory<WorkbenchDb> dbs)
{
    public async Task<Outcome<int>> RunAsync(DateOnly day, string? hours, CancellationToken cancellationToken)
    {
        if (!int.TryParse(hours?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var given) || given > QuarterCapacity.MostHours) return RequestProblems.BadCapacity;
        var (year, quarter) = QuarterCapacity.Of(day);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var capacity = await db.Set<QuarterCapacity>().SingleOrDefaultAsync(c => c.Year == year && c.Quarter == quarter, cancellationToken);
        if (capacity is null) db.Add(capacity = new QuarterCapacity { Id = Guid.CreateVersion7(), Year = year, Quarter = quarter });
        capacity.Hours = given;
        capacity.Version++;
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return given;
    }
}

internal sealed class QuarterCapacityMapping : IEntityTypeConfiguration<QuarterCapacity>
{
    public void Configure(EntityTypeBuilder<QuarterCapacity> builder)
    {
        builder.ToTable("decide_capacities").HasHistory(QuarterCapacity.RecordKind);
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.Year).HasColumnName("year");
        builder.Property(c => c.Quarter).HasColumnName("quarter");
        builder.Property(c => c.Hours).HasColumnName("hours");
        builder.Property(c => c.ArchivedAt).HasColumnName("archived_at");
        builder.Property(c => c.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(c => new { c.Year, c.Quarter }).IsUnique();
    }
}
