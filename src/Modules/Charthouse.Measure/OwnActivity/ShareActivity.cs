using System.Globalization;
using Charthouse.Measure.Lake;
using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>Lets one named person see the figures of the signed-in clinician, and tells that person.</summary>
internal sealed class ShareActivity(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory, ReadLogFacts readLogFacts, Notifications notifications, CurrentActor actor, TimeProvider clock)
{
    public static NotificationKind Kind { get; } = new("activity-shared", "Activity shared with you", "A clinician lets you see figures from the audit log that are otherwise the clinician's alone.", NotificationDelivery.App);

    public sealed class Form
    {
        public string? Person { get; set; }

        /// <summary>Which of several people of that name.</summary>
        public Guid? RecipientId { get; set; }

        public string? Until { get; set; }
    }

    public async Task<Outcome<ActivityShare>> RunAsync(Form form, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account || (await directory.StandingsAsync([account], cancellationToken)).GetValueOrDefault(account) is not { IsActive: true, LogUser: not null }) return ActivityShareProblems.NotLinked;
        if (Days.Refuse(("Until", form.Until)) is { Count: > 0 } refused) return refused;
        var until = Days.Of(form.Until);
        var found = await FindAsync(directory, form, cancellationToken);
        if (!found.Succeeded) return found.Problems.ToList();
        var today = await readLogFacts.TodayAsync(cancellationToken);
        var made = ActivityShare.Make(account, found.Value, until, clock.GetUtcNow(), today);
        if (!made.Succeeded) return made;

        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        var earlier = await db.Set<ActivityShare>().AsNoTracking().Where(s => s.AccountId == account && s.RecipientId == found.Value && s.RevokedAt == null).ToListAsync(cancellationToken);
        if (earlier.Exists(share => share.IsOpen(today))) return ActivityShareProblems.SharedAlready;
        db.Add(made.Value);
        notifications.Add(db, found.Value, Kind.Name, $"{actor.Now.Name} lets you see figures of own activity{(until is { } last ? " until " + last.ToString("d MMM yyyy", CultureInfo.CurrentCulture) : "")}.", "activity/shared/" + made.Value.Id);
        if (await db.TrySaveAsync(null, null, cancellationToken) is { } problem) return problem;
        await transaction.CommitAsync(cancellationToken);
        return made;
    }

    // A part of a name is never enough: figures would go to whoever happens to be called like that.
    private static async Task<Outcome<Guid>> FindAsync(IDirectory directory, Form form, CancellationToken cancellationToken)
    {
        if (form.Person?.Trim() is not { Length: > 0 } name) return ActivityShareProblems.PersonMissing;
        var found = await directory.FindAsync(name, cancellationToken);
        if (found.Count == 0) return ActivityShareProblems.PersonUnknown;
        if (found.FirstOrDefault(entry => entry.AccountId == form.RecipientId) is { } chosen) return chosen.AccountId;
        var exact = found.Where(entry => string.Equals(entry.Name, name, StringComparison.OrdinalIgnoreCase)).ToList();
        return exact.Count == 1 ? exact[0].AccountId : ActivityShareProblems.PersonUnclear;
    }
}
