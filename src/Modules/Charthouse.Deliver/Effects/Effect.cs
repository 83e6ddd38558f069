using Charthouse.Deliver.GoLives;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Deliver.Effects;

/// <summary>Which way it went.</summary>
internal enum EffectFound
{
    Improved,
    Worse,
    NoChange,
    NotMeasurable,
}

/// <summary>What a go-live changed, in one sentence, with the measures that show it (links <see cref="LinkRelation.Measures"/>) or the reason why none does.</summary>
internal sealed class Effect : IArchived
{
    public const string RecordKind = "effect";
    public const int LongestFinding = 500, LongestReason = 1000, LongestName = 200;

    /// <summary>Days from the go-live to its review: two to four weeks. Before that people are still learning; later nobody remembers.</summary>
    public const int EarliestReviewDays = 14, ReviewDays = 21, LatestReviewDays = 28;

    public required Guid Id { get; init; }

    public required Guid GoLiveId { get; init; }

    /// <summary>What was found, one sentence.</summary>
    public string Finding { get; private set; } = "";

    public EffectFound Found { get; private set; }

    /// <summary>Why no measure shows it; <c>null</c> where measures are linked.</summary>
    public string? NoMeasureReason { get; private set; }

    /// <summary>The last day of the data that were looked at; <c>null</c> where nothing could be measured.</summary>
    public DateOnly? LookedUntil { get; private set; }

    /// <summary>The day by which it is looked at again and confirmed.</summary>
    public DateOnly ReviewOn { get; private set; }

    /// <summary>The day on which it was first written down.</summary>
    public required DateOnly WrittenOn { get; init; }

    public DateOnly? ConfirmedOn { get; private set; }

    /// <summary>Name of who confirmed it.</summary>
    public string? ConfirmedBy { get; private set; }

    /// <summary>Account of who confirmed it; <c>null</c> for the program.</summary>
    public Guid? ConfirmedById { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Whether its review is due and nobody has confirmed it.</summary>
    public bool IsLate(DateOnly today) => ArchivedAt is null && ConfirmedOn is null && ReviewOn < today;

    /// <summary>Changes the effect; changes nothing when it is refused. What was confirmed is to be confirmed again.</summary>
    /// <param name="live">Its go-live.</param>
    /// <param name="today">Today in the hospital.</param>
    /// <param name="measureCount">How many measures are linked to it, or will be with this save.</param>
    public List<Problem> Save(EffectForm form, GoLive live, DateOnly today, int measureCount)
    {
        if (live.LiveOn is not { } liveOn) return [EffectProblems.NotLive];
        var read = new FormReader();
        var finding = read.Required("Finding", "what was found, in one sentence", form.Finding, LongestFinding);
        if (finding.Contains('\n', StringComparison.Ordinal)) read.Problems.Add(EffectProblems.OneSentence);
        var (reason, looked, review) = (read.Text("NoMeasureReason", form.NoMeasureReason, LongestReason), read.Day("LookedUntil", form.LookedUntil), read.Day("ReviewOn", form.ReviewOn));
        if (FormReader.Choice<EffectFound>(form.Found) is not { } found)
        {
            found = default;
            read.Problems.Add(EffectProblems.NothingChosen);
        }

        if (FormReader.Clean(form.ReviewOn) is null) review = liveOn.AddDays(ReviewDays);
        if (review < liveOn.AddDays(EarliestReviewDays) || review > liveOn.AddDays(LatestReviewDays)) read.Problems.Add(EffectProblems.ReviewOutOfTime(liveOn));
        if (looked > today) read.Problems.Add(EffectProblems.LookedInTheFuture);
        if (looked < liveOn) read.Problems.Add(EffectProblems.LookedBeforeLive(liveOn));
        if (found == EffectFound.NotMeasurable && reason is null) read.Problems.Add(EffectProblems.NotMeasurableWhy);
        else if (measureCount == 0 && reason is null) read.Problems.Add(EffectProblems.NoMeasure);
        if (found != EffectFound.NotMeasurable && FormReader.Clean(form.LookedUntil) is null) read.Missing("LookedUntil", "the day until which data were looked at");
        if (read.Problems.Count > 0) return read.Problems;
        (Finding, Found, NoMeasureReason, LookedUntil, ReviewOn) = (finding, found, reason, looked, review!.Value);
        (ConfirmedOn, ConfirmedBy, ConfirmedById) = (null, null, null);
        Version++;
        return [];
    }

    /// <summary>Confirms it after the review; changes nothing when it is refused.</summary>
    public Problem? Confirm(GoLive live, DateOnly today, int measureCount, string by, Guid? byId)
    {
        if (ArchivedAt is not null) return EffectProblems.Archived;
        if (ConfirmedOn is not null) return EffectProblems.IsConfirmed;
        if (measureCount == 0 && NoMeasureReason is null) return EffectProblems.NoMeasure with { Field = null };
        if (live.LiveOn is { } liveOn && today < liveOn.AddDays(EarliestReviewDays)) return EffectProblems.TooEarly(liveOn.AddDays(EarliestReviewDays));
        (ConfirmedOn, ConfirmedBy, ConfirmedById) = (today, by, byId);
        Version++;
        return null;
    }
}

/// <summary>An effect as its form holds it.</summary>
internal sealed class EffectForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }

    /// <summary>The go-live of a new one, as <c>go-live/0190…</c>.</summary>
    public string? From { get; set; }
    public string? Finding { get; set; }
    public string? Found { get; set; }
    public string? NoMeasureReason { get; set; }
    public string? LookedUntil { get; set; }
    public string? ReviewOn { get; set; }

    /// <summary>Measures of a new one, each as <c>measure/0190…</c>. Later they are linked on its page.</summary>
    // A form without a ticked box is read as null.
    public List<string> Measures { get; set => field = value ?? []; } = [];

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } = [("Finding", "What was found"), ("Found", "Which way it went"), ("LookedUntil", "Data looked at until"), ("NoMeasureReason", "Why no measure shows it"), ("ReviewOn", "Review by")];

    public static EffectForm Of(Effect effect) => new()
    {
        Version = effect.Version,
        Finding = effect.Finding,
        Found = effect.Found.ToString(),
        NoMeasureReason = effect.NoMeasureReason,
        LookedUntil = FormReader.Iso(effect.LookedUntil),
        ReviewOn = FormReader.Iso(effect.ReviewOn),
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal) { ["Finding"] = Finding, ["Found"] = Found, ["NoMeasureReason"] = NoMeasureReason, ["LookedUntil"] = LookedUntil, ["ReviewOn"] = ReviewOn };
}

/// <summary>Refusals about effects.</summary>
internal static class EffectProblems
{
    public static readonly Problem NotFound = new("deliver.effect-not-found", ProblemKind.NotFound, "There is no such effect.");
    public static readonly Problem NoGoLive = new("deliver.effect-no-go-live", ProblemKind.Invalid, "Choose the go-live whose effect it is.", "From");
    public static readonly Problem NotLive = new("deliver.effect-not-live", ProblemKind.Conflict, "This go-live has not been live, so it has changed nothing yet. Write down its first day, then what it changed.");
    public static readonly Problem NothingChosen = new("deliver.effect-nothing-chosen", ProblemKind.Invalid, "Say whether it became better or worse, stayed as it was, or cannot be measured.", "Found");
    public static readonly Problem OneSentence = new("deliver.effect-one-sentence", ProblemKind.Invalid, "Write one sentence on one line. Longer texts belong into a comment or an attachment.", "Finding");
    public static readonly Problem NotMeasurableWhy = new("deliver.effect-not-measurable-why", ProblemKind.Invalid, "Say why it cannot be measured: those who asked for the change will read it.", "NoMeasureReason");
    public static readonly Problem NoMeasure = new("deliver.effect-no-measure", ProblemKind.Invalid, "No measure is linked. Choose the measures that show it, or say why none does.", "NoMeasureReason");
    public static readonly Problem LookedInTheFuture = new("deliver.effect-looked-in-the-future", ProblemKind.Invalid, "There are no data of this day yet.", "LookedUntil");
    public static readonly Problem Archived = new("deliver.effect-archived", ProblemKind.Conflict, "This effect is archived. Restore it first.");
    public static readonly Problem IsConfirmed = new("deliver.effect-is-confirmed", ProblemKind.Conflict, "Somebody has confirmed this effect already. Reload the page.");
    public static readonly Problem UnknownMeasure = new("deliver.effect-unknown-measure", ProblemKind.Invalid, "One of the measures does not exist any more, or you may not see it. Choose again.", "Measures");

    public static Problem LookedBeforeLive(DateOnly live) => new("deliver.effect-looked-before-live", ProblemKind.Invalid, $"It went live on {FormReader.Iso(live)}: data that end before cannot show what it changed.", "LookedUntil");

    public static Problem ReviewOutOfTime(DateOnly live) => new("deliver.effect-review-out-of-time", ProblemKind.Invalid, $"The review is two to four weeks after the go-live: from {FormReader.Iso(live.AddDays(Effect.EarliestReviewDays))} to {FormReader.Iso(live.AddDays(Effect.LatestReviewDays))}.", "ReviewOn");

    public static Problem TooEarly(DateOnly first) => new("deliver.effect-too-early", ProblemKind.Conflict, $"In the first two weeks people are still learning. Confirm it on {FormReader.Iso(first)} or later.");
}

/// <summary>Effects in words.</summary>
internal static class EffectWords
{
    public static string Found(EffectFound found) => found switch
    {
        EffectFound.Improved => "improved",
        EffectFound.Worse => "worse",
        EffectFound.NoChange => "no change",
        _ => "not measurable",
    };

    public static string Word(Effect effect) => effect.ArchivedAt is not null ? "archived" : Found(effect.Found);

    /// <summary>"confirmed 3 Nov", "review by 24 Nov"</summary>
    public static string Review(Effect effect, DateOnly today) => effect.ConfirmedOn is { } on ? $"confirmed {Dates.ShortDay(on, today)}" : $"review {(effect.IsLate(today) ? "was due" : "by")} {Dates.ShortDay(effect.ReviewOn, today)}";

    public static string State(Effect effect) => effect.ArchivedAt is not null ? "archived" : $"{Found(effect.Found)}, {(effect.ConfirmedOn is null ? "to be confirmed" : "confirmed")}";
}
