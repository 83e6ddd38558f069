using Charthouse.AuditActivity;
using Charthouse.Measure.Imports;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Actions;

/// <summary>Takes the categories that a person chose for actions and has the figures computed anew. All of them, or none.</summary>
internal sealed class MapActions(IDbContextFactory<WorkbenchDb> dbs, ImportQueue queue, TimeProvider clock)
{
    /// <param name="Action">Name in the log.</param>
    /// <param name="Category">Name of the category; empty leaves the action as it is.</param>
    public sealed record Choice(string Action, string Category);

    /// <returns>How many mappings changed.</returns>
    public async Task<Outcome<int>> RunAsync(IReadOnlyList<Choice> choices, CancellationToken cancellationToken)
    {
        Dictionary<string, ActivityCategory> wanted = new(StringComparer.Ordinal);
        foreach (var (action, name) in choices.Where(choice => choice.Category.Length > 0))
        {
            if (!ActivityCategories.TryParse(name, out var category)) return ActionProblems.UnknownCategory;
            wanted[action] = category;
        }

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var names = wanted.Keys.ToList();
        if (await db.Set<ActivityAction>().CountAsync(a => names.Contains(a.Name), cancellationToken) != names.Count) return ActionProblems.UnknownAction;
        var known = (await db.Set<ActionMapping>().AsNoTracking().Where(m => names.Contains(m.Action)).OrderBy(m => m.LakeVersion).ToListAsync(cancellationToken))
            .GroupBy(m => m.Action, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Last().Category, StringComparer.Ordinal);
        var pending = await db.Set<PendingMapping>().Where(m => names.Contains(m.Action)).ToDictionaryAsync(m => m.Action, StringComparer.Ordinal, cancellationToken);

        var now = clock.GetUtcNow();
        var changed = 0;
        foreach (var (action, category) in wanted)
        {
            var waiting = pending.GetValueOrDefault(action);
            if (category == (waiting?.Category ?? known.GetValueOrDefault(action))) continue;
            changed++;
            if (waiting is null) db.Add(new PendingMapping { Action = action, Category = category, RequestedAt = now });
            else (waiting.Category, waiting.RequestedAt, waiting.Problem) = (category, now, null);
        }

        if (changed == 0) return ActionProblems.NothingChosen;
        await db.SaveChangesAsync(cancellationToken);
        queue.Wake();
        return changed;
    }

    /// <summary>Tries a recomputation again that failed.</summary>
    public async Task RetryAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Set<PendingMapping>().ExecuteUpdateAsync(set => set.SetProperty(m => m.Problem, (string?)null), cancellationToken);
        queue.Wake();
    }
}
