using Charthouse.AuditActivity;
using Charthouse.Lake;

namespace Charthouse.Analytics.Conformance;

/// <summary>The manifest of a lake in memory: for tests that make many lakes.</summary>
internal sealed class MemoryManifest : ILakeManifest
{
    private LakeState state = new(0, [], [], [], [], [], new Dictionary<string, ActivityCategory>(StringComparer.Ordinal));

    public Task<long> ReadVersionAsync(CancellationToken cancellationToken) => Task.FromResult(state.Version);

    public Task<LakeState> ReadAsync(CancellationToken cancellationToken) => Task.FromResult(state);

    public Task<long> CommitAsync(LakeChange change, CancellationToken cancellationToken)
    {
        if (change.BaseVersion != state.Version) throw new InvalidOperationException("The lake changed while the import ran.");
        foreach (var removed in change.Removed)
        {
            if (!state.Segments.Contains(removed)) throw new InvalidOperationException("A segment was removed that does not exist.");
        }

        var clinicians = state.Clinicians.ToDictionary(clinician => clinician.Code);
        foreach (var clinician in change.Clinicians) clinicians[clinician.Code] = clinician;
        Dictionary<string, ActivityCategory> categories = new(state.Categories, StringComparer.Ordinal);
        foreach (var (action, category) in change.Categories) categories[action] = category;
        state = new LakeState(
            state.Version + 1,
            [.. state.Segments.Except(change.Removed), .. change.Added],
            [.. clinicians.Values.OrderBy(clinician => clinician.Code)],
            [.. state.Profiles, .. change.Profiles],
            [.. state.People.Concat(change.People).GroupBy(person => person.User, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal).SelectMany(group => group)],
            [.. state.Actions, .. change.Actions],
            categories);
        return Task.FromResult(state.Version);
    }
}

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class SetClock(DateTimeOffset now) : TimeProvider
{
    public DateTimeOffset Now { get; set; } = now;

    public override DateTimeOffset GetUtcNow() => Now;
}

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("charthouse-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content)
    {
        System.IO.File.WriteAllText(File(name), content);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
