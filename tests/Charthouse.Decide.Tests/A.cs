using Charthouse.Decide.Committees;
using Charthouse.Decide.Decisions;
using Charthouse.Decide.Requests;
using Charthouse.Decide.Scoring;
using Charthouse.Platform.Permissions;

namespace Charthouse.Decide.Tests;

/// <summary>Requests, decisions and committees with honest defaults.</summary>
internal static class A
{
    public static RequestForm RequestForm() => new() { Key = Guid.CreateVersion7().ToString(), Title = "Potassium", Problem = "It asks three times", Place = "Medicine", HowOften = "Each shift", DesiredState = "It asks once" };

    public static DecisionForm DecisionForm(Action<DecisionForm>? change = null)
    {
        DecisionForm form = new() { Key = Guid.CreateVersion7().ToString(), Title = "One warning", Question = "Merge them?", Outcome = nameof(RequestOutcome.Approved), Text = "They are merged.", Rationale = "Nobody reads three." };
        change?.Invoke(form);
        return form;
    }

    public static ScoreForm Scores(int level) => new() { Levels = Scale.Default.Criteria.ToDictionary(criterion => criterion.Key, _ => (string?)level.ToString(System.Globalization.CultureInfo.InvariantCulture)) };

    /// <summary>A committee of which the first is the chair.</summary>
    public static CommitteeForm CommitteeForm(params Actor[] members) => new() { Name = "Medication committee", Members = [.. members.Select((member, i) => new CommitteeForm.Row { Account = member.AccountId.ToString(), Role = i == 0 ? "chair" : "" })] };

    public static CommitteeForm LowCommitteeForm(Actor member)
    {
        var form = CommitteeForm(member);
        (form.Name, form.AuthorityLevel) = ("Low", "1");
        return form;
    }
}
