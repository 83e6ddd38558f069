namespace Charthouse.Ui;

/// <summary>Keeps saved views; Access answers for it.</summary>
public interface ISavedViews
{
    /// <summary>What the signed-in person may use on a page.</summary>
    /// <param name="page">Address of the page, relative to the base address.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<SavedViewList> ReadAsync(string page, CancellationToken cancellationToken);

    /// <summary>The words of a refusal that the page was sent back with; <c>null</c> for none.</summary>
    string? Message(string? code);
}

/// <summary>A view that the person may use.</summary>
/// <param name="Query">The query without its question mark.</param>
/// <param name="IsOwn">Whether the person may rename and archive it.</param>
/// <param name="SharedWith">Title of the role that sees it; <c>null</c> for a private view.</param>
/// <param name="IsDefault">Whether the page opens with it for this person.</param>
public sealed record SavedViewLink(Guid Id, string Name, string Query, bool IsOwn, string? SharedWith, bool IsDefault);

/// <summary>The views of a page.</summary>
/// <param name="Roles">Roles that a new view can be shared with.</param>
public sealed record SavedViewList(IReadOnlyList<SavedViewLink> Views, IReadOnlyList<Choice> Roles)
{
    /// <summary>The query that asks for the page as it is, whatever the default.</summary>
    public const string AllQuery = "view=all";

    /// <summary>Names a refusal after a form was sent.</summary>
    public const string ProblemParameter = "view-problem";

    // Where one is in a list, and what went wrong, are no part of a view.
    private static readonly string[] passing = ["page", "problem", "view", ProblemParameter];

    public static SavedViewList None { get; } = new([], []);

    /// <summary>What a view keeps of a query.</summary>
    public static string QueryOf(string query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return string.Join('&', query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Where(part => !passing.Contains(part.Split('=')[0], StringComparer.Ordinal)));
    }
}
