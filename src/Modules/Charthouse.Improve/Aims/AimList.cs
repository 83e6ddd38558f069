using Charthouse.Improve.Cycles;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Improve.Aims;

/// <summary>Aims, open ones first, and the next due day first.</summary>
internal sealed class AimList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } = [("open", "Open"), ("reached", "Reached"), ("not-reached", "Not reached"), ("archived", "Archived")];

    public sealed record Row(Aim Aim, int DriverCount, int IdeaCount, int CycleCount, int OpenCycleCount);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var aims = await db.Set<Aim>().AsNoTracking().ToListAsync(cancellationToken);
        var drivers = await db.Set<Driver>().Where(d => d.ArchivedAt == null).GroupBy(d => d.AimId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var ideas = await db.Set<ChangeIdea>().Where(i => i.ArchivedAt == null).GroupBy(i => i.AimId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        var cycles = (await (from cycle in db.Set<Cycle>()
                             join idea in db.Set<ChangeIdea>() on cycle.ChangeIdeaId equals idea.Id
                             where cycle.ArchivedAt == null
                             select new { idea.AimId, IsOpen = cycle.Decision == null }).ToListAsync(cancellationToken)).ToLookup(cycle => cycle.AimId, cycle => cycle.IsOpen);
        return
        [
            .. from aim in aims
               where IsIn(aim, state) && (text is null || Holds(aim, text))
               orderby aim.State == AimState.Open descending, aim.DueOn, aim.Title, aim.Id
               select new Row(aim, drivers.GetValueOrDefault(aim.Id), ideas.GetValueOrDefault(aim.Id), cycles[aim.Id].Count(), cycles[aim.Id].Count(isOpen => isOpen)),
        ];
    }

    private static bool IsIn(Aim aim, string? state) => state == "archived" ? aim.ArchivedAt is not null : aim.ArchivedAt is null && state switch
    {
        "open" => aim.State == AimState.Open,
        "reached" => aim.State == AimState.Reached,
        "not-reached" => aim.State == AimState.NotReached,
        _ => true,
    };

    private static bool Holds(Aim aim, string text) => new[] { aim.Title, aim.Measured, aim.Owner }.Any(part => part.Contains(text, StringComparison.CurrentCultureIgnoreCase));
}

/// <summary>The aims that the filter of the page selects, as a file.</summary>
internal static class AimExport
{
    private static readonly string[] columns = ["Aim", "Measured", "Unit", "From", "To", "By", "For whom and where", "Owner", "State", "Drivers", "Change ideas", "Cycles", "Open cycles"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, AimList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Aims", columns,
        [
            .. (await list.RunAsync(state, FormReader.Clean(q), cancellationToken)).Select(row => (object?[])
            [
                row.Aim.Title, row.Aim.Measured, row.Aim.Unit, row.Aim.StartValue, row.Aim.TargetValue, row.Aim.DueOn, row.Aim.Scope, row.Aim.Owner,
                AimWords.State(row.Aim), row.DriverCount, row.IdeaCount, row.CycleCount, row.OpenCycleCount,
            ]),
        ]), format, "aims");
}
