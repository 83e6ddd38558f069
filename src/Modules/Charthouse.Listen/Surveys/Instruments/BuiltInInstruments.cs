namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>The instruments that Charthouse brings: in our own words, or in words that may be used by everybody.</summary>
internal static class BuiltInInstruments
{
    private const string OwnWords = "In our own words: scores cannot be compared with published ones of instruments that ask something similar.";

    private static readonly string[] agreement = ["Disagree strongly", "Disagree", "Neither", "Agree", "Agree strongly"];

    public static IReadOnlyList<Questionnaire> All { get; } =
    [
        new("experience", "1", "Experience with the record",
        [
            Heading("record", "The record in your work"),
            Agree("reliable", "It is there when I need it, and does not fail me.", "experience"),
            Agree("fast", "It answers fast enough for my work.", "experience"),
            Agree("fits", "It follows the way I work.", "experience"),
            Agree("complete", "It does what my work needs.", "experience"),
            Agree("learnable", "It was easy to learn.", "experience"),
            Agree("inside", "It brings together what our own systems know about a patient.", "experience"),
            Agree("outside", "It shows what other hospitals and practices know about a patient.", "experience"),
            Agree("quality", "It helps me give better care.", "experience"),
            Agree("safety", "It helps me keep patients safe.", "experience"),
            Agree("time", "It saves me time.", "experience"),
            Agree("patients", "It keeps the patient in the centre, not the screen.", "experience"),
            Heading("trust", "Trust"),
            Agree("trust-vendor", "The maker of the record does its part well.", "trust"),
            Agree("trust-hospital", "Our hospital does its part well: it sets the record up, supports it and listens.", "trust"),
            Agree("trust-self", "I do my part well: I know the record, and have set it up for myself.", "trust"),
            Heading("you", "You"),
            Burnout(),
            new("ehr-part", QuestionKind.Choice, "How much does the record add to that?") { IsRequired = true, Options = Options("Not at all", "A little", "Somewhat", "Much", "Very much") },
            Heading("words", "In your words"),
            new("hinders", QuestionKind.Text, "What gets in your way most?"),
            new("helps", QuestionKind.Text, "What helps you most, and should stay as it is?"),
        ]) { Description = "Eleven themes of working with the record, trust in those who are responsible for it, burnout by one item, and own words. " + OwnWords },
        new("pulse", "1", "Pulse",
        [
            Agree("week", "This week the record helped me do my work well.", "agreement"),
            Agree("heard", "What I say about the record is heard.", "agreement"),
            new("one-thing", QuestionKind.Text, "One thing that should change"),
        ]) { Description = "Three questions for every few weeks. " + OwnWords },
        new("sus", "1", "System Usability Scale",
        [
            Agree("sus-1", "I think that I would like to use this system frequently.", "sus"),
            Agree("sus-2", "I found the system unnecessarily complex.", "sus"),
            Agree("sus-3", "I thought the system was easy to use.", "sus"),
            Agree("sus-4", "I think that I would need the support of a technical person to be able to use this system.", "sus"),
            Agree("sus-5", "I found the various functions in this system were well integrated.", "sus"),
            Agree("sus-6", "I thought there was too much inconsistency in this system.", "sus"),
            Agree("sus-7", "I would imagine that most people would learn to use this system very quickly.", "sus"),
            Agree("sus-8", "I found the system very cumbersome to use.", "sus"),
            Agree("sus-9", "I felt very confident using the system.", "sus"),
            Agree("sus-10", "I needed to learn a lot of things before I could get going with this system.", "sus"),
        ]) { Description = "Ten items on usability, 0 to 100; 68 is the middle of a published collection.", Copyright = "John Brooke, 1986, at Digital Equipment Corporation. Free to use with this note." },
        new("umux-lite", "1", "UMUX-Lite",
        [
            Seven("umux-1", "This system's capabilities meet my requirements."),
            Seven("umux-2", "This system is easy to use."),
        ]) { Description = "Two items on usability, for when ten are too many.", Copyright = "Lewis, Utesch and Maher, 2013." },
        new("work-and-well-being", "1", "Work and well-being, 10 items",
        [
            Heading("support", "Your work"),
            Agree("mz-1", "All in all, I am content with my work here.", "mini-z"),
            Burnout() with { LinkId = "mz-2", Scale = "mini-z", Options = [.. Burnout().Options.Select(option => option with { Value = 6 - option.Value })] },
            Agree("mz-3", "What matters to those who lead here matters to me too.", "mini-z"),
            Rate("mz-4", "How well does your team work together?", "Badly", "Not so well", "Fairly", "Well", "Very well"),
            Rate("mz-5", "How much say do you have in how much you take on?", "None", "Little", "Some", "Good", "Full"),
            Heading("pace", "Pace and the record"),
            Rate("mz-6", "How much stress does your work give you?", "Very much", "Much", "Some", "Little", "None"),
            Rate("mz-7", "Is the time for writing things down enough?", "Far too short", "Too short", "Just enough", "Enough", "Plenty"),
            Rate("mz-8", "How much time do you spend in the record at home?", "Far too much", "Too much", "Some", "Little", "None"),
            Rate("mz-9", "How often does the record annoy you?", "All the time", "Daily", "Weekly", "Seldom", "Never"),
            Rate("mz-10", "What is it like where you mostly work?", "Chaotic", "Hectic", "Busy", "Orderly", "Calm"),
        ]) { Description = "The structure of the Mini-Z 2.0: ten items, two parts, coded so that 5 is good. " + OwnWords },
    ];

    public static Questionnaire? Find(string key) => All.FirstOrDefault(instrument => instrument.Key == key);

    /// <summary>A statement with five degrees of agreement.</summary>
    public static Question Agree(string linkId, string text, string scale) => new(linkId, QuestionKind.Choice, text) { IsRequired = true, Scale = scale, Options = Options(agreement) };

    private static Question Rate(string linkId, string text, params string[] options) => new(linkId, QuestionKind.Choice, text) { IsRequired = true, Scale = "mini-z", Options = Options(options) };

    private static Question Seven(string linkId, string text) => new(linkId, QuestionKind.Choice, text) { IsRequired = true, Scale = "umux-lite", Options = Options("Disagree strongly", "Disagree", "Disagree a little", "Neither", "Agree a little", "Agree", "Agree strongly") };

    private static Question Burnout() => new("burnout", QuestionKind.Choice, "Which of these is nearest to how you feel about your work? Burnout means what you understand by it.")
    {
        IsRequired = true,
        Scale = "burnout",
        Options = Options(
            "My work does me good. No sign of burnout.",
            "Now and then I am worn out, but it passes.",
            "I am burning out: exhaustion or distance has stayed with me for a while.",
            "It does not leave me any more, and I think about it often.",
            "I cannot go on like this, and may need help."),
    };

    private static Question Heading(string linkId, string text) => new(linkId, QuestionKind.Heading, text);

    private static AnswerOption[] Options(params string[] words) => [.. words.Select((text, i) => new AnswerOption(i + 1, text))];
}
