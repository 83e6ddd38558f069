using Charthouse.Platform.Permissions;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Tokens;

/// <summary>The list of tokens as a file. Their secrets are nowhere; the first letters tell which is which, as on the page.</summary>
internal static class TokenExport
{
    private static readonly string[] columns = ["Name", "First letters", "May", "State", "Ends", "Last used", "Made by", "Made"];

    public static async Task<FileContentHttpResult> GetAsync(string format, TokenList list, IEnumerable<Permission> permissions, TimeProvider clock, CancellationToken cancellationToken)
    {
        var (rows, now) = (await list.RunAsync(cancellationToken), clock.GetUtcNow());
        return TableFiles.Of(new Table("Tokens", columns,
        [
            .. rows.Select(row => (object?[])
            [
                row.Token.Name, row.Token.Prefix, row.May(permissions), row.Token.StateAt(now), row.Token.ExpiresAt, row.Token.UsedAt, row.Token.CreatedByName, row.Token.CreatedAt,
            ]),
        ]), format, "tokens");
    }
}
