using Charthouse.Measure.Activity;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;

namespace Charthouse.Measure.OwnActivity;

/// <summary>The figures of the signed-in clinician. Whose they are follows from the account alone; no address can name anybody else.</summary>
internal sealed class MyFigures(IDirectory directory, ReadOwnFigures readOwnFigures, CurrentActor actor)
{
    public async Task<OwnAnswer> RunAsync(ActivityQuery query, CancellationToken cancellationToken)
    {
        var standing = actor.Now.AccountId is { } account ? (await directory.StandingsAsync([account], cancellationToken)).GetValueOrDefault(account) : null;
        return await readOwnFigures.RunAsync(standing is { IsActive: true, LogUser: { } user } ? user : null, query, cancellationToken);
    }
}
