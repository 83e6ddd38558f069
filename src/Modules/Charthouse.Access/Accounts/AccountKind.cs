using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Accounts;

/// <summary>Accounts, for other pages.</summary>
internal sealed class AccountKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public const string Name = "account";

    public static Searchable Searchable { get; } = Searchable.Of<Account>(Name, AccessPermissions.ManageAccounts, account => new(account.Id, account.DisplayName, account.Email ?? ""));

    public string Kind => Name;

    public string Label => "Account";

    public string Icon => "account_circle";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageAccounts)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking().Where(a => ids.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => new RecordSummary(a.DisplayName, $"accounts/{a.Id}", a.DeactivatedAt is null ? null : "Closed"), cancellationToken);
    }
}
