using Charthouse.Platform.Files;
using Charthouse.Platform.Jobs;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Authorization;
using Microsoft.EntityFrameworkCore;
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
        services.TryAddSingleton<JobQueue>();
        services.AddSingleton<IJobKind, RemoveOldJobs>();
        services.AddSingleton(new RecurringJob(RemoveOldJobs.KindName, TimeSpan.FromDays(1)));
        services.AddSingleton<IJobKind, SweepFilesJob>();
        services.AddSingleton(SweepFilesJob.Recurring);
        services.AddRecords();
        services.TryAddSingleton<Mail.MailQueue>();
        services.TryAddSingleton<Notifications.Notifications>();
        services.AddSingleton<IRecordParts, CommentParts>();
        services.AddSingleton<IRecordParts, AttachmentParts>();
        services.AddSingleton(CommentParts.Searchable);
        services.AddSingleton(AttachmentParts.Searchable);
        services.TryAddSingleton(provider => new FindRecords(
            provider.GetRequiredService<IDbContextFactory<WorkbenchDb>>(), provider.GetRequiredService<ISearchIndex>(), provider.GetServices<Searchable>(),
            provider.GetRequiredService<RecordKinds>(), provider.GetServices<IRecordParts>(), provider.GetRequiredService<CurrentActor>()));
        services.TryAddSingleton<RebuildSearch>();
        return services;
    }

    /// <summary>Adds what a serving process needs: policies by permission, nothing open that does not say so, and somebody who does the jobs.</summary>
    public static IServiceCollection AddPlatformPages(this IServiceCollection services)
    {
        services.AddAuthorization(options => options.FallbackPolicy = PermissionPolicies.Closed);
        services.AddSingleton<IAuthorizationPolicyProvider, PermissionPolicies>();
        services.TryAddSingleton<JobRunner>();
        services.AddHostedService(provider => provider.GetRequiredService<JobRunner>());
        services.AddSingleton<IPersonalData, PersonalHistory>();
        services.AddSingleton<IPersonalData, PersonalWords>();
        return services;
    }
}
