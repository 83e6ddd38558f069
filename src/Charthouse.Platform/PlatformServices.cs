using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Platform;

/// <summary>What every module stands on.</summary>
public static class PlatformServices
{
    /// <summary>Adds what the workbench database needs: the clock and the actor.</summary>
    public static IServiceCollection AddPlatform(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CurrentActor>();
        return services;
    }

    /// <summary>Adds what pages and endpoints need: policies by permission, and nothing open that does not say so.</summary>
    public static IServiceCollection AddPlatformPages(this IServiceCollection services)
    {
        services.AddAuthorization(options => options.FallbackPolicy = PermissionPolicies.Closed);
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.AddSingleton<IPersonalData, PersonalHistory>();
        return services;
    }
}
