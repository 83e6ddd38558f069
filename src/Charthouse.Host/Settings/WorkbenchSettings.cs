using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Charthouse.Access.Notifications;
using Charthouse.Access.Outbox;
using Charthouse.Platform.Files;
using Charthouse.Platform.Settings;

namespace Charthouse.Host.Settings;

/// <summary>One setting as it holds: its key, its value for people, and where that comes from.</summary>
internal sealed record EffectiveSetting(string Key, string Value, string From);

/// <summary>
/// The settings of an installation: from <c>charthouse.json</c> in the data directory, over that environment variables such as
/// CHARTHOUSE__SERVER__PORT, over that flags. All that is wrong is found at once, and unknown keys are wrong.
/// </summary>
internal sealed class WorkbenchSettings
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "charthouse.json";

    private const string VariablePrefix = "CHARTHOUSE__";

    // A module with settings adds its class here; it is bound, checked and registered as a singleton under its own type.
    private static readonly IReadOnlyList<(string Name, Type Type)> sections =
    [
        ("Organisation", typeof(OrganisationSettings)),
        ("Server", typeof(ServerSettings)),
        ("Store", typeof(StoreSettings)),
        ("Logging", typeof(LoggingSettings)),
        ("Mail", typeof(MailSettings)),
        ("Files", typeof(FileSettings)),
        ("Notifications", typeof(NotificationSettings)),
        ("Listen", typeof(Charthouse.Listen.ListenSettings)),
    ];

    private readonly Dictionary<Type, object> values = sections.ToDictionary(section => section.Type, section => Activator.CreateInstance(section.Type)!);

    public OrganisationSettings Organisation => (OrganisationSettings)values[typeof(OrganisationSettings)];

    public ServerSettings Server => (ServerSettings)values[typeof(ServerSettings)];

    public StoreSettings Store => (StoreSettings)values[typeof(StoreSettings)];

    public MailSettings Mail => (MailSettings)values[typeof(MailSettings)];

    public FileSettings Files => (FileSettings)values[typeof(FileSettings)];

    public LoggingSettings Logging => (LoggingSettings)values[typeof(LoggingSettings)];

    /// <summary>What is wrong, one sentence each; empty when the settings can be used.</summary>
    public IReadOnlyList<string> Problems { get; private set; } = [];

    /// <summary>Everything that holds, by key.</summary>
    public IReadOnlyList<EffectiveSetting> Effective { get; private set; } = [];

    /// <summary>Reads and checks.</summary>
    /// <param name="data">Data directory, which may hold a charthouse.json.</param>
    /// <param name="file">Another file in its place.</param>
    /// <param name="flags">Keys that flags set, with the flag's name.</param>
    /// <param name="environment">Environment variables.</param>
    public static WorkbenchSettings Read(DirectoryInfo data, FileInfo? file, IEnumerable<(string Key, string Value, string Flag)> flags, IDictionary environment)
    {
        var settings = new WorkbenchSettings();
        var problems = new List<string>();
        var given = new Dictionary<string, Given>(StringComparer.OrdinalIgnoreCase);
        foreach (var each in FromFile(file ?? new FileInfo(Path.Combine(data.FullName, FileName)), file is not null, problems)) given[each.Key] = each;
        foreach (var each in FromEnvironment(environment)) given[each.Key] = each;
        foreach (var (key, value, flag) in flags) given[key] = new Given(key, [value], flag);

        var origins = new Dictionary<string, Given>(StringComparer.OrdinalIgnoreCase);
        foreach (var each in given.Values.OrderBy(each => each.Key, StringComparer.OrdinalIgnoreCase))
        {
            if (Find(each.Key) is not { } found)
            {
                problems.Add($"{each.Key} ({each.From}) is not a setting.{Suggest(each.Key)}");
                continue;
            }

            origins[found.Key] = each;
            if (Convert(each.Values, found.Property.PropertyType, out var value) is { } problem) problems.Add($"{found.Key} ({each.From}) {problem}.");
            else found.Property.SetValue(settings.values[found.Section], value);
        }

        foreach (var (name, type) in sections)
        {
            var results = new List<ValidationResult>();
            var section = settings.values[type];
            // The validator leaves out what a class checks by itself when an attribute has failed; people want to read all of it at once.
            if (!Validator.TryValidateObject(section, new ValidationContext(section), results, validateAllProperties: true) && section is IValidatableObject itself
                && itself.Validate(new ValidationContext(section)).ToList() is var own && !own.Any(result => results.Any(known => known.ErrorMessage == result.ErrorMessage)))
                results.AddRange(own);
            problems.AddRange(from result in results
                              let key = $"{name}:{result.MemberNames.FirstOrDefault()}"
                              select $"{key} ({(origins.TryGetValue(key, out var source) ? source.From : "default")}) {result.ErrorMessage}.");
        }

        settings.Problems = problems;
        settings.Effective =
        [
            .. from key in Keys()
               let value = key.Property.GetValue(settings.values[key.Section])
               select new EffectiveSetting(key.Key, Show(value, key.Property), origins.TryGetValue(key.Key, out var source) ? source.From : "default"),
        ];
        return settings;
    }

    /// <summary>The settings of a data directory for a command without flags of its own.</summary>
    /// <exception cref="InvalidDataException">Something is wrong; the message holds all of it.</exception>
    public static WorkbenchSettings ReadValid(DirectoryInfo data)
    {
        var settings = Read(data, null, [], Environment.GetEnvironmentVariables());
        return settings.Problems.Count == 0 ? settings : throw new InvalidDataException(string.Join(Environment.NewLine, settings.Problems));
    }

    /// <summary>Registers each section under its own type.</summary>
    public void Register(IServiceCollection services)
    {
        services.AddSingleton(this);
        foreach (var (type, value) in values) services.AddSingleton(type, value);
    }

    private sealed record Given(string Key, IReadOnlyList<string> Values, string From);

    private sealed record Known(string Key, Type Section, PropertyInfo Property);

    private static IEnumerable<Known> Keys() =>
        from section in sections
        from property in section.Type.GetProperties()
        where property.SetMethod is { IsPublic: true }
        select new Known($"{section.Name}:{property.Name}", section.Type, property);

    private static Known? Find(string key) => Keys().FirstOrDefault(known => known.Key.Equals(key, StringComparison.OrdinalIgnoreCase));

    private static List<Given> FromFile(FileInfo file, bool isNamed, List<string> problems)
    {
        var found = new List<Given>();
        if (!file.Exists)
        {
            if (isNamed) problems.Add($"There is no file {file.FullName}.");
            return found;
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file.FullName), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            if (document.RootElement.ValueKind != JsonValueKind.Object) problems.Add($"{file.FullName} must hold one JSON object.");
            else Add("", document.RootElement);
        }
        catch (JsonException problem)
        {
            problems.Add($"{file.FullName} is not valid JSON in line {problem.LineNumber + 1}, column {problem.BytePositionInLine + 1}.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            problems.Add($"{file.FullName} could not be read.");
        }

        return found;

        void Add(string prefix, JsonElement element)
        {
            foreach (var property in element.EnumerateObject())
            {
                var key = prefix + property.Name;
                if (property.Value.ValueKind == JsonValueKind.Object) Add(key + ":", property.Value);
                else if (found.Any(given => given.Key.Equals(key, StringComparison.OrdinalIgnoreCase))) problems.Add($"{key} ({file.FullName}) is there twice.");
                else if (property.Value.ValueKind != JsonValueKind.Null) found.Add(new Given(key, property.Value.ValueKind == JsonValueKind.Array ? [.. property.Value.EnumerateArray().Select(Text)] : [Text(property.Value)], file.FullName));
            }
        }

        static string Text(JsonElement element) => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText();
    }

    private static IEnumerable<Given> FromEnvironment(IDictionary environment) =>
        from entry in environment.Cast<DictionaryEntry>()
        let name = (string)entry.Key
        where name.StartsWith(VariablePrefix, StringComparison.OrdinalIgnoreCase)
        let key = name[VariablePrefix.Length..].Replace("__", ":", StringComparison.Ordinal)
        select new Given(Find(key)?.Key ?? key, [(string?)entry.Value ?? ""], $"environment variable {name}");

    // What is wrong with a value, without the value itself where it may be a secret.
    private static string? Convert(IReadOnlyList<string> given, Type type, out object? value)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        value = null;
        if (type == typeof(string[]))
        {
            // A variable holds a list with commas.
            value = given.SelectMany(text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)).ToArray();
            return null;
        }

        if (given.Count != 1) return "must be one value, not a list";
        var text = given[0];
        switch (type)
        {
            case var _ when type == typeof(string):
                value = text;
                return null;
            case var _ when type == typeof(Uri):
                if (!Uri.TryCreate(text, UriKind.Absolute, out var address)) return "must be a whole address, such as https://charthouse.hospital.example";
                value = address;
                return null;
            case var _ when type == typeof(bool):
                if (!bool.TryParse(text, out var truth)) return "must be true or false";
                value = truth;
                return null;
            case var _ when type == typeof(int):
                if (!int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return "must be a whole number";
                value = number;
                return null;
            case var _ when type == typeof(long):
                if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large)) return "must be a whole number";
                value = large;
                return null;
            case var _ when type == typeof(TimeSpan):
                if (!TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)) return "must be a time such as 00:30:00";
                value = span;
                return null;
            case { IsEnum: true }:
                // Names only: a number says nothing to a reader.
                if (!Enum.GetNames(type).Contains(text, StringComparer.OrdinalIgnoreCase)) return $"must be one of {string.Join(", ", Enum.GetNames(type))}";
                value = Enum.Parse(type, text, ignoreCase: true);
                return null;
            default:
                throw new NotSupportedException($"A setting of type {type.Name} cannot be read.");
        }
    }

    private static string Show(object? value, PropertyInfo property) => value switch
    {
        null => "(not set)",
        _ when property.GetCustomAttribute<SecretAttribute>() is not null => "(hidden)",
        string[] list => list.Length == 0 ? "(none)" : string.Join(", ", list),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Suggest(string key)
    {
        var nearest = Keys().Select(known => (known.Key, Distance: Distance(known.Key.ToUpperInvariant(), key.ToUpperInvariant()))).MinBy(each => each.Distance);
        return nearest.Distance <= Math.Max(3, key.Length / 3) ? $" Did you mean {nearest.Key}?" : " 'charthouse config check' lists all settings.";
    }

    // Levenshtein.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var next = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j]) = (row[j], next);
            }
        }

        return row[b.Length];
    }
}
