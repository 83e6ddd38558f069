using System.Globalization;
using System.Text;
using Charthouse.Platform;
using Charthouse.Platform.History;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.People;

/// <summary>A person of the directory: clinician or not, with or without an account.</summary>
internal sealed class Person
{
    public const string RecordKind = "person";
    public const int LongestName = 200;
    public const int LongestEmail = 320;
    public const int LongestLogUser = 400;

    public required Guid Id { get; init; }

    public required string Name { get; set; }

    public string? Email { get; set; }

    /// <summary>The person's user id in the audit log of the health-record system; links activity to the person.</summary>
    public string? LogUser { get; set; }

    /// <summary>From then on the person is not offered any more; what the person holds stays and is listed as orphaned.</summary>
    public DateTimeOffset? ArchivedAt { get; set; }

    public int Version { get; set; }

    /// <summary>What an e-mail address is compared by.</summary>
    public string? NormalizedEmail
    {
        get => Email?.ToUpperInvariant();
        private set => _ = value;
    }

    /// <summary>Name, e-mail address and log user without case and accents: what a search looks through.</summary>
    public string SearchText
    {
        get => Searchable($"{Name} {Email} {LogUser}");
        private set => _ = value;
    }

    /// <summary>What people are sorted by: the name without case and accents.</summary>
    public string SortName
    {
        get => Searchable(Name);
        private set => _ = value;
    }

    /// <summary>A text as <see cref="SearchText"/> holds it.</summary>
    public static string Searchable(string text)
    {
        if (Ascii.IsValid(text)) return text.ToLowerInvariant();
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) plain.Append(char.ToLowerInvariant(c));
        }

        return plain.ToString();
    }

    /// <summary>Changes what is known of the person; changes nothing when it is refused.</summary>
    public List<Problem> Change(string? name, string? email, string? logUser)
    {
        (name, email, logUser) = (Clean(name), Clean(email), Clean(logUser));
        List<Problem> problems = [];
        if (name is null) problems.Add(PersonProblems.NameMissing);
        if (name?.Length > LongestName) problems.Add(PersonProblems.NameTooLong);
        if (email is not null && !IsEmail(email)) problems.Add(PersonProblems.NoEmail);
        if (logUser?.Length > LongestLogUser) problems.Add(PersonProblems.LogUserTooLong);
        if (problems.Count > 0 || (Name == name && Email == email && LogUser == logUser)) return problems;
        (Name, Email, LogUser) = (name!, email, logUser);
        Version++;
        return problems;
    }

    public Problem? Archive(DateTimeOffset now)
    {
        if (ArchivedAt is not null) return PersonProblems.IsArchived;
        ArchivedAt = now;
        Version++;
        return null;
    }

    public Problem? Restore()
    {
        if (ArchivedAt is null) return PersonProblems.IsNotArchived;
        ArchivedAt = null;
        Version++;
        return null;
    }

    public static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= LongestEmail && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>');
    }

    internal static string? Clean(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>Refusals about people.</summary>
internal static class PersonProblems
{
    public static readonly Problem NotFound = new("access.person-not-found", ProblemKind.NotFound, "There is no such person.");
    public static readonly Problem NameMissing = new("access.person-name-missing", ProblemKind.Invalid, "Give the name of the person.", "Name");
    public static readonly Problem NameTooLong = new("access.person-name-too-long", ProblemKind.Invalid, "The name is longer than 200 characters. Shorten it.", "Name");
    public static readonly Problem NoEmail = new("access.person-no-email", ProblemKind.Invalid, "This is not an e-mail address. Write it as name@example.org.", "Email");
    public static readonly Problem LogUserTooLong = new("access.person-log-user-too-long", ProblemKind.Invalid, "The user of the log is longer than 400 characters.", "LogUser");
    public static readonly Problem OwnLogUser = new("access.person-own-log-user", ProblemKind.Forbidden, "You cannot link your own entry with another user of the log, because the link opens that user's figures. Somebody else who manages people can.", "LogUser");
    public static readonly Problem AccountGiven = new("access.person-account-given", ProblemKind.Forbidden, "This person has an account that you made or gave its address, or somebody did who made your account or gave you a role in the last 14 days, or the other way round. The link would open that user's figures to the account, so somebody else has to set it. Where there is nobody else, the operator can, on the machine: charthouse people import.", "LogUser");
    public static readonly Problem NameKnown = new("access.person-name-known", ProblemKind.Conflict, "Somebody in the directory has this name. If it is the same person, change that entry; if it is another one, say so below and save again.", "Name");
    public static readonly Problem IsArchived = new("access.person-archived", ProblemKind.Conflict, "This person is archived already.");
    public static readonly Problem IsNotArchived = new("access.person-not-archived", ProblemKind.Conflict, "This person is not archived.");
    public static readonly Problem ReasonMissing = new("access.person-reason-missing", ProblemKind.Invalid, "Say why, in a few words. The reason stays in the history.", "Reason");
    public static readonly Problem Taken = new("access.person-just-saved", ProblemKind.Conflict, "Somebody has just saved a person with this e-mail address or user of the log. Search for that person first.");

    public static Problem EmailTaken(Person other) => new("access.person-email-taken", ProblemKind.Conflict, $"{Named(other)} has this e-mail address already.", "Email");

    public static Problem LogUserTaken(Person other) => new("access.person-log-user-taken", ProblemKind.Conflict, $"{Named(other)} is this user of the log already.", "LogUser");

    private static string Named(Person person) => person.ArchivedAt is null ? person.Name : $"{person.Name}, who is archived and can be restored,";
}

internal sealed class PersonMapping : IEntityTypeConfiguration<Person>
{
    public void Configure(EntityTypeBuilder<Person> builder)
    {
        builder.ToTable("access_people").HasHistory(Person.RecordKind);
        builder.Property(p => p.Id).HasColumnName("id").ValueGeneratedNever();
        builder.Property(p => p.Name).HasColumnName("name").HasMaxLength(Person.LongestName);
        builder.Property(p => p.Email).HasColumnName("email").HasMaxLength(Person.LongestEmail);
        builder.Property(p => p.LogUser).HasColumnName("log_user").HasMaxLength(Person.LongestLogUser);
        builder.Property(p => p.ArchivedAt).HasColumnName("archived_at");
        builder.Property(p => p.Version).HasColumnName("version").IsConcurrencyToken();
        // Read through the property, so that they always follow from what they are made of.
        builder.Property(p => p.NormalizedEmail).HasColumnName("normalized_email").HasMaxLength(Person.LongestEmail).UsePropertyAccessMode(PropertyAccessMode.Property).IsNotInHistory();
        builder.Property(p => p.SearchText).HasColumnName("search_text").HasMaxLength(2000).UsePropertyAccessMode(PropertyAccessMode.Property).IsNotInHistory();
        builder.Property(p => p.SortName).HasColumnName("sort_name").HasMaxLength(1000).UsePropertyAccessMode(PropertyAccessMode.Property).IsNotInHistory();
        builder.HasIndex(p => p.LogUser).IsUnique();
        builder.HasIndex(p => p.NormalizedEmail).IsUnique();
        builder.HasIndex(p => new { p.SortName, p.Id });
    }
}
