using Charthouse.Platform.Files;
using Charthouse.Platform.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Platform.Records;

/// <summary>What every record of every module has: history, links, comments, attachments.</summary>
internal static class RecordRegistrations
{
    public static void AddRecords(this IServiceCollection services)
    {
        services.TryAddSingleton<RecordKinds>();
        services.TryAddSingleton<VerifyHistory>();
        services.TryAddSingleton<ReadHistory>();
        services.TryAddSingleton<AddLink>();
        services.TryAddSingleton<ArchiveLink>();
        services.TryAddSingleton<ReadLinks>();
        services.TryAddSingleton<ReadThread>();
        services.TryAddSingleton<ReadThreads>();
        services.TryAddSingleton(typeof(Archive<>));
        services.TryAddSingleton<WriteComment>();
        services.TryAddSingleton<ArchiveComment>();
        services.TryAddSingleton<ReadComments>();
        services.AddSingleton(WriteComment.MentionKind);
        services.TryAddSingleton<FileContents>();
        services.TryAddSingleton<FileSettings>();
        services.TryAddSingleton<IncomingFiles>();
        services.TryAddSingleton<AddAttachment>();
        services.TryAddSingleton<ArchiveAttachment>();
        services.TryAddSingleton<ReadAttachments>();
        services.TryAddSingleton<SweepFiles>();
    }
}
