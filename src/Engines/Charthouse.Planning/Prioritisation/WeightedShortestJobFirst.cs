namespace Charthouse.Planning.Prioritisation;

/// <summary>A job as weighted shortest job first sees it; the parts are relative sizes within one batch, often 1, 2, 3, 5, 8, 13, 20.</summary>
/// <param name="Id">The job.</param>
/// <param name="UserBusinessValue">Value to users and the organisation.</param>
/// <param name="TimeCriticality">How much value is lost by waiting.</param>
/// <param name="RiskReductionOpportunity">Risk that it takes away, or chance that it opens.</param>
/// <param name="JobSize">Its size, above 0.</param>
public sealed record Job(string Id, double UserBusinessValue, double TimeCriticality, double RiskReductionOpportunity, double JobSize);

/// <summary>Weighted shortest job first: cost of delay ÷ job size. Source: the Scaled Agile Framework's definition.</summary>
public static class WeightedShortestJobFirst
{
    /// <summary>(value + time criticality + risk reduction) ÷ size.</summary>
    /// <param name="job">The job.</param>
    /// <exception cref="ArgumentOutOfRangeException">The size is not above 0.</exception>
    public static double Of(Job job)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(job.JobSize, nameof(job));
        return (job.UserBusinessValue + job.TimeCriticality + job.RiskReductionOpportunity) / job.JobSize;
    }

    /// <summary>Jobs in the order in which they are done.</summary>
    /// <param name="jobs">Jobs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not above 0.</exception>
    public static IReadOnlyList<Ranked> Rank(IEnumerable<Job> jobs) => CompetitionRank.Of(jobs.Select(job => (job.Id, Of(job))));
}
