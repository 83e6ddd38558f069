using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Charthouse.Platform.Settings;

namespace Charthouse.Host.Settings;

/// <summary>Section <c>Server</c>: where the server listens, and who stands before it.</summary>
internal sealed partial class ServerSettings : IValidatableObject
{
    /// <summary><c>localhost</c>, <c>any</c>, or an IP address of this machine.</summary>
    public string Listen { get; set; } = "localhost";

    /// <summary>Port.</summary>
    [Range(1, 65535, ErrorMessage = "must be from 1 to 65535")]
    public int Port { get; set; } = 5080;

    /// <summary>Certificate for TLS: a PFX file, or a PEM file with <see cref="CertificateKey"/> beside it.</summary>
    public string? Certificate { get; set; }

    /// <summary>The private key of a PEM certificate.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>Password of the PFX file or of the private key.</summary>
    [Secret]
    public string? CertificatePassword { get; set; }

    /// <summary>Addresses of reverse proxies whose word about the visitor's address and scheme is believed: IP addresses or networks such as 10.0.0.0/8.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Origins that may show Charthouse inside a frame, such as the EHR: https://ehr.example.org.</summary>
    public string[] FrameAncestors { get; set; } = [];

    /// <summary>Whether visitors reach the server over TLS, directly or by a proxy.</summary>
    public bool HasTls => Certificate is not null || TrustedProxies.Length > 0;

    /// <summary>Whether only this machine reaches the server.</summary>
    public bool IsLocal => Listen.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(Listen, out var address) && IPAddress.IsLoopback(address));

    /// <summary>The certificate for TLS.</summary>
    public X509Certificate2? LoadCertificate() => Load(Certificate, CertificateKey, CertificatePassword);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Listen.Equals("localhost", StringComparison.OrdinalIgnoreCase) && !Listen.Equals("any", StringComparison.OrdinalIgnoreCase) && !IPAddress.TryParse(Listen, out _))
            yield return new ValidationResult("must be localhost, any, or an IP address of this machine", [nameof(Listen)]);
        if (Certificate is null && (CertificateKey ?? CertificatePassword) is not null)
            yield return new ValidationResult("is missing, though a key or a password is given", [nameof(Certificate)]);
        if (Problem([Certificate, CertificateKey], LoadCertificate) is { } problem) yield return new ValidationResult(problem, [nameof(Certificate)]);
        foreach (var proxy in TrustedProxies.Where(proxy => !IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _)))
            yield return new ValidationResult($"holds '{proxy}', which is neither an IP address nor a network such as 10.0.0.0/8", [nameof(TrustedProxies)]);
        foreach (var origin in FrameAncestors.Where(origin => !Origin().IsMatch(origin)))
            yield return new ValidationResult($"holds '{origin}', which is no origin such as https://ehr.example.org", [nameof(FrameAncestors)]);
    }

    /// <summary>A certificate with its private key from a PFX file, or from a PEM file and its key.</summary>
    internal static X509Certificate2? Load(string? file, string? key, string? password)
    {
        if (file is null) return null;
        if (key is null && !file.EndsWith(".pem", StringComparison.OrdinalIgnoreCase) && !file.EndsWith(".crt", StringComparison.OrdinalIgnoreCase)) return X509CertificateLoader.LoadPkcs12FromFile(file, password);
        return password is null ? X509Certificate2.CreateFromPemFile(file, key) : X509Certificate2.CreateFromEncryptedPemFile(file, password, key);
    }

    /// <summary>Why a certificate cannot be used; <c>null</c> when it can.</summary>
    internal static string? Problem(IEnumerable<string?> files, Func<X509Certificate2?> load)
    {
        if (files.OfType<string>().FirstOrDefault(file => !File.Exists(file)) is { } missing) return $"needs the file {missing}, which does not exist";
        try
        {
            using var certificate = load();
            return certificate is { HasPrivateKey: false } ? "holds no private key" : null;
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "could not be read: the file is no certificate with a private key, or the password is wrong";
        }
    }

    [GeneratedRegex(@"^https?://(\*\.)?[A-Za-z0-9.-]+(:\d{1,5})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Origin();
}

/// <summary>Section <c>Store</c>: where the workbench's own data lie.</summary>
internal sealed class StoreSettings : IValidatableObject
{
    /// <summary>Npgsql connection string; <c>null</c> for SQLite in the data directory.</summary>
    [Secret]
    public string? Postgres { get; set; }

    /// <summary>Certificate with its private key (PFX) that encrypts the keys of cookies and forms at rest.</summary>
    public string? KeyCertificate { get; set; }

    /// <summary>Password of that file.</summary>
    [Secret]
    public string? KeyCertificatePassword { get; set; }

    /// <summary>The certificate that encrypts the keys.</summary>
    public X509Certificate2? LoadKeyCertificate() => ServerSettings.Load(KeyCertificate, null, KeyCertificatePassword);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Postgres is { } text && !Charthouse.Store.Postgres.PostgresStore.IsConnection(text)) yield return new ValidationResult("is no connection string; it looks like Host=db;Database=charthouse;Username=charthouse;Password=…", [nameof(Postgres)]);
        if (KeyCertificate is null && KeyCertificatePassword is not null) yield return new ValidationResult("is missing, though its password is given", [nameof(KeyCertificate)]);
        if (ServerSettings.Problem([KeyCertificate], LoadKeyCertificate) is { } problem) yield return new ValidationResult(problem, [nameof(KeyCertificate)]);
    }
}

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>Lines for people.</summary>
    Text,
    /// <summary>One JSON object a line, for machines.</summary>
    Json,
}

/// <summary>Section <c>Logging</c>. Logs go to the standard error stream; they hold no names, addresses or record numbers at any level.</summary>
internal sealed class LoggingSettings
{
    /// <summary>How the lines look.</summary>
    public LogFormat Format { get; set; }

    /// <summary>From which level on.</summary>
    public LogLevel Level { get; set; } = LogLevel.Warning;
}
