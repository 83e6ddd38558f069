using System.Security.Claims;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Access.SignIn;

/// <summary>The cookie of a signed-in browser holds a session's id and nothing else; who that is and what they may do is read anew at every request, so that a change holds at once.</summary>
internal sealed class AccountCookie(IDbContextFactory<WorkbenchDb> dbs, Stamps stamps, TimeProvider clock)
{
    /// <summary>How long a sign-in lasts.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(14);

    private static readonly TimeSpan seenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Starts a session and writes its cookie. The session is always a new one; one that the browser had before ends.</summary>
    public async Task SignInAsync(HttpContext context, Account account, bool isPersistent)
    {
        await EndAsync(context);
        var session = new AccountSession
        {
            Id = Guid.CreateVersion7(),
            AccountId = account.Id,
            StartedAt = clock.GetUtcNow(),
            SeenAt = clock.GetUtcNow(),
            Device = DeviceWords.Of(context.Request.Headers.UserAgent.ToString()),
        };
        await using var db = await dbs.CreateDbContextAsync(context.RequestAborted);
        db.Add(session);
        await db.SaveChangesAsync(context.RequestAborted);
        var identity = new ClaimsIdentity([new Claim(Actor.SessionClaim, session.Id.ToString())], IdentityConstants.ApplicationScheme);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, new ClaimsPrincipal(identity), new AuthenticationProperties { IsPersistent = isPersistent });
    }

    /// <summary>Ends the session of the request and removes its cookie.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        await EndAsync(context);
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }

    private async Task EndAsync(HttpContext context)
    {
        if (Actor.Of(context.User).SessionId is not { } id) return;
        var now = clock.GetUtcNow();
        await using var db = await dbs.CreateDbContextAsync(context.RequestAborted);
        await db.Set<AccountSession>().Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now), context.RequestAborted);
    }

    /// <summary>Fills in who the session belongs to, or refuses the cookie.</summary>
    public async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var cancellationToken = context.HttpContext.RequestAborted;
        if (!Guid.TryParse(context.Principal?.FindFirstValue(Actor.SessionClaim), out var id) || await ReadAsync(id, cancellationToken) is not { } principal)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
            return;
        }

        context.ReplacePrincipal(principal);
    }

    private async Task<ClaimsPrincipal?> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var found = await (from session in db.Set<AccountSession>()
                           join account in db.Set<Account>() on session.AccountId equals account.Id
                           where session.Id == id && session.EndedAt == null && account.DeactivatedAt == null
                           select new { session.SeenAt, account.Id, account.DisplayName, account.PersonId }).SingleOrDefaultAsync(cancellationToken);
        if (found is null) return null;
        var permissions = await (from held in db.Set<AccountRole>()
                                 join role in db.Set<Role>() on held.RoleId equals role.Id
                                 join permission in db.Set<RolePermission>() on role.Id equals permission.RoleId
                                 where held.AccountId == found.Id && role.ArchivedAt == null
                                 select permission.Permission).Distinct().ToListAsync(cancellationToken);
        if (clock.GetUtcNow() - found.SeenAt > seenEvery) stamps.SessionSeen(id);
        var identity = new ClaimsIdentity(IdentityConstants.ApplicationScheme, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(Actor.SessionClaim, id.ToString()));
        identity.AddClaim(new Claim(Actor.AccountClaim, found.Id.ToString()));
        identity.AddClaim(new Claim(ClaimTypes.Name, found.DisplayName));
        if (found.PersonId is { } person) identity.AddClaim(new Claim(Actor.PersonClaim, person.ToString()));
        identity.AddClaims(permissions.Select(permission => new Claim(Actor.PermissionClaim, permission)));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>How the cookie is kept, and what visitors without one get.</summary>
    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "charthouse";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.LoginPath = "/sign-in";
        options.ReturnUrlParameter = "back";
        options.Events.OnValidatePrincipal = context => context.HttpContext.RequestServices.GetRequiredService<AccountCookie>().ValidateAsync(context);
        options.Events.OnRedirectToLogin = context =>
        {
            // A page leads to the sign-in; a script or a machine learns what is missing.
            if (IsPage(context.Request)) context.Response.Redirect(context.RedirectUri);
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    /// <summary>How the cookie between two steps of a sign-in is kept: of the password and the code, or of a passkey's question and answer.</summary>
    public static void ConfigureSteps(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "charthouse-step";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = TimeSpan.FromMinutes(10);
        options.SlidingExpiration = false;
    }

    /// <summary>Whether a browser asks for a page.</summary>
    public static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
