using System.Collections.Frozen;

namespace Charthouse.Planning.ServiceLevels;

/// <summary>Priorities by impact, urgency and harm, and what is promised for each (docs/methods/service-levels.md).</summary>
/// <param name="Matrix">A priority for each of the nine pairs of impact and urgency.</param>
/// <param name="Targets">What is promised for each of the four priorities.</param>
/// <param name="Calendar">Working time, for targets that do not run around the clock.</param>
/// <exception cref="ArgumentException">A pair or a priority is missing, or a target is negative.</exception>
#pragma warning disable MA0049 // The folder, its namespace and the thing in it are the same idea, so they have the same name.
public sealed record ServiceLevels(IReadOnlyDictionary<(Level Impact, Level Urgency), Priority> Matrix, IReadOnlyDictionary<Priority, Target> Targets, WorkingCalendar Calendar)
#pragma warning restore MA0049
{
    /// <summary>A priority for each of the nine pairs of impact and urgency.</summary>
    public IReadOnlyDictionary<(Level Impact, Level Urgency), Priority> Matrix { get; init => field = Whole(value); } = Whole(Matrix);

    /// <summary>What is promised for each of the four priorities.</summary>
    public IReadOnlyDictionary<Priority, Target> Targets { get; init => field = Whole(value); } = Whole(Targets);

    /// <summary>P1: 15 minutes and 4 hours; P2: 1 and 8 hours, both around the clock. P3: 4 and 36 hours; P4: 12 and 120 hours, both of working time, Monday to Friday 07:00 to 19:00, without holidays.</summary>
    public static ServiceLevels Default { get; } = new(
        new Dictionary<(Level, Level), Priority>
        {
            [(Level.High, Level.High)] = Priority.P1,
            [(Level.High, Level.Medium)] = Priority.P2,
            [(Level.High, Level.Low)] = Priority.P3,
            [(Level.Medium, Level.High)] = Priority.P2,
            [(Level.Medium, Level.Medium)] = Priority.P3,
            [(Level.Medium, Level.Low)] = Priority.P4,
            [(Level.Low, Level.High)] = Priority.P3,
            [(Level.Low, Level.Medium)] = Priority.P4,
            [(Level.Low, Level.Low)] = Priority.P4,
        }.ToFrozenDictionary(),
        new Dictionary<Priority, Target>
        {
            [Priority.P1] = new(TimeSpan.FromMinutes(15), TimeSpan.FromHours(4), true),
            [Priority.P2] = new(TimeSpan.FromHours(1), TimeSpan.FromHours(8), true),
            [Priority.P3] = new(TimeSpan.FromHours(4), TimeSpan.FromHours(36), false),
            [Priority.P4] = new(TimeSpan.FromHours(12), TimeSpan.FromHours(120), false),
        }.ToFrozenDictionary(),
        WorkingCalendar.Default);

    /// <summary>The priority of the matrix, raised by harm: E to I (harm) is P1, C and D (reached a patient) at least P2, A and B raise nothing.</summary>
    /// <param name="impact">How far it reaches.</param>
    /// <param name="urgency">How soon it hurts.</param>
    /// <param name="harmCategory">Category A to I of the NCC MERP index, in either case; <c>null</c>: not classified.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="harmCategory"/> is not a letter from A to I, or a level is none of the three.</exception>
    public Priority PriorityOf(Level impact, Level urgency, char? harmCategory)
    {
        if (!Matrix.TryGetValue((impact, urgency), out var priority)) throw new ArgumentOutOfRangeException(nameof(impact), (impact, urgency), "Impact and urgency are low, medium or high.");
        return harmCategory is null ? priority : char.ToUpperInvariant(harmCategory.Value) switch
        {
            'A' or 'B' => priority,
            'C' or 'D' => priority < Priority.P2 ? priority : Priority.P2,
            >= 'E' and <= 'I' => Priority.P1,
            _ => throw new ArgumentOutOfRangeException(nameof(harmCategory), harmCategory, "Categories of harm are A to I."),
        };
    }

    /// <summary>Until when an answer and a solution are promised. Both clocks stand still while the requester is waited for, and for nothing else.</summary>
    /// <param name="priority">The priority.</param>
    /// <param name="createdLocal">When it came, local time, not UTC.</param>
    /// <param name="waitingForRequester">When the requester was waited for, in any order; those that overlap count once. One that has not ended ends now: the caller says when that is.</param>
    /// <exception cref="ArgumentException">A time is UTC, or a waiting ends before it begins.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="priority"/> is none of the four, or the end lies after the year 9999.</exception>
    /// <exception cref="InvalidOperationException">The calendar has no working time; see <see cref="WorkingCalendar.Add"/>.</exception>
    public ServicePromise PromiseOf(Priority priority, DateTime createdLocal, IReadOnlyList<(DateTime From, DateTime To)>? waitingForRequester = null)
    {
        if (!Targets.TryGetValue(priority, out var target)) throw new ArgumentOutOfRangeException(nameof(priority), priority, "Priorities are P1 to P4.");
        var calendar = target.IsAroundTheClock ? WorkingCalendar.AroundTheClock : Calendar;
        var waits = (waitingForRequester ?? []).Select(wait => (From: WorkingCalendar.Local(wait.From), To: WorkingCalendar.Local(wait.To))).OrderBy(wait => wait.From).ToList();
        foreach (var (from, to) in waits) if (to < from) throw new ArgumentException(FormattableString.Invariant($"Waiting for the requester ends at {to:yyyy-MM-dd HH:mm}, before it begins at {from:yyyy-MM-dd HH:mm}."), nameof(waitingForRequester));
        return new ServicePromise(priority, By(target.Respond), By(target.Resolve));

        DateTime By(TimeSpan left)
        {
            var clock = WorkingCalendar.Local(createdLocal);
            foreach (var (from, to) in waits)
            {
                if (to <= clock) continue;
                var run = calendar.Between(clock, from);
                if (run >= left) break;
                left -= run;
                clock = to;
            }

            return calendar.Add(clock, left);
        }
    }

    private static IReadOnlyDictionary<(Level Impact, Level Urgency), Priority> Whole(IReadOnlyDictionary<(Level Impact, Level Urgency), Priority> matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        foreach (var impact in Enum.GetValues<Level>())
        {
            foreach (var urgency in Enum.GetValues<Level>()) if (!matrix.ContainsKey((impact, urgency))) throw new ArgumentException($"The matrix has no priority for {impact} impact and {urgency} urgency.", nameof(matrix));
        }

        return matrix;
    }

    private static IReadOnlyDictionary<Priority, Target> Whole(IReadOnlyDictionary<Priority, Target> targets)
    {
        ArgumentNullException.ThrowIfNull(targets);
        foreach (var priority in Enum.GetValues<Priority>())
        {
            if (!targets.TryGetValue(priority, out var target)) throw new ArgumentException($"There is no target for {priority}.", nameof(targets));
            if (target.Respond < TimeSpan.Zero || target.Resolve < TimeSpan.Zero) throw new ArgumentException($"A target of {priority} is negative.", nameof(targets));
        }

        return targets;
    }
}
