namespace Charthouse.Listen.PainPoints;

/// <summary>How somebody wants to be known.</summary>
internal enum Anonymity
{
    /// <summary>Everybody who sees the pain point sees the name.</summary>
    Named,
    /// <summary>Only those who answer see how to reach the person.</summary>
    Confidential,
    /// <summary>Nobody knows. A private code leads to the thread.</summary>
    Anonymous,
}

/// <summary>What somebody thinks of the answer, with one tap.</summary>
internal enum AnswerRating
{
    Helps,
    HelpsPartly,
    DoesNotHelp,
}

/// <summary>Somebody who says that it hurts: whoever reported it, and everybody who said "me too". Merging moves voices and loses none.</summary>
internal sealed class Voice
{
    public required Guid Id { get; init; }

    /// <summary>The pain point that counts it now.</summary>
    public required Guid PainPointId { get; set; }

    /// <summary>The one that it was raised for.</summary>
    public required Guid FirstPainPointId { get; init; }

    public required bool IsReporter { get; init; }

    public required Anonymity Anonymity { get; init; }

    /// <summary>Account; <c>null</c> for somebody without one, and for whoever stays anonymous.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>Name as it was then; only of named people.</summary>
    public string? Name { get; init; }

    public string? Email { get; init; }

    /// <summary>SHA-256 of the private code. The code itself is nowhere.</summary>
    public required string CodeHash { get; init; }

    /// <summary>A day and no time, so that nobody is found by the minute.</summary>
    public required DateOnly RaisedOn { get; init; }

    /// <summary>What this person adds in own words.</summary>
    public string? Note { get; init; }

    public AnswerRating? Rating { get; set; }

    public DateTimeOffset? RatedAt { get; set; }
}

/// <summary>Something that was written about a pain point: between the team and those who asked, or within the team.</summary>
internal sealed class Message
{
    public const int LongestText = 4000;

    public required Guid Id { get; init; }

    public required Guid PainPointId { get; init; }

    /// <summary>Of the team; otherwise of somebody who asked.</summary>
    public required bool IsFromTeam { get; init; }

    /// <summary>Those who asked do not see it.</summary>
    public required bool IsTeamOnly { get; init; }

    /// <summary>Whether the team waits for an answer to it.</summary>
    public required bool IsQuestion { get; init; }

    /// <summary>The voice that wrote it; <c>null</c> for the team.</summary>
    public Guid? VoiceId { get; init; }

    public required string AuthorName { get; init; }

    public required string Text { get; init; }

    public required DateTimeOffset WrittenAt { get; init; }
}

/// <summary>A hazard or an event that touches patients. It is opened with the flag, and its clock runs until somebody closes it with an outcome.</summary>
internal sealed class SafetyEvent
{
    public const string RecordKind = "safety-event";

    public required Guid Id { get; init; }

    public required Guid PainPointId { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Until when a person must have looked at it.</summary>
    public required DateTimeOffset DueAt { get; init; }

    public required string OpenedBy { get; init; }

    public DateTimeOffset? ClosedAt { get; set; }

    public string? ClosedBy { get; set; }

    /// <summary>What was found and done.</summary>
    public string? Outcome { get; set; }

    public int Version { get; set; }
}

/// <summary>The answer to those who asked: written before anything is closed, with the evidence beside it.</summary>
internal sealed class Answer
{
    public const string RecordKind = "answer";
    public const int LongestText = 4000;

    public required Guid Id { get; init; }

    public required Guid PainPointId { get; init; }

    public string? Text { get; set; }

    public Resolution? Resolution { get; set; }

    /// <summary>Why it was declined; otherwise what stays as it was.</summary>
    public string? Reason { get; set; }

    public DateTimeOffset? SentAt { get; set; }

    public string? SentBy { get; set; }

    /// <summary>To how many people.</summary>
    public int? SentToCount { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public int Version { get; set; }
}
