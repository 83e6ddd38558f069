using Charthouse.Platform.Records;
using Charthouse.Ui;

namespace Charthouse.Today.Day;

/// <summary>What all modules ask the current actor for, in the order of harm and of days.</summary>
internal sealed class WhatNeedsMe(IEnumerable<IDueItems> sources, ReadShellState readShell)
{
    private const int DaysAhead = 7;

    public sealed record Answer(DateOnly Today, IReadOnlyList<DueItem> Items, IReadOnlyList<DueItem> Signals);

    public async Task<Answer> RunAsync(CancellationToken cancellationToken)
    {
        var today = (await readShell(cancellationToken)).Today;
        List<DueItem> items = [];
        foreach (var source in sources) items.AddRange(await source.DueAsync(today, today.AddDays(DaysAhead), cancellationToken));
        var ordered = items.OrderBy(item => item.Kind == DueKind.Safety ? 0 : 1).ThenBy(item => item.On ?? DateOnly.MaxValue).ThenBy(item => item.Kind).ThenBy(item => item.Title, StringComparer.CurrentCulture).ToList();
        return new(today, [.. ordered.Where(item => item.Kind != DueKind.Signal)], [.. ordered.Where(item => item.Kind == DueKind.Signal)]);
    }
}
