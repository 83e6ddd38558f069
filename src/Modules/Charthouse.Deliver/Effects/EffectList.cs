using Charthouse.Deliver.GoLives;
using Charthouse.Deliver.Projects;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Deliver.Effects;

/// <summary>Effects: those to be confirmed first, the next review on top; then confirmed ones, the last on top.</summary>
internal sealed class EffectList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } = [("open", "To be confirmed"), ("late", "Review late"), ("confirmed", "Confirmed"), ("archived", "Archived")];

    public sealed record Row(Effect Effect, GoLive Live, Project Project);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? found, string? text, DateOnly today, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var all = await (from effect in db.Set<Effect>().AsNoTracking()
                         join live in db.Set<GoLive>().AsNoTracking() on effect.GoLiveId equals live.Id
                         join project in db.Set<Project>().AsNoTracking() on live.ProjectId equals project.Id
                         select new { Effect = effect, Live = live, Project = project }).ToListAsync(cancellationToken);
        var wanted = FormReader.Choice<EffectFound>(found);
        return
        [
            .. from one in all
               where IsIn(one.Effect, state, today) && (wanted is null || one.Effect.Found == wanted) && (text is null || Holds(one.Effect, one.Live, one.Project, text))
               let isOpen = one.Effect.ConfirmedOn is null
               orderby isOpen descending, isOpen ? one.Effect.ReviewOn.DayNumber : -one.Effect.ConfirmedOn!.Value.DayNumber, one.Effect.Finding, one.Effect.Id
               select new Row(one.Effect, one.Live, one.Project),
        ];
    }

    private static bool IsIn(Effect effect, string? state, DateOnly today) => state == "archived" ? effect.ArchivedAt is not null : effect.ArchivedAt is null && state switch
    {
        "open" => effect.ConfirmedOn is null,
        "late" => effect.IsLate(today),
        "confirmed" => effect.ConfirmedOn is not null,
        _ => true,
    };

    private static bool Holds(Effect effect, GoLive live, Project project, string text) => new[] { effect.Finding, live.Name, ProjectKind.TitleOf(project.Number, project.Title), project.Owner }.Any(part => part.Contains(text, StringComparison.CurrentCultureIgnoreCase));
}

/// <summary>The effects that the filter of the page selects, as a file.</summary>
internal static class EffectExport
{
    private static readonly string[] columns = ["What was found", "Effect", "Why no measure shows it", "Go-live", "First day with it", "Project number", "Project", "Owner", "Data looked at until", "Review by", "Confirmed on", "Confirmed by"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? found, string? q, EffectList list, ReadShellState shell, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Effects", columns,
        [
            .. (await list.RunAsync(state, found, FormReader.Clean(q), (await shell(cancellationToken)).Today, cancellationToken)).Select(row => (object?[])
            [
                row.Effect.Finding, EffectWords.Found(row.Effect.Found), row.Effect.NoMeasureReason, row.Live.Name, row.Live.LiveOn, row.Project.Code, row.Project.Title, row.Project.Owner,
                row.Effect.LookedUntil, row.Effect.ReviewOn, row.Effect.ConfirmedOn, row.Effect.ConfirmedBy,
            ]),
        ]), format, "effects");
}
