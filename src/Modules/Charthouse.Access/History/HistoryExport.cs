using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http;

namespace Charthouse.Access.History;

/// <summary>What the History page shows, as a file: whole, or refused.</summary>
internal static class HistoryExport
{
    private const int MostLines = 50_000;

    private static readonly Problem tooMany = new("access.history-too-many", ProblemKind.Invalid, "These are more than 50,000 changes, too many for one file. Choose a shorter period, a kind or a person.");

    public static async Task<IResult> GetAsync(string format, string? kind, string? record, string? person, string? from, string? to, string? field, ReadHistory read, RecordKinds kinds, ReadShellState shell, CancellationToken cancellationToken) =>
        await TableAsync(HistorySelection.Of(kind, record, person, from, to, field, (await shell(cancellationToken)).Zone), read, kinds, cancellationToken) is { } table
            ? TableFiles.Of(table, format, "history")
            : new[] { tooMany }.ToHttp();

    private static async Task<Table?> TableAsync(HistoryFilter filter, ReadHistory read, RecordKinds kinds, CancellationToken cancellationToken)
    {
        if (await read.ListAsync(filter, MostLines, cancellationToken) is not { } lines) return null;
        return new("History", ["Sequence", "At (UTC)", "Who", "Kind", "Record", "Record id", "What", "Before", "After", "Reason", "Hash"],
        [
            .. lines.Select(line => (IReadOnlyList<object?>)[line.Entry.Sequence, line.Entry.At.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture), line.Entry.ActorName, kinds.LabelOf(line.Entry.Kind), line.Record?.Title, line.Entry.RecordId.ToString(), line.What, Words(line.Before), Words(line.After), line.Entry.Reason, line.Entry.Hash]),
        ]);
    }

    private static string? Words(IReadOnlyList<HistoryValue> values) => values.Count switch
    {
        0 => null,
        1 => values[0].Text,
        _ => string.Join("; ", values.Select(value => value.Label.Length == 0 ? value.Text : $"{value.Label}: {value.Text}")),
    };
}
