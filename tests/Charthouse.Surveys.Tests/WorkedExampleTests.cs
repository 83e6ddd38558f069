using System.Globalization;

namespace Charthouse.Surveys.Tests;

/// <summary>The worked examples of docs/methods/surveys.md, each row computed again.</summary>
public sealed class WorkedExampleTests
{
    public static TheoryData<string, string, string> Rows()
    {
        var data = new TheoryData<string, string, string>();
        var page = File.ReadAllText(Path.Combine(ReadmeTests.Root, "docs", "methods", "surveys.md"));
        var section = page[page.IndexOf("\n## Worked examples\n", StringComparison.Ordinal)..];
        section = section[..section.IndexOf("\n## ", 5, StringComparison.Ordinal)];
        foreach (var line in section.Split('\n').Where(line => line.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = line.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries);
            data.Add(cells[0].Trim('`'), cells[1], cells[2]);
        }

        return data;
    }

    [Theory, MemberData(nameof(Rows))]
    public void Row_IsWhatTheEngineComputes(string scale, string answers, string result) => Assert.Equal(result, Compute(scale, answers));

    [Fact]
    public void EveryScale_HasAnExample() => Assert.Equal(
        ["burnout", "enps", "experience", "experience excluded", "experience per respondent", "mini-z", "nasa-tlx", "pfi", "ptl", "suppression", "sus", "sus percentile", "sus replaced", "umux-lite"],
        Rows().Select(row => row.Data.Item1).Distinct().Order(StringComparer.Ordinal));

    private static string Compute(string scale, string answers)
    {
        int?[][] all = [.. answers.Split(';', StringSplitOptions.TrimEntries).Select(one => one.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "–" ? (int?)null : (int)double.Parse(word, CultureInfo.InvariantCulture)).ToArray())];
        var one = all[0];
        switch (scale)
        {
            case "experience": return Of(ExperienceIndex.Compute(all).Index, 1);
            case "experience excluded": return Of(ExperienceIndex.Compute(all, new(NeutralAnswers.Excluded)).Index, 1);
            case "experience per respondent": return Of(ExperienceIndex.Compute(all, new(NeutralAnswers.Counted, ExperienceAveraging.PerRespondent)).Index, 1);
            case "mini-z":
                var mini = MiniZ.Of(one);
                return $"{Of(mini.Total, 0)}; {Of(mini.SupportiveEnvironment, 0)} and {Of(mini.PaceAndRecordStress, 0)}; {(mini.IsJoyful switch { true => "joyful", false => "not joyful", null => "unknown" })}";
            case "burnout": return Of(SingleItemBurnout.Percent(one), 1) + " %";
            case "pfi":
                var fulfilment = ProfessionalFulfillment.Of(one);
                return $"{Of(fulfilment.Fulfillment, 2)}; {Of(fulfilment.WorkExhaustion, 2)} and {Of(fulfilment.Disengagement, 2)}; {Of(fulfilment.Burnout, 2)}, {(fulfilment.HasBurnout == true ? "burnout" : "no burnout")}";
            case "nasa-tlx": return Of(TaskLoad.Raw(one), 1);
            case "ptl": return Of(TaskLoad.Physician(one), 0);
            case "sus": return Sus(SystemUsability.Of(one));
            case "sus replaced": return Sus(SystemUsability.Of(one, MissingUsabilityItems.UpToTwoAreNeutral));
            case "sus percentile":
                var score = double.Parse(answers, CultureInfo.InvariantCulture);
                return string.Create(CultureInfo.InvariantCulture, $"{SystemUsability.Percentile(score):F1} %; {SystemUsability.Adjective(score)}; {SystemUsability.Grade(score)}");
            case "umux-lite":
                var lite = UmuxLite.Of(one);
                return $"{Of(lite.Value, 0)}; {Of(lite.UsabilityEstimate, 2)}";
            case "enps": return Of(NetPromoter.Compute(one).Index, 1);
            case "suppression": return string.Join(' ', Suppression.Of([.. one.Select(count => count!.Value)]).IsShown.Select(shown => shown ? "shown" : "hidden"));
            default: throw new InvalidOperationException(scale);
        }
    }

    private static string Sus(Score score) => score.Value is { } value ? string.Create(CultureInfo.InvariantCulture, $"{value:0.#}; {SystemUsability.Adjective(value)}; {SystemUsability.Grade(value)}") : score.Gap!.Value.Code();

    private static string Of(Score score, int decimals) => score.Value is { } value ? value.ToString("F" + decimals, CultureInfo.InvariantCulture).Replace('-', '−') : score.Gap!.Value.Code();
}
