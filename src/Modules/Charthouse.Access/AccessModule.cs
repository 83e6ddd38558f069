using System.Reflection;
using Charthouse.Access.Accounts;
using Charthouse.Access.Notifications;
using Charthouse.Access.People;
using Charthouse.Access.Roles;
using Charthouse.Access.Search;
using Charthouse.Access.SignIn;
using Charthouse.Access.Views;
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
        services.AddSingleton<IRecordKind, PersonKind>();
        services.AddSingleton<IRecordKind, AccountKind>();
        services.AddSingleton<IRecordKind, RoleKind>();
        services.AddSingleton(PersonKind.Searchable);
        services.AddSingleton(AccountKind.Searchable);
        services.AddSingleton(RoleKind.Searchable);
        services.AddOptions<NotificationSettings>().Validate(settings => settings.Check() is null, "The settings of notifications name an unknown time zone or hour.").ValidateOnStart();
        services.TryAddSingleton<WriteNotificationMails>();
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
        services.TryAddSingleton<NotificationList>();
        services.TryAddSingleton<ReadNotifications>();
        services.TryAddSingleton<ChooseDelivery>();
        services.TryAddSingleton<FindEverything>();
        services.TryAddSingleton<KeepViews>();
        services.TryAddSingleton<ISavedViews>(provider => provider.GetRequiredService<KeepViews>());
        // Asked once for each request, however often the page draws the bell.
        services.TryAddScoped<ReadUnreadCount>(provider =>
        {
            Task<int>? count = null;
            return cancellationToken => new(count ??= provider.GetRequiredService<NotificationList>().CountUnreadAsync(cancellationToken).AsTask());
        });
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
        ReadNotifications.Map(group);
        KeepViews.Map(group);
        return group;
    }
}
