using System.Text.Json;
using System.Text.Json.Serialization;

namespace Charthouse.Ui;

/// <summary>A chart without its looks: what is drawn in the page by <c>ch-chart</c>, stands beneath it as a table, and can be drawn into files.</summary>
/// <param name="Description">What the chart shows, for those who cannot see it.</param>
/// <param name="DefinitionId">The definition and version that computed the numbers.</param>
public sealed record ChartModel(string Title, string Description, string Unit, string DefinitionId, IReadOnlyList<string> XLabels, IReadOnlyList<ChartSeries> Series)
{
    public string XTitle { get; init; } = "Period";
    public int Decimals { get; init; } = 2;
    public IReadOnlyList<ChartBand> Bands { get; init; } = [];
    public IReadOnlyList<ChartMark> Marks { get; init; } = [];

    /// <summary>Both null: counts and durations start at 0 and the top is chosen. A low other than 0 is printed as a cut axis.</summary>
    public double? YLow { get; init; }
    public double? YHigh { get; init; }

    /// <summary>Horizontal bars, for categories with long names.</summary>
    public bool IsHorizontal { get; init; }

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    // The default encoder escapes < and >, so the model cannot end its script element.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };
}

public sealed record ChartSeries(string Name, SeriesShape Shape, SeriesRole Role, IReadOnlyList<Reading> Values)
{
    /// <summary>Bars and areas with the same stack stand on each other.</summary>
    public string? Stack { get; init; }

    /// <summary>Place on the stepped scale from light (1) to dark (6) when series are steps of one thing.</summary>
    public int? Step { get; init; }
}

public enum SeriesShape { Line, Bar, Area }

/// <summary>Subject is what the chart is about; the others are what it is read against.</summary>
public enum SeriesRole { Subject, Context, Mean, Limit, Aim }

/// <summary>A shaded range behind the series, such as own limits.</summary>
public sealed record ChartBand(string Name, IReadOnlyList<double?> Low, IReadOnlyList<double?> High);

/// <summary>An event at a place on the x axis, drawn as a numbered pin; its words stand below the chart.</summary>
public sealed record ChartMark(int XIndex, string When, string Label, string? Href = null);
