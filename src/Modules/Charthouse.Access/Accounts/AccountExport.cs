using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Accounts;

/// <summary>The list of accounts as a file: all that the filters of the page select, in its order.</summary>
internal static class AccountExport
{
    private static readonly string[] columns = ["Name", "E-mail address", "Roles", "State", "Last seen"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? find, string? role, string? state, string? sort, AccountList list, CancellationToken cancellationToken)
    {
        var answer = await list.RunAsync(find?.Trim(), role, Enum.TryParse<AccountState>(state, out var known) ? known : null, sort, null, cancellationToken);
        return TableFiles.Of(new Table("Accounts", columns,
        [
            .. answer.Rows.Select(row => (object?[])[row.Account.DisplayName, row.Account.Email, string.Join(", ", row.Roles), row.State.ToString(), row.SeenAt]),
        ]), format, "accounts");
    }
}
