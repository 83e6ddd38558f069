using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.People;

/// <summary>Users of the log that are no person of the directory, and people that are no user of the log.</summary>
internal sealed class LogUserLinks(IDbContextFactory<WorkbenchDb> dbs, ILogUsers logUsers)
{
    private const int PageSize = 200;

    public sealed record PersonRow(Guid Id, string Name, string? Email, string? LogUser)
    {
        /// <summary>Why the person is no user of the log.</summary>
        public string Missing => LogUser is null ? "no user is given" : "the log does not know this user";
    }

    public sealed record Answer(int InLog, int Unlinked, int WithoutUser, IReadOnlyList<string> Users, IReadOnlyList<PersonRow> People);

    /// <param name="isReverse">Whether to list the people; otherwise the users.</param>
    /// <param name="page">From 1; <c>null</c> for all of them.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<Answer> ReadAsync(bool isReverse, int? page, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var users = logUsers.UsersIn(db);
        var unlinked = users.Where(user => !db.Set<Person>().Any(p => p.LogUser == user));
        var people = db.Set<Person>().AsNoTracking().Where(p => p.ArchivedAt == null && (p.LogUser == null || !users.Contains(p.LogUser)));
        return new Answer(
            await users.CountAsync(cancellationToken),
            await unlinked.CountAsync(cancellationToken),
            await people.CountAsync(cancellationToken),
            isReverse ? [] : await unlinked.Order().OnPage(page, PageSize).ToListAsync(cancellationToken),
            !isReverse ? [] : await people.OrderBy(p => p.SortName).ThenBy(p => p.Id).OnPage(page, PageSize).Select(p => new PersonRow(p.Id, p.Name, p.Email, p.LogUser)).ToListAsync(cancellationToken));
    }
}
