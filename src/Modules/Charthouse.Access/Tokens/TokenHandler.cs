using System.Security.Claims;
using System.Text.Encodings.Web;
using Charthouse.Access.SignIn;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Charthouse.Access.Tokens;

/// <summary>Lets a machine in that sends <c>Authorization: Bearer ch_…</c>. Read anew at every request, so that a revoked token stops at once.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory log, UrlEncoder encoder, IDbContextFactory<WorkbenchDb> dbs, Stamps stamps, TimeProvider clock)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, log, encoder)
{
    private const string Bearer = "Bearer ";
    private static readonly TimeSpan usedEvery = TimeSpan.FromMinutes(5);

    /// <summary>Whether a request brings a token; then no cookie counts.</summary>
    public static bool IsSent(HttpContext context) => context.Request.Headers.Authorization.ToString().StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        var secret = header[Bearer.Length..].Trim();
        if (!secret.StartsWith(ApiToken.Mark, StringComparison.Ordinal)) return AuthenticateResult.Fail("Not one of our tokens.");
        var hash = ApiToken.HashOf(secret);
        await using var db = await dbs.CreateDbContextAsync(Context.RequestAborted);
        var now = clock.GetUtcNow();
        var found = await db.Set<ApiToken>().AsNoTracking().SingleOrDefaultAsync(t => t.Hash == hash && t.RevokedAt == null && t.ExpiresAt > now, Context.RequestAborted);
        if (found is null) return AuthenticateResult.Fail("Unknown, expired or revoked.");
        var scopes = await db.Set<ApiTokenScope>().Where(s => s.TokenId == found.Id).Select(s => s.Permission).ToListAsync(Context.RequestAborted);
        if (found.UsedAt is null || now - found.UsedAt > usedEvery) stamps.TokenUsed(found.Id);
        var identity = new ClaimsIdentity(Actor.TokenScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(Actor.AccountClaim, found.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, found.Name));
        identity.AddClaims(scopes.Select(scope => new Claim(Actor.PermissionClaim, scope)));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"Charthouse\", error=\"invalid_token\"";
        return AnswerAsync(TokenProblems.NotAccepted, StatusCodes.Status401Unauthorized);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.Headers[HeaderNames.WWWAuthenticate] = "Bearer realm=\"Charthouse\", error=\"insufficient_scope\"";
        return AnswerAsync(TokenProblems.OutOfScope, StatusCodes.Status403Forbidden);
    }

    // Machines read problems, not pages.
    private Task AnswerAsync(Problem problem, int status) =>
        TypedResults.Problem(problem.Message, statusCode: status, type: "/problems/" + problem.Code, extensions: [new("codes", new[] { problem.Code })]).ExecuteAsync(Context);
}
