using System.Globalization;
using Charthouse.Platform;
using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>What the report page shows.</summary>
internal sealed record ReportView(ReportForm Form, string Organisation, string? SafetyContact, IReadOnlyList<DirectoryUnit> Units, DateOnly ReplyBy, DateOnly Today)
{
    public string? SignedInAs { get; init; }
    public string? Expected { get; init; }
    public string? PlaceFrom { get; init; }
    public bool IsPlaceKnown => PlaceFrom is not null;
    public IReadOnlyList<Problem> Problems { get; init; } = [];
    public IReadOnlyList<IdentityFinding> Findings { get; init; } = [];
    public IReadOnlyList<SimilarPainPoint> Similar { get; init; } = [];
}

/// <summary>Words of the pages for the phone.</summary>
internal static class PhoneWords
{
    /// <summary>"a name and a date of birth"</summary>
    public static string Findings(IReadOnlyList<IdentityFinding> findings)
    {
        var kinds = findings.Select(finding => finding.What).Distinct(StringComparer.Ordinal).Select(what => "what looks like " + what).ToList();
        return kinds.Count == 1 ? kinds[0] : string.Join(", ", kinds.Take(kinds.Count - 1)) + " and " + kinds[^1];
    }

    public static string Colleagues(int count) => count == 1 ? "One colleague reports" : string.Create(CultureInfo.CurrentCulture, $"{Numbers.Whole(count)} colleagues report");
}
