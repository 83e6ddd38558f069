namespace Charthouse.Access.SignIn;

/// <summary>A browser in words that its owner recognises.</summary>
internal static class DeviceWords
{
    // Order matters: Edge and Opera also call themselves Chrome, Chrome calls itself Safari.
    private static readonly (string Sign, string Name)[] browsers = [("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"), ("curl/", "curl")];
    private static readonly (string Sign, string Name)[] systems = [("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")];

    public static string Of(string userAgent)
    {
        var browser = Array.Find(browsers, known => userAgent.Contains(known.Sign, StringComparison.Ordinal)).Name ?? "A browser";
        return Array.Find(systems, known => userAgent.Contains(known.Sign, StringComparison.Ordinal)).Name is { } system ? $"{browser} on {system}" : browser;
    }
}
