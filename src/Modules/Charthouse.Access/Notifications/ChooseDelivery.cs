using Charthouse.Platform;
using Charthouse.Platform.Notifications;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Access.Notifications;

/// <summary>How the signed-in person wants to hear of each kind of thing.</summary>
internal sealed class ChooseDelivery(IDbContextFactory<WorkbenchDb> dbs, CurrentActor actor, IEnumerable<NotificationKind> kinds)
{
    /// <summary>Every kind with the choice in force, by title.</summary>
    public async Task<IReadOnlyList<(NotificationKind Kind, NotificationDelivery Delivery)>> ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var chosen = await db.Set<NotificationPreference>().AsNoTracking().Where(p => p.AccountId == actor.Now.AccountId).ToDictionaryAsync(p => p.Kind, p => p.Delivery, StringComparer.Ordinal, cancellationToken);
        return [.. kinds.OrderBy(kind => kind.Title, StringComparer.CurrentCulture).Select(kind => (kind, chosen.GetValueOrDefault(kind.Name, kind.Default)))];
    }

    /// <summary>Saves all choices, or none when one of them does not exist.</summary>
    public async Task<Outcome<bool>> RunAsync(IReadOnlyList<(string Kind, string Delivery)> choices, CancellationToken cancellationToken)
    {
        if (actor.Now.AccountId is not { } account) return NotificationProblems.UnknownChoice;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var chosen = await db.Set<NotificationPreference>().Where(p => p.AccountId == account).ToDictionaryAsync(p => p.Kind, StringComparer.Ordinal, cancellationToken);
        foreach (var (kind, word) in choices)
        {
            if (!kinds.Any(known => known.Name == kind) || !Enum.GetNames<NotificationDelivery>().Contains(word, StringComparer.Ordinal)) return NotificationProblems.UnknownChoice;
            var delivery = Enum.Parse<NotificationDelivery>(word);
            if (chosen.TryGetValue(kind, out var preference)) preference.Delivery = delivery;
            else db.Add(chosen[kind] = new NotificationPreference { Id = Guid.CreateVersion7(), AccountId = account, Kind = kind, Delivery = delivery });
        }

        // Two tabs that save for the first time at once: the second one is told.
        return await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is { } problem ? problem : true;
    }

    /// <summary>The fields <c>kind</c> and <c>delivery</c> stand in pairs.</summary>
    public static async Task<IResult> PostAsync(HttpContext context, ChooseDelivery useCase)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var (names, words) = (form["kind"], form["delivery"]);
        if (names.Count != words.Count) return TypedResults.LocalRedirect("/account/notifications?problem=" + NotificationProblems.UnknownChoice.Code);
        var saved = await useCase.RunAsync([.. names.Zip(words, (kind, delivery) => (kind ?? "", delivery ?? ""))], context.RequestAborted);
        return TypedResults.LocalRedirect("/account/notifications?" + (saved.Succeeded ? "saved=true" : "problem=" + saved.Problems[0].Code));
    }
}
