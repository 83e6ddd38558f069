using System.Text.RegularExpressions;
using Charthouse.Access.Accounts;
using Charthouse.Access.Roles;
using Charthouse.Platform;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Views;

/// <summary>Keeps the saved views of the signed-in person, and shows those that are shared with them.</summary>
internal sealed partial class KeepViews(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, TimeProvider clock) : ISavedViews
{
    public async Task<SavedViewList> ReadAsync(string page, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return SavedViewList.None;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var roles = await RolesOf(db, account).Select(r => new { r.Id, r.Title }).ToListAsync(cancellationToken);
        var held = roles.Select(role => role.Id).ToList();
        var standard = await db.Set<DefaultView>().AsNoTracking().Where(d => d.AccountId == account && d.Page == page).Select(d => (Guid?)d.ViewId).SingleOrDefaultAsync(cancellationToken);
        var views = await db.Set<SavedView>().AsNoTracking().Where(v => v.Page == page && v.ArchivedAt == null && (v.AccountId == account || (v.RoleId != null && held.Contains(v.RoleId.Value)))).ToListAsync(cancellationToken);
        return new(
        [
            .. views.OrderBy(view => view.AccountId == account ? 0 : 1).ThenBy(view => view.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(view => view.Id)
                .Select(view => new SavedViewLink(view.Id, view.Name, view.Query, view.AccountId == account, roles.Find(role => role.Id == view.RoleId)?.Title, view.Id == standard)),
        ], [.. roles.OrderBy(role => role.Title, StringComparer.CurrentCulture).Select(role => new Choice(role.Id.ToString(), role.Title))]);
    }

    public string? Message(string? code) => SavedViewProblems.Message(code);

    /// <summary>Saves the filters of a page under a name.</summary>
    public async Task<Outcome<Guid>> SaveAsync(string page, string query, string? name, Guid? roleId, bool isDefault, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account || page.Length == 0) return SavedViewProblems.NotFound;
        if (SavedView.NameOf(name) is not { } wanted) return SavedViewProblems.NameMissing;
        if (query.Length > SavedView.LongestQuery) return SavedViewProblems.TooLong;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (roleId is { } role && !await RolesOf(db, account).AnyAsync(r => r.Id == role, cancellationToken)) return SavedViewProblems.UnknownRole;
        var view = new SavedView { Id = Guid.CreateVersion7(), AccountId = account, Page = page, Name = wanted, Query = query, RoleId = roleId };
        db.Add(view);
        if (isDefault) await SetDefaultAsync(db, account, page, view.Id, cancellationToken);
        if (await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem) return problem;
        return view.Id;
    }

    /// <summary>Renames an own view.</summary>
    public async Task<Outcome<SavedView>> RenameAsync(Guid id, string? name, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await OwnAsync(db, id, cancellationToken) is not { } view) return SavedViewProblems.NotFound;
        if (view.Rename(name) is { } refused) return refused;
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : view;
    }

    /// <summary>Archives an own view. Where it was the default, the page opens as it is.</summary>
    public async Task<Outcome<SavedView>> ArchiveAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await OwnAsync(db, id, cancellationToken) is not { } view) return SavedViewProblems.NotFound;
        db.Reason = "Archived by its owner.";
        view.Archive(clock.GetUtcNow());
        db.RemoveRange(await db.Set<DefaultView>().Where(d => d.ViewId == id).ToListAsync(cancellationToken));
        return await db.TrySaveAsync(null, null, cancellationToken) is { } problem ? problem : view;
    }

    /// <summary>Lets a page open with a view, or as it is.</summary>
    public async Task<Outcome<string>> ChooseDefaultAsync(string page, Guid? id, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return SavedViewProblems.NotFound;
        if (id is { } wanted && !(await ReadAsync(page, cancellationToken)).Views.Any(view => view.Id == wanted)) return SavedViewProblems.NotFound;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await SetDefaultAsync(db, account, page, id, cancellationToken);
        return await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem ? problem : page;
    }

    private static async Task SetDefaultAsync(WorkbenchDb db, Guid account, string page, Guid? id, CancellationToken cancellationToken)
    {
        var known = await db.Set<DefaultView>().SingleOrDefaultAsync(d => d.AccountId == account && d.Page == page, cancellationToken);
        if (id is not { } view)
        {
            if (known is not null) db.Remove(known);
        }
        else if (known is not null)
        {
            known.ViewId = view;
        }
        else
        {
            db.Add(new DefaultView { Id = Guid.CreateVersion7(), AccountId = account, Page = page, ViewId = view });
        }
    }

    private static IQueryable<Role> RolesOf(WorkbenchDb db, Guid account) =>
        db.Set<Role>().AsNoTracking().Where(r => db.Set<AccountRole>().Any(held => held.AccountId == account && held.RoleId == r.Id));

    private Task<SavedView?> OwnAsync(WorkbenchDb db, Guid id, CancellationToken cancellationToken) =>
        db.Set<SavedView>().SingleOrDefaultAsync(v => v.Id == id && v.AccountId == actor.Now.AccountId && v.ArchivedAt == null, cancellationToken);

    public static void Map(IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("views").RequireSignIn();
        group.MapPost("", PostAsync).CheckAntiforgery();
        group.MapPost("default", PostDefaultAsync).CheckAntiforgery();
        group.MapPost("{id:guid}/name", PostNameAsync).CheckAntiforgery();
        group.MapPost("{id:guid}/archive", PostArchiveAsync).CheckAntiforgery();
    }

    private static async Task<IResult> PostAsync(HttpContext context, KeepViews useCase)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (page, query) = Read(form);
        Guid? role = Guid.TryParse(form["role"], out var id) ? id : null;
        var saved = await useCase.SaveAsync(page, query, form["name"], role, form["default"] == "true", context.RequestAborted);
        return Back(page, query, saved.Problems);
    }

    private static async Task<IResult> PostDefaultAsync(HttpContext context, KeepViews useCase)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (page, query) = Read(form);
        Guid? view = Guid.TryParse(form["view"], out var id) ? id : null;
        return Back(page, query, (await useCase.ChooseDefaultAsync(page, view, context.RequestAborted)).Problems);
    }

    private static async Task<IResult> PostNameAsync(Guid id, HttpContext context, KeepViews useCase)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (page, query) = Read(form);
        return Back(page, query, (await useCase.RenameAsync(id, form["name"], context.RequestAborted)).Problems);
    }

    private static async Task<IResult> PostArchiveAsync(Guid id, HttpContext context, KeepViews useCase)
    {
        var (page, query) = Read(await context.Request.ReadFormAsync(context.RequestAborted));
        return Back(page, query, (await useCase.ArchiveAsync(id, context.RequestAborted)).Problems);
    }

    // The form comes from one of our pages; what it says is still only ever a page of ours.
    private static (string Page, string Query) Read(IFormCollection form)
    {
        var page = form["page"].ToString();
        return (Address.IsMatch(page) ? page : "", SavedViewList.QueryOf(form["query"].ToString()));
    }

    // The page as it opens would lead on to the default view: "all" says that it is meant as it is.
    private static RedirectHttpResult Back(string page, string query, IReadOnlyList<Problem> problems)
    {
        var address = $"/{page}?{(query.Length == 0 ? SavedViewList.AllQuery : query)}";
        return TypedResults.LocalRedirect(problems.Count == 0 ? address : QueryHelpers.AddQueryString(address, SavedViewList.ProblemParameter, problems[0].Code));
    }

    [GeneratedRegex("^[a-z][a-z0-9-]*(/[a-z0-9-]+)*$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Address { get; }
}
