using System.Numerics;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;

namespace Charthouse.Measure.Activity;

/// <summary>
/// Who belongs to which groups in a span of weeks, and so which selections may be shown (activity.md §9, "Anonymity"). A selection stays hidden when it has
/// fewer than five people, when the remainder rule hides it among its siblings, or when it is all but a few of a group that is shown elsewhere: a page
/// filtered to it would give those few by subtraction. The same people under another name (a department that is a whole specialty) stay hidden with it.
/// </summary>
internal sealed class PeopleOfPeriod
{
    private static readonly GroupBy[] kinds = [GroupBy.Site, GroupBy.Department, GroupBy.Specialty, GroupBy.Role];

    private readonly Dictionary<(GroupBy Kind, string Key), People> groups = [];
    private readonly HashSet<(GroupBy Kind, string Key)> hiddenGroups = [];
    private readonly Dictionary<GroupBy, string[]> keysOf = [];
    private readonly People everybody;

    private PeopleOfPeriod(int people) => everybody = new People(people);

    /// <summary>Those present, and of these those with enough scheduled hours for per-8-hour measures.</summary>
    public sealed record Both(PeopleOfPeriod Present, PeopleOfPeriod Included);

    /// <summary>The people of every span of a page. Whom they hold depends on no filter and no credit rule, so all pages of a period share one answer.</summary>
    public static IReadOnlyDictionary<WeekSpan, Both> Of(WeeklyLog log, ActivityWeeks weeks)
    {
        var groups =
            from kind in kinds
            from member in log.Members
            group member by (Kind: kind, Key: member.Keys[kind]) into members
            select (members.Key.Kind, members.Key.Key, People: members.ToLookup(member => member.User, StringComparer.Ordinal));
        var known = groups.ToList();
        return weeks.AllSpans.ToDictionary(span => span, span => Of(
            from ofGroup in known
            from person in ofGroup.People
            let presence = MemberWeeks.Presence(person, span)
            where presence.Events > 0 || presence.ScheduledMicroseconds > 0
            select (ofGroup.Kind, ofGroup.Key, person.Key, presence.ScheduledMicroseconds)));
    }

    /// <summary>The people of one span.</summary>
    /// <param name="memberships">One for each group and person present in it, with that person's scheduled time as its member.</param>
    public static Both Of(IEnumerable<(GroupBy Kind, string Key, string User, long ScheduledMicroseconds)> memberships)
    {
        var present = memberships.ToList();
        var numbers = present.Select(membership => membership.User).Distinct(StringComparer.Ordinal).Index().ToDictionary(user => user.Item, user => user.Index, StringComparer.Ordinal);
        Both both = new(new PeopleOfPeriod(numbers.Count), new PeopleOfPeriod(numbers.Count));
        foreach (var (kind, key, user, scheduled) in present)
        {
            var person = numbers[user];
            both.Present.Add(kind, key, person);
            if (scheduled >= GroupMeasures.MinimumScheduledHours * Microseconds.PerHour) both.Included.Add(kind, key, person);
        }

        both.Present.Close();
        both.Included.Close();
        return both;
    }

    /// <summary>How many people a filter selects.</summary>
    public int Count(ActivityFilter filter) => Of(filter).Count;

    /// <summary>Whether the figures of a selection may be shown.</summary>
    public bool MayShow(ActivityFilter filter)
    {
        var selected = Of(filter);
        if (selected.Count < GroupMeasures.SmallestGroup || IsAllButAFew(selected, everybody)) return false;
        foreach (var (name, group) in groups)
        {
            if (IsAllButAFew(selected, group)) return false;
            if (group.Count == selected.Count && hiddenGroups.Contains(name) && selected.IsWithin(group)) return false;
        }

        foreach (var kind in kinds)
        {
            if (ValueOf(filter, kind) is { } value && HiddenSiblings(filter, kind).Contains(value)) return false;
        }

        return true;
    }

    /// <summary>The filter with one group chosen.</summary>
    public static ActivityFilter With(ActivityFilter filter, GroupBy kind, string? key) => kind switch
    {
        GroupBy.Site => filter with { Site = key },
        GroupBy.Department => filter with { Department = key },
        GroupBy.Specialty => filter with { Specialty = key },
        GroupBy.Role => filter with { Role = key },
        _ => filter,
    };

    private static string? ValueOf(ActivityFilter filter, GroupBy kind) => kind switch
    {
        GroupBy.Site => filter.Site,
        GroupBy.Department => filter.Department,
        GroupBy.Specialty => filter.Specialty,
        _ => filter.Role,
    };

    private static bool IsAllButAFew(People selected, People whole) =>
        whole.Count > selected.Count && whole.Count - selected.Count < GroupMeasures.SmallestGroup && selected.IsWithin(whole);

    private List<string> HiddenSiblings(ActivityFilter filter, GroupBy kind)
    {
        var keys = keysOf[kind];
        var hidden = Suppression.Hidden([.. keys.Select(key => Of(With(filter, kind, key)).Count)]);
        return [.. keys.Where((_, i) => hidden[i])];
    }

    private void Close()
    {
        foreach (var kind in kinds)
        {
            keysOf.Add(kind, [.. groups.Keys.Where(group => group.Kind == kind).Select(group => group.Key).Order(StringComparer.Ordinal)]);
            foreach (var key in HiddenSiblings(ActivityFilter.Everybody, kind)) hiddenGroups.Add((kind, key));
        }

        foreach (var (name, group) in groups)
        {
            if (groups.Values.Any(whole => IsAllButAFew(group, whole))) hiddenGroups.Add(name);
        }
    }

    private void Add(GroupBy kind, string key, int person)
    {
        everybody.Add(person);
        if (!groups.TryGetValue((kind, key), out var members)) groups.Add((kind, key), members = new People(everybody.Size));
        members.Add(person);
    }

    private People Of(ActivityFilter filter)
    {
        var selected = everybody;
        foreach (var kind in kinds)
        {
            if (ValueOf(filter, kind) is not { } value) continue;
            if (!groups.TryGetValue((kind, value), out var members)) return new People(0);
            selected = selected.And(members);
        }

        return selected;
    }

    /// <summary>A set of people by number, one bit each.</summary>
    private sealed class People(int size)
    {
        private readonly ulong[] bits = new ulong[(size + 63) / 64];

        public int Size => size;

        public int Count { get; private set; }

        public void Add(int person)
        {
            var bit = 1UL << (person & 63);
            if ((bits[person >> 6] & bit) != 0) return;
            bits[person >> 6] |= bit;
            Count++;
        }

        public People And(People other)
        {
            var both = new People(size);
            for (var i = 0; i < bits.Length; i++)
            {
                both.bits[i] = bits[i] & other.bits[i];
                both.Count += BitOperations.PopCount(both.bits[i]);
            }

            return both;
        }

        public bool IsWithin(People other)
        {
            for (var i = 0; i < bits.Length; i++)
            {
                if ((bits[i] & ~other.bits[i]) != 0) return false;
            }

            return true;
        }
    }
}
