using Charthouse.Ui;

namespace Charthouse.Decide.Requests;

/// <summary>The text of a request as its form holds it: the fifteen fields of the intake; files follow on the page of the request.</summary>
internal sealed class RequestForm
{
    public int Version { get; set; }
    public Dictionary<string, string?>? Base { get; set; }

    /// <summary>Came with the empty form: sent twice, it is one request.</summary>
    public string? Key { get; set; }

    /// <summary>What was pressed: <c>send</c>, or anything else to keep it as a draft.</summary>
    public string? Act { get; set; }

    /// <summary>What a new request comes out of, as KIND/ID.</summary>
    public string? From { get; set; }
    public string? Title { get; set; }
    public string? Problem { get; set; }
    public string? WhoSuffers { get; set; }
    public string? People { get; set; }
    public string? Place { get; set; }
    public string? HowOften { get; set; }
    public string? SecondsEach { get; set; }
    public string? Harm { get; set; }
    public string? Workaround { get; set; }
    public string? Evidence { get; set; }
    public string? DesiredState { get; set; }
    public string? NeededBy { get; set; }
    public string? DeadlineReason { get; set; }
    public string? Systems { get; set; }
    public string? PatientImpact { get; set; }
    public string? EquityImpact { get; set; }
    public string? Sponsor { get; set; }
    public string? Duplicates { get; set; }

    public static IReadOnlyList<(string Name, string Label)> Labels { get; } =
    [
        ("Title", "Title"), ("Problem", "What is the problem?"), ("WhoSuffers", "Who suffers?"), ("People", "How many people?"), ("Place", "Where?"), ("Systems", "Which systems?"), ("HowOften", "How often?"), ("SecondsEach", "Seconds each time"), ("Harm", "Harm"),
        ("Workaround", "Way around it"), ("Evidence", "Evidence"), ("DesiredState", "What would be good?"), ("NeededBy", "Needed by"), ("DeadlineReason", "Why by then?"), ("PatientImpact", "What it means for patients"), ("EquityImpact", "Whom it treats unequally"), ("Sponsor", "Sponsor"), ("Duplicates", "Requests that say the same"),
    ];

    public static RequestForm Of(Request? request) => request is null ? new() { Key = Guid.CreateVersion7().ToString() } : new()
    {
        Version = request.Version,
        Title = request.Title,
        Problem = request.Problem,
        WhoSuffers = request.WhoSuffers,
        People = FormReader.Plain(request.PeopleCount),
        Place = request.Place,
        HowOften = request.HowOften,
        SecondsEach = FormReader.Plain(request.SecondsEach),
        Harm = request.Harm,
        Workaround = request.Workaround,
        Evidence = request.Evidence,
        DesiredState = request.DesiredState,
        NeededBy = FormReader.Iso(request.NeededBy),
        DeadlineReason = request.DeadlineReason,
        Systems = request.Systems,
        PatientImpact = request.PatientImpact,
        EquityImpact = request.EquityImpact,
        Sponsor = request.Sponsor,
        Duplicates = request.Duplicates,
    };

    public Dictionary<string, string?> Values() => new(StringComparer.Ordinal)
    {
        ["Title"] = Title,
        ["Problem"] = Problem,
        ["WhoSuffers"] = WhoSuffers,
        ["People"] = People,
        ["Place"] = Place,
        ["Systems"] = Systems,
        ["HowOften"] = HowOften,
        ["SecondsEach"] = SecondsEach,
        ["Harm"] = Harm,
        ["Workaround"] = Workaround,
        ["Evidence"] = Evidence,
        ["DesiredState"] = DesiredState,
        ["NeededBy"] = NeededBy,
        ["DeadlineReason"] = DeadlineReason,
        ["PatientImpact"] = PatientImpact,
        ["EquityImpact"] = EquityImpact,
        ["Sponsor"] = Sponsor,
        ["Duplicates"] = Duplicates,
    };
}

/// <summary>What the team says about a request.</summary>
internal sealed class TriageForm
{
    public int Version { get; set; }
    public string? Owner { get; set; }
    public string? EffortHours { get; set; }
    public string? CrossesDepartments { get; set; }
    public string? TouchesOrders { get; set; }
    public string? Override { get; set; }
    public string? OverrideReason { get; set; }

    public static IReadOnlyList<string> Names { get; } = ["Owner", "EffortHours", "CrossesDepartments", "TouchesOrders", "Override", "OverrideReason"];

    public static TriageForm Of(Request request) => new()
    {
        Version = request.Version,
        Owner = request.Owner,
        EffortHours = FormReader.Plain(request.EffortHours),
        CrossesDepartments = YesNo(request.CrossesDepartments),
        TouchesOrders = YesNo(request.TouchesOrders),
        Override = request.Override?.ToString(),
        OverrideReason = request.OverrideReason,
    };

    private static string? YesNo(bool? value) => value switch { true => "yes", false => "no", _ => null };
}
