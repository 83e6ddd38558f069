using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Charthouse.Platform;
using Charthouse.Ui;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>
/// Instruments as FHIR R4 Questionnaire in JSON: groups, choices with options, whole numbers and texts. What would change the meaning and is not understood is refused with its place;
/// what only describes (publisher, contacts, narrative) is passed over.
/// </summary>
internal static class QuestionnaireJson
{
    public const int Longest = 400_000;

    /// <summary>Names the scale of an item in an extension of ours.</summary>
    private const string ScaleUrl = "urn:charthouse:survey-scale";
    private const string LowestUrl = "http://hl7.org/fhir/StructureDefinition/minValue", HighestUrl = "http://hl7.org/fhir/StructureDefinition/maxValue", OrdinalUrl = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
    private const string AddressStart = "urn:charthouse:questionnaire:";

    // Read by people too, so letters are not escaped. It is sent as JSON and never put into a page as it is.
    private static readonly JsonWriterOptions writing = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Questionnaire instrument)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, writing))
        {
            json.WriteStartObject();
            json.WriteString("resourceType", "Questionnaire");
            json.WriteString("url", AddressStart + instrument.Key);
            json.WriteString("version", instrument.Version);
            json.WriteString("title", instrument.Title);
            json.WriteString("status", "active");
            if (instrument.Description is not null) json.WriteString("description", instrument.Description);
            if (instrument.Copyright is not null) json.WriteString("copyright", instrument.Copyright);
            json.WriteStartArray("item");
            var inGroup = false;
            foreach (var question in instrument.Questions)
            {
                if (question.Kind == QuestionKind.Heading)
                {
                    if (inGroup) EndGroup(json);
                    inGroup = true;
                    json.WriteStartObject();
                    json.WriteString("linkId", question.LinkId);
                    json.WriteString("text", question.Text);
                    json.WriteString("type", "group");
                    json.WriteStartArray("item");
                }
                else
                {
                    WriteQuestion(json, question);
                }
            }

            if (inGroup) EndGroup(json);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <param name="text">The questionnaire.</param>
    /// <param name="key">Key of the instrument; <c>null</c> to take it from the address or the title.</param>
    public static Outcome<Questionnaire> Read(string text, string? key = null)
    {
        if (text.Length > Longest) return InstrumentProblems.TooLarge;
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return InstrumentProblems.NoJson;
        }

        using (document)
        {
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "resourceType") != "Questionnaire") return InstrumentProblems.NoQuestionnaire;
            List<Problem> problems = [];
            List<Question> questions = [];
            if (root.TryGetProperty("modifierExtension", out _)) problems.Add(InstrumentProblems.At("modifierExtension", "changes what the questionnaire means, and Charthouse does not know how"));
            if (root.TryGetProperty("item", out var items)) ReadItems(items, "item", 0, questions, problems);
            var title = FormReader.Clean(Text(root, "title") ?? Text(root, "name")) ?? "";
            var instrument = new Questionnaire(key ?? Key(Text(root, "url"), title), FormReader.Clean(Text(root, "version")) ?? "1", title, questions) { Description = FormReader.Clean(Text(root, "description")), Copyright = FormReader.Clean(Text(root, "copyright")) };
            // What could not be read leads to more that is wrong, which would hide the cause.
            if (problems.Count == 0) problems.AddRange(instrument.Check());
            return problems.Count > 0 ? problems : instrument;
        }
    }

    /// <summary>A key out of a title: small letters, digits and hyphens.</summary>
    public static string KeyOf(string title)
    {
        var key = new StringBuilder();
        foreach (var c in title.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c)) key.Append(c);
            else if (key.Length > 0 && key[^1] != '-') key.Append('-');
        }

        var cut = key.ToString()[..Math.Min(key.Length, Questionnaire.LongestKey)].Trim('-');
        return cut.Length > 0 ? cut : "instrument";
    }

    private static string Key(string? url, string title) => url?.StartsWith(AddressStart, StringComparison.Ordinal) == true && KeyOf(url[AddressStart.Length..]) is var own && own == url[AddressStart.Length..] ? own : KeyOf(title);

    private static void ReadItems(JsonElement items, string place, int depth, List<Question> questions, List<Problem> problems)
    {
        if (items.ValueKind != JsonValueKind.Array)
        {
            problems.Add(InstrumentProblems.At(place, "is no list"));
            return;
        }

        var index = 0;
        foreach (var item in items.EnumerateArray())
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"{place}[{index++}]");
            if (item.ValueKind != JsonValueKind.Object)
            {
                problems.Add(InstrumentProblems.At(at, "is no item"));
                continue;
            }

            if (FormReader.Clean(Text(item, "linkId")) is not { } linkId)
            {
                problems.Add(InstrumentProblems.At(at, "has no linkId"));
                continue;
            }

            if (linkId.Length > Question.LongestLinkId)
            {
                problems.Add(InstrumentProblems.At(at, $"has a linkId longer than {Question.LongestLinkId} characters"));
                continue;
            }

            at += $" (linkId \"{linkId}\")";
            foreach (var (name, why) in unsupported)
            {
                if (item.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)) problems.Add(InstrumentProblems.At(at, $"has {name}, and {why}"));
            }

            ReadItem(item, linkId, at, depth, questions, problems);
        }
    }

    private static readonly (string Name, string Why)[] unsupported =
    [
        ("modifierExtension", "Charthouse does not know what it changes"),
        ("enableWhen", "questions that depend on answers are not asked here"),
        ("repeats", "every question has one answer here"),
        ("readOnly", "a question that cannot be answered is none"),
        ("answerValueSet", "value sets are not looked up; write the options as answerOption"),
        ("initial", "an answer that stands there already leads whoever answers"),
    ];

    private static void ReadItem(JsonElement item, string linkId, string at, int depth, List<Question> questions, List<Problem> problems)
    {
        var (type, text) = (Text(item, "type"), FormReader.Clean(Text(item, "text")) ?? "");
        var question = new Question(linkId, type switch { "group" => QuestionKind.Heading, "choice" => QuestionKind.Choice, "integer" => QuestionKind.Whole, _ => QuestionKind.Text }, text)
        {
            IsRequired = item.TryGetProperty("required", out var required) && required.ValueKind == JsonValueKind.True,
            Scale = Extension(item, ScaleUrl) is { } scale ? Text(scale, "valueCode") : null,
            Lowest = Number(item, LowestUrl) ?? 0,
            Highest = Number(item, HighestUrl) ?? 10,
        };
        if (type is not ("group" or "choice" or "integer" or "text" or "string"))
        {
            problems.Add(InstrumentProblems.At(at, $"is of type \"{type}\". Known are group, choice, integer, text and string"));
            return;
        }

        if (text.Length == 0 && type != "group")
        {
            problems.Add(InstrumentProblems.At(at, "has no text"));
            return;
        }

        if (question.Kind == QuestionKind.Choice)
        {
            question = question with { Options = Options(item, at, problems) };
            if (question.Options.Count == 0) return;
        }

        // A group without a text only holds others.
        if (question.Kind != QuestionKind.Heading || text.Length > 0) questions.Add(question);
        if (!item.TryGetProperty("item", out var inner)) return;
        if (question.Kind != QuestionKind.Heading) problems.Add(InstrumentProblems.At(at, "has items below it. Only groups have"));
        else if (depth >= 3) problems.Add(InstrumentProblems.At(at, "lies in more than three groups"));
        else ReadItems(inner, at + ".item", depth + 1, questions, problems);
    }

    // A coding counts as its ordinal value, else as its code where that is a number, else as its place from 1; a number as itself, a text as its place.
    private static List<AnswerOption> Options(JsonElement item, string at, List<Problem> problems)
    {
        List<AnswerOption> options = [];
        if (!item.TryGetProperty("answerOption", out var list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            problems.Add(InstrumentProblems.At(at, "has no answerOption. A choice needs some"));
            return options;
        }

        foreach (var option in list.EnumerateArray())
        {
            var place = options.Count + 1;
            var found = option.ValueKind != JsonValueKind.Object ? null
                : option.TryGetProperty("valueCoding", out var coding) && coding.ValueKind == JsonValueKind.Object ? new AnswerOption(Ordinal(coding) ?? Ordinal(option) ?? Code(coding) ?? place, FormReader.Clean(Text(coding, "display") ?? Text(coding, "code")) ?? "")
                : option.TryGetProperty("valueInteger", out var whole) && whole.ValueKind == JsonValueKind.Number && whole.TryGetInt32(out var number) ? new AnswerOption(number, number.ToString(CultureInfo.CurrentCulture))
                : FormReader.Clean(Text(option, "valueString")) is { } words ? new AnswerOption(place, words)
                : null;
            if (found is null || found.Value is < 0 or > Question.HighestValue)
            {
                problems.Add(InstrumentProblems.At(string.Create(CultureInfo.InvariantCulture, $"{at}.answerOption[{options.Count}]"), $"is no coding, whole number or text, or counts as something that is not from 0 to {Question.HighestValue}"));
                return [];
            }

            options.Add(found);
        }

        return options;
    }

    private static int? Code(JsonElement coding) => int.TryParse(Text(coding, "code"), NumberStyles.None, CultureInfo.InvariantCulture, out var code) ? code : null;

    private static int? Ordinal(JsonElement element) => Extension(element, OrdinalUrl) is { } ordinal && ordinal.TryGetProperty("valueDecimal", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && number == Math.Floor(number) && Math.Abs(number) <= Question.HighestValue ? (int)number : null;

    private static int? Number(JsonElement item, string url) => Extension(item, url) is { } limit && limit.TryGetProperty("valueInteger", out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? Math.Clamp(number, -Question.HighestValue, Question.HighestValue) : null;

    private static JsonElement? Extension(JsonElement element, string url)
    {
        if (!element.TryGetProperty("extension", out var list) || list.ValueKind != JsonValueKind.Array) return null;
        foreach (var one in list.EnumerateArray())
        {
            if (one.ValueKind == JsonValueKind.Object && Text(one, "url") == url) return one;
        }

        return null;
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static void WriteQuestion(Utf8JsonWriter json, Question question)
    {
        json.WriteStartObject();
        if (question.Scale is not null || question.Kind == QuestionKind.Whole)
        {
            json.WriteStartArray("extension");
            if (question.Scale is not null) WriteExtension(json, ScaleUrl, () => json.WriteString("valueCode", question.Scale));
            if (question.Kind == QuestionKind.Whole)
            {
                WriteExtension(json, LowestUrl, () => json.WriteNumber("valueInteger", question.Lowest));
                WriteExtension(json, HighestUrl, () => json.WriteNumber("valueInteger", question.Highest));
            }

            json.WriteEndArray();
        }

        json.WriteString("linkId", question.LinkId);
        json.WriteString("text", question.Text);
        json.WriteString("type", question.Kind switch { QuestionKind.Choice => "choice", QuestionKind.Whole => "integer", _ => "text" });
        if (question.IsRequired) json.WriteBoolean("required", true);
        if (question.Kind == QuestionKind.Choice)
        {
            json.WriteStartArray("answerOption");
            foreach (var option in question.Options)
            {
                json.WriteStartObject();
                json.WriteStartObject("valueCoding");
                WriteExtensions(json, OrdinalUrl, () => json.WriteNumber("valueDecimal", option.Value));
                json.WriteString("code", option.Value.ToString(CultureInfo.InvariantCulture));
                json.WriteString("display", option.Text);
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private static void WriteExtensions(Utf8JsonWriter json, string url, Action value)
    {
        json.WriteStartArray("extension");
        WriteExtension(json, url, value);
        json.WriteEndArray();
    }

    private static void WriteExtension(Utf8JsonWriter json, string url, Action value)
    {
        json.WriteStartObject();
        json.WriteString("url", url);
        value();
        json.WriteEndObject();
    }

    private static void EndGroup(Utf8JsonWriter json)
    {
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
