using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Charthouse.Spc;

namespace Charthouse.Host.Commands.Spc;

/// <summary>The settings file. Keys that a chart does not use are ignored, unknown ones refused; what is used is noted for the definition in the answer.</summary>
internal sealed class SpcSettings
{
    private static readonly (string Code, ChartKind Kind)[] controlCharts =
    [
        ("run", ChartKind.Run), ("i", ChartKind.Individuals), ("im", ChartKind.IndividualsMedian), ("imm", ChartKind.IndividualsMedianRange), ("mr", ChartKind.MovingRange),
        ("xbar", ChartKind.SubgroupMean), ("s", ChartKind.SubgroupDeviation), ("r", ChartKind.SubgroupRange), ("t", ChartKind.TimeBetween), ("g", ChartKind.CasesBetween), ("c", ChartKind.Count),
        ("u", ChartKind.Rate), ("up", ChartKind.RatePrime), ("p", ChartKind.Proportion), ("pp", ChartKind.ProportionPrime), ("np", ChartKind.NumberWithProperty), ("ip", ChartKind.IndividualsPrime),
        ("ewma", ChartKind.Ewma), ("cusum", ChartKind.Cusum),
    ];

    // "adjustable" takes its lengths from the settings.
    private static readonly RuleSet[] ruleSets =
        [RuleSet.None, RuleSet.Anhoej, RuleSet.Nhs, RuleSet.NhsNovember2023, RuleSet.Adjustable(), RuleSet.WesternElectric, RuleSet.Nelson, RuleSet.Ihi, RuleSet.RunChart];

    // Those of the definitions in their order, then our own: the order of the definition in the answer.
    private static readonly string[] keys =
    [
        "chart", "multiply", "freezeAfter", "splitAfter", "rebaseDates", "exclude", "screenMovingRanges", "movingRangeFactor", "rules", "shiftPoints", "trendPoints", "improvementDirection", "target",
        "inputIsSummary", "lambda", "nSigmas", "decisionInterval", "shiftSigma", "headStart", "dataType", "overdispersion", "trimBy", "outlierLimit", "firstPostPoint", "timeAfterAtFirstPostPoint",
        "harmonics", "period", "neweyWestLag", "neweyWestAdjust",
        "givenCentre", "givenSigma", "givenLower", "givenUpper", "lowestPossible", "highestPossible", "subgroupSpread", "conflictingReasons", "targetOnLimitFails", "resetAfterSignal", "insertGaps",
        "narrowRatioLines", "methods", "family", "errors", "logScale", "keepMissing", "smallestShare", "mostClasses", "baselineShare", "oddsRatio", "limit",
    ];

    private readonly string file;
    private readonly JsonObject root;
    private readonly JsonObject used = [];

    private SpcSettings(string file, JsonObject root)
    {
        (this.file, this.root) = (file, root);
        foreach (var key in root.Select(pair => pair.Key).Where(key => !keys.Contains(key))) throw Wrong(key, $"is no setting. Settings are: {string.Join(", ", keys)}.");
        if (root["chart"] is null) throw Wrong("chart", $"is missing. Charts are: {string.Join(", ", Charts)}.");
        Chart = Choice("chart", Charts[0], [.. Charts]);
        Kind = Array.Find(controlCharts, chart => chart.Code == Chart) is { Code: not null } found ? found.Kind : null;
    }

    /// <summary>Every chart by its code.</summary>
    public static IReadOnlyList<string> Charts { get; } = [.. controlCharts.Select(chart => chart.Code), "bcusum", "funnel", "pareto", "its", "did"];

    public string Chart { get; }

    /// <summary>The run or control chart; null for the others.</summary>
    public ChartKind? Kind { get; }

    public static SpcSettings Read(string file, byte[] bytes)
    {
        try
        {
            var text = bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0);
            using var document = JsonDocument.Parse(text);
            RefuseTwice(file, document.RootElement);
            return JsonNode.Parse(text.Span) is JsonObject root ? new(file, root) : throw new InvalidDataException($"{file} does not hold a JSON object.");
        }
        catch (JsonException broken)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{file} is not JSON (line {broken.LineNumber + 1})."), broken);
        }
    }

    /// <summary>Name, version and the settings that were used, in the order of the definition.</summary>
    public JsonObject Definition()
    {
        var definition = new JsonObject { ["name"] = "spc", ["version"] = "1" };
        foreach (var key in keys)
        {
            if (used.TryGetPropertyValue(key, out var value)) definition[key] = value?.DeepClone();
        }

        return definition;
    }

    public bool Has(string key) => root[key] is not null;

    public void Need(string key, string wanted)
    {
        if (!Has(key)) throw Wrong(key, $"is missing; {wanted} is wanted.");
    }

    public InvalidDataException Wrong(string key, string why) => new($"{file}: \"{key}\" {why}");

    public double Number(string key, double standard, Func<double, bool> isPossible, string wanted)
    {
        var value = Given(key) is { } node ? AsNumber(key, node, wanted) : standard;
        if (!isPossible(value)) throw Wrong(key, $"is {value.ToString(CultureInfo.InvariantCulture)}; {wanted} is wanted.");
        Note(key, value);
        return value;
    }

    public double Positive(string key, double standard) => Number(key, standard, value => value > 0, "a number above 0");

    /// <summary>Noted only where it is given.</summary>
    public double? OptionalNumber(string key, string wanted = "a number")
    {
        if (!Has(key)) return null;
        var value = AsNumber(key, root[key]!, wanted);
        Note(key, value);
        return value;
    }

    public int Whole(string key, int standard, int least, int most = int.MaxValue)
    {
        var value = Given(key) is { } node ? AsWhole(key, node, least, most) : standard;
        Note(key, value);
        return value;
    }

    /// <summary>Noted as null where it is not given.</summary>
    public int? OptionalWhole(string key, int least)
    {
        int? value = root[key] is { } node ? AsWhole(key, node, least, int.MaxValue) : null;
        used[key] = value;
        return value;
    }

    public bool Flag(string key, bool standard)
    {
        var value = Given(key) is { } node ? node.GetValueKind() is JsonValueKind.True or JsonValueKind.False ? node.GetValue<bool>() : throw Wrong(key, "is neither true nor false.") : standard;
        used[key] = value;
        return value;
    }

    /// <summary>Noted only where it is true.</summary>
    public bool OptionalFlag(string key)
    {
        var value = Has(key) && Flag(key, standard: false);
        if (!value) used.Remove(key);
        return value;
    }

    public string Choice(string key, string standard, params string[] choices)
    {
        var value = Given(key) is { } node ? AsText(key, node) : standard;
        if (!choices.Contains(value)) throw Wrong(key, $"is \"{value}\"; one of {string.Join(", ", choices)} is wanted.");
        used[key] = value;
        return value;
    }

    /// <summary>Noted only where it is given.</summary>
    public string OptionalChoice(string key, params string[] choices) => Has(key) ? Choice(key, choices[0], choices) : choices[0];

    public List<int> Wholes(string key)
    {
        List<int> values = [.. Items(key).Select(node => AsWhole(key, node, 1, int.MaxValue))];
        used[key] = new JsonArray([.. values.Select(value => (JsonNode)value)]);
        return values;
    }

    public List<DateOnly> Dates(string key)
    {
        List<DateOnly> values = [];
        foreach (var node in Items(key))
        {
            values.Add(DateOnly.TryParseExact(AsText(key, node), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : throw Wrong(key, $"holds \"{AsText(key, node)}\", which is no date such as 2026-01-31."));
        }

        used[key] = new JsonArray([.. values.Select(value => (JsonNode)value.ToString("O", CultureInfo.InvariantCulture))]);
        return values;
    }

    /// <summary>Texts of a list, or one text.</summary>
    public List<string> Texts(string key, params string[] standard)
    {
        if (Given(key) is not { } node)
        {
            used[key] = standard.Length == 1 ? standard[0] : new JsonArray([.. standard.Select(text => (JsonNode)text)]);
            return [.. standard];
        }

        List<string> texts = node is JsonArray list ? [.. list.Select(item => AsText(key, item))] : [AsText(key, node)];
        if (texts.Count == 0) throw Wrong(key, "is an empty list.");
        used[key] = node.DeepClone();
        return texts;
    }

    /// <summary>The rule sets; at most one of those that tell a direction.</summary>
    public List<RuleSet> Rules()
    {
        var names = Texts("rules", RuleSet.Anhoej.Name).Distinct(StringComparer.Ordinal).ToList();
        if (names.Contains(RuleSet.None.Name) && names.Count > 1) throw Wrong("rules", $"holds \"{RuleSet.None.Name}\" beside others.");
        List<RuleSet> sets = [.. names.Select(name => Array.Find(ruleSets, set => set.Name == name) ?? throw Wrong("rules", $"holds \"{name}\"; {Names(ruleSets)} are known."))];
        var adjustable = sets.FindIndex(set => set.Name == "adjustable");
        if (adjustable >= 0) sets[adjustable] = RuleSet.Adjustable(Whole("shiftPoints", 8, 2), Whole("trendPoints", 6, 2));
        if (sets.Count(set => set.TellsDirection) > 1) throw Wrong("rules", $"holds more than one of {Names(ruleSets.Where(set => set.TellsDirection))}.");
        return sets;

        static string Names(IEnumerable<RuleSet> sets) => string.Join(", ", sets.Select(set => set.Name));
    }

    public ImprovementDirection Improvement() => Choice("improvementDirection", "neutral", "neutral", "increase", "decrease") switch
    {
        "increase" => ImprovementDirection.Increase,
        "decrease" => ImprovementDirection.Decrease,
        _ => ImprovementDirection.Neutral,
    };

    /// <summary>95 or 99.8; 99 is read as 99.8.</summary>
    public double OutlierLimit()
    {
        var value = Number("outlierLimit", 99.8, limit => limit is 95 or 99 or 99.8, "95 or 99.8");
        Note("outlierLimit", value = value == 99 ? 99.8 : value);
        return value;
    }

    /// <summary>Lag of Newey and West; null for automatic.</summary>
    public int? Lag()
    {
        if (Given("neweyWestLag") is { } node && node.GetValueKind() == JsonValueKind.Number) return Whole("neweyWestLag", 0, 0);
        Choice("neweyWestLag", "auto", "auto");
        return null;
    }

    /// <summary>The target of each series.</summary>
    public Func<string, double?> Target()
    {
        var node = root["target"];
        used["target"] = node?.DeepClone();
        if (node is null) return _ => null;
        if (node is not JsonObject bySeries)
        {
            var value = AsNumber("target", node, "a number, or an object of series and numbers,");
            return _ => value;
        }

        var values = bySeries.ToDictionary(pair => pair.Key, pair => pair.Value is { } target ? AsNumber("target", target, "a number for each series") : (double?)null, StringComparer.Ordinal);
        return series => values.GetValueOrDefault(series);
    }

    // A key that says null is as if it were not there only where null is the standard; elsewhere it is nonsense.
    private JsonNode? Given(string key) => !root.ContainsKey(key) ? null : root[key] ?? throw Wrong(key, "is null.");

    private IEnumerable<JsonNode> Items(string key) => Given(key) switch
    {
        null => [],
        JsonArray list => list.Select(item => item ?? throw Wrong(key, "holds null.")),
        _ => throw Wrong(key, "is no list."),
    };

    private void Note(string key, double value) => used[key] = SpcAnswer.Number(value);

    // Anywhere in the document: the last one would silently win.
    private static void RefuseTwice(string file, JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray()) RefuseTwice(file, item);
        }

        if (element.ValueKind != JsonValueKind.Object) return;
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!names.Add(property.Name)) throw new InvalidDataException($"{file} holds \"{property.Name}\" twice.");
            RefuseTwice(file, property.Value);
        }
    }

    private double AsNumber(string key, JsonNode node, string wanted) =>
        node.GetValueKind() == JsonValueKind.Number && node.GetValue<double>() is var value && double.IsFinite(value) ? value : throw Wrong(key, $"is {node.ToJsonString()}; {wanted} is wanted.");

    private int AsWhole(string key, JsonNode node, int least, int most)
    {
        var value = AsNumber(key, node, "a whole number");
        if (value != Math.Floor(value) || value < least || value > most)
            throw Wrong(key, string.Create(CultureInfo.InvariantCulture, $"is {value}; a whole number {(most == int.MaxValue ? $"of {least} or more" : $"from {least} to {most}")} is wanted."));
        return (int)value;
    }

    private string AsText(string key, JsonNode? node) => node?.GetValueKind() == JsonValueKind.String ? node.GetValue<string>() : throw Wrong(key, $"is {node?.ToJsonString() ?? "null"}; a text is wanted.");
}
