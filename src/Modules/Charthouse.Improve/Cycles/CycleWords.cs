using Charthouse.Ui;

namespace Charthouse.Improve.Cycles;

/// <summary>Cycles in words.</summary>
internal static class CycleWords
{
    public static string Scale(CycleScale scale) => scale switch
    {
        CycleScale.OneVisit => "one visit or patient",
        CycleScale.OneClinician => "one clinician",
        CycleScale.OneTeam => "one team or shift",
        CycleScale.OneUnit => "one whole unit",
        CycleScale.SeveralUnits => "several units",
        _ => "the whole organisation",
    };

    public static string Decision(CycleDecision decision) => decision switch
    {
        CycleDecision.Adopt => "adopted",
        CycleDecision.Adapt => "adapted",
        _ => "abandoned",
    };

    public static string State(CycleState state, CycleDecision? decision) => state switch
    {
        CycleState.Planned => "planned",
        CycleState.UnderWay => "under way",
        CycleState.ToStudy => "to study",
        _ => decision is { } decided ? Decision(decided) : "decided",
    };

    public static string State(Cycle cycle) => cycle.ArchivedAt is null ? State(cycle.State, cycle.Decision) : "archived";

    public static string Held(PredictionHeld held) => held switch
    {
        PredictionHeld.Yes => "The prediction held.",
        PredictionHeld.Partly => "The prediction held in part.",
        _ => "The prediction did not hold.",
    };

    /// <summary>"13 Jul to 24 Jul", "from 13 Jul", "until 24 Jul"; <c>null</c> without a day.</summary>
    public static string? Days(DateOnly? from, DateOnly? to, DateOnly today) => (from, to) switch
    {
        ({ } first, { } last) => Dates.Window(first, last.AddDays(1), today),
        ({ } first, null) => $"from {Dates.ShortDay(first, today)}",
        (null, { } last) => $"until {Dates.ShortDay(last, today)}",
        _ => null,
    };
}
