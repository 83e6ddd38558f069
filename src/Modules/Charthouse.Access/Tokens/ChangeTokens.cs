using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Tokens;

/// <summary>What a token may be given: what its maker may do, and what the role of machines holds. So nobody needs a permission only to hand it to a machine.</summary>
internal sealed class ScopesToGive(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor)
{
    public async Task<IReadOnlySet<string>> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var ofMachines = await (from role in db.Set<Role>()
                                join held in db.Set<RolePermission>() on role.Id equals held.RoleId
                                where role.Name == BuiltInRoles.ApiClient && role.ArchivedAt == null
                                select held.Permission).ToListAsync(cancellationToken);
        return ofMachines.Concat(actor.Now.Permissions).ToHashSet(StringComparer.Ordinal);
    }
}

/// <summary>Makes a token. Its scopes cannot exceed what may be given.</summary>
internal sealed class MakeToken(IDbContextFactory<WorkbenchDb> dbs, ScopesToGive scopesToGive, CurrentActor actor, TimeProvider clock)
{
    public sealed class Form
    {
        public string? Name { get; set; }
        public int Days { get; set; } = 90;
    }

    /// <summary>The secret is in this answer and never again.</summary>
    public sealed record Made(Guid Id, string Secret);

    public async Task<Outcome<Made>> RunAsync(Form form, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        List<Problem> problems = [];
        var name = form.Name?.Trim() ?? "";
        if (name.Length == 0) problems.Add(TokenProblems.NameMissing);
        if (name.Length > 100) problems.Add(TokenProblems.NameTooLong);
        if (form.Days is < 1 or > ApiToken.LongestDays) problems.Add(TokenProblems.DaysOutOfRange);
        if (scopes.Count == 0) problems.Add(TokenProblems.ScopeMissing);
        if (!(await scopesToGive.RunAsync(cancellationToken)).IsSupersetOf(scopes)) problems.Add(TokenProblems.ScopeNotGiven);
        if (problems.Count > 0) return problems;
        var (secret, now) = (ApiToken.NewSecret(), clock.GetUtcNow());
        var token = new ApiToken
        {
            Id = Guid.CreateVersion7(),
            Name = name,
            Hash = ApiToken.HashOf(secret),
            Prefix = ApiToken.PrefixOf(secret),
            CreatedAt = now,
            CreatedBy = actor.Now.AccountId,
            CreatedByName = actor.Now.Name,
            ExpiresAt = now.AddDays(form.Days),
        };
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        db.Add(token);
        db.AddRange(scopes.Distinct(StringComparer.Ordinal).Select(scope => new ApiTokenScope { Id = Guid.CreateVersion7(), TokenId = token.Id, Permission = scope }));
        return await db.TrySaveAsync(TokenProblems.NameTaken, null, cancellationToken) is { } taken ? taken : new Made(token.Id, secret);
    }
}

/// <summary>Ends a token at once.</summary>
internal sealed class RevokeToken(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public async Task<Outcome<ApiToken>> RunAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await db.Set<ApiToken>().SingleOrDefaultAsync(t => t.Id == id, cancellationToken) is not { } token) return TokenProblems.NotFound;
        var outcome = token.Revoke(clock.GetUtcNow());
        return outcome.Succeeded && await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : outcome;
    }
}

/// <summary>Tokens by name, with what they may do.</summary>
internal sealed class TokenList(IDbContextFactory<WorkbenchDb> dbs)
{
    public sealed record Row(ApiToken Token, IReadOnlyList<string> Scopes)
    {
        /// <summary>What it may do, in words.</summary>
        public string May(IEnumerable<Permission> permissions) =>
            string.Join(", ", Scopes.Select(scope => permissions.FirstOrDefault(known => known.Name == scope)?.Title ?? scope).Order(StringComparer.Ordinal));
    }

    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var scopes = (await db.Set<ApiTokenScope>().AsNoTracking().ToListAsync(cancellationToken)).ToLookup(s => s.TokenId, s => s.Permission);
        return [.. (await db.Set<ApiToken>().AsNoTracking().OrderBy(t => t.Name).ToListAsync(cancellationToken)).Select(token => new Row(token, [.. scopes[token.Id]]))];
    }
}
