using Charthouse.Decide.Scoring;
using Charthouse.Planning.Prioritisation;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Decide.Requests;

/// <summary>Requests that the actor may see: those that wait for a decision by rank, then those under way, then drafts and what is over.</summary>
internal sealed class RequestList(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    /// <summary>States that the filter offers besides the empty one, which is everything that is not over.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
    [
        ("mine", "Mine"), ("waiting", "Waiting for a decision"), ("clarification", "In clarification"), ("fast-lane", "Fast lane"), ("under-way", "Decided and under way"), ("late", "Past the target of their state"), ("over", "Closed or withdrawn"), ("all", "All"), ("archived", "Archived"),
    ];

    // One seed for all: who opens the page twice sees the same shares.
    private const long Seed = 20_261_126;

    /// <param name="Rank">Place among those that can be ranked, equal ones share it; <c>null</c> with <paramref name="NoRank"/> as the reason.</param>
    /// <param name="Points">Weighted score from 0 to 100.</param>
    /// <param name="Priority">Points ÷ effort bucket.</param>
    /// <param name="IsAbove">Whether it is above the capacity line; <c>null</c> without a line or a rank.</param>
    /// <param name="ShareAbove">Share of runs with other weights in which it is.</param>
    public sealed record Row(Request Request, ScoreCard Card, int? Rank, string? NoRank, double? Points, double? Priority, bool? IsAbove, double? ShareAbove, int Age, int? TargetDays)
    {
        public bool IsLate => Age > TargetDays;
    }

    /// <param name="CapacityHours">Hours of the quarter; <c>null</c> when nobody has said.</param>
    /// <param name="HoursAbove">Hours of what is above the line.</param>
    /// <param name="Agreement">How far raters agree over the requests that all of them scored.</param>
    public sealed record Answer(IReadOnlyList<Row> Rows, int? CapacityHours, double HoursAbove, Concordance Agreement);

    /// <param name="today">Today, where the organisation is.</param>
    /// <param name="local">An instant in the organisation's civil time.</param>
    public async Task<Answer> RunAsync(string? state, string? text, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local, CancellationToken cancellationToken)
    {
        var by = actor.Now;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var requests = (await db.Set<Request>().AsNoTracking().ToListAsync(cancellationToken)).Where(request => request.IsVisibleTo(by)).ToList();
        var scale = await Scale.OnAsync(db, today, cancellationToken);
        var scores = (await db.Set<RequestScore>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(score => score.RequestId);
        var (year, quarter) = QuarterCapacity.Of(today);
        var capacity = await db.Set<QuarterCapacity>().Where(c => c.Year == year && c.Quarter == quarter).Select(c => (int?)c.Hours).SingleOrDefaultAsync(cancellationToken);
        var cards = requests.ToDictionary(request => request.Id, request => ScoreCard.Of(scale, scores[request.Id]));
        // Whoever sees only the own requests sees no rank: it would say how many others there are.
        var ranked = by.May(DecidePermissions.ViewAll) ? requests.Where(request => request.ArchivedAt is null && RequestFlow.IsBeforeDecision(request.State)).ToList() : [];

        Contender[] contenders = [.. from request in ranked where request.Bucket is not null select new Contender(new(request.Id.ToString(), cards[request.Id].Means, request.Override is not null), Effort.Divisor(request.Bucket!.Value), request.EffortHours!.Value)];
        var order = RankStability.Order(scale.Weights, contenders);
        Dictionary<string, (int Rank, double Priority)> places = new(StringComparer.Ordinal);
        (bool IsOverride, double Priority, int Rank)? before = null;
        foreach (var contender in order)
        {
            var priority = WeightedScore.Of(scale.Weights, contender.Item.Scores)!.Value * ScoreCard.PointsPerLevel / contender.Divisor;
            var rank = before is { } last && last.IsOverride == contender.Item.IsOverride && Math.Abs(last.Priority - priority) < 1e-9 ? last.Rank : places.Count + 1;
            places[contender.Item.Id] = (rank, priority);
            before = (contender.Item.IsOverride, priority, rank);
        }

        var stability = capacity is { } hours ? RankStability.Of(scale.Weights, contenders, hours, Seed, Math.Clamp(200_000 / Math.Max(1, contenders.Length), 200, RankStability.UsualRunCount)).ToDictionary(one => one.Id, StringComparer.Ordinal) : [];
        var rows = requests.Where(request => IsIn(request, state, by, today, local) && (text is null || Holds(request, text))).Select(request =>
        {
            var (id, card) = (request.Id.ToString(), cards[request.Id]);
            (int Rank, double Priority)? place = places.TryGetValue(id, out var found) ? found : null;
            var stable = stability.GetValueOrDefault(id);
            var noRank = place is not null || !ranked.Contains(request) ? null : request.Bucket is null ? "Nobody has estimated the hours." : $"No score yet for {string.Join(", ", card.Missing)}.";
            return new Row(request, card, place?.Rank, noRank, card.Points, place?.Priority, stable?.IsAbove, stable?.ShareAbove, WorkingAge.Days(request.StateSince, today, local), RequestFlow.TargetDays(request));
        }).OrderBy(Group).ThenBy(row => row.Rank ?? int.MaxValue).ThenBy(row => row.Request.StateSince).ThenBy(row => row.Request.Number).ToList();
        return new(rows, capacity, order.Where(contender => stability.GetValueOrDefault(contender.Item.Id)?.IsAbove == true).Sum(contender => contender.Hours), AgreementOf(scale, [.. contenders.Select(contender => cards[Guid.Parse(contender.Item.Id)])]));
    }

    /// <summary>Agreement over the requests that at least two raters scored in full: the raters who scored all of them.</summary>
    internal static Concordance AgreementOf(Scale scale, IReadOnlyList<ScoreCard> cards)
    {
        var full = cards.ToDictionary(card => card, card => card.Raters.Where(rater => scale.Criteria.TrueForAll(criterion => rater.Levels.ContainsKey(criterion.Key))).ToDictionary(rater => rater.Id, rater => WeightedScore.Of(scale.Weights, rater.Levels.ToDictionary(level => level.Key, level => (double)level.Value, StringComparer.Ordinal))!.Value));
        var common = full.Values.Where(raters => raters.Count >= 2).ToList();
        var raters = common.Count == 0 ? [] : common.Skip(1).Aggregate(common[0].Keys.ToHashSet(), (kept, next) => { kept.IntersectWith(next.Keys); return kept; });
        return KendallsW.OfScores([.. raters.Select(rater => (IReadOnlyList<double>)[.. common.Select(scores => scores[rater])])]);
    }

    private static bool IsIn(Request request, string? state, Actor by, DateOnly today, Func<DateTimeOffset, DateTimeOffset> local) => state == "archived" ? request.ArchivedAt is not null : request.ArchivedAt is null && state switch
    {
        "mine" => request.IsOf(by),
        "waiting" => RequestFlow.IsBeforeDecision(request.State),
        "clarification" => request.State == RequestState.Clarification,
        "fast-lane" => request.IsFastLane && RequestFlow.IsBeforeDecision(request.State),
        "under-way" => request.State is not RequestState.Draft && !RequestFlow.IsBeforeDecision(request.State) && !RequestFlow.IsOver(request.State),
        "late" => WorkingAge.Days(request.StateSince, today, local) > RequestFlow.TargetDays(request),
        "over" => RequestFlow.IsOver(request.State),
        "all" => true,
        _ => !RequestFlow.IsOver(request.State),
    };

    private static bool Holds(Request request, string text) =>
        RequestWords.Number(request.Number).Equals(text, StringComparison.OrdinalIgnoreCase) || new[] { request.Title, request.Problem, request.Systems, request.Place, request.RequesterName, request.Owner }.Any(part => part?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true);

    private static int Group(Row row) => row.Request.State switch
    {
        _ when row.Rank is not null => 0,
        RequestState.Draft => 3,
        var state when RequestFlow.IsBeforeDecision(state) => 1,
        var state when !RequestFlow.IsOver(state) => 2,
        _ => 4,
    };
}

/// <summary>The requests that the filter of the page selects, as a file.</summary>
internal static class RequestExport
{
    private static readonly string[] columns = ["Number", "Request", "State", "Since", "Working days in state", "Target", "Rank", "Why no rank", "Score", "Effort hours", "Effort", "Priority", "Above the line", "Share of runs above the line", "Ahead because of", "Fast lane", "Owner", "Requester", "Systems", "Where", "Raters", "Missing scores"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, RequestList list, ReadShellState read, CancellationToken cancellationToken)
    {
        var shell = await read(cancellationToken);
        var answer = await list.RunAsync(state, FormReader.Clean(q), shell.Today, shell.Local, cancellationToken);
        return TableFiles.Of(new Table("Requests", columns,
        [
            .. answer.Rows.Select(row => (object?[])
            [
                RequestWords.Number(row.Request.Number), row.Request.Title, RequestWords.State(row.Request), row.Request.StateSince, row.Age, row.TargetDays, row.Rank, row.NoRank, row.Points, row.Request.EffortHours, row.Request.Bucket?.ToString(), row.Priority,
                row.IsAbove is { } above ? above ? "yes" : "no" : null, row.ShareAbove, row.Request.Override is { } ahead ? RequestWords.Override(ahead) : null, row.Request.IsFastLane ? "yes" : "no", row.Request.Owner, row.Request.RequesterName, row.Request.Systems, row.Request.Place, row.Card.Raters.Count, string.Join(", ", row.Card.Missing),
            ]),
        ]), format, "requests");
    }
}
