using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints;

/// <summary>What the list of pain points is asked for; all of it stands in the address.</summary>
internal sealed record PainPointQuery(string? Q = null, string? State = null, string? Kind = null, string? Place = null, string? Flag = null)
{
    public bool IsAll => string.IsNullOrWhiteSpace(Q) && string.IsNullOrEmpty(State) && string.IsNullOrEmpty(Kind) && string.IsNullOrWhiteSpace(Place) && string.IsNullOrEmpty(Flag);
}

/// <summary>Pain points: what was promised longest ago on top.</summary>
internal sealed class PainPointList(IDbContextFactory<WorkbenchDb> dbs, ReadShellState readShell, CurrentActor actor)
{
    public const int PageSize = 100;

    /// <summary>States that the filter offers besides the empty one, which is everything that is open.</summary>
    public static IReadOnlyList<Choice> States { get; } = [new("", "Open"), new("new", "New"), new("waiting", "Waits for the reporter"), new("answered", "Answered"), new("merged", "Joined with another"), new("all", "All")];

    public static IReadOnlyList<Choice> Flags { get; } = [new("", "Everything"), new("mine", "My own reports"), new("late", "Late"), new("safety", "Safety")];

    /// <param name="Point">The pain point.</param>
    /// <param name="VoiceCount">People who say it.</param>
    /// <param name="DueOn">The next day that was promised; <c>null</c> when none was, or all is said.</param>
    public sealed record Row(PainPoint Point, int VoiceCount, DateOnly? DueOn, int AgeDays, bool IsLate);

    public sealed record Page(IReadOnlyList<Row> Rows, int Total);

    /// <param name="page">From 1; 0 for all of them.</param>
    public async Task<Page> RunAsync(PainPointQuery query, int page, CancellationToken cancellationToken)
    {
        var shell = await readShell(cancellationToken);
        var today = shell.Today;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var points = MaySee.Of(db, actor.Now);
        points = query.State switch
        {
            "new" => points.Where(p => p.State == PainPointState.New),
            "waiting" => points.Where(p => p.State == PainPointState.Waiting),
            "answered" => points.Where(p => p.State == PainPointState.Answered),
            "merged" => points.Where(p => p.State == PainPointState.Merged),
            "all" => points,
            _ => points.Where(p => p.State == PainPointState.New || p.State == PainPointState.Waiting || p.State == PainPointState.Open),
        };
        if (FormReader.Choice<PainPointKind>(query.Kind) is { } kind) points = points.Where(p => p.Kind == kind);
        if (FormReader.Clean(query.Place) is { } place) points = points.Where(p => p.Place == place || (p.Departments != null && p.Departments.Contains(place)));
        points = query.Flag switch
        {
            "mine" when actor.Now.AccountId is { } account => points.Where(p => db.Set<Voice>().Any(v => v.AccountId == account && (v.PainPointId == p.Id || v.FirstPainPointId == p.Id))),
            "safety" => points.Where(p => p.IsSafety),
            "late" => points.Where(p => (p.State == PainPointState.New && p.ReplyDueOn < today) || ((p.State == PainPointState.Open || p.State == PainPointState.Waiting) && p.NextOn < today)),
            _ => points,
        };
        // What was promised earliest stands on top: what nobody has read by its first promise, the rest by its next date.
        var ordered = points.OrderBy(p => p.State == PainPointState.New ? p.ReplyDueOn : p.NextOn ?? DateOnly.MaxValue).ThenBy(p => p.Number);
        List<PainPoint> found;
        int total;
        if (FormReader.Clean(query.Q) is { } text)
        {
            // The stores fold letters differently, so text is compared here.
            var all = (await ordered.ToListAsync(cancellationToken)).Where(p => p.Name.Equals(text, StringComparison.OrdinalIgnoreCase) || Holds(p.Heading, text) || Holds(p.Text, text) || Holds(p.Place, text) || Holds(p.Owner, text)).ToList();
            (found, total) = (page == 0 ? all : [.. all.Skip((page - 1) * PageSize).Take(PageSize)], all.Count);
        }
        else
        {
            total = await points.CountAsync(cancellationToken);
            found = await (page == 0 ? ordered : ordered.Skip((page - 1) * PageSize).Take(PageSize)).ToListAsync(cancellationToken);
        }

        var voices = await VoicesAsync(db, found, cancellationToken);
        return new([.. found.Select(point => RowOf(point, voices.GetValueOrDefault(point.Id), shell))], total);
    }

    internal static Row RowOf(PainPoint point, int voices, ShellState shell)
    {
        var due = point.State == PainPointState.New ? point.ReplyDueOn : point.IsOpen ? point.NextOn : null;
        return new(point, voices, due, shell.Today.DayNumber - DateOnly.FromDateTime(shell.Local(point.ReportedAt).DateTime).DayNumber, due < shell.Today);
    }

    internal static async Task<Dictionary<Guid, int>> VoicesAsync(WorkbenchDb db, List<PainPoint> points, CancellationToken cancellationToken)
    {
        Dictionary<Guid, int> voices = [];
        foreach (var some in points.Select(point => point.Id).Chunk(1000))
        {
            foreach (var one in await db.Set<Voice>().Where(v => some.Contains(v.PainPointId)).GroupBy(v => v.PainPointId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken)) voices[one.Key] = one.Count;
        }

        return voices;
    }

    private static bool Holds(string? field, string text) => field?.Contains(text, StringComparison.CurrentCultureIgnoreCase) == true;
}

/// <summary>The pain points that the filter of the page selects, as a file.</summary>
internal static class PainPointExport
{
    private static readonly string[] columns = ["Number", "Title", "Words of the reporter", "Where", "How often", "State", "Kind", "Priority", "Safety", "Voices", "Reported", "Next date", "Late", "Owner", "Hours a month", "Why no hours"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? q, string? state, string? kind, string? place, string? flag, PainPointList list, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Pain points", columns,
        [
            .. (await list.RunAsync(new(q, state, kind, place, flag), 0, cancellationToken)).Rows.Select(row => (object?[])
            [
                row.Point.Name, row.Point.Title, row.Point.Text, row.Point.Place, PainPointWords.Of(row.Point.HowOften), PainPointWords.Of(row.Point.State), row.Point.Kind?.ToString(), row.Point.Priority?.ToString(),
                row.Point.IsSafety ? "yes" : "no", row.VoiceCount, row.Point.ReportedAt, row.DueOn, row.IsLate ? "yes" : "no", row.Point.Owner, row.Point.Burden.HoursAMonth, row.Point.Burden.WhyNone,
            ]),
        ]), format, "pain-points");
}
