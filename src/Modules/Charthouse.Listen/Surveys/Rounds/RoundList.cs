using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Platform.Storage;
using Charthouse.Surveys;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>Rounds, the ones that need somebody first.</summary>
internal sealed class RoundList(IDbContextFactory<WorkbenchDb> dbs, InstrumentList instruments)
{
    /// <summary>States that the filter offers besides the empty one, which is everything but archived.</summary>
    public static IReadOnlyList<(string Value, string Text)> States { get; } = [("draft", "Draft"), ("open", "Open or planned"), ("closed", "Closed"), ("archived", "Archived")];

    /// <param name="AnsweredCount">Answers; <c>null</c> while people are not invited.</param>
    public sealed record Row(SurveyRound Round, string Instrument, RoundState State, int? AnsweredCount);

    public async Task<IReadOnlyList<Row>> RunAsync(string? state, string? text, DateOnly today, CancellationToken cancellationToken)
    {
        var titles = (await instruments.RunAsync(cancellationToken)).ToDictionary(row => row.Questionnaire.Key, row => row.Questionnaire.Title, StringComparer.Ordinal);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var rounds = await db.Set<SurveyRound>().AsNoTracking().ToListAsync(cancellationToken);
        var answered = await db.Set<SurveyAnswer>().GroupBy(a => a.RoundId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return
        [
            .. from round in rounds
               let standing = round.State(today)
               where IsIn(round, standing, state) && (text is null || round.Title.Contains(text, StringComparison.CurrentCultureIgnoreCase) || round.Owner.Contains(text, StringComparison.CurrentCultureIgnoreCase))
               orderby standing == RoundState.Closed, round.ClosesOn descending, round.Title, round.Id
               select new Row(round, titles.GetValueOrDefault(round.InstrumentKey, round.InstrumentKey), standing, round.InvitedOn is null ? null : answered.GetValueOrDefault(round.Id)),
        ];
    }

    private static bool IsIn(SurveyRound round, RoundState standing, string? state) => state == "archived" ? round.ArchivedAt is not null : round.ArchivedAt is null && state switch
    {
        "draft" => standing == RoundState.Draft,
        "open" => standing is RoundState.Open or RoundState.Planned or RoundState.Ending,
        "closed" => standing == RoundState.Closed,
        _ => true,
    };
}

/// <summary>The rounds that the filter of the page selects, as a file.</summary>
internal static class RoundExport
{
    private static readonly string[] columns = ["Survey", "Instrument", "First day", "Last day", "Owner", "State", "Invited", "Answered"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? state, string? q, RoundList list, ReadShellState readShellState, CancellationToken cancellationToken) =>
        TableFiles.Of(new Table("Surveys", columns,
        [
            .. (await list.RunAsync(state, FormReader.Clean(q), (await readShellState(cancellationToken)).Today, cancellationToken)).Select(row => (object?[])
            [
                row.Round.Title, row.Instrument, row.Round.OpensOn, row.Round.ClosesOn, row.Round.Owner, RoundWords.State(row.Round, row.State), row.Round.InvitedOn is null ? null : row.Round.InvitedCount, row.AnsweredCount,
            ]),
        ]), format, "surveys");
}

/// <summary>How far a round is: how many of which group answered.</summary>
internal sealed class RoundProgress(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="AnsweredCount">Answers of the group; <c>null</c> where it is hidden.</param>
    public sealed record Group(string Name, int InvitedCount, int? AnsweredCount);

    /// <param name="Groups">Groups A to Z, small ones together last.</param>
    public sealed record Answer(SurveyRound Round, int AnsweredCount, IReadOnlyList<Group> Groups);

    public async Task<Answer?> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<SurveyRound>().AsNoTracking().Include(r => r.Groups).SingleOrDefaultAsync(r => r.Id == id, cancellationToken) is not { } round) return null;
        var byGroup = (await db.Set<SurveyAnswer>().Where(a => a.RoundId == id).GroupBy(a => a.GroupId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken)).ToDictionary(g => g.Key ?? Guid.Empty, g => g.Count);
        var parts = PartsOf(round);
        var shown = Suppression.Of([.. parts.Select(part => byGroup.GetValueOrDefault(part.Id))]);
        return new Answer(round, byGroup.Values.Sum(), [.. parts.Select((part, i) => new Group(part.Name, part.InvitedCount, shown.IsShown[i] ? byGroup.GetValueOrDefault(part.Id) : null))]);
    }

    /// <summary>The groups as answers know them: the small ones are one, with an empty id.</summary>
    public static IReadOnlyList<(Guid Id, string Name, int InvitedCount)> PartsOf(SurveyRound round)
    {
        List<(Guid, string, int)> parts = [.. round.Groups.Where(group => !group.IsPooled).OrderBy(group => group.Name, StringComparer.CurrentCultureIgnoreCase).Select(group => (group.Id, group.Name, group.InvitedCount))];
        var pooled = round.Groups.Where(group => group.IsPooled).ToList();
        if (pooled.Count > 0) parts.Add((Guid.Empty, pooled.Count == 1 ? "One small group" : $"{pooled.Count} small groups together", pooled.Sum(group => group.InvitedCount)));
        return parts;
    }
}

/// <summary>Rounds in words.</summary>
internal static class RoundWords
{
    public static string State(SurveyRound round, RoundState state) => round.ArchivedAt is not null ? "archived" : state switch
    {
        RoundState.Draft => "draft",
        RoundState.Planned => "planned",
        RoundState.Open => "open",
        RoundState.Ending => "ending",
        _ => "closed",
    };

    public static string Groups(GroupedBy groups) => groups switch
    {
        GroupedBy.Role => "role",
        GroupedBy.Specialty => "specialty",
        GroupedBy.Department => "department",
        _ => "nothing: all together",
    };

    /// <summary>"Nurses of Harbor Main › Emergency", or "everybody of the directory with an e-mail address".</summary>
    public static string Audience(SurveyRound round) => round.Source == AudienceSource.List ? "a list of addresses"
        : new[] { round.Role, round.Specialty, round.Department }.Where(part => part is not null).ToList() is { Count: > 0 } parts ? string.Join(", ", parts) : "everybody of the directory with an e-mail address";
}
