using Charthouse.Decide.Requests;
using Charthouse.Planning.Prioritisation;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Scoring;

/// <summary>The level that one rater gave one request for one criterion.</summary>
internal sealed class RequestScore
{
    public required Guid Id { get; init; }

    public required Guid RequestId { get; init; }

    public required Guid RaterId { get; init; }

    public required string RaterName { get; init; }

    public required string Criterion { get; init; }

    /// <summary>From 0 to <see cref="Scale.HighestLevel"/>.</summary>
    public required int Level { get; set; }

    public required DateTimeOffset ScoredAt { get; set; }
}

/// <summary>What raters say about one request under one scale.</summary>
/// <param name="Raters">Name and levels by criterion, A to Z.</param>
/// <param name="Means">Mean level of those who gave one; a criterion without any is absent.</param>
/// <param name="Points">From 0 to 100; <c>null</c> while a criterion has no level.</param>
/// <param name="Missing">Titles of criteria without any level.</param>
internal sealed record ScoreCard(Scale Scale, IReadOnlyList<(Guid Id, string Name, IReadOnlyDictionary<string, int> Levels)> Raters, IReadOnlyDictionary<string, double> Means, double? Points, IReadOnlyList<string> Missing)
{
    /// <summary>Points of a level: the highest level in every criterion is 100.</summary>
    public const double PointsPerLevel = 100.0 / Scale.HighestLevel;

    public bool IsComplete => Missing.Count == 0;

    /// <summary>Whether the raters who scored every criterion put the criteria of this request into the same order.</summary>
    public Concordance Agreement { get; } = KendallsW.OfScores([.. from rater in Raters where Scale.Criteria.TrueForAll(criterion => rater.Levels.ContainsKey(criterion.Key)) select (IReadOnlyList<double>)[.. Scale.Criteria.Select(criterion => (double)rater.Levels[criterion.Key])]]);

    public static ScoreCard Of(Scale scale, IEnumerable<RequestScore> scores)
    {
        var known = scores.Where(score => scale.Criteria.Exists(criterion => criterion.Key == score.Criterion)).ToList();
        var means = known.GroupBy(score => score.Criterion).ToDictionary(same => same.Key, same => same.Average(score => score.Level), StringComparer.Ordinal);
        return new(scale,
            [.. from rater in known.GroupBy(score => (score.RaterId, score.RaterName)) orderby rater.Key.RaterName, rater.Key.RaterId select (rater.Key.RaterId, rater.Key.RaterName, (IReadOnlyDictionary<string, int>)rater.ToDictionary(score => score.Criterion, score => score.Level, StringComparer.Ordinal))],
            means, WeightedScore.Of(scale.Weights, means) * PointsPerLevel, [.. scale.Criteria.Where(criterion => !means.ContainsKey(criterion.Key)).Select(criterion => criterion.Title)]);
    }
}

/// <summary>Levels as the form holds them, by key of the criterion; an empty one is not given.</summary>
internal sealed class ScoreForm
{
    public Dictionary<string, string?> Levels { get; set; } = [];
}

internal static class ScoreProblems
{
    public static readonly Problem NotOpen = new("decide.score-not-open", ProblemKind.Conflict, "A request is scored from the time it is screened until it is decided. This one is not there.");
    public static readonly Problem NotSignedIn = new("decide.score-nobody", ProblemKind.Forbidden, "Scores belong to a person. Sign in to score.");
    public static readonly Problem OwnRequest = new("decide.score-own", ProblemKind.Forbidden, "This is your own request. Others score it; you may say more about it in a comment.");
    public static readonly Problem BadLevel = new("decide.score-level", ProblemKind.Invalid, "Choose a level from 0 to 5 for each criterion, or leave it out.");
}

/// <summary>Keeps the levels that the actor gives a request. Those of others stay as they are.</summary>
internal sealed class ScoreRequest(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock)
{
    /// <param name="today">Today, where the organisation is: its scale says which criteria there are.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid id, ScoreForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        if (by.AccountId is not { } rater) return ScoreProblems.NotSignedIn;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        if (await db.Set<Request>().SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } request || !request.IsVisibleTo(by)) return RequestProblems.NotFound;
        if (request.IsOf(by)) return ScoreProblems.OwnRequest;
        if (request.State is not (RequestState.Screened or RequestState.Ready or RequestState.Scored) || request.ArchivedAt is not null) return ScoreProblems.NotOpen;
        var scale = await Scale.OnAsync(db, today, cancellationToken);
        var known = await db.Set<RequestScore>().Where(s => s.RequestId == id && s.RaterId == rater).ToListAsync(cancellationToken);
        foreach (var criterion in scale.Criteria)
        {
            var before = known.Find(score => score.Criterion == criterion.Key);
            if (FormReader.Clean(form.Levels.GetValueOrDefault(criterion.Key)) is not { } text)
            {
                if (before is not null) db.Remove(before);
                continue;
            }

            if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var level) || level > Scale.HighestLevel) return ScoreProblems.BadLevel;
            if (before is null) db.Add(new RequestScore { Id = Guid.CreateVersion7(), RequestId = id, RaterId = rater, RaterName = by.Name, Criterion = criterion.Key, Level = level, ScoredAt = clock.GetUtcNow() });
            else if (before.Level != level) (before.Level, before.ScoredAt) = (level, clock.GetUtcNow());
        }

        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return id;
    }
}

internal sealed class RequestScoreMapping : IEntityTypeConfiguration<RequestScore>
{
    public void Configure(EntityTypeBuilder<RequestScore> builder)
    {
        builder.ToTable("decide_scores").HasHistoryOf(Request.RecordKind, nameof(RequestScore.RequestId), "score");
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.RequestId).HasColumnName("request_id").IsNotInHistory();
        builder.Property(s => s.RaterId).HasColumnName("rater_id").IsNotInHistory();
        builder.Property(s => s.RaterName).HasColumnName("rater_name").HasMaxLength(200);
        builder.Property(s => s.Criterion).HasColumnName("criterion").HasMaxLength(40);
        builder.Property(s => s.Level).HasColumnName("level");
        builder.Property(s => s.ScoredAt).HasColumnName("scored_at").IsNotInHistory();
        builder.HasOne<Request>().WithMany().HasForeignKey(s => s.RequestId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => new { s.RequestId, s.RaterId, s.Criterion }).IsUnique();
    }
}
