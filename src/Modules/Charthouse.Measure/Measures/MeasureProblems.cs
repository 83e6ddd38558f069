using Charthouse.Platform;

namespace Charthouse.Measure.Measures;

/// <summary>Refusals about measures.</summary>
internal static class MeasureProblems
{
    public static readonly Problem NoPoints = new("measure.points-unreadable", ProblemKind.Invalid, "Send the points as JSON, with the header Content-Type: application/json, as the guide about measures shows.");
    public static readonly Problem NotFound = new("measure.not-found", ProblemKind.NotFound, "There is no such measure.");
    public static readonly Problem NameMissing = new("measure.name-missing", ProblemKind.Invalid, "Give the measure a name.", "Name");
    public static readonly Problem NameTaken = new("measure.name-taken", ProblemKind.Conflict, "Another measure has this name. Choose one that tells them apart.", "Name");
    public static readonly Problem OwnerUnknown = new("measure.owner-unknown", ProblemKind.Invalid, "Nobody with an open account has exactly this name. Write it as it stands on the account.", "Owner");
    public static readonly Problem OwnerAmbiguous = new("measure.owner-ambiguous", ProblemKind.Invalid, "Several accounts have this name, so it does not say who owns the measure.", "Owner");
    public static readonly Problem NoNumber = new("measure.no-number", ProblemKind.Invalid, "This is not a number. Write it with a point, as 12.5.", "Target");
    public static readonly Problem TargetOutOfRange = new("measure.target-out-of-range", ProblemKind.Invalid, "A share lies between 0 and what it is shown per. Choose a target in that range.", "Target");
    public static readonly Problem NoDate = new("measure.no-date", ProblemKind.Invalid, "This is not a date from 1900 to 2199.", "TargetFrom");
    public static readonly Problem NoReviewDate = new("measure.no-review-date", ProblemKind.Invalid, "This is not a date from 1900 to 2199.", "ReviewOn");
    public static readonly Problem FiguresFixed = new("measure.figures-fixed", ProblemKind.Conflict, "The kind of data cannot change once there are points: they would mean something else. Make a new measure.", "Figures");
    public static readonly Problem FeedFixed = new("measure.feed-fixed", ProblemKind.Conflict, "This measure is read from the activity log: kind of data, factor and frequency are those of the log. Make a new measure for others.", "Figures");
    public static readonly Problem IsArchived = new("measure.archived", ProblemKind.Conflict, "This measure is archived. Restore it first.");
    public static readonly Problem IsNotArchived = new("measure.not-archived", ProblemKind.Conflict, "This measure is not archived.");
    public static readonly Problem ReasonMissing = new("measure.reason-missing", ProblemKind.Invalid, "Say why, in a few words. The reason stays in the history.", "Reason");
    public static readonly Problem IsAutomatic = new("measure.automatic", ProblemKind.Conflict, "This measure is read from the activity log. Its points cannot be entered by hand.");
    public static readonly Problem NoFeed = new("measure.no-feed", ProblemKind.Invalid, "There is no activity measure of this name that can be followed. Choose one from the list on the page Activity.");
    public static readonly Problem FeedWithoutLog = new("measure.feed-without-log", ProblemKind.Conflict, "No audit log has been imported yet, so there is nothing to follow. Import one first.");
    public static readonly Problem FeedFilterUnknown = new("measure.feed-filter-unknown", ProblemKind.Conflict, "One of the filters is not in the people file any more, so nothing was made. Look at the selection, and follow it again.");
    public static readonly Problem FeedTooShort = new("measure.feed-too-short", ProblemKind.Conflict, "The log holds no full week yet, from Monday to Sunday, so there is no point to follow. Import more of it.");
    public static readonly Problem FeedWithoutValue = new("measure.feed-without-value", ProblemKind.Conflict, "No week of this selection has a value, because too few people have scheduled hours in it. Import their appointments, or take a filter off.");
    public static readonly Problem FeedNameTaken = new("measure.feed-name-taken", ProblemKind.Conflict, "Somebody else has just made a measure of this name. Follow it again: you then see theirs, or get one of your own.");
    public static readonly Problem FeedHidden = new("measure.feed-hidden", ProblemKind.Forbidden, "This group is hidden to protect the people in small groups, so it cannot become a measure. Take a filter off to follow a larger one.");

    /// <summary>What following an activity measure may be refused for.</summary>
    public static IReadOnlyList<Problem> OfFollowing { get; } = [NoFeed, FeedWithoutLog, FeedFilterUnknown, FeedTooShort, FeedWithoutValue, FeedNameTaken, FeedHidden];
    public static readonly Problem ChartDoesNotFit = new("measure.chart-does-not-fit", ProblemKind.Invalid, "This chart does not fit the kind of data. Choose one from the list.", "Chart");
    public static readonly Problem BaselineTooShort = new("measure.baseline-too-short", ProblemKind.Invalid, "A baseline has at least 2 points. Leave it empty to use all points of a part.", "BaselinePoints");
    public static readonly Problem RangeReversed = new("measure.range-reversed", ProblemKind.Invalid, "The smallest possible value lies above the largest. Counts begin at 0, and a share ends at what it is shown per.", "LowestPossible");
    public static readonly Problem GuardsNotMet = new("measure.rebase-guards", ProblemKind.Conflict, "Limits move only when every question is answered with yes: a signal, a known cause, a change that is expected to last, and 8 new points.");
    public static readonly Problem NoProposal = new("measure.rebase-no-proposal", ProblemKind.Conflict, "The points do not propose new limits at this date any more. Look at the chart again.");
    public static readonly Problem NoSuchPoint = new("measure.no-such-point", ProblemKind.NotFound, "There is no point on this day.");
    public static readonly Problem IsLeftOut = new("measure.point-left-out", ProblemKind.Conflict, "This point is left out of the limits already. Nothing was changed.");
    public static readonly Problem IsTakenIn = new("measure.point-taken-in", ProblemKind.Conflict, "This point counts for the limits already. Nothing was changed.");
    public static readonly Problem NothingToAdd = new("measure.no-points", ProblemKind.Invalid, "There is no row with a value. Enter one, or paste rows with a date and a value.");
    public static readonly Problem PointsChanged = new("measure.points-changed", ProblemKind.Conflict, "Somebody else has just entered a point for one of these days. Nothing was written; open the page again.");
    public static readonly Problem NoFile = new("measure.no-points-file", ProblemKind.Invalid, "Choose a CSV or XLSX file.", "File");
    public static readonly Problem FileTooLarge = new("measure.points-file-too-large", ProblemKind.Invalid, "The file is larger than 3 MB. Split it.", "File");
    public static readonly Problem TooManyRows = new("measure.too-many-points", ProblemKind.Invalid, "These are more than 10,000 rows, or more than 3 MB. Nothing was written; send them in several parts.");
    public static readonly Problem FileUnreadable = new("measure.points-file-unreadable", ProblemKind.Invalid, "The file is neither CSV in UTF-8 nor XLSX, so nothing was read. Save it as one of these.", "File");

    /// <summary>The refusal of rows; the rows themselves stand in the answer.</summary>
    public static Problem RowsRefused(string rows) => new("measure.rows-refused", ProblemKind.Invalid, $"{rows} Nothing was written.");
}
