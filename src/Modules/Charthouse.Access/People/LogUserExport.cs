using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.People;

/// <summary>Users of the log without a person as a file, or people without a user: the list that the page shows, all pages of it.</summary>
internal static class LogUserExport
{
    private static readonly string[] columns = ["User of the log"];
    private static readonly string[] columnsOfPeople = ["Name", "E-mail", "User of the log", "What is missing"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? show, LogUserLinks links, CancellationToken cancellationToken)
    {
        var isReverse = show == "people";
        var answer = await links.ReadAsync(isReverse, null, cancellationToken);
        return isReverse
            ? TableFiles.Of(new Table("People without a user", columnsOfPeople, [.. answer.People.Select(person => (object?[])[person.Name, person.Email, person.LogUser, person.Missing])]), format, "people-without-user")
            : TableFiles.Of(new Table("Users without a person", columns, [.. answer.Users.Select(user => (object?[])[user])]), format, "users-without-person");
    }
}
