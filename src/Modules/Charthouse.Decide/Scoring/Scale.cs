using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Scoring;

/// <summary>What places a request ahead of all scores.</summary>
internal enum ScoreOverride
{
    Regulatory,
    Security,
    VendorSupport,
    UnitExpansion,
}

/// <summary>
/// Criteria, their weights and what each level means, from a day until the next scale's day. A scale is never changed once its day has come, so that the score of last year can be computed again;
/// scores belong to the key of a criterion and not to a scale.
/// </summary>
internal sealed class Scale
{
    public const string RecordKind = "scoring-scale";
    public const int MostCriteria = 10, HighestLevel = 5, MostWeight = 100, LongestTitle = 80, LongestLevel = 160, LongestNote = 500;

    public required Guid Id { get; init; }

    /// <summary>The first day on which it counts.</summary>
    public DateOnly ValidFrom { get; init; }

    /// <summary>Why it took the place of the one before.</summary>
    public string? Note { get; init; }

    public List<ScaleCriterion> Criteria { get; } = [];

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>The scale that counts before anybody has set one. The seven criteria and their weights are ours.</summary>
    public static Scale Default { get; } = Made(
    [
        ("safety", "Patient safety", 25, ["No patient is affected", "Annoyance or delay without harm", "Near miss possible", "Temporary harm possible", "Temporary harm has happened", "Lasting harm or death possible"]),
        ("regulatory", "Law and accreditation", 15, ["No rule speaks of it", "A recommendation speaks of it", "An own policy asks for it", "An accreditor asks for it", "A finding must be answered", "A law is broken until it is done"]),
        ("clinician-time", "Clinicians' time", 20, ["Saves nothing", "Less than 10 hours a month", "10 to 50 hours a month", "50 to 200 hours a month", "200 to 1,000 hours a month", "More than 1,000 hours a month"]),
        ("quality", "Quality and outcome", 10, ["No measure moves", "A measure of a process may move", "A measure of a process will move", "An outcome may move", "An outcome moved elsewhere", "An outcome moved here in a trial"]),
        ("strategy", "Strategy", 10, ["Against an objective", "Belongs to no objective", "Fits an objective", "Helps a key result", "A key result depends on it", "Named in the strategy"]),
        ("equity", "Patients and equity", 10, ["Makes a group worse off", "Patients notice nothing", "Easier for some patients", "Easier for most patients", "Helps a group that is worse off", "Closes a gap between groups that was measured"]),
        ("money", "Money", 10, ["Costs for ever", "Costs once", "Pays for itself in three years", "Pays for itself in a year", "Earns or saves each year", "Loss until it is done"]),
    ]);

    /// <summary>The weights for the engine.</summary>
    public IReadOnlyList<Planning.Prioritisation.Criterion> Weights => [.. Criteria.OrderBy(criterion => criterion.Position).Select(criterion => new Planning.Prioritisation.Criterion(criterion.Key, criterion.Weight))];

    /// <summary>The scale that counts on a day.</summary>
    public static async Task<Scale> OnAsync(WorkbenchDb db, DateOnly day, CancellationToken cancellationToken) =>
        await db.Set<Scale>().AsNoTracking().Include(s => s.Criteria.OrderBy(c => c.Position)).Where(s => s.ArchivedAt == null && s.ValidFrom <= day).OrderByDescending(s => s.ValidFrom).FirstOrDefaultAsync(cancellationToken) ?? Default;

    private static Scale Made((string Key, string Title, int Weight, string[] Levels)[] criteria)
    {
        var scale = new Scale { Id = Guid.Empty, CreatedAt = DateTimeOffset.UnixEpoch };
        foreach (var (key, title, weight, levels) in criteria) scale.Criteria.Add(new ScaleCriterion { Id = Guid.Empty, ScaleId = Guid.Empty, Position = scale.Criteria.Count + 1, Key = key, Title = title, Weight = weight, Levels = string.Join('\n', levels) });
        return scale;
    }
}

/// <summary>A question of a scale.</summary>
internal sealed class ScaleCriterion
{
    public required Guid Id { get; init; }

    public required Guid ScaleId { get; init; }

    public required int Position { get; init; }

    /// <summary>Stays the same through all scales, so that scores stay with it.</summary>
    public required string Key { get; init; }

    public required string Title { get; init; }

    public required int Weight { get; init; }

    /// <summary>What each level from 0 to 5 means, a line for each.</summary>
    public required string Levels { get; init; }

    public string LevelText(int level) => Levels.Split('\n').ElementAtOrDefault(level) ?? "";
}

internal static class ScaleProblems
{
    public static readonly Problem None = new("decide.scale-no-criterion", ProblemKind.Invalid, "A scale has one to ten criteria. Give at least one a title and a weight.");
    public static readonly Problem Past = new("decide.scale-past", ProblemKind.Conflict, "A scale counts from today on at the earliest: what was scored before keeps its weights.", "ValidFrom");
    public static readonly Problem Taken = new("decide.scale-day-taken", ProblemKind.Conflict, "Another scale begins on this day. Choose another day.", "ValidFrom");

    public static Problem Levels(string title) => new("decide.scale-levels", ProblemKind.Invalid, $"“{title}” needs six lines, one for each level from 0 to 5, each up to {Scale.LongestLevel} characters. A level without words means something else to each rater.", "Rows");

    public static Problem Twice(string title) => new("decide.scale-twice", ProblemKind.Invalid, $"“{title}” stands there twice. Keep one.", "Rows");
}

/// <summary>A new scale as its form holds it.</summary>
internal sealed class ScaleForm
{
    public string? ValidFrom { get; set; }
    public string? Note { get; set; }
    public List<Row> Rows { get; set; } = [];

    public sealed class Row
    {
        public string? Key { get; set; }
        public string? Title { get; set; }
        public string? Weight { get; set; }
        public string? Levels { get; set; }
    }

    public static ScaleForm Of(Scale scale) => new() { Rows = [.. scale.Criteria.Select(one => new Row { Key = one.Key, Title = one.Title, Weight = FormReader.Plain(one.Weight), Levels = one.Levels }).Concat(Enumerable.Repeat(0, Math.Max(0, Math.Min(2, Scale.MostCriteria - scale.Criteria.Count))).Select(_ => new Row()))] };
}

/// <summary>Sets the criteria and weights that count from a day on.</summary>
internal sealed class SetScale(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    /// <param name="today">Today, where the organisation is.</param>
    public async Task<Outcome<Guid>> RunAsync(ScaleForm form, DateOnly today, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        var (from, note) = (read.Day("ValidFrom", form.ValidFrom), read.Text("Note", form.Note, Scale.LongestNote));
        if (from is null && FormReader.Clean(form.ValidFrom) is null) read.Missing("ValidFrom", "the day from which it counts");
        if (from < today) read.Problems.Add(ScaleProblems.Past);
        var scale = new Scale { Id = Guid.CreateVersion7(), ValidFrom = from ?? default, Note = note, CreatedAt = clock.GetUtcNow() };
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (var row in form.Rows.Where(row => FormReader.Clean(row.Title) is not null))
        {
            var title = read.Required("Rows", "a title", row.Title, Scale.LongestTitle);
            var weight = read.Whole("Rows", row.Weight, 1, Scale.MostWeight);
            if (FormReader.Clean(row.Weight) is null) read.Missing("Rows", $"a weight for “{title}”, or take its title away to leave it out");
            var levels = (FormReader.Clean(row.Levels) ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            if (levels.Length != Scale.HighestLevel + 1 || levels.Any(level => level.Length > Scale.LongestLevel)) read.Problems.Add(ScaleProblems.Levels(title));
            var key = KeyOf(row.Key, title);
            if (!keys.Add(key)) read.Problems.Add(ScaleProblems.Twice(title));
            scale.Criteria.Add(new ScaleCriterion { Id = Guid.CreateVersion7(), ScaleId = scale.Id, Position = scale.Criteria.Count + 1, Key = key, Title = title, Weight = weight ?? 1, Levels = string.Join('\n', levels) });
        }

        if (scale.Criteria.Count is 0 or > Scale.MostCriteria) read.Problems.Add(ScaleProblems.None);
        if (read.Problems.Count > 0) return read.Problems;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.Add(scale);
        return await db.TrySaveAsync(ScaleProblems.Taken, null, cancellationToken) is { } problem ? problem : scale.Id;
    }

    // A criterion that was there keeps its key when it is renamed; a new one is named after its title.
    private static string KeyOf(string? known, string title)
    {
        if (FormReader.Clean(known) is { Length: <= 40 } key && key.All(letter => letter == '-' || char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter))) return key;
        var made = new string([.. title.ToLowerInvariant().Select(letter => char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter) ? letter : '-')]).Trim('-');
        return made.Length == 0 ? "criterion" : made[..Math.Min(made.Length, 40)];
    }
}

internal sealed class ScaleMapping : IEntityTypeConfiguration<Scale>
{
    public void Configure(EntityTypeBuilder<Scale> builder)
    {
        builder.ToTable("decide_scales").HasHistory(Scale.RecordKind);
        builder.Property(s => s.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(s => s.ValidFrom).HasColumnName("valid_from");
        builder.Property(s => s.Note).HasColumnName("note").HasMaxLength(Scale.LongestNote);
        builder.Property(s => s.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(s => s.ArchivedAt).HasColumnName("archived_at");
        builder.Property(s => s.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(s => s.Weights);
        builder.HasMany(s => s.Criteria).WithOne().HasForeignKey(c => c.ScaleId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(s => s.ValidFrom).IsUnique();
    }
}

internal sealed class ScaleCriterionMapping : IEntityTypeConfiguration<ScaleCriterion>
{
    public void Configure(EntityTypeBuilder<ScaleCriterion> builder)
    {
        builder.ToTable("decide_scale_criteria").HasHistoryOf(Scale.RecordKind, nameof(ScaleCriterion.ScaleId), "criterion");
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.ScaleId).HasColumnName("scale_id").IsNotInHistory();
        builder.Property(c => c.Position).HasColumnName("position").IsNotInHistory();
        builder.Property(c => c.Key).HasColumnName("key").HasMaxLength(40);
        builder.Property(c => c.Title).HasColumnName("title").HasMaxLength(Scale.LongestTitle);
        builder.Property(c => c.Weight).HasColumnName("weight");
        builder.Property(c => c.Levels).HasColumnName("levels").HasMaxLength((Scale.HighestLevel + 1) * (Scale.LongestLevel + 1));
    }
}
