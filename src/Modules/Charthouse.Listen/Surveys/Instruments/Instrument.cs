using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>An instrument that somebody brought. It is never changed: answers always stand under the words that were asked. A new version is a new instrument.</summary>
internal sealed class Instrument : IArchived
{
    public const string RecordKind = "survey-instrument";

    public required Guid Id { get; init; }

    /// <summary>Stands in addresses; no two have the same.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    /// <summary>The instrument as FHIR Questionnaire.</summary>
    public required string Json { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }
}

internal sealed class InstrumentMapping : IEntityTypeConfiguration<Instrument>
{
    public void Configure(EntityTypeBuilder<Instrument> builder)
    {
        builder.ToTable("listen_survey_instruments").HasHistory(Instrument.RecordKind);
        builder.Property(i => i.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(i => i.Key).HasColumnName("key").HasMaxLength(Questionnaire.LongestKey);
        builder.Property(i => i.Title).HasColumnName("title").HasMaxLength(Questionnaire.LongestTitle);
        // It never changes, and is long.
        builder.Property(i => i.Json).HasColumnName("json").HasMaxLength(QuestionnaireJson.Longest).IsNotInHistory();
        builder.Property(i => i.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(i => i.ArchivedAt).HasColumnName("archived_at");
        builder.Property(i => i.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(i => i.Key).IsUnique();
    }
}

/// <summary>Instruments that were brought, for pages of other modules and their own history.</summary>
internal sealed class InstrumentKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public string Kind => Instrument.RecordKind;

    public string Label => "Instrument";

    public string Icon => "description";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(SurveyPermissions.ViewResults)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Instrument>().AsNoTracking().Where(i => ids.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => new RecordSummary(i.Title, $"surveys/instruments/{i.Key}", i.ArchivedAt is null ? null : "archived") { MayChange = actor.Now.May(SurveyPermissions.Run) }, cancellationToken);
    }
}
