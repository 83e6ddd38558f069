namespace Charthouse.Platform;

/// <summary>What of an exception may stand in a log.</summary>
public static class BrokenCode
{
    /// <summary>
    /// Which exception it was and where, without its message: messages of libraries quote what they failed on, and that may be a name, an address
    /// or a record number.
    /// </summary>
    public static string Describe(Exception problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var kinds = new List<string>();
        for (var each = problem; each is not null; each = each.InnerException) kinds.Add(each is System.Data.Common.DbException { SqlState: { } state } ? $"{each.GetType().Name} {state}" : each.GetType().Name);
        return string.Join(" <- ", kinds) + Environment.NewLine + problem.StackTrace;
    }
}
