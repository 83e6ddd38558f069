using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Deliver;

/// <summary>Deliver: projects, their go-lives and what these changed.</summary>
public static class DeliverModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(DeliverModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddDeliver(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddDeliverPages(this IServiceCollection services) => services;

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapDeliver(this IEndpointRouteBuilder routes) => routes.MapGroup("").WithTags("Deliver");
}
