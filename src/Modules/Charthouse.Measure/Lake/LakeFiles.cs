using Charthouse.Lake;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Lake;

/// <summary>The segments of the lake, for backup and verify.</summary>
internal sealed class LakeFiles(LakeDirectory directory) : IStoredFiles
{
    public async Task<IReadOnlyList<StoredFile>> ListAsync(WorkbenchDb db, CancellationToken cancellationToken)
    {
        var segments = await db.Set<LakeSegment>().AsNoTracking().Select(s => new Segment(s.Id, s.Kind, s.Shard, s.Month, s.Rows, s.Bytes, s.FirstMicroseconds, s.LastMicroseconds)).ToListAsync(cancellationToken);
        return [.. segments.Select(segment => new StoredFile(Path.GetRelativePath(directory.Root, directory.FileOf(segment)).Replace('\\', '/'), segment.Bytes))];
    }
}
