using Charthouse.Platform.Records;

namespace Charthouse.Ui;

/// <summary>Steps in words.</summary>
public static class ThreadWords
{
    /// <summary>"Pain point", "Go-live"</summary>
    public static string Of(ThreadStage stage) => stage switch { ThreadStage.PainPoint => "Pain point", ThreadStage.GoLive => "Go-live", ThreadStage.MeasuredEffect => "Measured effect", _ => stage.ToString() };
}
