namespace Charthouse.Improve.Cycles;

/// <summary>How much is tried at once, from small to large. The order is the ramp.</summary>
internal enum CycleScale
{
    OneVisit,
    OneClinician,
    OneTeam,
    OneUnit,
    SeveralUnits,
    Everywhere,
}

/// <summary>What was decided after a cycle.</summary>
internal enum CycleDecision
{
    Adopt,
    Adapt,
    Abandon,
}

/// <summary>How the prediction fared.</summary>
internal enum PredictionHeld
{
    Yes,
    Partly,
    No,
}

/// <summary>Where a cycle is; follows from what is written down.</summary>
internal enum CycleState
{
    Planned,
    UnderWay,
    ToStudy,
    Decided,
}
