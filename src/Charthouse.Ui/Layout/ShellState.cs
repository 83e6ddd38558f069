namespace Charthouse.Ui;

/// <summary>What the app bar says about the installation.</summary>
/// <param name="DataThrough">Last day with data; null when nothing has been imported.</param>
/// <param name="Today">The day of reading in the hospital's civil time.</param>
/// <param name="HelpHref">Where Help leads; null draws no link.</param>
/// <param name="Zone">The organisation's civil time, in which pages show instants; null is UTC.</param>
public sealed record ShellState(string OrganisationName, DateOnly? DataThrough, DateOnly Today, string? HelpHref = null, int StaleAfterDays = 14, TimeZoneInfo? Zone = null)
{
    /// <summary>Before anything is read.</summary>
    public static ShellState Unread { get; } = new("", null, default);

    /// <summary>An instant in the organisation's civil time.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, Zone ?? TimeZoneInfo.Utc);

    public int? DataAgeDays => DataThrough is { } day ? Today.DayNumber - day.DayNumber : null;
    public bool IsStale => DataAgeDays > StaleAfterDays;
}

/// <summary>The host's answer to "what does the app bar say now?", read once per page.</summary>
public delegate ValueTask<ShellState> ReadShellState(CancellationToken cancellationToken);

/// <summary>Access's answer to "how many notifications has the signed-in person not read?", asked once for each request.</summary>
public delegate ValueTask<int> ReadUnreadCount(CancellationToken cancellationToken);
