using Charthouse.Platform.Mail;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace Charthouse.Access.Outbox;

/// <summary>Addresses of pages for mails. Never made from a request: whoever sends one chooses its host name, and the link would lead the receiver there.</summary>
internal sealed class MailLinks(MailSettings settings, IServer? server)
{
    /// <param name="page">Page, relative to the base address.</param>
    /// <param name="query">What the page needs.</param>
    public string Of(string page, params IEnumerable<KeyValuePair<string, string?>> query)
    {
        var start = settings.PublicAddress?.AbsoluteUri ?? server?.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? "http://localhost";
        return QueryHelpers.AddQueryString($"{start.TrimEnd('/')}/{page}", query);
    }
}
