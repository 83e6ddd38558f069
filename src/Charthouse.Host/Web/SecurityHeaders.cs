using Charthouse.Host.Settings;

namespace Charthouse.Host.Web;

/// <summary>Headers that tell browsers what a page may do: as little as possible.</summary>
internal static class SecurityHeaders
{
    private const string ContentPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors ";

    // Passkeys are ours; everything else that a page could ask a device for is not.
    private const string PermissionsPolicy =
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-create=(self), publickey-credentials-get=(self), screen-wake-lock=(), usb=(), xr-spatial-tracking=()";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app, ServerSettings server)
    {
        var policy = ContentPolicy + (server.FrameAncestors.Length == 0 ? "'none'" : "'self' " + string.Join(' ', server.FrameAncestors));
        // When the answer starts, because an error page begins with a clean slate.
        return app.Use((context, next) =>
        {
            context.Response.OnStarting(() => Set(context));
            return next(context);
        });

        Task Set(HttpContext context)
        {
            var headers = context.Response.Headers;
            // A file that somebody attached brings a stricter one.
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            headers["Permissions-Policy"] = PermissionsPolicy;
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // Without subdomains: the hospital's other hosts are not ours to speak for.
            if (context.Request.IsHttps) headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }
    }
}
