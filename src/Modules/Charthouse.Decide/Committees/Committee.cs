using System.Globalization;
using Charthouse.Decide.Decisions;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Decide.Committees;

/// <summary>A body that decides by ballot: who votes, and when a vote counts.</summary>
internal sealed class Committee : IArchived
{
    public const string RecordKind = "committee";
    public const int LongestName = 200, LongestText = 2000, LongestRoles = 200, LongestRole = 40;

    private readonly List<CommitteeMember> members = [];

    public required Guid Id { get; init; }

    public string Name { get; private set; } = "";

    public string? Purpose { get; private set; }

    /// <summary>Share of eligible members who must take part, in percent.</summary>
    public int QuorumPercent { get; private set; } = 50;

    /// <summary>Whether more than that share is needed.</summary>
    public bool IsStrict { get; private set; } = true;

    public Majority Majority { get; private set; }

    /// <summary>Roles of which somebody must take part: groups apart by ";", alternatives by "or".</summary>
    public string? RequiredRoles { get; private set; }

    /// <summary>Largest share of those who take part that one organisation may hold, in percent; <c>null</c> for no limit.</summary>
    public int? MostOfOneOrganisationPercent { get; private set; }

    /// <summary>Place in <see cref="DelegatedAuthority.Levels"/> up to which it decides.</summary>
    public int AuthorityLevel { get; private set; } = 2;

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    public IReadOnlyList<CommitteeMember> Members => members;

    public VotingRule Rule => new(QuorumPercent / 100.0, IsStrict, Majority, RolesOf(RequiredRoles), MostOfOneOrganisation: MostOfOneOrganisationPercent / 100.0);

    /// <inheritdoc/>
    public async Task<Problem?> RefuseArchivingAsync(WorkbenchDb db, CancellationToken cancellationToken) =>
        await db.Set<Ballot>().AnyAsync(b => b.CommitteeId == Id && b.CountedAt == null, cancellationToken) ? CommitteeProblems.OpenBallots : null;

    /// <summary>Groups of roles as they are written: "chair or vice; pharmacy".</summary>
    public static IReadOnlyList<IReadOnlyList<string>> RolesOf(string? text) =>
        [.. (text ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(group => (IReadOnlyList<string>)group.Split(" or ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    /// <summary>Changes it; changes nothing when it is refused.</summary>
    /// <param name="names">Names of the chosen accounts.</param>
    /// <param name="removed">Members who left.</param>
    public List<Problem> Change(CommitteeForm form, IReadOnlyDictionary<Guid, string> names, out List<CommitteeMember> removed)
    {
        removed = [];
        var read = new FormReader();
        var (name, purpose) = (read.Required("Name", "a name", form.Name, LongestName), read.Text("Purpose", form.Purpose, LongestText));
        var quorum = read.Whole("QuorumPercent", form.QuorumPercent, 1, 100);
        if (FormReader.Clean(form.QuorumPercent) is null) read.Missing("QuorumPercent", "the share of members who must take part");
        var (roles, most) = (read.Text("RequiredRoles", form.RequiredRoles, LongestRoles), read.Whole("MostOfOneOrganisation", form.MostOfOneOrganisation, 1, 100));
        List<(Guid Account, string Role, string? Organisation)> wanted = [];
        foreach (var row in form.Members)
        {
            if (FormReader.Id(row.Account) is not { } account) continue;
            if (!names.ContainsKey(account)) read.Problems.Add(CommitteeProblems.NoAccount);
            else if (wanted.Exists(known => known.Account == account)) read.Problems.Add(CommitteeProblems.Twice(names[account]));
            else wanted.Add((account, read.Text("Members", row.Role, LongestRole) ?? "", read.Text("Members", row.Organisation, LongestName)));
        }

        if (wanted.Count == 0) read.Problems.Add(CommitteeProblems.NoMember);
        foreach (var role in RolesOf(roles).Where(group => !wanted.Exists(member => group.Contains(member.Role, StringComparer.OrdinalIgnoreCase)))) read.Problems.Add(CommitteeProblems.NobodyIn(string.Join(" or ", role)));
        if (read.Problems.Count > 0) return read.Problems;
        (Name, Purpose, QuorumPercent, RequiredRoles, MostOfOneOrganisationPercent) = (name, purpose, quorum!.Value, roles, most);
        (IsStrict, Majority, AuthorityLevel) = (form.IsStrict == "yes", FormReader.Choice<Majority>(form.Majority) ?? Majority.Simple, int.TryParse(form.AuthorityLevel, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? Math.Min(level, DelegatedAuthority.Levels.Count - 1) : 2);
        removed = [.. members.Where(member => !wanted.Exists(one => one.Account == member.AccountId))];
        members.RemoveAll(removed.Contains);
        foreach (var (account, role, organisation) in wanted)
        {
            if (members.Find(member => member.AccountId == account) is { } known) (known.Role, known.Organisation) = (role, organisation);
            else members.Add(new CommitteeMember { Id = Guid.CreateVersion7(), CommitteeId = Id, AccountId = account, Name = names[account], Role = role, Organisation = organisation });
        }

        Version++;
        return [];
    }
}

/// <summary>A voting member, by account.</summary>
internal sealed class CommitteeMember
{
    public required Guid Id { get; init; }

    public required Guid CommitteeId { get; init; }

    public required Guid AccountId { get; init; }

    public required string Name { get; init; }

    /// <summary>Such as "chair"; empty for a member without one.</summary>
    public string Role { get; set; } = "";

    public string? Organisation { get; set; }
}

/// <summary>A committee as its form holds it.</summary>
internal sealed class CommitteeForm
{
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Purpose { get; set; }
    public string? QuorumPercent { get; set; } = "50";
    public string? IsStrict { get; set; } = "yes";
    public string? Majority { get; set; }
    public string? RequiredRoles { get; set; }
    public string? MostOfOneOrganisation { get; set; }
    public string? AuthorityLevel { get; set; } = "2";
    public List<Row> Members { get; set; } = [];

    public sealed class Row
    {
        public string? Account { get; set; }
        public string? Role { get; set; }
        public string? Organisation { get; set; }
    }

    public static CommitteeForm Of(Committee? committee) => committee is null ? new() : new()
    {
        Version = committee.Version,
        Name = committee.Name,
        Purpose = committee.Purpose,
        QuorumPercent = FormReader.Plain(committee.QuorumPercent),
        IsStrict = committee.IsStrict ? "yes" : "no",
        Majority = committee.Majority.ToString(),
        RequiredRoles = committee.RequiredRoles,
        MostOfOneOrganisation = FormReader.Plain(committee.MostOfOneOrganisationPercent),
        AuthorityLevel = FormReader.Plain(committee.AuthorityLevel),
        Members = [.. committee.Members.OrderBy(member => member.Name, StringComparer.CurrentCulture).Select(member => new Row { Account = member.AccountId.ToString(), Role = member.Role, Organisation = member.Organisation })],
    };
}

internal static class CommitteeProblems
{
    public static readonly Problem NotFound = new("decide.committee-not-found", ProblemKind.NotFound, "There is no such committee.");
    public static readonly Problem NoMember = new("decide.committee-no-member", ProblemKind.Invalid, "A committee needs at least one voting member. Choose people with an account.", "Members");
    public static readonly Problem NoAccount = new("decide.committee-no-account", ProblemKind.Invalid, "A chosen member has no account any more. Choose somebody else.", "Members");
    public static readonly Problem Taken = new("decide.committee-name-taken", ProblemKind.Conflict, "Another committee has this name. Choose another one.", "Name");
    public static readonly Problem OpenBallots = new("decide.committee-open-ballots", ProblemKind.Conflict, "A ballot of this committee is open. Count it first, then archive the committee.");

    public static Problem Twice(string name) => new("decide.committee-member-twice", ProblemKind.Invalid, $"{name} stands there twice. One person has one vote.", "Members");

    public static Problem NobodyIn(string roles) => new("decide.committee-role-empty", ProblemKind.Invalid, $"Nobody has the role {roles}, so no ballot could ever count. Give it to a member, or leave it out.", "RequiredRoles");
}

/// <summary>Makes a committee, or changes one. Ballots that are open keep the members and the rule that they began with.</summary>
internal sealed class SaveCommittee(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, TimeProvider clock)
{
    /// <param name="id">The committee; <c>null</c> for a new one.</param>
    public async Task<Outcome<Guid>> RunAsync(Guid? id, CommitteeForm form, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var committee = id is null ? new Committee { Id = Guid.CreateVersion7(), CreatedAt = clock.GetUtcNow() } : await db.Set<Committee>().Include(c => c.Members).SingleOrDefaultAsync(c => c.Id == id, cancellationToken);
        if (committee is null) return CommitteeProblems.NotFound;
        if (id is not null && committee.Version != form.Version) return StoreProblems.ChangedMeanwhile;
        var names = await directory.NamesAsync([.. form.Members.Select(row => FormReader.Id(row.Account)).OfType<Guid>()], cancellationToken);
        if (committee.Change(form, names, out var removed) is { Count: > 0 } problems) return problems;
        if (id is null) db.Add(committee);
        db.RemoveRange(removed);
        return await db.TrySaveAsync(CommitteeProblems.Taken, null, cancellationToken) is { } problem ? problem : committee.Id;
    }
}

internal sealed class CommitteeMapping : IEntityTypeConfiguration<Committee>
{
    public void Configure(EntityTypeBuilder<Committee> builder)
    {
        builder.ToTable("decide_committees").HasHistory(Committee.RecordKind);
        builder.Property(c => c.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(c => c.Name).HasColumnName("name").HasMaxLength(Committee.LongestName);
        builder.Property(c => c.Purpose).HasColumnName("purpose").HasMaxLength(Committee.LongestText);
        builder.Property(c => c.QuorumPercent).HasColumnName("quorum_percent");
        builder.Property(c => c.IsStrict).HasColumnName("is_strict");
        builder.Property(c => c.Majority).HasColumnName("majority");
        builder.Property(c => c.RequiredRoles).HasColumnName("required_roles").HasMaxLength(Committee.LongestRoles);
        builder.Property(c => c.MostOfOneOrganisationPercent).HasColumnName("most_of_one_organisation_percent");
        builder.Property(c => c.AuthorityLevel).HasColumnName("authority_level");
        builder.Property(c => c.CreatedAt).HasColumnName("created_at").IsNotInHistory();
        builder.Property(c => c.ArchivedAt).HasColumnName("archived_at");
        builder.Property(c => c.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Ignore(c => c.Rule);
        builder.HasMany(c => c.Members).WithOne().HasForeignKey(m => m.CommitteeId).OnDelete(DeleteBehavior.Restrict);
        builder.HasIndex(c => c.Name).IsUnique();
    }
}

internal sealed class CommitteeMemberMapping : IEntityTypeConfiguration<CommitteeMember>
{
    public void Configure(EntityTypeBuilder<CommitteeMember> builder)
    {
        builder.ToTable("decide_committee_members").HasHistoryOf(Committee.RecordKind, nameof(CommitteeMember.CommitteeId), "member");
        builder.Property(m => m.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(m => m.CommitteeId).HasColumnName("committee_id").IsNotInHistory();
        builder.Property(m => m.AccountId).HasColumnName("account_id").IsNotInHistory();
        builder.Property(m => m.Name).HasColumnName("name").HasMaxLength(Committee.LongestName);
        builder.Property(m => m.Role).HasColumnName("role").HasMaxLength(Committee.LongestRole);
        builder.Property(m => m.Organisation).HasColumnName("organisation").HasMaxLength(Committee.LongestName);
        builder.HasIndex(m => new { m.CommitteeId, m.AccountId }).IsUnique();
    }
}
