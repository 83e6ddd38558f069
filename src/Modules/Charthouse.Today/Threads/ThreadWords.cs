using Charthouse.Platform.Records;

namespace Charthouse.Today.Threads;

/// <summary>Steps in words.</summary>
internal static class ThreadWords
{
    public static string Of(ThreadStage stage) => stage switch { ThreadStage.PainPoint => "Pain point", ThreadStage.GoLive => "Go-live", ThreadStage.MeasuredEffect => "Measured effect", _ => stage.ToString() };
}
