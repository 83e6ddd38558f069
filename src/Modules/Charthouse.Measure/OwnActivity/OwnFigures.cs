using Charthouse.Measure.Activity;
using Charthouse.Measure.Lake;
using Charthouse.Ui;

namespace Charthouse.Measure.OwnActivity;

/// <summary>What there is to show of one clinician.</summary>
internal enum OwnState
{
    Shown,
    /// <summary>The account leads to no user of the log.</summary>
    NotLinked,
    /// <summary>Nothing has been imported.</summary>
    EmptyStore,
    /// <summary>The period lies outside the log.</summary>
    NoDataInPeriod,
    /// <summary>The clinician left nothing in the log in this period.</summary>
    Nothing,
}

/// <summary>The answer to an address of My activity.</summary>
/// <param name="Messages">What of the address could not be taken.</param>
/// <param name="Selection">There unless nobody is linked or the store is empty.</param>
/// <param name="Figures">There when <paramref name="State"/> is shown.</param>
internal sealed record OwnAnswer(LogFacts Facts, OwnState State, IReadOnlyList<string> Messages, ActivitySelection? Selection = null, OwnFigures? Figures = null);

/// <summary>The figures of one clinician.</summary>
internal sealed record OwnFigures
{
    public required ActivitySelection Selection { get; init; }

    public required GroupFigures Own { get; init; }

    /// <summary>The period of the same length before; <c>null</c> when the log does not reach back so far.</summary>
    public required GroupFigures? Before { get; init; }

    public required IReadOnlyList<RuleFigures> Rules { get; init; }

    public required IReadOnlyList<WeekFigures> Weeks { get; init; }

    public required SpecialtyMedian Median { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }
}

/// <summary>What is usual in a specialty, per 8 scheduled hours; hidden where too few people could be it.</summary>
/// <param name="Specialty">The clinician's specialty; <c>null</c> when the people file names none.</param>
/// <param name="People">How many people the medians are taken over; <c>null</c> where they are hidden.</param>
/// <param name="Core">In the order of <see cref="CoreMeasure.All"/>.</param>
/// <param name="Windows">By window.</param>
/// <param name="Categories">By category.</param>
internal sealed record SpecialtyMedian(string? Specialty, int? People, IReadOnlyList<Reading> Core, IReadOnlyList<Reading> Windows, IReadOnlyList<Reading> Categories);
