namespace Charthouse.Decide.Committees;

/// <summary>What a member says.</summary>
internal enum VoteChoice
{
    Yes,
    No,
    Abstain,

    /// <summary>Has an interest in the matter: leaves both the count of members and the vote.</summary>
    Recused,
}

/// <summary>How many yes it takes among yes and no.</summary>
internal enum Majority
{
    Simple,
    TwoThirds,
}

/// <summary>Somebody who may vote.</summary>
/// <param name="Id">Any name that tells members apart.</param>
/// <param name="Role">Such as "chair"; may be empty.</param>
/// <param name="Organisation">For the limit on one organisation; <c>null</c> where it does not matter.</param>
internal sealed record Voter(string Id, string Role, string? Organisation = null);

/// <summary>When a committee can decide, and when it has.</summary>
/// <param name="QuorumFraction">Share of eligible members who must be present, from 0 to 1.</param>
/// <param name="IsStrict">Whether more than that share is needed.</param>
/// <param name="RequiredAnyOf">Groups of roles: of each group somebody must be present.</param>
/// <param name="LeastInRole">How many with a role must be present.</param>
/// <param name="LeastOthers">How many without such a role must be present besides.</param>
/// <param name="MostOfOneOrganisation">Largest share of those present that one organisation may hold.</param>
internal sealed record VotingRule(double QuorumFraction, bool IsStrict, Majority Majority, IReadOnlyList<IReadOnlyList<string>> RequiredAnyOf, IReadOnlyDictionary<string, int>? LeastInRole = null, int LeastOthers = 0, double? MostOfOneOrganisation = null);

internal enum BallotResult
{
    Carried,
    NotCarried,
    NoQuorum,
}

/// <summary>A counted ballot.</summary>
/// <param name="Reason">Why there is no quorum, with the numbers; <c>null</c> when there is one.</param>
internal sealed record BallotCounted(int Eligible, int Present, int QuorumNeeded, bool HasQuorum, int Yes, int No, int Abstain, int Recused, BallotResult Result, string? Reason);

/// <summary>Counts votes: the recused leave both the members and the vote, abstentions count for the quorum and not for the majority.</summary>
internal static class BallotCount
{
    /// <param name="members">All voting members.</param>
    /// <param name="present">Ids of those who are present; the recused do not count.</param>
    /// <param name="votes">Votes by id; who is present and says nothing abstains in effect.</param>
    public static BallotCounted Of(IReadOnlyList<Voter> members, IReadOnlySet<string> present, IReadOnlyDictionary<string, VoteChoice> votes, VotingRule rule)
    {
        var recused = votes.Where(vote => vote.Value == VoteChoice.Recused).Select(vote => vote.Key).ToHashSet(StringComparer.Ordinal);
        var eligible = members.Where(member => !recused.Contains(member.Id)).ToList();
        var here = eligible.Where(member => present.Contains(member.Id)).ToList();
        var needed = Needed(eligible.Count, rule);
        var reason = NoQuorum(eligible.Count, here, needed, rule);
        int Count(VoteChoice choice) => here.Count(member => votes.TryGetValue(member.Id, out var vote) && vote == choice);
        var (yes, no) = (Count(VoteChoice.Yes), Count(VoteChoice.No));
        // Two thirds in whole numbers: 6 of 9 is enough. A tie fails.
        var isCarried = rule.Majority == Majority.TwoThirds ? yes > 0 && yes * 3 >= (yes + no) * 2 : yes > no;
        return new(eligible.Count, here.Count, needed, reason is null, yes, no, Count(VoteChoice.Abstain), recused.Count, reason is not null ? BallotResult.NoQuorum : isCarried ? BallotResult.Carried : BallotResult.NotCarried, reason);
    }

    private static int Needed(int eligible, VotingRule rule)
    {
        var share = rule.QuorumFraction * eligible;
        // A third of nine is three, whatever the last bit of the product says.
        var whole = Math.Abs(share - Math.Round(share)) < 1e-9;
        return Math.Max(1, whole ? (int)Math.Round(share) + (rule.IsStrict ? 1 : 0) : (int)Math.Ceiling(share));
    }

    private static string? NoQuorum(int eligible, List<Voter> here, int needed, VotingRule rule)
    {
        if (eligible == 0) return "nobody may vote: every member is recused";
        if (here.Count < needed) return $"{here.Count} of {eligible} who may vote did; {needed} are needed";
        if (rule.RequiredAnyOf.FirstOrDefault(group => !here.Exists(member => group.Contains(member.Role, StringComparer.OrdinalIgnoreCase))) is { } missing) return $"nobody in the role {string.Join(" or ", missing)} took part";
        foreach (var (role, least) in rule.LeastInRole ?? new Dictionary<string, int>())
        {
            var found = here.Count(member => member.Role.Equals(role, StringComparison.OrdinalIgnoreCase));
            if (found < least) return $"{found} in the role {role} took part; {least} are needed";
        }

        var others = here.Count(member => rule.LeastInRole?.Keys.Contains(member.Role, StringComparer.OrdinalIgnoreCase) != true);
        if (others < rule.LeastOthers) return $"{others} other members took part; {rule.LeastOthers} are needed";
        return rule.MostOfOneOrganisation is { } most && here.Where(member => member.Organisation is not null).GroupBy(member => member.Organisation).FirstOrDefault(same => same.Count() > most * here.Count) is { } large
            ? $"organisation {large.Key} holds {large.Count()} of {here.Count}" : null;
    }
}
