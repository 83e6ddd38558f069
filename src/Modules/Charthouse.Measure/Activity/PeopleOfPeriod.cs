using System.Numerics;
using Charthouse.Analytics.Activity;
using Charthouse.AuditActivity;
using Charthouse.Measure.Lake;

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
    private readonly People everybody;

    private PeopleOfPeriod(int people) => everybody = new People(people);

    /// <summary>Those present, and of these those with enough scheduled hours for per-8-hour measures.</summary>
    public sealed record Both(PeopleOfPeriod Present, PeopleOfPeriod Included);

    /// <summary>Reads the people of every span of a page. Whom they hold depends on no filter and no credit rule, so all pages of a period share one answer.</summary>
    public static Task<IReadOnlyDictionary<WeekSpan, Both>> ReadAsync(AnswerCache cache, long version, ActivityWeeks weeks, CancellationToken cancellationToken) =>
        cache.GetAsync(version, (nameof(PeopleOfPeriod), weeks), async () =>
        {
            Dictionary<string, int> numbers = new(StringComparer.Ordinal);
            List<(GroupBy Kind, List<Row> Rows)> byKind = [];
            foreach (var kind in kinds)
            {
                var question = new ActivityByClinician(weeks.Period, CreditRule.Default, kind, ActivityFilter.Everybody, 7);
                byKind.Add((kind, await cache.AskOnceAsync(question, rows => rows.Where(row => row.Totals.IsPresent).Select(row =>
                {
                    if (!numbers.TryGetValue(row.User, out var number)) numbers.Add(row.User, number = numbers.Count);
                    return new Row(row.Step, row.Key, number, row.Totals.ScheduledMicroseconds);
                }).ToList())));
            }

            return (IReadOnlyDictionary<WeekSpan, Both>)weeks.AllSpans.ToDictionary(span => span, span => Of(span, byKind, numbers.Count));
        }, cancellationToken);

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

    private static Both Of(WeekSpan span, List<(GroupBy Kind, List<Row> Rows)> byKind, int people)
    {
        Both both = new(new PeopleOfPeriod(people), new PeopleOfPeriod(people));
        foreach (var (kind, rows) in byKind)
        {
            foreach (var group in rows.Where(row => row.Week >= span.First && row.Week < span.End).GroupBy(row => (row.Key, row.Person)))
            {
                both.Present.Add(kind, group.Key.Key, group.Key.Person);
                if (group.Sum(row => row.Scheduled) >= GroupMeasures.MinimumScheduledHours * Microseconds.PerHour) both.Included.Add(kind, group.Key.Key, group.Key.Person);
            }
        }

        both.Present.Close();
        both.Included.Close();
        return both;
    }

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
        var keys = groups.Keys.Where(group => group.Kind == kind).Select(group => group.Key).Order(StringComparer.Ordinal).ToList();
        var hidden = Suppression.Hidden([.. keys.Select(key => Of(With(filter, kind, key)).Count)]);
        return [.. keys.Where((_, i) => hidden[i])];
    }

    private void Close()
    {
        foreach (var kind in kinds)
        {
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

    private readonly record struct Row(int Week, string Key, int Person, long Scheduled);

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
