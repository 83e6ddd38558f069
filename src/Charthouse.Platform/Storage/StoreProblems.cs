namespace Charthouse.Platform.Storage;

/// <summary>Refusals that any record can meet.</summary>
public static class StoreProblems
{
    /// <summary>Somebody else saved first.</summary>
    public static Problem ChangedMeanwhile { get; } = new("platform.changed-meanwhile", ProblemKind.Conflict, "Somebody else changed this record while you were editing it. Compare the two versions and save again.");
}
