using System.Globalization;
using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Listen.Surveys.Rounds;

/// <summary>A round as its form holds it.</summary>
internal sealed class RoundForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }
    public string? Title { get; set; }
    public string? Introduction { get; set; }
    public string? Owner { get; set; }
    public string? Instrument { get; set; }
    public string? OpensOn { get; set; }
    public string? ClosesOn { get; set; }
    public string? Source { get; set; }
    public string? Role { get; set; }
    public string? Specialty { get; set; }
    public string? Department { get; set; }
    public string? Addresses { get; set; }
    public string? GroupedBy { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Introduction", "Introduction"), ("Owner", "Owner"), ("Instrument", "Instrument"), ("OpensOn", "First day"), ("ClosesOn", "Last day"), ("Source", "Who is asked"),
        ("Role", "Role"), ("Specialty", "Specialty"), ("Department", "Department"), ("Addresses", "Addresses"), ("GroupedBy", "Groups of the results"),
    ];

    public static RoundForm Of(SurveyRound? round) => round is null ? new() { Source = nameof(AudienceSource.People), GroupedBy = nameof(Rounds.GroupedBy.Role) } : new()
    {
        Version = round.Version,
        Title = round.Title,
        Introduction = round.Introduction,
        Owner = round.Owner,
        Instrument = round.InstrumentKey,
        OpensOn = FormReader.Iso(round.OpensOn),
        ClosesOn = FormReader.Iso(round.ClosesOn),
        Source = round.Source.ToString(),
        Role = round.Role,
        Specialty = round.Specialty,
        Department = round.Department,
        Addresses = round.Addresses,
        GroupedBy = round.GroupedBy.ToString(),
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Introduction"] = Introduction,
        ["Owner"] = Owner,
        ["Instrument"] = Instrument,
        ["OpensOn"] = OpensOn,
        ["ClosesOn"] = ClosesOn,
        ["Source"] = Source,
        ["Role"] = Role,
        ["Specialty"] = Specialty,
        ["Department"] = Department,
        ["Addresses"] = Addresses,
        ["GroupedBy"] = GroupedBy,
    };
}

/// <summary>A pasted list of addresses: one a line, with a group after a comma, semicolon or tab.</summary>
internal static class AddressList
{
    private const int MostProblems = 5;

    public static (IReadOnlyList<Invited> People, IReadOnlyList<Problem> Problems) Read(string? text)
    {
        Dictionary<string, Invited> people = new(StringComparer.OrdinalIgnoreCase);
        List<Problem> problems = [];
        var number = 0;
        foreach (var line in (text ?? "").Split('\n'))
        {
            number++;
            if (FormReader.Clean(line) is not { } clean) continue;
            var cut = clean.IndexOfAny([',', ';', '\t']);
            var (email, group) = (cut < 0 ? clean : clean[..cut].Trim(), cut < 0 ? null : FormReader.Clean(clean[(cut + 1)..].Trim(' ', ',', ';', '\t')));
            if (!IsAddress(email)) problems.Add(RoundProblems.BadAddress(number, email.Length > 60 ? email[..60] + "…" : email));
            else people.TryAdd(email, new Invited(email, group is { Length: > SurveyGroup.LongestName } ? group[..SurveyGroup.LongestName] : group));
            if (problems.Count == MostProblems) break;
        }

        if (people.Count == 0 && problems.Count == 0) problems.Add(RoundProblems.NoAddress);
        return ([.. people.Values], problems);
    }

    private static bool IsAddress(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return text.Length <= 320 && at > 0 && at == text.LastIndexOf('@') && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is '<' or '>');
    }
}
