using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Improve.Aims;

/// <summary>What became of an aim.</summary>
internal enum AimState
{
    Open,
    Reached,
    NotReached,
}

/// <summary>What is to become better, by how much, for whom and by when. Its drivers and change ideas hang below it.</summary>
internal sealed class Aim : IArchived
{
    public const string RecordKind = "aim";
    public const int LongestTitle = 200, LongestText = 2000, LongestLine = 500, LongestUnit = 40;

    public required Guid Id { get; init; }

    public string Title { get; private set; } = "";

    /// <summary>Why it matters, and to whom.</summary>
    public string? Why { get; private set; }

    /// <summary>For whom and where.</summary>
    public string? Scope { get; private set; }

    /// <summary>What is measured, in words. The measure itself is linked.</summary>
    public string Measured { get; private set; } = "";

    public string? Unit { get; private set; }

    /// <summary>Where it starts; <c>null</c> when nobody has measured it yet.</summary>
    public double? StartValue { get; private set; }

    public double TargetValue { get; private set; }

    public DateOnly DueOn { get; private set; }

    /// <summary>A person or a committee.</summary>
    public string Owner { get; private set; } = "";

    public AimState State { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Whether its day has passed and nobody has said what became of it.</summary>
    public bool IsLate(DateOnly today) => ArchivedAt is null && State == AimState.Open && DueOn < today;

    /// <summary>Changes the aim; changes nothing when it is refused.</summary>
    public List<Problem> Change(AimForm form)
    {
        var read = new FormReader();
        var title = read.Required("Title", "a title", form.Title, LongestTitle);
        var (why, scope) = (read.Text("Why", form.Why, LongestText), read.Text("Scope", form.Scope, LongestLine));
        var measured = read.Required("Measured", "what is measured", form.Measured, LongestLine);
        var unit = read.Text("Unit", form.Unit, LongestUnit);
        var owner = read.Required("Owner", "an owner: a person or a committee", form.Owner, LongestTitle);
        var (start, target, due) = (read.Number("StartValue", form.StartValue), read.Number("TargetValue", form.TargetValue), read.Day("DueOn", form.DueOn));
        if (FormReader.Clean(form.TargetValue) is null) read.Missing("TargetValue", "how much: an aim without a number cannot be reached");
        if (FormReader.Clean(form.DueOn) is null) read.Missing("DueOn", "the day by which it is to be reached");
        if (start is not null && start == target) read.Problems.Add(AimProblems.TargetIsStart);
        if (read.Problems.Count > 0) return read.Problems;
        (Title, Why, Scope, Measured, Unit, StartValue, TargetValue, DueOn, Owner) = (title, why, scope, measured, unit, start, target!.Value, due!.Value, owner);
        State = FormReader.Choice<AimState>(form.State) ?? AimState.Open;
        Version++;
        return [];
    }
}

/// <summary>An aim as its form holds it.</summary>
internal sealed class AimForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Title { get; set; }
    public string? Why { get; set; }
    public string? Scope { get; set; }
    public string? Measured { get; set; }
    public string? Unit { get; set; }
    public string? StartValue { get; set; }
    public string? TargetValue { get; set; }
    public string? DueOn { get; set; }
    public string? Owner { get; set; }
    public string? State { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Why", "Why it matters"), ("Scope", "For whom and where"), ("Measured", "What is measured"), ("Unit", "Unit"), ("StartValue", "From"), ("TargetValue", "To"), ("DueOn", "By"), ("Owner", "Owner"), ("State", "State"),
    ];

    public static AimForm Of(Aim? aim) => aim is null ? new() : new()
    {
        Version = aim.Version,
        Title = aim.Title,
        Why = aim.Why,
        Scope = aim.Scope,
        Measured = aim.Measured,
        Unit = aim.Unit,
        StartValue = FormReader.Plain(aim.StartValue),
        TargetValue = FormReader.Plain(aim.TargetValue),
        DueOn = FormReader.Iso(aim.DueOn),
        Owner = aim.Owner,
        State = aim.State.ToString(),
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Why"] = Why,
        ["Scope"] = Scope,
        ["Measured"] = Measured,
        ["Unit"] = Unit,
        ["StartValue"] = StartValue,
        ["TargetValue"] = TargetValue,
        ["DueOn"] = DueOn,
        ["Owner"] = Owner,
        ["State"] = State,
    };
}

internal static class AimProblems
{
    public static readonly Problem NotFound = new("improve.aim-not-found", ProblemKind.NotFound, "There is no such aim.");
    public static readonly Problem TargetIsStart = new("improve.aim-target-is-start", ProblemKind.Invalid, "The aim is where it starts already. Give another number.", "TargetValue");
    public static readonly Problem Archived = new("improve.aim-archived", ProblemKind.Conflict, "This aim is archived. Restore it first.");
}

internal sealed class AimMapping : IEntityTypeConfiguration<Aim>
{
    public void Configure(EntityTypeBuilder<Aim> builder)
    {
        builder.ToTable("improve_aims").HasHistory(Aim.RecordKind);
        builder.Property(a => a.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(a => a.Title).HasColumnName("title").HasMaxLength(Aim.LongestTitle);
        builder.Property(a => a.Why).HasColumnName("why").HasMaxLength(Aim.LongestText);
        builder.Property(a => a.Scope).HasColumnName("scope").HasMaxLength(Aim.LongestLine);
        builder.Property(a => a.Measured).HasColumnName("measured").HasMaxLength(Aim.LongestLine);
        builder.Property(a => a.Unit).HasColumnName("unit").HasMaxLength(Aim.LongestUnit);
        builder.Property(a => a.StartValue).HasColumnName("start_value");
        builder.Property(a => a.TargetValue).HasColumnName("target_value");
        builder.Property(a => a.DueOn).HasColumnName("due_on");
        builder.Property(a => a.Owner).HasColumnName("owner").HasMaxLength(Aim.LongestTitle);
        builder.Property(a => a.State).HasColumnName("state");
        builder.Property(a => a.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(a => a.ArchivedAt).HasColumnName("archived_at");
        builder.Property(a => a.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasIndex(a => a.DueOn);
    }
}
