using System.Globalization;
using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.OwnActivity;

/// <summary>Whom somebody let see the own figures, and who let them.</summary>
internal sealed class SharesPersonalData(IDbContextFactory<WorkbenchDb> dbs, IDirectory directory) : IPersonalData
{
    public async Task<IReadOnlyList<PersonalDataPart>> OfAsync(Guid accountId, Guid? personId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var shares = await db.Set<ActivityShare>().AsNoTracking().Where(s => s.AccountId == accountId || s.RecipientId == accountId).OrderBy(s => s.SharedAt).ThenBy(s => s.Id).ToListAsync(cancellationToken);
        var names = await directory.NamesAsync([.. shares.SelectMany(share => new[] { share.AccountId, share.RecipientId }).Distinct()], cancellationToken);
        return
        [
            new("Shares of your activity", "Whom you let see your figures from the audit log. They stay after their end, so that you can tell who could see them when.", [.. shares.Where(share => share.AccountId == accountId).Select(share => Row(share, "With", names.GetValueOrDefault(share.RecipientId)))]),
            new("Activity shared with you", "Who let you see figures from the audit log. They stay after their end, so that it can be told who could see them when.", [.. shares.Where(share => share.RecipientId == accountId).Select(share => Row(share, "By", names.GetValueOrDefault(share.AccountId)))]),
        ];
    }

    private static Dictionary<string, string?> Row(ActivityShare share, string side, string? name) => new(StringComparer.Ordinal)
    {
        [side] = name,
        ["Shared"] = At(share.SharedAt),
        ["Last day"] = share.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["Revoked"] = At(share.RevokedAt),
    };

    private static string? At(DateTimeOffset? at) => at?.ToString("u", CultureInfo.InvariantCulture);
}
