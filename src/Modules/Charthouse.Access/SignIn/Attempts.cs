using System.Security.Cryptography;
using System.Text;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Charthouse.Access.SignIn;

/// <summary>How often something was tried in vain. The subject is a hash: people type passwords where an e-mail address belongs.</summary>
internal sealed class Attempt
{
    /// <summary>SHA-256 of what was tried on what, as hexadecimal text.</summary>
    public required string Subject { get; init; }

    public required int Count { get; set; }

    public required DateTimeOffset LastAt { get; set; }
}

/// <summary>
/// Counts what is tried on one account, known or unknown, and makes whoever tries too often wait. Kept in the database, so that several processes count
/// together and a restart forgets nothing; an address without an account is counted like any other, so that waiting says nothing about who has one.
/// </summary>
internal sealed class Attempts(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    /// <summary>How long to wait after the last try.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan keptFor = TimeSpan.FromDays(1);

    /// <summary>Counts a try before it is made, so that tries at the same moment count too. Answers how long to wait, or <c>null</c> to go on.</summary>
    /// <param name="what">What is tried, such as <c>password</c>.</param>
    /// <param name="on">On what, such as an e-mail address.</param>
    /// <param name="allowed">How many tries in a row.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<TimeSpan?> BeginAsync(string what, string on, int allowed, CancellationToken cancellationToken)
    {
        var subject = Subject(what, on);
        // Whoever loses a race for the row counts anew. Who loses this often is not typing.
        for (var race = 0; race < 20; race++)
        {
            var now = clock.GetUtcNow();
            await using var db = await dbs.CreateDbContextAsync(cancellationToken);
            var attempt = await db.Set<Attempt>().SingleOrDefaultAsync(a => a.Subject == subject, cancellationToken);
            if (attempt is null)
            {
                var old = now - keptFor;
                await db.Set<Attempt>().Where(a => a.LastAt < old).ExecuteDeleteAsync(cancellationToken);
                db.Add(new Attempt { Subject = subject, Count = 1, LastAt = now });
            }
            else
            {
                var passed = now - attempt.LastAt;
                if (passed >= Pause) attempt.Count = 0;
                if (attempt.Count >= allowed) return Pause - passed;
                attempt.Count++;
                attempt.LastAt = now;
            }

            if (await db.TrySaveAsync(StoreProblems.ChangedMeanwhile, null, cancellationToken) is null) return null;
        }

        return Pause;
    }

    /// <summary>Forgets what was tried: it succeeded.</summary>
    public async Task ForgetAsync(string what, string on, CancellationToken cancellationToken)
    {
        var subject = Subject(what, on);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        await db.Set<Attempt>().Where(a => a.Subject == subject).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>A waiting time in words, rounded up.</summary>
    public static string Words(TimeSpan wait) => wait <= TimeSpan.FromMinutes(1) ? "a minute" : FormattableString.Invariant($"{Math.Ceiling(wait.TotalMinutes):0} minutes");

    private static string Subject(string what, string on) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{what}\n{on}")));
}

internal sealed class AttemptMapping : IEntityTypeConfiguration<Attempt>
{
    public void Configure(EntityTypeBuilder<Attempt> builder)
    {
        builder.ToTable("access_attempts");
        builder.HasKey(a => a.Subject);
        builder.Property(a => a.Subject).HasColumnName("subject").HasMaxLength(64);
        builder.Property(a => a.Count).HasColumnName("count").IsConcurrencyToken();
        builder.Property(a => a.LastAt).HasColumnName("last_at");
        builder.HasIndex(a => a.LastAt);
    }
}
