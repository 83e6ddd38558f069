using Charthouse.AuditActivity;

namespace Charthouse.Analytics.Activity;

/// <summary>The twelve definitions that the sensitivity table compares: three estimators × time-outs of 30, 60, 90 and 300 s.</summary>
public static class SensitivityDefinitions
{
    private static readonly int[] timeOutsSeconds = [30, 60, 90, 300];

    /// <summary>The time-outs that the cube holds, in seconds.</summary>
    public static IReadOnlyList<int> TimeOutsSeconds => timeOutsSeconds;

    /// <summary>All twelve, estimator by estimator.</summary>
    public static IReadOnlyList<CreditRule> All { get; } =
    [
        .. from estimator in new[] { Estimator.Drop, Estimator.Cap, Estimator.Union }
           from seconds in timeOutsSeconds
           select new CreditRule(estimator, seconds * Microseconds.PerSecond),
    ];

    /// <summary>Where the default definition stands in <see cref="All"/>.</summary>
    public const int DefaultIndex = 3;

    /// <summary>Short name, such as <c>drop-300</c>.</summary>
    public static string Name(CreditRule rule) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{EstimatorName(rule.Estimator)}-{rule.TimeOutMicroseconds / Microseconds.PerSecond}");

    /// <summary>Name of an estimator in JSON and options.</summary>
    public static string EstimatorName(Estimator estimator) => estimator switch
    {
        Estimator.Drop => "drop",
        Estimator.Cap => "cap",
        _ => "union",
    };
}
