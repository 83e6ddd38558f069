using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;

namespace Charthouse.Measure.OwnActivity;

/// <summary>Makes the shares of a demo in the name of those whose figures they are.</summary>
internal sealed class MakeDemoShares(IDirectory directory, ShareActivity shareActivity, ActivityShareList shares, CurrentActor actor)
{
    public async Task RunAsync(IReadOnlyList<(string Owner, string Recipient)> wanted, CancellationToken cancellationToken)
    {
        foreach (var (owner, recipient) in wanted)
        {
            if ((await directory.FindAsync(owner, cancellationToken)).FirstOrDefault(entry => entry.Name == owner) is not { } account) continue;
            using var asOwner = actor.Begin(new Actor(account.AccountId, null, account.Name, new HashSet<string>(StringComparer.Ordinal)));
            if ((await shares.RunAsync(cancellationToken)).Given.Count == 0) await shareActivity.RunAsync(new ShareActivity.Form { Person = recipient }, cancellationToken);
        }
    }
}
