using System.Reflection;
using Charthouse.Access.Accounts;
using Charthouse.Access.History;
using Charthouse.Access.Organisation;
using Charthouse.Access.Orphaned;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Access.Roles;
using Charthouse.Access.SignIn;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Access;

/// <summary>Access: people, organisation, accounts, roles, tokens.</summary>
public static class AccessModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(AccessModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        foreach (var permission in AccessPermissions.All) services.AddSingleton(permission);
        services.TryAddSingleton<PrepareRoles>();
        services.TryAddSingleton<CreateAccount>();
        services.TryAddSingleton<ImportPeople>();
        services.AddSingleton<IRecordKind, PersonRecords>();
        services.AddSingleton<IRecordKind, UnitRecords>();
        services.AddSingleton<IOwnedRecords, OwnedAssignments>();
        services.AddSingleton<IOwnedRecords, OwnedDelegations>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            // An e-mail address may hold more than Identity's own list.
            options.User.AllowedUserNameCharacters = "";
            // Length first: rules about kinds of characters make passwords worse.
            options.Password = new PasswordOptions { RequiredLength = 12, RequiredUniqueChars = 5, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
            options.Lockout = new LockoutOptions { AllowedForNewUsers = true, MaxFailedAccessAttempts = 10, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10) };
        }).AddSignInManager().AddDefaultTokenProviders();
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddScoped<IUserStore<Account>, UserOnlyStore<Account, WorkbenchDb, Guid, IdentityUserClaim<Guid>, IdentityUserLogin<Guid>, IdentityUserToken<Guid>>>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddAccessPages(this IServiceCollection services)
    {
        services.TryAddSingleton<AccountCookie>();
        services.TryAddScoped<SignInWithPassword>();
        services.TryAddSingleton<PeopleList>();
        services.TryAddSingleton<AddPerson>();
        services.TryAddSingleton<EditPerson>();
        services.TryAddSingleton<ArchivePerson>();
        services.TryAddSingleton<SaveAssignment>();
        services.TryAddSingleton<AddUnit>();
        services.TryAddSingleton<RenameUnit>();
        services.TryAddSingleton<MoveUnit>();
        services.TryAddSingleton<EndUnit>();
        services.TryAddSingleton<LogUserLinks>();
        services.TryAddSingleton<OrphanedHoldings>();
        services.TryAddSingleton<ReadRecordHistory>();
        services.AddSingleton(new NavigationGroup("Administration", "admin_panel_settings", 90,
        [
            new NavigationItem("People", "people", AccessPermissions.ViewPeople),
            new NavigationItem("Organisation", "organisation", AccessPermissions.ViewPeople),
            new NavigationItem("Orphaned", "orphaned", AccessPermissions.ViewPeople),
        ]));
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, AccountCookie.Configure);
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>Makes what the module needs before its first use. Call after the database is up to date.</summary>
    public static Task PrepareAccessAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<PrepareRoles>().RunAsync(cancellationToken);

    /// <summary>Names the actor of each request. Stands right after authentication.</summary>
    public static IApplicationBuilder UseCurrentActor(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        using (context.RequestServices.GetRequiredService<CurrentActor>().Begin(Actor.Of(context.User))) await next(context);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Access");
        PeopleEndpoints.Map(group);
        return group;
    }
}
