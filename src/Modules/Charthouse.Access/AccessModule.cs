using System.Reflection;
using Charthouse.Access.Accounts;
using Charthouse.Access.History;
using Charthouse.Access.Invitations;
using Charthouse.Access.Jobs;
using Charthouse.Access.MyAccount;
using Charthouse.Access.Notifications;
using Charthouse.Access.Organisation;
using Charthouse.Access.Orphaned;
using Charthouse.Access.Outbox;
using Charthouse.Access.Passwords;
using Charthouse.Access.People;
using Charthouse.Access.People.Import;
using Charthouse.Access.Roles;
using Charthouse.Access.Search;
using Charthouse.Access.SetUp;
using Charthouse.Access.SignIn;
using Charthouse.Access.Status;
using Charthouse.Access.Tokens;
using Charthouse.Access.Views;
using Charthouse.Platform;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Mail;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Status;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Access;

/// <summary>Access: people, organisation, accounts, roles, tokens.</summary>
public static class AccessModule
{
    private const string CookieOrToken = "CookieOrToken";

    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(AccessModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        foreach (var permission in AccessPermissions.All) services.AddSingleton(permission);
        services.TryAddSingleton<PrepareRoles>();
        services.TryAddSingleton<CreateAccount>();
        services.TryAddSingleton<IDirectory, AccountDirectory>();
        // A command has no server; its links begin with the public address.
        services.TryAddSingleton(provider => new MailLinks(provider.GetService<MailSettings>() ?? new MailSettings(), provider.GetService<IServer>()));
        services.TryAddSingleton<MakeMailLink>(provider => page => provider.GetRequiredService<MailLinks>().Of(page));
        services.AddSingleton<IRecordKind, AccountKind>();
        services.AddSingleton<IRecordKind, RoleKind>();
        services.AddSingleton<IRecordKind, TokenKind>();
        services.AddSingleton(PersonRecords.Searchable);
        services.AddSingleton(AccountKind.Searchable);
        services.AddSingleton(RoleKind.Searchable);
        services.AddSingleton(TokenKind.Searchable);
        services.AddSingleton(UnitRecords.Searchable);
        services.TryAddSingleton<NotificationSettings>();
        services.TryAddSingleton<WriteNotificationMails>();
        services.TryAddSingleton<LinkNotice>();
        services.AddSingleton(LinkNotice.Kind);
        services.TryAddSingleton(provider => new ImportPeople(provider.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), provider.GetRequiredService<LinkNotice>(), provider.GetRequiredService<CurrentActor>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IRecordKind, PersonRecords>();
        services.AddIdentityCore<Account>(options =>
        {
            options.User.RequireUniqueEmail = true;
            // An e-mail address may hold more than Identity's own list.
            options.User.AllowedUserNameCharacters = "";
            // Length first: rules about kinds of characters make passwords worse.
            options.Password = new PasswordOptions { RequiredLength = 12, RequiredUniqueChars = 5, RequireDigit = false, RequireLowercase = false, RequireNonAlphanumeric = false, RequireUppercase = false };
            options.Lockout = new LockoutOptions { AllowedForNewUsers = true, MaxFailedAccessAttempts = 10, DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10) };
        }).AddSignInManager().AddDefaultTokenProviders().AddTokenProvider<InvitationLinks>(InvitationLinks.Provider).AddPasswordValidator<PasswordRules>();
        // Links of resets and of new e-mail addresses.
        services.Configure<DataProtectionTokenProviderOptions>(options => options.TokenLifespan = TimeSpan.FromHours(2));
        services.Configure<PasswordHasherOptions>(options => options.IterationCount = 210_000);
        services.AddScoped<IUserStore<Account>, AccountStore>();
        services.TryAddSingleton(new AccessSettings());
        services.TryAddSingleton<ResetAccount>();
        services.TryAddSingleton<MakeDemoAccounts>();
        services.TryAddSingleton<FirstRun>();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddAccessPages(this IServiceCollection services, AccessSettings? settings = null)
    {
        if (settings is not null) services.Replace(ServiceDescriptor.Singleton(settings));
        services.TryAddSingleton<AccountCookie>();
        services.TryAddSingleton<Stamps>();
        services.AddHostedService(provider => provider.GetRequiredService<Stamps>());
        services.TryAddSingleton<Attempts>();
        services.TryAddScoped<SignInWithPassword>();
        services.TryAddScoped<SignInWithPasskey>();
        services.TryAddScoped<SignInToDemo>();
        services.TryAddScoped<SecondStep>();
        services.TryAddScoped<SetUpFirstAccount>();
        services.TryAddScoped<MyAccountState>();
        services.TryAddScoped<ConfirmPassword>();
        services.TryAddScoped<ConfirmPasskey>();
        services.TryAddScoped<ChangeMyName>();
        services.TryAddScoped<ChangeMyPassword>();
        services.TryAddScoped<CloseMyAccount>();
        services.TryAddSingleton<EndMySessions>();
        services.TryAddScoped<BeginAuthenticator>();
        services.TryAddScoped<TurnOnAuthenticator>();
        services.TryAddScoped<TurnOffAuthenticator>();
        services.TryAddScoped<RenewRecoveryCodes>();
        services.TryAddScoped<AddMyPasskey>();
        services.TryAddSingleton<ChangeMyPasskey>();
        services.TryAddSingleton<MyPersonalData>();
        services.AddSingleton<IPersonalData, AccessPersonalData>();
        services.AddSignInLimits();
        services.Configure<IdentityPasskeyOptions>(options =>
        {
            // The device asks its owner and remembers the account, so that a passkey alone is enough.
            options.UserVerificationRequirement = "required";
            options.ResidentKeyRequirement = "required";
        });
        services.TryAddSingleton<JobList>();
        services.AddSingleton<IStatusSource, JobStatus>();
        services.AddSingleton<IStatusSource, MailStatus>();
        // A request that brings a token is a machine's, whatever cookies it sends.
        services.AddAuthentication(CookieOrToken)
            .AddPolicyScheme(CookieOrToken, null, options => options.ForwardDefaultSelector = context => TokenHandler.IsSent(context) ? Actor.TokenScheme : IdentityConstants.ApplicationScheme)
            .AddCookie(IdentityConstants.ApplicationScheme, AccountCookie.Configure)
            .AddCookie(IdentityConstants.TwoFactorUserIdScheme, AccountCookie.ConfigureSteps)
            .AddScheme<AuthenticationSchemeOptions, TokenHandler>(Actor.TokenScheme, null);
        services.AddRateLimiter(TokenLimits.Configure);
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
        services.TryAddSingleton<KeptPeople>();
        services.TryAddSingleton<PeopleList>();
        services.TryAddSingleton<IAudience, AudienceOfPeople>();
        services.TryAddSingleton<SimilarPeople>();
        services.AddSingleton<IRecordKind, UnitRecords>();
        services.AddSingleton<IOwnedRecords, OwnedAssignments>();
        services.AddSingleton<IOwnedRecords, OwnedDelegations>();
        services.AddSingleton<IOwnedRecords, OwnedTokens>();
        services.TryAddSingleton<AddPerson>();
        services.TryAddSingleton<EditPerson>();
        services.TryAddSingleton<ArchivePerson>();
        services.TryAddSingleton<SaveAssignment>();
        services.TryAddSingleton<OrganisationOfDay>();
        services.TryAddSingleton<AddUnit>();
        services.TryAddSingleton<RenameUnit>();
        services.TryAddSingleton<MoveUnit>();
        services.TryAddSingleton<EndUnit>();
        services.TryAddSingleton<LogUserLinks>();
        services.TryAddSingleton<OrphanedHoldings>();
        services.AddSingleton(new NavigationGroup("Administration", "admin_panel_settings", 90,
        [
            new NavigationItem("People", "people", AccessPermissions.ViewPeople),
            new NavigationItem("Organisation", "organisation", AccessPermissions.ViewPeople),
            new NavigationItem("Orphaned", "orphaned", AccessPermissions.ViewPeople),
        ]));
        services.AddHttpContextAccessor();
        services.TryAddSingleton<MailSettings>();
        services.TryAddSingleton<SendMails>();
        services.AddSingleton<IJobKind, NotificationMailsJob>();
        services.AddSingleton(NotificationMailsJob.Recurring);
        services.TryAddSingleton<OutboxList>();
        services.TryAddSingleton<SendMailAgain>();
        services.TryAddSingleton<GiveUpMail>();
        services.AddHostedService<MailLoop>();
        services.TryAddScoped<InviteAccount>();
        services.TryAddScoped<InviteAgain>();
        services.TryAddScoped<ChangeAccountEmail>();
        services.TryAddScoped<ChoosePassword>();
        services.TryAddScoped<ForgotPassword>();
        services.TryAddScoped<ChangeEmail>();
        services.TryAddScoped<ConfirmEmail>();
        services.TryAddSingleton<AccountList>();
        services.TryAddSingleton<GiveRoles>();
        services.TryAddSingleton<ChangeAccountState>();
        services.TryAddSingleton<RoleList>();
        services.TryAddSingleton<AddRole>();
        services.TryAddSingleton<SaveRole>();
        services.TryAddSingleton<ResetRole>();
        services.TryAddSingleton<ArchiveRole>();
        services.TryAddSingleton<TokenList>();
        services.TryAddSingleton<ScopesToGive>();
        services.TryAddSingleton<MakeToken>();
        services.TryAddSingleton<RevokeToken>();
        services.AddSingleton(new NavigationGroup("Administration", "admin_panel_settings", 90,
        [
            new NavigationItem("Accounts", "accounts", AccessPermissions.ManageAccounts),
            new NavigationItem("Roles", "roles", AccessPermissions.ManageRoles),
            new NavigationItem("Tokens", "tokens", AccessPermissions.ManageTokens),
            new NavigationItem("History", "history", AccessPermissions.ViewHistory),
            new NavigationItem("Jobs", "jobs", AccessPermissions.ManageJobs),
            new NavigationItem("Outbox", "outbox", AccessPermissions.ViewSystem),
            new NavigationItem("System status", "system", AccessPermissions.ViewSystem),
        ]));
        services.AddCascadingAuthenticationState();
        return services;
    }

    /// <summary>Makes what the module needs before its first use. Call after the database is up to date.</summary>
    public static Task PrepareAccessAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<PrepareRoles>().RunAsync(cancellationToken);

    /// <summary>Makes the accounts of a demo. Call only for a data directory that is one.</summary>
    public static Task MakeDemoAccountsAsync(this IServiceProvider services, IReadOnlyList<DemoAccount> accounts, CancellationToken cancellationToken) =>
        services.GetRequiredService<MakeDemoAccounts>().RunAsync(accounts, cancellationToken);

    /// <summary>The code that makes the first administrator at <c>/set-up</c>; <c>null</c> when there is an account.</summary>
    public static Task<string?> SetUpCodeAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredService<FirstRun>().CodeAsync(cancellationToken);

    /// <summary>Makes an account with a generated password, which is the answer and is stored nowhere. It belongs to the person of the directory who has this e-mail address, if there is one.</summary>
    public static async Task<Outcome<string>> AddAccountAsync(this IServiceProvider services, string email, string name, IReadOnlyList<string> roles, CancellationToken cancellationToken)
    {
        var password = GeneratedPassword.Make(5);
        await using var db = await services.GetRequiredService<IDbContextFactory<WorkbenchDb>>().CreateDbContextAsync(cancellationToken);
        var normalized = email.Trim().ToUpperInvariant();
        var person = await db.Set<Person>().Where(p => p.ArchivedAt == null && p.NormalizedEmail == normalized && !db.Set<Account>().Any(a => a.PersonId == p.Id)).Select(p => (Guid?)p.Id).SingleOrDefaultAsync(cancellationToken);
        var added = await services.GetRequiredService<CreateAccount>().RunAsync(email, name, password, roles, person, cancellationToken);
        return added.Succeeded ? password : added.Problems.ToList();
    }

    /// <summary>Gives an account a generated password, which is the answer, and takes away everything else that opened it.</summary>
    public static Task<Outcome<string>> ResetAccountAsync(this IServiceProvider services, string email, CancellationToken cancellationToken) =>
        services.GetRequiredService<ResetAccount>().RunAsync(email, cancellationToken);

    /// <summary>Leads every page to the set-up while there is no account, and makes the set-up disappear when there is one.</summary>
    public static IApplicationBuilder UseFirstRun(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var isSetUp = context.Request.Path.Equals("/set-up", StringComparison.OrdinalIgnoreCase);
        var isDone = await context.RequestServices.GetRequiredService<FirstRun>().IsDoneAsync(context.RequestAborted);
        if (isDone && isSetUp) context.Response.StatusCode = StatusCodes.Status404NotFound;
        else if (!isDone && !isSetUp && AccountCookie.IsPage(context.Request)) context.Response.Redirect("/set-up");
        else await next(context);
    });

    /// <summary>Names the actor of each request. Stands right after authentication.</summary>
    public static IApplicationBuilder UseCurrentActor(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        using (context.RequestServices.GetRequiredService<CurrentActor>().Begin(Actor.Of(context.User))) await next(context);
    });

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapAccess(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Access");
        JobEndpoints.Map(group);
        ReadNotifications.Map(group);
        KeepViews.Map(group);
        group.MapPost("sign-out", SignOutEndpoint.PostAsync).WithName("SignOut").AllowAnonymous().CheckAntiforgery().RequireRateLimiting(SignInLimits.Policy);
        group.MapPost("sign-in/passkey-options", SignInWithPasskey.PostOptionsAsync).WithName("PasskeyRequestOptions").AllowAnonymous().CheckAntiforgery().RequireRateLimiting(SignInLimits.Policy);
        group.MapPost("account/passkey-options", AddMyPasskey.PostOptionsAsync).WithName("PasskeyCreationOptions").RequireSignIn().CheckAntiforgery();
        group.MapGet("account/data.json", MyPersonalData.GetJsonAsync).WithName("ExportMyData").RequireSignIn();
        PeopleEndpoints.Map(group);
        Export("accounts", AccountExport.GetAsync, AccessPermissions.ManageAccounts);
        Export("history", HistoryExport.GetAsync, AccessPermissions.ViewHistory);
        Export("jobs", JobExport.GetAsync, AccessPermissions.ManageJobs);
        Export("organisation", OrganisationExport.GetAsync, AccessPermissions.ViewPeople);
        Export("orphaned", OrphanedExport.GetAsync, AccessPermissions.ViewPeople);
        Export("outbox", OutboxExport.GetAsync, AccessPermissions.ViewSystem);
        Export("people/import", PeopleImportExport.GetAsync, AccessPermissions.ManagePeople);
        Export("people/log-users", LogUserExport.GetAsync, AccessPermissions.ViewPeople);
        Export("roles", RoleExport.GetAsync, AccessPermissions.ManageRoles);
        Export("tokens", TokenExport.GetAsync, AccessPermissions.ManageTokens);
        return group;

        // The table of a page as a file, for those who may open the page.
        void Export(string page, Delegate read, string permission) => group.MapGet(page + TableFiles.Route, read).RequirePermission(permission);
    }
}
