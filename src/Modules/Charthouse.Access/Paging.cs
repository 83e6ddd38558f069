namespace Charthouse.Access;

/// <summary>One page of what a list selects, or all of it for a file.</summary>
internal static class Paging
{
    /// <param name="rows">In their order.</param>
    /// <param name="page">From 1; <c>null</c> for everything.</param>
    /// <param name="size">Rows of a page.</param>
    public static IQueryable<T> OnPage<T>(this IQueryable<T> rows, int? page, int size) => page is { } number ? rows.Skip((number - 1) * size).Take(size) : rows;
}
