using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Deliver.Projects;

/// <summary>Something that must be ready before the project goes live.</summary>
internal sealed class ChecklistItem
{
    public const int LongestText = 300;

    /// <summary>Enough for a go-live plan; longer lists belong into a file.</summary>
    public const int MostItems = 200;

    public required Guid Id { get; init; }

    public required Guid ProjectId { get; init; }

    public string Text { get; private set; } = "";

    /// <summary>Who sees to it; <c>null</c> for the owner of the project.</summary>
    public string? Owner { get; private set; }

    public DateOnly? DueOn { get; private set; }

    public DateTimeOffset? DoneAt { get; private set; }

    /// <summary>Name of who ticked it.</summary>
    public string? DoneBy { get; private set; }

    /// <summary>Account of who ticked it; <c>null</c> for the program.</summary>
    public Guid? DoneById { get; private set; }

    /// <summary>Place on the list, from 1.</summary>
    public required int Position { get; init; }

    public int Version { get; set; }

    public bool IsLate(DateOnly today) => DoneAt is null && DueOn < today;

    /// <summary>Changes the item; changes nothing when it is refused.</summary>
    public List<Problem> Save(ItemForm form)
    {
        var read = new FormReader();
        var text = read.Required("Text", "what must be ready", form.Text, LongestText);
        var (owner, due) = (read.Text("Owner", form.Owner, Project.LongestTitle), read.Day("DueOn", form.DueOn));
        if (read.Problems.Count > 0) return read.Problems;
        (Text, Owner, DueOn) = (text, owner, due);
        Version++;
        return [];
    }

    /// <summary>Ticks it, or takes the tick away.</summary>
    public void Tick(bool isDone, DateTimeOffset at, string by, Guid? byId)
    {
        (DoneAt, DoneBy, DoneById) = (isDone ? at : null, isDone ? by : null, isDone ? byId : null);
        Version++;
    }
}

/// <summary>An item of the checklist as its form holds it.</summary>
internal sealed class ItemForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Text { get; set; }
    public string? Owner { get; set; }
    public string? DueOn { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } = [("Text", "What must be ready"), ("Owner", "Who sees to it"), ("DueOn", "By")];

    public static ItemForm Of(ChecklistItem item) => new() { Version = item.Version, Text = item.Text, Owner = item.Owner, DueOn = FormReader.Iso(item.DueOn) };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal) { ["Text"] = Text, ["Owner"] = Owner, ["DueOn"] = DueOn };
}
