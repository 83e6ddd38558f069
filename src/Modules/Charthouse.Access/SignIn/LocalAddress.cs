namespace Charthouse.Access.SignIn;

/// <summary>Where to go on after signing in: only ever a page of ours.</summary>
internal static class LocalAddress
{
    public static string Of(string? back) => back is ['/', not '/' and not '\\', ..] && !back.Contains('\n', StringComparison.Ordinal) && !back.Contains('\t', StringComparison.Ordinal) ? back : "/";
}
