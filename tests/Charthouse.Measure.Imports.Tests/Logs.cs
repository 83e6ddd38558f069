namespace Charthouse.Measure.Tests;

/// <summary>Small logs.</summary>
internal static class Logs
{
    /// <summary>Four rows a minute apart.</summary>
    public const string Events = """
        event,user,at,action,patient
        e1,U1,2026-10-01T08:00:00Z,Open chart,P-SECRET
        e2,U1,2026-10-01T08:01:00Z,Odd thing,P-SECRET
        e3,U1,2026-10-01T08:02:00Z,Odd thing,P-SECRET
        e4,U1,2026-10-01T08:03:00Z,Open chart,P-SECRET

        """;

    public const string Actions = """
        action,category
        Open chart,chart-review

        """;

    /// <summary>Two good rows, one without a user, one without a readable time.</summary>
    public const string WithBadRows = """
        event,user,at,action,patient
        f1,U1,2026-10-02T08:00:00Z,Open chart,P-SECRET
        f2,,2026-10-02T08:01:00Z,Open chart,P-SECRET
        f3,U2,yesterday,Open chart,P-SECRET
        f4,U2,2026-10-02T08:03:00Z,Open chart,P-SECRET

        """;
}
