using System.Globalization;
using Charthouse.Spc;
using Charthouse.Ui.Export;

namespace Charthouse.Measure.Measures.Compare;

/// <summary>A comparison as a file: one row for each panel, with the funnel where there is one.</summary>
internal static class CompareExport
{
    private static readonly string[] columns =
        ["name", "latest", "latest on", "variation", "centre", "lower limit", "upper limit", "numerator", "denominator", "value", "lower 95", "upper 95", "lower 99.8", "upper 99.8", "outlier", "from", "to", "reason without funnel"];

    /// <summary>What an address asks for; what is no number is the default.</summary>
    public static CompareMeasure.Query QueryOf(string? by, string? last, string? spread) =>
        new(by, int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var periods) && periods > 0 ? periods : null, spread == "yes");

    public static Table Of(CompareMeasure.Answer answer) => new("Comparison", columns, [.. answer.Panels.Select((panel, i) =>
    {
        var last = panel.Chart.Last < 0 ? default : panel.Chart.Chart.Points[panel.Chart.Last];
        var unit = answer.Funnel?.Points[i];
        var sums = answer.Funnel is null ? default : answer.Units[i];
        var lines = unit?.Adjusted ?? unit?.Lines;
        return (object?[])
        [
            panel.Name, last.Value, panel.Chart.Last < 0 ? null : panel.Chart.Dates[panel.Chart.Last], panel.Chart.Chart.Variation?.ToString(), last.Centre, last.Lines?.Lower3, last.Lines?.Upper3,
            sums.Numerator, sums.Denominator, unit?.Value, lines?.Lower95, lines?.Upper95, lines?.Lower998, lines?.Upper998,
            unit is { Value: not null } ? unit.Value.Outlier switch { SignalDirection.Up => "high", SignalDirection.Down => "low", _ => "none" } : null,
            answer.Funnel is null ? null : answer.From, answer.Funnel is null ? null : answer.Own.Dates[answer.Own.Last], answer.NoFunnel,
        ];
    })]);
}
