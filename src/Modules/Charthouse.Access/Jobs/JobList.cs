using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Jobs;

/// <summary>The jobs, newest first, and when the recurring ones are due next.</summary>
internal sealed class JobList(IDbContextFactory<WorkbenchDb> dbs, JobQueue queue, IEnumerable<RecurringJob> recurring, IEnumerable<IOtherWork> others, CurrentActor actor)
{
    public const int PageSize = 100;

    /// <summary>A job as pages show it.</summary>
    public sealed record Row(
        Guid Id, string Title, string Kind, JobState State, double? Share, string? Step, int Attempts, DateTimeOffset NextTryAt, bool IsStopping, string RequestedBy, DateTimeOffset RequestedAt,
        DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Problem)
    {
        public bool IsOpen => State is JobState.Queued or JobState.Running;
    }

    /// <summary>A recurring job.</summary>
    public sealed record Turn(string Kind, string Title, TimeSpan Every, DateTimeOffset? NextAt, Guid? LastJobId);

    public sealed record Answer(IReadOnlyList<Row> Jobs, int Count, IReadOnlyDictionary<JobState, int> Counts, IReadOnlyList<Turn> Recurring, IReadOnlyList<WorkUnderWay> Others);

    /// <param name="state">State; <c>null</c> for all.</param>
    /// <param name="page">From 1; <c>null</c> for all of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Answer> RunAsync(JobState? state, int? page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var jobs = db.Set<Job>().AsNoTracking().Where(j => state == null || j.State == state);
        var rows = await jobs.OrderByDescending(j => j.RequestedAt).ThenByDescending(j => j.Id).OnPage(page, PageSize)
            .Select(j => new Row(j.Id, j.Title, j.Kind, j.State, j.Share, j.Step, j.Attempts, j.NextTryAt, j.CancelRequestedAt != null, j.RequestedBy, j.RequestedAt, j.StartedAt, j.FinishedAt, j.Problem))
            .ToListAsync(cancellationToken);
        var counts = await db.Set<Job>().GroupBy(j => j.State).Select(same => new { same.Key, Count = same.Count() }).ToDictionaryAsync(same => same.Key, same => same.Count, cancellationToken);
        var work = new List<WorkUnderWay>();
        foreach (var other in others) work.AddRange((await other.ReadAsync(cancellationToken)).Where(under => actor.Now.May(under.Permission)));
        return new Answer(rows, state is { } one ? counts.GetValueOrDefault(one) : counts.Values.Sum(), counts, await ReadRecurringAsync(cancellationToken), work);
    }

    public async Task<IReadOnlyList<Turn>> ReadRecurringAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var turns = await db.Set<RecurringJobTurn>().AsNoTracking().ToDictionaryAsync(t => t.Kind, StringComparer.Ordinal, cancellationToken);
        return
        [
            .. from each in recurring
               let turn = turns.GetValueOrDefault(each.Kind)
               let title = queue.Kinds.GetValueOrDefault(each.Kind)?.Title ?? each.Kind
               orderby turn?.NextAt ?? DateTimeOffset.MaxValue, title
               select new Turn(each.Kind, title, each.Every, turn?.NextAt, turn?.LastJobId),
        ];
    }

    public async Task<Job?> FindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Job>().AsNoTracking().SingleOrDefaultAsync(j => j.Id == id, cancellationToken);
    }
}
