using System.Text;
using Charthouse.Platform.History;
using Charthouse.Platform.Storage;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Stores.Conformance.Values;

/// <summary>What is saved, compared, ordered and refused is the same on both stores.</summary>
public sealed class ValuesTests
{
    private static readonly DateTimeOffset noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static Specimen New() => new() { Id = Guid.CreateVersion7(), At = noon, Day = new DateOnly(2026, 3, 1) };

    [Theory, ClassData(typeof(Stores))]
    public async Task Instant_ComparesAndSortsWhateverItsOffset(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        DateTimeOffset[] instants = [noon, new(2026, 3, 1, 13, 30, 0, TimeSpan.FromHours(2)), new(2026, 3, 1, 8, 0, 0, TimeSpan.FromHours(-5)), noon.AddTicks(10), noon.AddYears(-80)];
        await store.AddAsync([.. instants.Select((at, i) => new Specimen { Id = Guid.CreateVersion7(), At = at, Count = i })]);
        await using var db = store.Open();
        var sorted = await db.Set<Specimen>().OrderBy(s => s.At).Select(s => s.At).ToListAsync(Token);
        Assert.Equal(instants.Order(), sorted);
        Assert.All(sorted, at => Assert.Equal(TimeSpan.Zero, at.Offset));
        var limit = new DateTimeOffset(2026, 3, 1, 14, 0, 0, TimeSpan.FromHours(2));
        Assert.Equal([0], await db.Set<Specimen>().Where(s => s.At == limit).Select(s => s.Count).ToListAsync(Token));
        Assert.Equal([1, 4], await db.Set<Specimen>().Where(s => s.At < limit).OrderBy(s => s.Count).Select(s => s.Count).ToListAsync(Token));
        Assert.Equal(instants.Max(), await db.Set<Specimen>().MaxAsync(s => s.At, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Instant_KeepsWholeMicroseconds(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        var specimen = New();
        specimen.At = noon.AddTicks(1_234_567);
        await store.AddAsync(specimen);
        await using var db = store.Open();
        Assert.Equal(noon.AddTicks(1_234_560), (await db.Set<Specimen>().AsNoTracking().SingleAsync(Token)).At);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Day_ComparesAndSorts(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        DateOnly[] days = [new(2026, 10, 2), new(2026, 9, 30), DateOnly.MinValue, new(2026, 10, 1), DateOnly.MaxValue.AddDays(-1)];
        await store.AddAsync([.. days.Select(day => new Specimen { Id = Guid.CreateVersion7(), At = noon, Day = day })]);
        await using var db = store.Open();
        Assert.Equal(days.Order(), await db.Set<Specimen>().OrderBy(s => s.Day).Select(s => s.Day).ToListAsync(Token));
        var first = new DateOnly(2026, 10, 1);
        Assert.Equal(3, await db.Set<Specimen>().CountAsync(s => s.Day >= first, Token));
        Assert.Equal(2, await db.Set<Specimen>().CountAsync(s => s.Day.Month == 10, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Text_SortsByBytes(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        string[] texts = ["b", "B", "a", "ä", "Z", "_a", "10", "9", "é", "\u0065\u0301", "ß", "ﬀ", "\uFFFD", "😀", "", " a"];
        await store.AddAsync([.. texts.Select(text => new Specimen { Id = Guid.CreateVersion7(), At = noon, Text = text })]);
        await using var db = store.Open();
        var byBytes = texts.OrderBy(text => Convert.ToHexString(Encoding.UTF8.GetBytes(text)), StringComparer.Ordinal);
        Assert.Equal(byBytes, await db.Set<Specimen>().OrderBy(s => s.Text).Select(s => s.Text!).ToListAsync(Token));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.Text == "b", Token));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.Text == "é", Token));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.Text!.Contains("😀"), Token));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.Text!.StartsWith("_a"), Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Search_IgnoresCaseByTheNormalizedColumn(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        await store.AddAsync([.. new[] { "Müller", "MÜLLER", "Mueller", "100%", "100_" }.Select(text => new Specimen { Id = Guid.CreateVersion7(), At = noon, Text = text, Normalized = text.ToUpperInvariant() })]);
        await using var db = store.Open();
        Assert.Equal(2, await Count("müll"));
        Assert.Equal(1, await Count("0%"));
        Assert.Equal(1, await Count("0_"));
        Assert.Equal(0, await Count("M%R"));

        Task<int> Count(string words)
        {
            var wanted = words.ToUpperInvariant();
            return db.Set<Specimen>().CountAsync(s => s.Normalized.Contains(wanted), Token);
        }
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Id_SortsAsInMemory(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        var specimens = Enumerable.Range(0, 200).Select(i => new Specimen { Id = new Guid(i * 7919, (short)(i * 31), (short)i, (byte)i, 1, 2, 3, 4, 5, 6, (byte)(255 - i)), At = noon }).ToArray();
        await store.AddAsync(specimens);
        await using var db = store.Open();
        Assert.Equal(specimens.Select(s => s.Id).OrderBy(id => id.ToString("D"), StringComparer.Ordinal), await db.Set<Specimen>().OrderBy(s => s.Id).Select(s => s.Id).ToListAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Values_ComeBackAsTheyWere(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        var specimen = New();
        (specimen.Big, specimen.Count, specimen.Real, specimen.Truth, specimen.State) = (long.MinValue, int.MaxValue, 0.1 + 0.2, true, SpecimenState.Dried);
        specimen.Text = "line\r\nline\ttab 'quote' \"double\" \\ % _ 漢字 עברית 👩🏽‍⚕️";
        var other = New();
        (other.Big, other.Real, other.Text) = (long.MaxValue, double.MaxValue, new string('x', 400_000));
        await store.AddAsync(specimen, other);
        await using var db = store.Open();
        var read = await db.Set<Specimen>().AsNoTracking().SingleAsync(s => s.Id == specimen.Id, Token);
        Assert.Equal((specimen.Big, specimen.Count, specimen.Real, specimen.Truth, specimen.State, specimen.Text, specimen.Day), (read.Big, read.Count, read.Real, read.Truth, read.State, read.Text, read.Day));
        var long1 = await db.Set<Specimen>().AsNoTracking().SingleAsync(s => s.Id == other.Id, Token);
        Assert.Equal((other.Big, other.Real, other.Text), (long1.Big, long1.Real, long1.Text));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.State == SpecimenState.Dried, Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Empty_IsNotNull(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        var (empty, none) = (New(), New());
        empty.Text = "";
        await store.AddAsync(empty, none);
        await using var db = store.Open();
        Assert.Equal(empty.Id, await db.Set<Specimen>().Where(s => s.Text == "").Select(s => s.Id).SingleAsync(Token));
        Assert.Equal(none.Id, await db.Set<Specimen>().Where(s => s.Text == null).Select(s => s.Id).SingleAsync(Token));
        Assert.Equal(1, await db.Set<Specimen>().CountAsync(s => s.Text != "", Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TakenValue_IsARefusal(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        var first = New();
        await store.AddAsync(first);
        await using var db = store.Open();
        db.Add(new Specimen { Id = Guid.CreateVersion7(), Key = first.Key, At = noon });
        var taken = new Platform.Problem("test.taken", Platform.ProblemKind.Conflict, "Taken.");
        Assert.Equal(taken, await db.TrySaveAsync(taken, null, Token));
        await AssertNothingElseAsync(store, 1);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ChangedMeanwhile_IsARefusal(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        await store.AddAsync(New());
        await using var one = store.Open();
        await using var two = store.Open();
        var (mine, theirs) = (await one.Set<Specimen>().SingleAsync(Token), await two.Set<Specimen>().SingleAsync(Token));
        (theirs.Text, theirs.Version) = ("theirs", theirs.Version + 1);
        Assert.Null(await two.TrySaveAsync(null, null, Token));
        (mine.Text, mine.Version) = ("mine", mine.Version + 1);
        Assert.Equal(StoreProblems.ChangedMeanwhile, await one.TrySaveAsync(null, null, Token));
        await using var db = store.Open();
        Assert.Equal("theirs", (await db.Set<Specimen>().SingleAsync(Token)).Text);
        await AssertNothingElseAsync(store, 2);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task TextThatNotBothKeep_IsARefusal(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        foreach (var (text, isShort, problem) in new[] { ("a\0b", false, StoreProblems.TextNotStorable), ("a\uD83D", false, StoreProblems.TextNotStorable), ("\uDE00", false, StoreProblems.TextNotStorable), ("12345678901", true, StoreProblems.TextTooLong) })
        {
            await using var db = store.Open();
            var specimen = New();
            if (isShort) specimen.Short = text;
            else specimen.Text = text;
            db.Add(specimen);
            Assert.Equal(problem, await db.TrySaveAsync(null, null, Token));
        }

        var longest = New();
        longest.Short = "1234567890";
        await store.AddAsync(longest);
        await AssertNothingElseAsync(store, 1);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task ExecuteUpdate_ChangesWhatItNames(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        await store.AddAsync([.. Enumerable.Range(0, 10).Select(i => new Specimen { Id = Guid.CreateVersion7(), At = noon.AddHours(i), Count = i })]);
        await using var db = store.Open();
        var five = noon.AddHours(5);
        Assert.Equal(5, await db.Set<Specimen>().Where(s => s.At < five).ExecuteUpdateAsync(set => set.SetProperty(s => s.Count, s => s.Count + 100).SetProperty(s => s.State, SpecimenState.Dried).SetProperty(s => s.At, noon), Token));
        Assert.Equal([5, 6, 7, 8, 9, 100, 101, 102, 103, 104], await db.Set<Specimen>().OrderBy(s => s.Count).Select(s => s.Count).ToListAsync(Token));
        Assert.Equal(5, await db.Set<Specimen>().Where(s => s.State == SpecimenState.Dried && s.At == noon).ExecuteDeleteAsync(Token));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Snapshot_SeesOneMoment_AndLetsOthersWrite(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        await store.AddAsync(New());
        await using var db = store.Open();
        await using (await db.BeginSnapshotAsync(Token))
        {
            Assert.Equal(1, await db.Set<Specimen>().CountAsync(Token));
            await store.AddAsync(New());
            Assert.Equal(1, await db.Set<Specimen>().CountAsync(Token));
            Assert.Equal(1, await db.Set<HistoryEntry>().CountAsync(Token));
        }

        Assert.Equal(2, await db.Set<Specimen>().CountAsync(Token));
    }

    // A transaction that reads first and writes then must not meet another writer half-way: SQLite would refuse it at once, without any waiting.
    [Theory, ClassData(typeof(Stores))]
    public async Task Writers_WaitForEachOther(StoreKind kind)
    {
        await using var store = await SpecimenStore.CreateAsync(kind);
        const int Writers = 4, Each = 15;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(
            async () =>
            {
                for (var i = 0; i < Each; i++)
                {
                    await using var db = store.Open();
                    await using var transaction = await db.Database.BeginTransactionAsync(Token);
                    _ = await db.Set<Specimen>().CountAsync(Token);
                    db.Add(New());
                    Assert.Null(await db.TrySaveAsync(null, null, Token));
                    await transaction.CommitAsync(Token);
                }
            }, Token)));
        await AssertNothingElseAsync(store, Writers * Each);
    }

    // As many entries as there were changes, in a chain that holds.
    private static async Task AssertNothingElseAsync(SpecimenStore store, int changes)
    {
        await using var db = store.Open();
        var chain = new HistoryChain();
        await foreach (var entry in db.Set<HistoryEntry>().AsNoTracking().OrderBy(e => e.Sequence).AsAsyncEnumerable()) chain.Add(entry);
        Assert.Null(chain.Fault);
        Assert.Equal(changes, chain.Count);
    }
}
