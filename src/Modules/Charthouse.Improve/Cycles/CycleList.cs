using Charthouse.Improve.Aims;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Cycles;

/// <summary>Cycles, those that wait for a person first: to study, under way, planned, decided; the earliest day first within each.</summary>
internal sealed class CycleList(IDbContextFactory<WorkbenchDb> dbs, WithholdResults withhold)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } =
    [
        ("open", "Open"), ("planned", "Planned"), ("under-way", "Under way"), ("to-study", "To study"), ("decided", "Decided"), ("adopted", "Adopted"), ("adapted", "Adapted"), ("abandoned", "Abandoned"), ("archived", "Archived"),
    ];

    /// <param name="Four">How many of the four key features the chain has.</param>
    /// <param name="IsHeldHidden">Whether it is known how the prediction fared, and kept from the reader.</param>
    public sealed record Row(Guid Id, int Number, string Title, string Owner, CycleState State, CycleDecision? Decision, bool IsArchived, bool IsLate, CycleScale? Scale, int? PeopleCount, DateOnly? From, DateOnly? To, Guid? AimId, string? Aim, string? Idea, int Four, int PointCount, string? Prediction, PredictionHeld? Held, bool IsHeldHidden);

    /// <param name="today">The day from which late is counted.</param>
    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, Guid? aimId, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The features need whole chains, so all are read; a hospital has some hundreds.
        var all = await db.Set<Cycle>().AsNoTracking().Include(c => c.Observations).AsSplitQuery().ToListAsync(cancellationToken);
        var ideas = await (from idea in db.Set<ChangeIdea>()
                           join aim in db.Set<Aim>() on idea.AimId equals aim.Id
                           select new { idea.Id, idea.Title, AimId = aim.Id, Aim = aim.Title }).ToDictionaryAsync(idea => idea.Id, cancellationToken);
        var four = all.GroupBy(cycle => cycle.ChainId).ToDictionary(chain => chain.Key, chain => FourFeatures.Of(chain).Count(check => check.IsMet));
        var days = all.ToDictionary(cycle => cycle.Id, cycle => cycle.Observations.Count);
        await withhold.RunAsync(all, cancellationToken);
        return
        [
            .. from cycle in all
               where IsIn(cycle, state) && (text is null || Holds(cycle, text))
               let idea = cycle.ChangeIdeaId is { } id ? ideas.GetValueOrDefault(id) : null
               where aimId is null || idea?.AimId == aimId
               let span = cycle.Days
               orderby Rank(cycle.State), span.From ?? span.To ?? DateOnly.MaxValue, cycle.CreatedAt, cycle.Id
               select new Row(cycle.Id, cycle.Number, cycle.Title, cycle.Owner, cycle.State, cycle.Decision, cycle.ArchivedAt is not null, cycle.IsLate(today), cycle.Scale, cycle.PeopleCount, span.From, span.To, idea?.AimId, idea?.Aim, idea?.Title, four[cycle.ChainId], days[cycle.Id], cycle.Prediction, cycle.PredictionHeld, cycle.Withheld.Contains(nameof(Cycle.PredictionHeld))),
        ];
    }

    /// <summary>How many there are but for archived ones.</summary>
    public async Task<int> CountAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Cycle>().CountAsync(c => c.ArchivedAt == null, cancellationToken);
    }

    private static bool IsIn(Cycle cycle, string? state) => state == "archived" ? cycle.ArchivedAt is not null : cycle.ArchivedAt is null && state switch
    {
        "open" => cycle.State != CycleState.Decided,
        "planned" => cycle.State == CycleState.Planned,
        "under-way" => cycle.State == CycleState.UnderWay,
        "to-study" => cycle.State == CycleState.ToStudy,
        "decided" => cycle.State == CycleState.Decided,
        "adopted" => cycle.Decision == CycleDecision.Adopt,
        "adapted" => cycle.Decision == CycleDecision.Adapt,
        "abandoned" => cycle.Decision == CycleDecision.Abandon,
        _ => true,
    };

    private static bool Holds(Cycle cycle, string text) => cycle.Title.Contains(text, StringComparison.CurrentCultureIgnoreCase) || cycle.Owner.Contains(text, StringComparison.CurrentCultureIgnoreCase);

    private static int Rank(CycleState state) => state switch
    {
        CycleState.ToStudy => 0,
        CycleState.UnderWay => 1,
        CycleState.Planned => 2,
        _ => 3,
    };
}

/// <summary>The cycles that the filter of the page selects, as a file.</summary>
internal static class CycleExport
{
    private static readonly string[] columns = ["Cycle", "Number", "Aim", "Change idea", "Owner", "State", "Scale", "People behind each figure", "From", "Until", "Prediction", "Prediction held", "Days with data", "Key features of its chain"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, string? aim, CycleList list, ReadShellState shell, CancellationToken cancellationToken)
    {
        var rows = await list.RunAsync(state, FormReader.Clean(q), FormReader.Id(aim), (await shell(cancellationToken)).Today, cancellationToken);
        return TableFiles.Of(new Table("Cycles", columns,
        [
            .. rows.Select(row => (object?[])
            [
                row.Title, row.Number, row.Aim, row.Idea, row.Owner, row.IsArchived ? "archived" : CycleWords.State(row.State, row.Decision), row.Scale is { } scale ? CycleWords.Scale(scale) : null, row.PeopleCount,
                row.From, row.To, row.Prediction, row.Held is { } held ? held switch { PredictionHeld.Yes => "yes", PredictionHeld.Partly => "partly", _ => "no" } : row.IsHeldHidden ? Suppressed.Reason : null, row.PointCount, row.Four,
            ]),
        ]), format, "cycles");
    }

    /// <summary>The data of the chain of a cycle, a line for each day; one line that says so for a cycle whose data are withheld.</summary>
    public static async Task<Results<FileContentHttpResult, NotFound>> GetDataAsync(Guid id, string format, CycleChain chain, CancellationToken cancellationToken)
    {
        if (await chain.RunAsync(id, cancellationToken) is not { } answer) return TypedResults.NotFound();
        return TableFiles.Of(new Table("Data of cycles", ["Day", "Value", "Measured", "Unit", "Cycle", "Predicted", "Note"],
        [
            .. from one in answer.Chain
               from point in one.Observations
               orderby point.On, one.Number
               select (object?[])[point.On, point.Value, one.Measured, one.Unit, one.Number, one.PredictedValue, point.Note],
            .. from one in answer.Chain
               where one.Withheld.Contains(nameof(Cycle.Observations))
               select (object?[])[null, null, one.Measured, one.Unit, one.Number, one.PredictedValue, Suppressed.Reason],
        ]), format, "cycle-data");
    }
}
