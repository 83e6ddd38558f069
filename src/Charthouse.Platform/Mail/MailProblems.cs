namespace Charthouse.Platform.Mail;

/// <summary>Refusals about mails.</summary>
public static class MailProblems
{
    /// <summary>There is no such mail.</summary>
    public static Problem NotFound { get; } = new("platform.mail-not-found", ProblemKind.NotFound, "There is no such mail.");

    /// <summary>It is too late.</summary>
    public static Problem SentAlready { get; } = new("platform.mail-sent-already", ProblemKind.Conflict, "The mail server has taken this mail already, so there was nothing to do.");
}
