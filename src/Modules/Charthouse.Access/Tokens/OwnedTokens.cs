using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tokens;

/// <summary>Tokens that still open, by who made them: a machine whose maker left is nobody's.</summary>
internal sealed class OwnedTokens(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock) : IOwnedRecords
{
    public async Task<IReadOnlyList<OwnedRecord>> HeldByAsync(IReadOnlyCollection<Holder> holders, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageTokens)) return [];
        var now = clock.GetUtcNow();
        var accounts = holders.Where(holder => holder.AccountId is not null).ToDictionary(holder => holder.AccountId!.Value);
        var ids = accounts.Keys.ToList();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var tokens = await db.Set<ApiToken>().AsNoTracking().Where(t => t.RevokedAt == null && t.ExpiresAt > now && t.CreatedBy != null && ids.Contains(t.CreatedBy!.Value)).ToListAsync(cancellationToken);
        return [.. tokens.Select(token => new OwnedRecord(accounts[token.CreatedBy!.Value], "Token", token.Name, $"tokens/{token.Id}", DateOnly.FromDateTime(token.CreatedAt.UtcDateTime)))];
    }
}
