using System.Reflection;
using Charthouse.Listen.Surveys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Listen;

/// <summary>Listen: pain points from the report to the answer, and surveys.</summary>
public static class ListenModule
{
    /// <summary>The module's assembly: its pages and mappings.</summary>
    public static Assembly Assembly => typeof(ListenModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddListen(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSurveys();
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddListenPages(this IServiceCollection services)
    {
        services.AddSurveyPages();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapListen(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Listen");
        group.MapSurveys();
        return group;
    }
}
