using Charthouse.Platform;

namespace Charthouse.Decide.Decisions;

/// <summary>What a wrong decision may do to a patient, whatever it costs.</summary>
internal enum ClinicalRisk
{
    None,
    Medication,
    Ai,
    LifeCritical,
}

/// <summary>A body that decides up to an amount.</summary>
/// <param name="UpTo">Whole units of money, included; <c>null</c> for the last one.</param>
internal sealed record AuthorityLevel(long? UpTo, string Authority);

/// <summary>An approval of the same initiative that counts with a new one.</summary>
internal sealed record PriorApproval(string? Initiative, long Amount, DateOnly On);

/// <summary>
/// Who decides over how much money: the total commitment over the term of the contract, added up over the same initiative within a year, so that splitting does not lower the authority.
/// The amounts are ours, as examples: no public schedule of a health system was found.
/// </summary>
internal static class DelegatedAuthority
{
    /// <summary>Days in which approvals of an initiative count together.</summary>
    public const int WindowDays = 365;

    /// <summary>From the lowest to the highest.</summary>
    public static IReadOnlyList<AuthorityLevel> Levels { get; } =
    [
        new(25_000, "CMIO"), new(100_000, "CMIO+CIO"), new(500_000, "IT steering committee"), new(2_500_000, "Executive committee"), new(null, "Board finance committee"),
    ];

    /// <summary>The amount that counts, and the place of the level that it needs.</summary>
    /// <param name="levels">Levels from the lowest to the highest, the last one without a limit.</param>
    public static (long Amount, int Level) Of(IReadOnlyList<AuthorityLevel> levels, string? initiative, long amount, DateOnly on, IEnumerable<PriorApproval> priors, int windowDays = WindowDays)
    {
        var total = amount + priors.Where(prior => initiative is not null && string.Equals(prior.Initiative, initiative, StringComparison.OrdinalIgnoreCase) && on.DayNumber - prior.On.DayNumber <= windowDays && prior.On <= on).Sum(prior => prior.Amount);
        var level = 0;
        while (levels[level].UpTo < total) level++;
        return (total, level);
    }

    /// <summary>The lowest level that a clinical risk allows: medication and AI go to a committee, what is critical to life to the executive.</summary>
    public static int LeastLevel(ClinicalRisk risk) => risk switch { ClinicalRisk.None => 0, ClinicalRisk.LifeCritical => 3, _ => 2 };
}

/// <summary>Where a decision stands on its way to its next review.</summary>
internal enum ReviewState
{
    Current,
    DueSoon,
    Overdue,
    Expired,
}

/// <summary>Days of review: a decision expires unless somebody renews it.</summary>
internal static class ReviewDate
{
    public const int DueSoonDays = 60, GraceDays = 90;

    /// <summary>Some months after a day; the last day of a shorter month.</summary>
    public static DateOnly Of(DateOnly from, int months) => from.AddMonths(months);

    /// <summary>Current, due within <paramref name="dueSoonDays"/>, overdue, or expired more than <paramref name="graceDays"/> after the day.</summary>
    public static ReviewState State(DateOnly due, DateOnly today, int dueSoonDays = DueSoonDays, int graceDays = GraceDays) => (due.DayNumber - today.DayNumber) switch
    {
        var days when days > dueSoonDays => ReviewState.Current,
        >= 0 => ReviewState.DueSoon,
        var days when -days <= graceDays => ReviewState.Overdue,
        _ => ReviewState.Expired,
    };
}
