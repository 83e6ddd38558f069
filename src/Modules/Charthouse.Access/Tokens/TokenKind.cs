using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tokens;

/// <summary>Tokens, for other pages.</summary>
internal sealed class TokenKind(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor) : IRecordKind
{
    public const string Name = "token";

    public static Searchable Searchable { get; } = Searchable.Of<ApiToken>(Name, AccessPermissions.ManageTokens, token => new(token.Id, token.Name, ""));

    public string Kind => Name;

    public string Label => "Token";

    public string Icon => "token";

    public async Task<IReadOnlyDictionary<Guid, RecordSummary>> SummariseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (!actor.Now.May(AccessPermissions.ManageTokens)) return new Dictionary<Guid, RecordSummary>();
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<ApiToken>().AsNoTracking().Where(t => ids.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => new RecordSummary(t.Name, $"tokens/{t.Id}"), cancellationToken);
    }
}
