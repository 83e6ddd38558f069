namespace Charthouse.Platform.Mail;

/// <summary>Addresses of pages for mails, made from the settings and never from a request. The module Access answers.</summary>
public interface IMailAddresses
{
    /// <summary>The whole address of a page.</summary>
    /// <param name="page">Page, relative to the base address.</param>
    string PageAddress(string page);
}
