namespace Charthouse.Access.Organisation;

/// <summary>Days from the first to the day after the last. No first day: since before anybody wrote it down; no end: until further notice.</summary>
internal readonly record struct Validity(DateOnly? From, DateOnly? To)
{
    /// <summary>Without a known beginning and without an end.</summary>
    public static Validity Always => default;

    /// <summary>Holds on no day at all: it ends on or before the day on which it starts.</summary>
    public bool IsEmpty => To <= From;

    public bool Holds(DateOnly day) => (From is null || From <= day) && !(To <= day);

    public bool Overlaps(Validity other) => !(To <= other.From) && !(other.To <= From);

    public bool Covers(Validity other) => (From is null || other.From >= From) && (To is null || other.To <= To);

    /// <summary>The days that both hold; may be empty.</summary>
    public Validity Within(Validity other) => new(
        From is null || other.From > From ? other.From : From,
        To is null || other.To < To ? other.To : To);

    /// <summary>"from 2024-01-01 to 2025-06-30, included"</summary>
    public override string ToString() => (From, To) switch
    {
        (null, null) => "always",
        ({ } from, null) => $"from {from:yyyy-MM-dd}",
        (null, { } to) => $"until {to:yyyy-MM-dd}",
        ({ } from, { } to) => $"{from:yyyy-MM-dd} to {to:yyyy-MM-dd}",
    };
}
