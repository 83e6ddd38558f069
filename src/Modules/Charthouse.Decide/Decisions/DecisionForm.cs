using Charthouse.Ui;

namespace Charthouse.Decide.Decisions;

/// <summary>A decision as its form holds it.</summary>
internal sealed class DecisionForm
{
    public int Version { get; set; }
    public string? Key { get; set; }

    /// <summary>What a new decision comes out of, as KIND/ID.</summary>
    public string? From { get; set; }
    public string? Title { get; set; }
    public string? Question { get; set; }
    public string? Body { get; set; }
    public string? Outcome { get; set; }
    public string? DeferredUntil { get; set; }
    public string? Text { get; set; }
    public string? Rationale { get; set; }
    public string? Evidence { get; set; }
    public string? Dissent { get; set; }
    public string? Amount { get; set; }
    public string? Currency { get; set; }
    public string? Initiative { get; set; }
    public string? Risk { get; set; }
    public string? EffectiveOn { get; set; }
    public string? ReviewMonths { get; set; } = "24";
    public string? Supersedes { get; set; }

    /// <summary>Place of the chosen option, from 0.</summary>
    public string? Chosen { get; set; }
    public List<Option> Options { get; set; } = [];

    public sealed class Option
    {
        public string? Title { get; set; }
        public string? Pros { get; set; }
        public string? Cons { get; set; }
    }

    public static IReadOnlyList<string> Names { get; } = ["Title", "Question", "Body", "Outcome", "DeferredUntil", "Text", "Rationale", "Evidence", "Dissent", "Amount", "Currency", "Initiative", "Risk", "EffectiveOn", "ReviewMonths", "Supersedes"];

    public static DecisionForm Of(Decision? decision) => decision is null ? new() { Key = Guid.CreateVersion7().ToString() } : new()
    {
        Version = decision.Version,
        Title = decision.Title,
        Question = decision.Question,
        Body = decision.Body,
        Outcome = decision.Outcome.ToString(),
        DeferredUntil = FormReader.Iso(decision.DeferredUntil),
        Text = decision.Text,
        Rationale = decision.Rationale,
        Evidence = decision.Evidence,
        Dissent = decision.Dissent,
        Amount = Money.Plain(decision.AmountMinor, decision.Currency),
        Currency = decision.Currency,
        Initiative = decision.Initiative,
        Risk = decision.Risk.ToString(),
        EffectiveOn = FormReader.Iso(decision.EffectiveOn),
        ReviewMonths = FormReader.Plain(decision.ReviewMonths),
        Supersedes = decision.SupersedesId?.ToString(),
        Chosen = decision.Options.FirstOrDefault(option => option.IsChosen) is { } chosen ? FormReader.Plain(chosen.Position - 1) : null,
        Options = [.. decision.Options.OrderBy(option => option.Position).Select(option => new Option { Title = option.Title, Pros = option.Pros, Cons = option.Cons })],
    };
}
