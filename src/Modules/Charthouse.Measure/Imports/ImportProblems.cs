using Charthouse.Platform;

namespace Charthouse.Measure.Imports;

internal static class ImportProblems
{
    public static readonly Problem NoFile = new(
        "measure.import-no-file", ProblemKind.Invalid, "Choose at least one file: events, people, actions or appointments.", "events");

    public static readonly Problem UnknownZone = new(
        "measure.import-unknown-zone", ProblemKind.Invalid, "There is no such time zone. Use an IANA name such as America/New_York or Europe/Berlin.", "zone");

    public static readonly Problem SourceTooLong = new(
        "measure.import-source-too-long", ProblemKind.Invalid, "The name of the source is longer than 200 characters; shorten it.", "source");

    public static readonly Problem NotEnoughSpace = new(
        "measure.import-not-enough-space", ProblemKind.Conflict,
        "The disk of this server has too little free space for these files, so nothing was kept. Free some space or send fewer files at a time.");

    public static readonly Problem BrokeOff = new(
        "measure.import-broke-off", ProblemKind.Invalid, "The upload broke off before its end, so nothing was kept. Send the files again.");

    public static readonly Problem UnreadableUpload = new(
        "measure.import-unreadable-upload", ProblemKind.Invalid, "The upload could not be read, so nothing was kept. Send the files from the form on the page Imports.");

    public static readonly Problem UnknownUpload = new(
        "measure.import-unknown-upload", ProblemKind.NotFound, "This upload is not known or was finished already. Send the files again from the page Imports.");

    public static readonly Problem NotFound = new("measure.import-not-found", ProblemKind.NotFound, "There is no such import.");

    public static readonly Problem NothingSetAside = new("measure.import-nothing-set-aside", ProblemKind.NotFound, "This import set no rows aside.");

    public static readonly Problem EndedAlready = new("measure.import-ended-already", ProblemKind.Conflict, "This import has ended already, so there was nothing to stop.");

    private static readonly Problem[] shown = [NoFile, UnknownZone, SourceTooLong, NotEnoughSpace, BrokeOff, UnreadableUpload, Antiforgery.FormExpired, EndedAlready];

    /// <summary>The problem that an address names, for the page that is shown after a post.</summary>
    public static Problem? Find(string? code) => Array.Find(shown, problem => problem.Code == code);
}
