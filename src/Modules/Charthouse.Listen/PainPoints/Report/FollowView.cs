using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.PainPoints.Report;

/// <summary>One step of a thread, as those who asked see it: no titles of other records, which may be none of their business.</summary>
internal sealed record FollowStep(string Name, string State, string Words);

internal sealed record FollowMessage(bool IsFromTeam, bool IsOwn, string AuthorName, DateOnly On, string Text);

/// <summary>What somebody who raised a voice sees.</summary>
internal sealed record FollowView(string Path, string Organisation, string Name, string Heading, string Text, DateOnly ReportedOn, int VoiceCount, DateOnly ReplyBy, DateOnly Today)
{
    public Guid VoiceId { get; init; }
    public string? Code { get; init; }
    public bool IsThanks { get; init; }
    public string? Expected { get; init; }
    public string? Reason { get; init; }
    public string? Owner { get; init; }
    public DateOnly? NextOn { get; init; }
    public Answer? Answer { get; init; }
    public AnswerRating? Rating { get; init; }
    public IReadOnlyList<FollowStep> Steps { get; init; } = [];
    public IReadOnlyList<FollowMessage> Messages { get; init; } = [];
    public IReadOnlyList<IdentityFinding> Findings { get; init; } = [];
    public string? Draft { get; init; }
    public string? Problem { get; init; }
    public string Since => $"reported {Dates.Day(ReportedOn, Today)}";
}

/// <summary>Reads what a voice may see of its thread.</summary>
internal sealed class ReadFollow(IDbContextFactory<WorkbenchDb> dbs, WholeThread wholeThread, ExpectedTime expected, ReadShellState readShell)
{
    public async Task<FollowView?> RunAsync(Guid voiceId, string path, CancellationToken cancellationToken)
    {
        var shell = await readShell(cancellationToken);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<Voice>().AsNoTracking().SingleOrDefaultAsync(v => v.Id == voiceId, cancellationToken) is not { } voice) return null;
        var point = await db.Set<PainPoint>().AsNoTracking().SingleAsync(p => p.Id == voice.PainPointId, cancellationToken);
        // Own words first: a voice that was joined reads what it wrote itself.
        var own = voice.IsReporter && voice.FirstPainPointId != point.Id ? await db.Set<PainPoint>().AsNoTracking().SingleAsync(p => p.Id == voice.FirstPainPointId, cancellationToken) : point;
        var answer = await db.Set<Answer>().AsNoTracking().SingleOrDefaultAsync(a => a.PainPointId == point.Id && a.SentAt != null, cancellationToken);
        var messages = await db.Set<Message>().AsNoTracking().Where(m => m.PainPointId == point.Id && !m.IsTeamOnly).OrderBy(m => m.WrittenAt).ThenBy(m => m.Id).ToListAsync(cancellationToken);
        return new FollowView(path, shell.OrganisationName, point.Name, voice.IsReporter ? own.Heading : point.Heading, voice.IsReporter ? own.Text : voice.Note ?? "I have this too.", voice.RaisedOn, await db.Set<Voice>().CountAsync(v => v.PainPointId == point.Id, cancellationToken), point.ReplyDueOn, shell.Today)
        {
            VoiceId = voiceId,
            Expected = await expected.RunAsync(cancellationToken),
            Reason = point.Reason,
            Owner = point.Owner,
            NextOn = point.IsOpen ? point.NextOn : null,
            Answer = answer,
            Rating = voice.Rating,
            Steps = await StepsAsync(point, answer, shell, cancellationToken),
            // What others who asked wrote stays between them and the team.
            Messages = [.. messages.Where(message => message.IsFromTeam || message.VoiceId == voiceId).Select(message => new FollowMessage(message.IsFromTeam, message.VoiceId == voiceId, message.AuthorName, DateOnly.FromDateTime(shell.Local(message.WrittenAt).DateTime), message.Text))],
        };
    }

    private async Task<IReadOnlyList<FollowStep>> StepsAsync(PainPoint point, Answer? answer, ShellState shell, CancellationToken cancellationToken)
    {
        var thread = await wholeThread.RunAsync(point.Id, cancellationToken);
        List<FollowStep> steps = [new("Reported", "done", Dates.Day(DateOnly.FromDateTime(shell.Local(point.ReportedAt).DateTime), shell.Today))];
        steps.Add(point.State == PainPointState.New
            ? new("Read by a person", shell.Today > point.ReplyDueOn ? "late" : "now", shell.Today > point.ReplyDueOn ? $"late: promised by {Dates.Day(point.ReplyDueOn, shell.Today)}" : $"by {Dates.Day(point.ReplyDueOn, shell.Today)}")
            : new("Read by a person", "done", point.State == PainPointState.Waiting ? "we asked you something" : "done"));
        foreach (var step in thread)
        {
            if (step.Stage is ThreadStage.PainPoint or ThreadStage.Answer || step.Records.Count == 0) continue;
            var one = step.Records[0].Summary;
            steps.Add(new(NameOf(step.Stage), one.IsDone ? "done" : "now", string.Join(", ", new[] { one.State, one.On is { } on ? (one.IsDone ? "" : "due ") + Dates.Day(on, shell.Today) : null }.Where(part => part is not null))));
        }

        steps.Add(answer is { SentAt: { } sent } ? new("Answered", "done", Dates.Day(DateOnly.FromDateTime(shell.Local(sent).DateTime), shell.Today)) : new("Answered", "todo", point.NextOn is { } next ? $"next news by {Dates.Day(next, shell.Today)}" : "not yet"));
        return steps;
    }

    private static string NameOf(ThreadStage stage) => stage switch { ThreadStage.Request => "Asked for as a change", ThreadStage.Decision => "Decided", ThreadStage.Project => "Worked on", ThreadStage.GoLive => "Gone live", _ => "Looked at whether it helped" };
}

/// <summary>How long answers took lately, in an honest sentence: nothing is said before ten were given.</summary>
internal sealed class ExpectedTime
{
    private const int Fewest = 10, Days = 180;

    private readonly KeptShortly<string?> words;

    public ExpectedTime(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock) => words = new(clock, cancellationToken => ReadAsync(dbs, clock, cancellationToken));

    public Task<string?> RunAsync(CancellationToken cancellationToken) => words.GetAsync(cancellationToken);

    private static async Task<string?> ReadAsync(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock, CancellationToken cancellationToken)
    {
        var from = clock.GetUtcNow().AddDays(-Days);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var answered = await (from answer in db.Set<Answer>()
                              join point in db.Set<PainPoint>() on answer.PainPointId equals point.Id
                              where answer.SentAt != null && answer.SentAt >= @from
                              select new { Sent = answer.SentAt!.Value, point.ReportedAt }).ToListAsync(cancellationToken);
        if (answered.Count < Fewest) return null;
        var days = answered.Select(one => (one.Sent - one.ReportedAt).TotalDays).Order().ToList();
        var median = Math.Ceiling(days[(days.Count - 1) / 2]);
        return $"Half of all reports had their answer within {(median <= 1 ? "a day" : $"{Numbers.Whole((long)median)} days")}.";
    }
}
