namespace Charthouse.Surveys;

/// <summary>Task load by the subscales of the NASA Task Load Index, each from 0 to 100, high is heavy. Source: docs/methods/surveys.md.</summary>
public static class TaskLoad
{
    /// <summary>Mean physician task load of US physicians (Harry et al. 2021); its standard deviation is 71.4.</summary>
    public const double PhysicianMean = 260.9;

    /// <summary>Raw index: the mean of six subscales (mental, physical and temporal demand, performance, effort, frustration), 0 to 100. Performance is oriented like the others: high is bad.</summary>
    /// <param name="ratings">Six ratings, 0 to 100; <c>null</c> where there is none.</param>
    /// <exception cref="ArgumentException">There are not six, or one is not from 0 to 100.</exception>
    public static Score Raw(IReadOnlyList<int?> ratings)
    {
        Items.Check(ratings, 6, 0, 100);
        return Items.Mean(ratings, 0);
    }

    /// <summary>Physician task load: the sum of mental, physical and temporal demand and effort, 0 to 400.</summary>
    /// <param name="ratings">Four ratings, 0 to 100; <c>null</c> where there is none.</param>
    /// <exception cref="ArgumentException">There are not four, or one is not from 0 to 100.</exception>
    public static Score Physician(IReadOnlyList<int?> ratings)
    {
        Items.Check(ratings, 4, 0, 100);
        return Items.Sum(ratings);
    }
}
