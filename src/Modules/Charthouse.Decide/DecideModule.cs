using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Decide;

/// <summary>Decide: requests and decisions.</summary>
public static class DecideModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(DecideModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddDecide(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddDecidePages(this IServiceCollection services) => services;

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapDecide(this IEndpointRouteBuilder routes) => routes.MapGroup("").WithTags("Decide");
}
