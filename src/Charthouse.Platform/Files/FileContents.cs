using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Platform.Files;

/// <summary>A content of the database.</summary>
internal sealed class FileContent
{
    public required string Sha256 { get; init; }

    public required DateTimeOffset KeptAt { get; set; }
}

/// <summary>A piece of a content: small enough that no process holds a file in memory.</summary>
internal sealed class FileChunk
{
    public required string Sha256 { get; init; }

    public required int Number { get; init; }

    public required byte[] Bytes { get; init; }
}

/// <summary>
/// Contents of files by their SHA-256, the same content once: in the database, in pieces, so that several web processes see them, and a backup or a move to
/// another store takes them along with their records.
/// </summary>
public sealed class FileContents(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    private const int ChunkBytes = 256 << 10;

    /// <summary>Keeps a content: wholly or not at all. One that is known already counts as kept anew.</summary>
    /// <param name="sha256">Its SHA-256 as hexadecimal text in lower case.</param>
    /// <param name="content">The content.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task KeepAsync(string sha256, Stream content, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        if (await TouchAsync(db, sha256, cancellationToken)) return;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        db.Add(new FileContent { Sha256 = sha256, KeptAt = clock.GetUtcNow() });
        // Whoever keeps the same content at the same moment waits here, and then finds it kept.
        if (await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is not null)
        {
            await transaction.RollbackAsync(cancellationToken);
            db.ChangeTracker.Clear();
            await TouchAsync(db, sha256, cancellationToken);
            return;
        }

        var buffer = new byte[ChunkBytes];
        for (var number = 0; await content.ReadAtLeastAsync(buffer, ChunkBytes, throwOnEndOfStream: false, cancellationToken) is > 0 and var count; number++)
        {
            db.Add(new FileChunk { Sha256 = sha256, Number = number, Bytes = buffer[..count] });
            await db.SaveChangesAsync(cancellationToken);
            db.ChangeTracker.Clear();
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The content, read as it is needed; <c>null</c> when it is not there.</summary>
    public async Task<Stream?> OpenAsync(string sha256, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<FileContent>().AnyAsync(f => f.Sha256 == sha256, cancellationToken) ? new ChunkStream(dbs, sha256) : null;
    }

    /// <summary>Contents that were kept before an instant.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(DateTimeOffset keptBefore, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<FileContent>().Where(f => f.KeptAt < keptBefore).Select(f => f.Sha256).ToListAsync(cancellationToken);
    }

    /// <summary>Removes a content, unless it was kept anew since.</summary>
    public async Task RemoveAsync(string sha256, DateTimeOffset keptBefore, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // The pieces go with their file; the database sees whether it was kept anew since.
        await db.Set<FileContent>().Where(f => f.Sha256 == sha256 && f.KeptAt < keptBefore).ExecuteDeleteAsync(cancellationToken);
    }

    private async Task<bool> TouchAsync(WorkbenchDb db, string sha256, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await db.Set<FileContent>().Where(f => f.Sha256 == sha256).ExecuteUpdateAsync(set => set.SetProperty(f => f.KeptAt, now), cancellationToken) > 0;
    }

    /// <summary>Reads one piece after the other, each with a query of its own: no connection is held while a slow reader reads.</summary>
    private sealed class ChunkStream(IDbContextFactory<WorkbenchDb> dbs, string sha256) : Stream
    {
        private byte[] chunk = [];
        private int position, next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (position == chunk.Length)
            {
                await using var db = await dbs.CreateDbContextAsync(cancellationToken);
                var found = await db.Set<FileChunk>().AsNoTracking().Where(c => c.Sha256 == sha256 && c.Number == next).Select(c => c.Bytes).SingleOrDefaultAsync(cancellationToken);
                if (found is null) return 0;
                (chunk, position) = (found, 0);
                next++;
            }

            var count = Math.Min(buffer.Length, chunk.Length - position);
            chunk.AsMemory(position, count).CopyTo(buffer);
            position += count;
            return count;
        }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Read with ReadAsync.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

internal sealed class FileContentMapping : IEntityTypeConfiguration<FileContent>
{
    public void Configure(EntityTypeBuilder<FileContent> builder)
    {
        builder.ToTable("platform_files");
        builder.HasKey(f => f.Sha256);
        builder.Property(f => f.Sha256).HasColumnName("sha256").HasMaxLength(64);
        builder.Property(f => f.KeptAt).HasColumnName("kept_at");
    }
}

internal sealed class FileChunkMapping : IEntityTypeConfiguration<FileChunk>
{
    public void Configure(EntityTypeBuilder<FileChunk> builder)
    {
        builder.ToTable("platform_file_chunks");
        builder.HasKey(c => new { c.Sha256, c.Number });
        builder.Property(c => c.Sha256).HasColumnName("sha256").HasMaxLength(64);
        builder.Property(c => c.Number).HasColumnName("number");
        builder.Property(c => c.Bytes).HasColumnName("bytes");
        builder.HasOne<FileContent>().WithMany().HasForeignKey(c => c.Sha256).OnDelete(DeleteBehavior.Cascade);
    }
}
