using Charthouse.Ui;

namespace Charthouse.Listen.PainPoints.Triage;

/// <summary>A beginning for a message to those who asked.</summary>
internal sealed record ReplyTemplate(string Key, string Title, Func<PainPoint, DateOnly, string> Write);

/// <summary>Beginnings for messages. They thank first, say what happens next and when, and promise nothing else.</summary>
internal static class ReplyTemplates
{
    public static IReadOnlyList<ReplyTemplate> All { get; } =
    [
        new("thanks", "Thanks, we are on it", (point, today) => $"Thank you for telling us. We have read it and look into it now. You hear from us by {Next(point, today)}."),
        new("question", "One question", (_, _) => "Thank you for telling us. To understand it well, one question: "),
        new("visit", "May we watch?", (_, _) => "Thank you for telling us. May one of us come to your unit for ten minutes and see it happen? Tell us a day and an hour that suit you."),
        new("shown", "It exists already", (_, _) => "Thank you for telling us. There is a way to do this today: "),
        new("later", "It takes longer", (point, today) => $"We promised you news, and it takes longer than we thought. The reason: \n\nThe next date is {Next(point, today)}."),
    ];

    public static string? TextOf(string? key, PainPoint point, DateOnly today) => All.FirstOrDefault(template => template.Key == key)?.Write(point, today);

    private static string Next(PainPoint point, DateOnly today) => Dates.Day(point.NextOn ?? point.ReplyDueOn, today);
}
