using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Today;

/// <summary>Today: what needs somebody now, and all threads.</summary>
public static class TodayModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(TodayModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddToday(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddTodayPages(this IServiceCollection services) => services;

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapToday(this IEndpointRouteBuilder routes) => routes.MapGroup("").WithTags("Today");
}
