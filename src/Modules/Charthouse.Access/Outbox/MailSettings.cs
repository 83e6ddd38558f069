using System.ComponentModel.DataAnnotations;
using Charthouse.Platform.Settings;
using MimeKit;

namespace Charthouse.Access.Outbox;

/// <summary>How the connection to the mail server is protected.</summary>
public enum MailSecurity
{
    /// <summary>Begins in the clear and must turn to TLS before anything is said; usual on port 587.</summary>
    StartTls,
    /// <summary>TLS from the first byte; usual on port 465.</summary>
    Tls,
    /// <summary>None. Only for a mail server on the same machine or network segment.</summary>
    None,
}

/// <summary>The mail server and what mails say of themselves. Section <c>Mail</c> of the configuration. Without a host mails wait.</summary>
public sealed class MailSettings : IValidatableObject
{
    /// <summary>Name of the mail server; <c>null</c> when there is none.</summary>
    public string? Host { get; set; }

    /// <summary>Port of the mail server.</summary>
    [Range(1, 65535, ErrorMessage = "must be from 1 to 65535")]
    public int Port { get; set; } = 587;

    /// <summary>How the connection is protected.</summary>
    public MailSecurity Security { get; set; }

    /// <summary>User to sign in with; <c>null</c> when the server asks for none.</summary>
    public string? User { get; set; }

    /// <summary>Password of the user.</summary>
    [Secret]
    public string? Password { get; set; }

    /// <summary>Sender, such as <c>Charthouse &lt;charthouse@hospital.example&gt;</c>.</summary>
    public string? From { get; set; }

    /// <summary>Address that people reach the workbench at; links in mails start with it. <c>null</c>: the address that the server listens at.</summary>
    public Uri? PublicAddress { get; set; }

    /// <summary>Whether this is the demo hospital: mails are shown and never sent.</summary>
    public bool IsDemo { get; private set; }

    /// <summary>Whether mails leave the house.</summary>
    public bool CanSend => !IsDemo && !string.IsNullOrWhiteSpace(Host);

    /// <summary>Shows mails, and sends none from now on.</summary>
    public void NeverSend() => IsDemo = true;

    /// <summary>What is wrong with the settings; the messages go on after the name of the setting.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))) yield return new ValidationResult("must start with https:// or http://", [nameof(PublicAddress)]);
        if (string.IsNullOrWhiteSpace(Host)) yield break;
        if (!MailboxAddress.TryParse(From ?? "", out var sender) || !sender.Address.Contains('@', StringComparison.Ordinal)) yield return new ValidationResult("must be an e-mail address, such as Charthouse <charthouse@hospital.example>", [nameof(From)]);
        if (User is null != Password is null) yield return new ValidationResult("and Password must both be given, or neither", [nameof(User)]);
        if (User is not null && Security == MailSecurity.None) yield return new ValidationResult("is None, so the password would travel in the clear; use StartTls or Tls, or a server without sign-in", [nameof(Security)]);
    }
}
