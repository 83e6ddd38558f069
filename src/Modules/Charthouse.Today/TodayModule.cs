using System.Reflection;
using Charthouse.Today.Day;
using Charthouse.Today.Threads;
using Charthouse.Platform.Permissions;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Today;

/// <summary>Today: what needs somebody now, and all threads. It reads what the other modules say of their records, and keeps nothing itself.</summary>
public static class TodayModule
{
    /// <summary>The module's assembly: its pages.</summary>
    public static Assembly Assembly => typeof(TodayModule).Assembly;

    /// <summary>Adds the module.</summary>
    public static IServiceCollection AddToday(this IServiceCollection services)
    {
        foreach (var permission in TodayPermissions.All) services.AddSingleton(permission);
        return services;
    }

    /// <summary>Adds what the module's pages need.</summary>
    public static IServiceCollection AddTodayPages(this IServiceCollection services)
    {
        services.AddSingleton(new NavigationGroup("Today", "wb_twilight", 0, [new NavigationItem("Today", "today", TodayPermissions.View), new NavigationItem("Threads", "threads", TodayPermissions.View)]));
        services.TryAddSingleton<WhatNeedsMe>();
        services.TryAddSingleton<ThreadList>();
        return services;
    }

    /// <summary>Maps the module's endpoints.</summary>
    public static RouteGroupBuilder MapToday(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Today").RequirePermission(TodayPermissions.View);
        group.MapGet("threads" + TableFiles.Route, ThreadExport.GetAsync).WithName("ExportThreads");
        return group;
    }
}
