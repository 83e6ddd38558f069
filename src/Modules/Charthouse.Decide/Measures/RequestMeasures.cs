using Charthouse.Decide.Requests;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Measures;

/// <summary>How governance itself does, computed from the states of requests with when each was entered and left. Formulas: docs/methods/governance.md.</summary>
internal sealed class RequestMeasures(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="Key">Stable name, for files and for measures that follow it over time.</param>
    /// <param name="Count">How many it rests on.</param>
    public sealed record Measure(string Key, string Name, Reading Value, int Decimals, string? Unit, int Count, string Formula);

    /// <param name="Visits">Times that a request was in the state and left it in the period.</param>
    /// <param name="WithinTarget">Share of visits that were left within the target.</param>
    /// <param name="Open">Requests that are in it now.</param>
    public sealed record StateTime(RequestState State, int Visits, Reading Median, Reading High, int? TargetDays, Reading WithinTarget, int Open);

    /// <param name="From">The first day.</param>
    /// <param name="To">The last day, included.</param>
    public sealed record Answer(DateOnly From, DateOnly To, IReadOnlyList<Measure> Measures, IReadOnlyList<StateTime> States, IReadOnlyList<(DateOnly Monday, int Sent, int Decided)> Weeks);

    public async Task<Answer> RunAsync(DateOnly from, DateOnly to, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var requests = await db.Set<Request>().AsNoTracking().AsSplitQuery().Include(r => r.States.OrderBy(s => s.Position)).Include(r => r.Clarifications).Where(r => r.State != RequestState.Draft && r.ArchivedAt == null).ToListAsync(cancellationToken);
        return Of(requests, from, to, today, local);
    }

    /// <summary>The measures of requests whose event lies in the period, the last day included.</summary>
    internal static Answer Of(IReadOnlyList<Request> requests, DateOnly from, DateOnly to, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local)
    {
        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(local(at).DateTime);
        bool IsIn(DateTimeOffset? at) => at is { } known && DayOf(known) >= from && DayOf(known) <= to;
        RequestStateEntry? First(Request request, RequestState state) => request.States.FirstOrDefault(entry => entry.State == state);

        var sent = requests.Select(request => (Request: request, At: First(request, RequestState.Submitted)?.EnteredAt)).Where(one => IsIn(one.At)).ToList();
        var decided = requests.Select(request => (Request: request, Sent: First(request, RequestState.Submitted), Decided: First(request, RequestState.Decided))).Where(one => IsIn(one.Decided?.EnteredAt)).ToList();
        var open = requests.Where(request => !RequestFlow.IsOver(request.State)).ToList();
        var clarified = requests.SelectMany(request => request.States.Where(entry => entry.State == RequestState.Clarification && IsIn(entry.LeftAt))).ToList();
        var weeks = Math.Max(1, (to.DayNumber - from.DayNumber + 1) / 7.0);
        var ages = open.Select(request => (double)WorkingAge.Between(DayOf(First(request, RequestState.Submitted)!.EnteredAt), today)).ToList();
        var leads = decided.Where(one => one.Sent is not null).Select(one => (double)WorkingAge.Between(DayOf(one.Sent!.EnteredAt), DayOf(one.Decided!.EnteredAt))).ToList();
        var roundTrips = sent.Select(one => (double)one.Request.Clarifications.Count).ToList();
        const string nothingSent = "Nothing was sent in this period.", nothingDecided = "Nothing was decided in this period.", nothingOpen = "Nothing is open.", nothingAsked = "No question was answered in this period.";

        Reading Share(IEnumerable<bool> of, int count, string reason) => count == 0 ? Reading.None(reason) : Reading.Of(100.0 * of.Count(yes => yes) / count);
        Measure DecidedShare(string key, string name, Func<Request, bool> holds, string formula) => new(key, name, Share(decided.Select(one => holds(one.Request)), decided.Count, nothingDecided), 1, "%", decided.Count, formula);
        // What was decided first: an appeal or another try comes later.
        RequestOutcome? OutcomeOf(Request request) => request.Outcome;

        Measure[] measures =
        [
            new("intake-per-week", "Intake", Reading.Of(sent.Count / weeks), 1, "a week", sent.Count, "requests sent ÷ weeks of the period"),
            new("age-median", "Age of open requests, median", Of(Percentile(ages, 0.5), nothingOpen), 0, "working days", ages.Count, "50th percentile of working days since sending, over requests open now"),
            new("age-p90", "Age of open requests, 90th percentile", Of(Percentile(ages, 0.9), nothingOpen), 0, "working days", ages.Count, "90th percentile of the same"),
            new("returned-share", "Returned for clarification", Share(sent.Select(one => one.Request.Clarifications.Count > 0), sent.Count, nothingSent), 1, "%", sent.Count, "requests with at least one question ÷ requests sent"),
            new("clarification-hours", "Clarification, median", Of(Percentile([.. clarified.Select(entry => (entry.LeftAt!.Value - entry.EnteredAt).TotalHours)], 0.5), nothingAsked), 1, "h", clarified.Count, "median of hours by the clock from the question to the end of the clarification"),
            new("round-trips", "Questions for each request", roundTrips.Count == 0 ? Reading.None(nothingSent) : Reading.Of(roundTrips.Average()), 2, null, roundTrips.Count, "questions ÷ requests sent"),
            new("decision-lead-median", "From sending to the decision, median", Of(Percentile(leads, 0.5), nothingDecided), 0, "working days", leads.Count, "median of working days from sending to the first decision"),
            new("decision-lead-p90", "From sending to the decision, 90th percentile", Of(Percentile(leads, 0.9), nothingDecided), 0, "working days", leads.Count, "90th percentile of the same"),
            new("throughput", "Decided", Reading.Of(decided.Count), 0, null, decided.Count, "requests decided for the first time"),
            DecidedShare("decline-share", "Declined", request => OutcomeOf(request) == RequestOutcome.Declined, "declined ÷ decided"),
            DecidedShare("training-share", "Redirected to training", request => OutcomeOf(request) == RequestOutcome.RedirectedToTraining, "redirected to training ÷ decided"),
            DecidedShare("scored-share", "Scored before the decision", request => request.States.Any(entry => entry.State == RequestState.Scored), "requests that were scored in full ÷ decided"),
            DecidedShare("reopened-share", "Opened again", IsReopened, "requests that went back to review after a decision ÷ decided"),
            new("equity-share", "Equity thought of", Share(sent.Select(one => one.Request.EquityImpact is not null), sent.Count, nothingSent), 1, "%", sent.Count, "requests that say whom they treat unequally ÷ requests sent"),
        ];

        StateTime[] states =
        [
            .. from state in RequestFlow.Open
               let visits = requests.SelectMany(request => request.States.Where(entry => entry.State == state && IsIn(entry.LeftAt))).Select(entry => (double)WorkingAge.Between(DayOf(entry.EnteredAt), DayOf(entry.LeftAt!.Value))).ToList()
               let target = RequestFlow.TargetDays(state)
               select new StateTime(state, visits.Count, Of(Percentile(visits, 0.5), "Nothing left this state in the period."), Of(Percentile(visits, 0.9), "Nothing left this state in the period."), target,
                   target is null ? Reading.None("No target is set.") : Share(visits.Select(days => days <= target), visits.Count, "Nothing left this state in the period."), requests.Count(request => request.State == state)),
        ];

        List<(DateOnly, int, int)> byWeek = [];
        for (var monday = from.AddDays(-(((int)from.DayOfWeek + 6) % 7)); monday <= to; monday = monday.AddDays(7))
        {
            var next = monday.AddDays(7);
            byWeek.Add((monday, sent.Count(one => DayOf(one.At!.Value) >= monday && DayOf(one.At!.Value) < next), decided.Count(one => DayOf(one.Decided!.EnteredAt) >= monday && DayOf(one.Decided.EnteredAt) < next)));
        }

        return new(from, to, measures, states, byWeek);

        static Reading Of(double? value, string reason) => Reading.OrNone(value, reason);
    }

    /// <summary>A percentile by linear interpolation between the two values next to it (type 7 of Hyndman and Fan 1996); <c>null</c> of nothing.</summary>
    internal static double? Percentile(IReadOnlyList<double> values, double share)
    {
        if (values.Count == 0) return null;
        var sorted = values.Order().ToList();
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + ((place - below) * (sorted[below + 1] - sorted[below])) : sorted[below];
    }

    // From a decision back to review: an appeal, a deferred one taken up, a closed one opened again.
    private static bool IsReopened(Request request)
    {
        var decided = request.States.FirstOrDefault(entry => entry.State == RequestState.Decided);
        return decided is not null && request.States.Any(entry => entry.Position > decided.Position && entry.State == RequestState.Ready);
    }
}

/// <summary>The measures of the period as a file.</summary>
internal static class MeasuresExport
{
    public static async Task<FileContentHttpResult> GetAsync(string format, string? from, string? to, RequestMeasures measures, ReadShellState read, CancellationToken cancellationToken)
    {
        var shell = await read(cancellationToken);
        var (first, last) = Period(from, to, shell.Today);
        var answer = await measures.RunAsync(first, last, shell.Today, shell.Local, cancellationToken);
        return TableFiles.Of(new Table("Governance", ["Measure", "Key", "Value", "Unit", "Why there is none", "Rests on", "Formula", "From", "To"],
        [
            .. answer.Measures.Select(one => (object?[])[one.Name, one.Key, one.Value.Value, one.Unit, one.Value.MissingReason, one.Count, one.Formula, answer.From, answer.To]),
            .. answer.States.SelectMany(one => new object?[][]
            {
                [$"Time in state {RequestWords.State(one.State)}, median", $"state-{one.State.ToString().ToLowerInvariant()}-median", one.Median.Value, "working days", one.Median.MissingReason, one.Visits, "median of working days from entering to leaving", answer.From, answer.To],
                [$"Time in state {RequestWords.State(one.State)}, 90th percentile", $"state-{one.State.ToString().ToLowerInvariant()}-p90", one.High.Value, "working days", one.High.MissingReason, one.Visits, "90th percentile of the same", answer.From, answer.To],
                [$"State {RequestWords.State(one.State)} left within its target", $"state-{one.State.ToString().ToLowerInvariant()}-in-target", one.WithinTarget.Value, "%", one.WithinTarget.MissingReason, one.Visits, "visits within the target ÷ visits", answer.From, answer.To],
            }),
        ]), format, "governance");
    }

    /// <summary>The period that an address asks for: the last 26 weeks unless it says otherwise, never longer than ten years.</summary>
    public static (DateOnly From, DateOnly To) Period(string? from, string? to, DateOnly today)
    {
        var last = Days.Of(to) ?? today;
        var first = Days.Of(from) ?? last.AddDays(-181);
        if (first > last) first = last;
        return (first < last.AddYears(-10) ? last.AddYears(-10) : first, last);
    }
}
