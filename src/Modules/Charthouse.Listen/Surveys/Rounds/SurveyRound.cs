using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Surveys;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>Where a round stands on a day.</summary>
internal enum RoundState
{
    /// <summary>Nobody is invited yet.</summary>
    Draft,
    /// <summary>People are invited, and its first day is ahead.</summary>
    Planned,
    Open,
    /// <summary>Its last day is over, and answers are being cut loose from invitations.</summary>
    Ending,
    /// <summary>Results are there, and nobody knows any more who was invited.</summary>
    Closed,
}

/// <summary>Where the invited come from.</summary>
internal enum AudienceSource
{
    /// <summary>People of the directory.</summary>
    People,
    /// <summary>A list of addresses.</summary>
    List,
}

/// <summary>What the groups of the results are. One, because several together would tell people apart.</summary>
internal enum GroupedBy
{
    Nothing,
    Role,
    Specialty,
    Department,
}

/// <summary>An instrument that is put to some people from one day to another.</summary>
internal sealed class SurveyRound : IArchived
{
    public const string RecordKind = "survey-round";
    public const int LongestTitle = 200, LongestText = 2000, LongestAddresses = 400_000, LongestDays = 366;

    private readonly List<SurveyGroup> groups = [];

    public required Guid Id { get; init; }

    public string Title { get; private set; } = "";

    /// <summary>What those who are asked read first.</summary>
    public string? Introduction { get; private set; }

    public string Owner { get; private set; } = "";

    /// <summary>Key of the instrument, by which rounds are put into one line.</summary>
    public string InstrumentKey { get; private set; } = "";

    /// <summary>The instrument as it is asked; <c>null</c> until people are invited.</summary>
    public string? Questionnaire { get; private set; }

    public DateOnly OpensOn { get; private set; }

    /// <summary>The last day on which one can answer.</summary>
    public DateOnly ClosesOn { get; private set; }

    public AudienceSource Source { get; private set; }

    public string? Role { get; private set; }

    public string? Specialty { get; private set; }

    public string? Department { get; private set; }

    /// <summary>Addresses of the list, one a line, with a group after a comma; forgotten when people are invited.</summary>
    public string? Addresses { get; private set; }

    public GroupedBy GroupedBy { get; private set; }

    public int InvitedCount { get; private set; }

    public DateOnly? InvitedOn { get; private set; }

    public DateOnly? RemindedOn { get; private set; }

    /// <summary>The day on which answers were cut loose from invitations, and results came to be.</summary>
    public DateOnly? ClosedOn { get; private set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>Groups with how many of each were invited; empty until people are.</summary>
    public IReadOnlyList<SurveyGroup> Groups => groups;

    public RoundState State(DateOnly today) => this switch
    {
        { ClosedOn: not null } => RoundState.Closed,
        { InvitedOn: null } => RoundState.Draft,
        _ when today > ClosesOn => RoundState.Ending,
        _ when today < OpensOn => RoundState.Planned,
        _ => RoundState.Open,
    };

    /// <summary>Changes the round; changes nothing when it is refused. Once people are invited, what they were told stays.</summary>
    public List<Problem> Change(RoundForm form, DateOnly today)
    {
        if (ClosedOn is not null) return [RoundProblems.IsClosed];
        var read = new FormReader();
        var title = read.Required("Title", "a title", form.Title, LongestTitle);
        var (introduction, owner) = (read.Text("Introduction", form.Introduction, LongestText), read.Required("Owner", "an owner: a person or a committee", form.Owner, LongestTitle));
        if (FormReader.Clean(form.OpensOn) is null && InvitedOn is null) read.Missing("OpensOn", "the first day");
        if (FormReader.Clean(form.ClosesOn) is null) read.Missing("ClosesOn", "the last day");
        var (opens, closes) = (InvitedOn is null ? read.Day("OpensOn", form.OpensOn) : OpensOn, read.Day("ClosesOn", form.ClosesOn));
        if (closes < opens) read.Problems.Add(RoundProblems.ClosesBeforeItOpens);
        else if (closes?.DayNumber - opens?.DayNumber > LongestDays) read.Problems.Add(RoundProblems.TooLong);
        else if (closes < today && closes != ClosesOn) read.Problems.Add(RoundProblems.ClosesInThePast);
        if (InvitedOn is null && FormReader.Clean(form.Instrument) is null) read.Missing("Instrument", "an instrument");
        var addresses = InvitedOn is null ? read.Text("Addresses", form.Addresses, LongestAddresses) : null;
        var source = FormReader.Choice<AudienceSource>(form.Source) ?? AudienceSource.People;
        if (InvitedOn is null && source == AudienceSource.List) read.Problems.AddRange(AddressList.Read(addresses).Problems);
        var (role, specialty, department) = (read.Text("Role", form.Role, LongestTitle), read.Text("Specialty", form.Specialty, LongestTitle), read.Text("Department", form.Department, 2 * LongestTitle));
        if (read.Problems.Count > 0) return read.Problems;
        (Title, Introduction, Owner, ClosesOn) = (title, introduction, owner, closes!.Value);
        Version++;
        if (InvitedOn is not null) return [];
        (InstrumentKey, OpensOn, Source, GroupedBy) = (FormReader.Clean(form.Instrument)!, opens!.Value, source, FormReader.Choice<GroupedBy>(form.GroupedBy) ?? GroupedBy.Nothing);
        var isList = source == AudienceSource.List;
        (Role, Specialty, Department, Addresses) = (isList ? null : role, isList ? null : specialty, isList ? null : department, isList ? addresses : null);
        return [];
    }

    /// <summary>Takes down who is asked what; from here on neither changes.</summary>
    /// <returns>The groups in the order of <paramref name="people"/>; <c>null</c> for a group that is so small that its answers are pooled from the start.</returns>
    public Outcome<List<SurveyGroup?>> Invite(Questionnaire instrument, IReadOnlyList<Invited> people, DateOnly today)
    {
        if (ArchivedAt is not null) return RoundProblems.Archived;
        if (InvitedOn is not null) return RoundProblems.InvitedAlready;
        if (today > ClosesOn) return RoundProblems.OverAlready;
        if (people.Count == 0) return RoundProblems.NoAudience;
        if (people.Count < Suppression.FewestRespondents) return RoundProblems.SmallAudience(people.Count);
        foreach (var same in people.GroupBy(person => person.Group ?? SurveyGroup.Rest, StringComparer.CurrentCultureIgnoreCase).OrderBy(same => same.Key, StringComparer.CurrentCultureIgnoreCase))
        {
            groups.Add(new SurveyGroup { Id = Guid.CreateVersion7(), RoundId = Id, Name = same.Key, InvitedCount = same.Count() });
        }

        (Questionnaire, InvitedCount, InvitedOn, Addresses) = (QuestionnaireJson.Write(instrument), people.Count, today, null);
        Version++;
        var byName = groups.ToDictionary(group => group.Name, StringComparer.CurrentCultureIgnoreCase);
        return people.Select(person => byName[person.Group ?? SurveyGroup.Rest] is { IsPooled: false } group ? group : null).ToList();
    }

    /// <summary>Takes down that people were reminded: once a day at most.</summary>
    public Problem? Remind(DateOnly today)
    {
        if (ArchivedAt is not null) return RoundProblems.Archived;
        if (State(today) != RoundState.Open) return RoundProblems.NotOpen;
        if (RemindedOn == today) return RoundProblems.RemindedToday;
        RemindedOn = today;
        Version++;
        return null;
    }

    public Problem? Close(DateOnly today)
    {
        if (InvitedOn is null) return RoundProblems.NobodyInvited;
        if (ClosedOn is not null) return RoundProblems.IsClosed;
        (ClosedOn, ClosesOn) = (today, today < ClosesOn ? today : ClosesOn);
        Version++;
        return null;
    }

    public Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) => Task.FromResult<Problem?>(InvitedOn is not null && ClosedOn is null ? RoundProblems.CloseFirst : null);
}

/// <summary>People of one group, and how many of them were invited.</summary>
internal sealed class SurveyGroup
{
    public const int LongestName = 400;

    /// <summary>Those of whom nothing is known that groups are made by.</summary>
    public const string Rest = "Without a group";

    public required Guid Id { get; init; }

    public required Guid RoundId { get; init; }

    public required string Name { get; init; }

    public required int InvitedCount { get; init; }

    /// <summary>So small that it is never shown: its answers are saved without a group, together with those of other small groups.</summary>
    public bool IsPooled => InvitedCount < Suppression.FewestRespondents;
}

/// <summary>Somebody who is to be invited.</summary>
internal sealed record Invited(string Email, string? Group);

/// <summary>Refusals about rounds.</summary>
internal static class RoundProblems
{
    public static readonly Problem NotFound = new("surveys.round-not-found", ProblemKind.NotFound, "There is no such round.");
    public static readonly Problem Archived = new("surveys.round-archived", ProblemKind.Conflict, "This round is archived. Restore it first.");
    public static readonly Problem IsClosed = new("surveys.round-closed", ProblemKind.Conflict, "This round is closed. Its results stand as they are; plan another round.");
    public static readonly Problem InvitedAlready = new("surveys.round-invited-already", ProblemKind.Conflict, "The people of this round are invited already.");
    public static readonly Problem OverAlready = new("surveys.round-over", ProblemKind.Conflict, "The last day of this round has passed. Give it a later one first, then invite.");
    public static readonly Problem NoAudience = new("surveys.round-no-audience", ProblemKind.Invalid, "Nobody would be invited. Choose people of the directory who have an e-mail address, or paste a list, then invite.");
    public static readonly Problem NoInstrument = new("surveys.round-no-instrument", ProblemKind.Invalid, "There is no such instrument any more. Choose another one.", "Instrument");
    public static readonly Problem ClosesBeforeItOpens = new("surveys.round-closes-before-it-opens", ProblemKind.Invalid, "The last day lies before the first one. Choose a later day.", "ClosesOn");
    public static readonly Problem ClosesInThePast = new("surveys.round-closes-in-the-past", ProblemKind.Invalid, "This day has passed. Choose today or a later day.", "ClosesOn");
    public static readonly Problem TooLong = new("surveys.round-too-long", ProblemKind.Invalid, "A round lasts a year at most. Two or three weeks are usual.", "ClosesOn");
    public static readonly Problem NotOpen = new("surveys.round-not-open", ProblemKind.Conflict, "People are reminded while a round is open.");
    public static readonly Problem RemindedToday = new("surveys.round-reminded-today", ProblemKind.Conflict, "People were reminded today already. Once a day is enough; two reminders a round are usual.");
    public static readonly Problem NobodyInvited = new("surveys.round-nobody-invited", ProblemKind.Conflict, "Nobody is invited yet, so there is nothing to close.");
    public static readonly Problem NotOver = new("surveys.round-not-over", ProblemKind.Conflict, "This round is still open.");
    public static readonly Problem CloseFirst = new("surveys.round-close-first", ProblemKind.Conflict, "People are invited and may be answering. Close the round first, then archive it.");
    public static readonly Problem NoAddress = new("surveys.round-no-address", ProblemKind.Invalid, "Paste at least one address, or choose people of the directory.", "Addresses");

    public static Problem SmallAudience(int count) => new("surveys.round-small-audience", ProblemKind.Invalid, $"Only {count} people would be invited. Answers of fewer than {Suppression.FewestRespondents} are never shown, so ask more people, or talk to these.");

    public static Problem BadAddress(int line, string text) => new("surveys.round-bad-address", ProblemKind.Invalid, $"Line {line} is no e-mail address: {text}. Write one address a line, with its group after a comma.", "Addresses");
}

internal sealed class SurveyRoundMapping : IEntityTypeConfiguration<SurveyRound>
{
    public void Configure(EntityTypeBuilder<SurveyRound> builder)
    {
        builder.ToTable("listen_survey_rounds").HasHistory(SurveyRound.RecordKind);
        builder.Property(r => r.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(r => r.Title).HasColumnName("title").HasMaxLength(SurveyRound.LongestTitle);
        builder.Property(r => r.Introduction).HasColumnName("introduction").HasMaxLength(SurveyRound.LongestText);
        builder.Property(r => r.Owner).HasColumnName("owner").HasMaxLength(SurveyRound.LongestTitle);
        builder.Property(r => r.InstrumentKey).HasColumnName("instrument_key").HasMaxLength(Questionnaire.LongestKey);
        builder.Property(r => r.Questionnaire).HasColumnName("questionnaire").HasMaxLength(QuestionnaireJson.Longest).IsNotInHistory();
        builder.Property(r => r.OpensOn).HasColumnName("opens_on");
        builder.Property(r => r.ClosesOn).HasColumnName("closes_on");
        builder.Property(r => r.Source).HasColumnName("source");
        builder.Property(r => r.Role).HasColumnName("role").HasMaxLength(SurveyRound.LongestTitle);
        builder.Property(r => r.Specialty).HasColumnName("specialty").HasMaxLength(SurveyRound.LongestTitle);
        builder.Property(r => r.Department).HasColumnName("department").HasMaxLength(2 * SurveyRound.LongestTitle);
        // Who was invited is forgotten; the history would remember.
        builder.Property(r => r.Addresses).HasColumnName("addresses").HasMaxLength(SurveyRound.LongestAddresses).IsNotInHistory();
        builder.Property(r => r.GroupedBy).HasColumnName("grouped_by");
        builder.Property(r => r.InvitedCount).HasColumnName("invited_count");
        builder.Property(r => r.InvitedOn).HasColumnName("invited_on");
        builder.Property(r => r.RemindedOn).HasColumnName("reminded_on");
        builder.Property(r => r.ClosedOn).HasColumnName("closed_on");
        builder.Property(r => r.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(r => r.ArchivedAt).HasColumnName("archived_at");
        builder.Property(r => r.Version).HasColumnName("version").IsConcurrencyToken();
        builder.HasMany(r => r.Groups).WithOne().HasForeignKey(g => g.RoundId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(r => r.ClosesOn);
        builder.HasIndex(r => r.InstrumentKey);
    }
}

internal sealed class SurveyGroupMapping : IEntityTypeConfiguration<SurveyGroup>
{
    public void Configure(EntityTypeBuilder<SurveyGroup> builder)
    {
        builder.ToTable("listen_survey_groups");
        builder.Property(g => g.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(g => g.RoundId).HasColumnName("round_id");
        builder.Property(g => g.Name).HasColumnName("name").HasMaxLength(SurveyGroup.LongestName);
        builder.Property(g => g.InvitedCount).HasColumnName("invited_count");
        builder.Ignore(g => g.IsPooled);
        builder.HasIndex(g => g.RoundId);
    }
}
