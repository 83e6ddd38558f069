using Charthouse.Access.People;
using Charthouse.Platform.Files;
using Charthouse.Platform.Permissions;
using Charthouse.Platform.Records;
using Charthouse.Platform.Search;
using Charthouse.Platform.Status;
using Charthouse.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Charthouse.Stores.Conformance.Search;

/// <summary>Both stores find the same, and what they find is what the words say.</summary>
public sealed class SearchTests
{
    private static readonly (string Name, string? Email)[] people =
    [
        ("Zoë Müller-Lüdenscheidt", "zoe@harbor.example"), ("Jürgen Groß", "gross@harbor.example"), ("Søren Łukasiewicz", null), ("Ana María Peña", "ana.maria@bay.example"),
        ("Martha Mars", "m.mars@bay.example"), ("Mars Martha", null), ("Ellis Marrow", "mars@planet.example"), ("O'Brien, Siobhán", "sob@bay.example"), ("İpek Yılmaz", null),
        ("Ann Lee 42", "unit007@bay.example"), ("Bea & Co: -5 * (x) AND NOT", null), ("Émile Zola", "ZOLA@HARBOR.EXAMPLE"),
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, ClassData(typeof(Stores))]
    public async Task Words_FindWhatHoldsThem(StoreKind kind)
    {
        await using var workbench = await StartAsync(kind);
        async Task FindsAsync(string text, params string[] expected) => Assert.Equal(expected.Order(StringComparer.Ordinal), (await FindAsync(workbench, text)).Order(StringComparer.Ordinal));

        // Case and accents are folded, in what is typed and in what is found.
        await FindsAsync("muller", "Zoë Müller-Lüdenscheidt");
        await FindsAsync("MÜLLER", "Zoë Müller-Lüdenscheidt");
        await FindsAsync("groß", "Jürgen Groß");
        await FindsAsync("gross", "Jürgen Groß");
        await FindsAsync("soren lukas", "Søren Łukasiewicz");
        await FindsAsync("ipek yilmaz", "İpek Yılmaz");
        await FindsAsync("siobhan obr");
        await FindsAsync("siobhan brien", "O'Brien, Siobhán");
        // The beginning of a word is enough, its middle is not.
        await FindsAsync("lud", "Zoë Müller-Lüdenscheidt");
        await FindsAsync("denscheidt");
        // Every word has to be found, in the name or below it.
        await FindsAsync("mar", "Martha Mars", "Mars Martha", "Ellis Marrow", "Ana María Peña");
        await FindsAsync("mar bay", "Martha Mars", "Ana María Peña");
        await FindsAsync("mar nobody");
        // Words in quotes stand behind each other, and never half in the name and half below it.
        await FindsAsync("\"martha mars\"", "Martha Mars");
        await FindsAsync("\"marrow mars\"");
        await FindsAsync("\"planet example\"", "Ellis Marrow");
        await FindsAsync("\"ellis mar", "Ellis Marrow");
        // Numbers and signs are words and spaces.
        await FindsAsync("42", "Ann Lee 42");
        await FindsAsync("007");
        await FindsAsync("unit007", "Ann Lee 42");
        await FindsAsync("5", "Bea & Co: -5 * (x) AND NOT");
        await FindsAsync("bea* AND (co: NOT", "Bea & Co: -5 * (x) AND NOT");
        await FindsAsync("zola harbor", "Émile Zola");
        foreach (var nothing in (string[])["", "  ", "\"", "***", "' or 1=1 --", "a:*b|c&!d", "\0", "'')", "\\"]) await FindAsync(workbench, nothing);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Titles_StandBeforeWhatIsBelowThem(StoreKind kind)
    {
        await using var workbench = await StartAsync(kind);
        Assert.Equal("Ellis Marrow", (await FindAsync(workbench, "mars"))[^1]);
        Assert.Equal("Mars Martha", (await FindAsync(workbench, "mars mar"))[0]);
        Assert.Equal("Martha Mars", (await FindAsync(workbench, "martha mars"))[0]);
        Assert.Equal("Mars Martha", (await FindAsync(workbench, "mars martha"))[0]);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Documents_FollowTheirRecords(StoreKind kind)
    {
        await using var workbench = await StartAsync(kind);
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            var person = await db.Set<Person>().SingleAsync(p => p.Name == "Ellis Marrow", Token);
            person.Name = "Ellis Whitaker";
            (await db.Set<Person>().SingleAsync(p => p.Name == "Martha Mars", Token)).Name = "Nina Venus";
            await db.SaveChangesAsync(Token);
        }

        Assert.Empty(await FindAsync(workbench, "marrow"));
        Assert.Equal(["Ellis Whitaker"], await FindAsync(workbench, "whitaker"));
        Assert.Equal(["Mars Martha"], await FindAsync(workbench, "martha"));
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(Token);
            db.Add(new Person { Id = Guid.CreateVersion7(), Name = "Never Saved" });
            await db.SaveChangesAsync(Token);
            await transaction.RollbackAsync(Token);
        }

        Assert.Empty(await FindAsync(workbench, "never"));
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task Rebuild_FindsWhatWasFoundBefore(StoreKind kind)
    {
        await using var workbench = await StartAsync(kind);
        string[] texts = ["mar", "muller", "bay", "\"martha mars\"", "5"];
        List<string> before = [];
        foreach (var text in texts) before.AddRange((await FindAsync(workbench, text)).Order(StringComparer.Ordinal));
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            await db.Set<SearchDocument>().ExecuteDeleteAsync(Token);
            Assert.Empty(await FindAsync(workbench, "mar"));
        }

        var count = await workbench.Services.GetRequiredService<RebuildSearch>().RunAsync(Token);
        Assert.True(count > people.Length);
        List<string> after = [];
        foreach (var text in texts) after.AddRange((await FindAsync(workbench, text)).Order(StringComparer.Ordinal));
        Assert.Equal(before, after);
    }

    [Theory, ClassData(typeof(Stores))]
    public async Task WhatStandsUnderARecord_IsFoundByWhoeverSeesTheRecord(StoreKind kind)
    {
        await using var bench = await RecordBench.StartAsync(kind);
        using var acting = bench.Act();
        var (paper, other) = (bench.Papers.Add("Ward round"), bench.Papers.Add("Secret"));
        var comment = (await bench.Get<WriteComment>().RunAsync(paper, null, "The *quokka* printer jams.", [], Token)).Value;
        await bench.Get<WriteComment>().RunAsync(other, null, "A quokka too.", [], Token);
        var attachment = await bench.Get<AddAttachment>().RunAsync(paper, "quokka-plan.pdf", new MemoryStream("%PDF-1.7\n%%EOF\n"u8.ToArray()), new("Floor of the ward"), Token);
        Assert.True(attachment.Succeeded);
        bench.Papers.Hidden[other.Id] = true;

        Assert.Equal([$"attachment: quokka-plan.pdf, paper/{paper.Id}#attachments, Paper Ward round", $"comment: Paper Ward round, paper/{paper.Id}#comment-{comment}, "], await FoundAsync("quokka"));
        Assert.Equal([$"attachment: quokka-plan.pdf, paper/{paper.Id}#attachments, Paper Ward round"], await FoundAsync("floor"));
        // A database that is older than what is found gets it at the next start.
        await using (var db = await bench.Dbs.CreateDbContextAsync(Token))
        {
            await db.Set<SearchDocument>().Where(d => d.Kind == "comment").ExecuteDeleteAsync(Token);
            await db.Set<SystemFact>().Where(fact => fact.Name == SystemFact.SearchKinds).ExecuteDeleteAsync(Token);
        }

        Assert.Empty(await FoundAsync("printer"));
        await bench.Get<RebuildSearch>().RunMissingAsync(Token);
        Assert.Single(await FoundAsync("printer"));

        Assert.True((await bench.Get<ArchiveComment>().RunAsync(paper, comment, "Solved.", Token)).Succeeded);
        Assert.Empty(await FoundAsync("printer"));

        async Task<IReadOnlyList<string>> FoundAsync(string text) =>
            [.. (await bench.Get<FindRecords>().RunAsync(SearchQuery.Read(text), Token)).Hits.Select(hit => $"{hit.Kind}: {hit.Summary.Title}, {hit.Summary.Href}, {hit.Summary.State}").Order(StringComparer.Ordinal)];
    }

    // Both stores and the definition in plain C# on texts made of few letters, so that words meet.
    [Theory, ClassData(typeof(Stores))]
    public async Task Stores_FindWhatTheDefinitionFinds(StoreKind kind)
    {
        await using var workbench = await ServedWorkbench.StartAsync(kind);
        var dice = new Random(7);
        string[] pieces = ["a", "ab", "abc", "ä", "AB", "b", "ba", "ß", "1", "12", "a1"];
        string Text(int words) => string.Join(dice.Next(4) == 0 ? "-" : " ", Enumerable.Range(0, dice.Next(1, words)).Select(_ => pieces[dice.Next(pieces.Length)] + (dice.Next(3) == 0 ? pieces[dice.Next(pieces.Length)] : "")));
        var made = Enumerable.Range(0, 120).Select(i => new Person { Id = Guid.CreateVersion7(), Name = Text(4), Email = dice.Next(2) == 0 ? null : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Text(5)} n{i}") }).ToList();
        await using (var db = await workbench.Dbs.CreateDbContextAsync(Token))
        {
            db.AddRange(made);
            await db.SaveChangesAsync(Token);
        }

        var found = 0;
        for (var i = 0; i < 150; i++)
        {
            var text = dice.Next(3) == 0 ? $"\"{Text(4)}\" {Text(2)}" : Text(4);
            var query = SearchQuery.Read(text);
            var expected = made.Where(person => query.Terms.Count > 0 && query.Terms.All(term => Alone(term).StandsIn(person.Name) || Alone(term).StandsIn(person.Email ?? ""))).Select(person => person.Name).Order(StringComparer.Ordinal).ToList();
            Assert.Equal(expected, (await FindAsync(workbench, text)).Order(StringComparer.Ordinal));
            found += expected.Count;
        }

        // The dice have to find something for this to mean anything.
        Assert.True(found > 100, $"{found} found");
        static SearchQuery Alone(SearchTerm term) => new("", [term]);
    }

    private static async Task<ServedWorkbench> StartAsync(StoreKind kind)
    {
        var workbench = await ServedWorkbench.StartAsync(kind);
        await using var db = await workbench.Dbs.CreateDbContextAsync(Token);
        db.AddRange(people.Select(person => new Person { Id = Guid.CreateVersion7(), Name = person.Name, Email = person.Email }));
        await db.SaveChangesAsync(Token);
        return workbench;
    }

    private static async Task<List<string>> FindAsync(ServedWorkbench workbench, string text)
    {
        using (workbench.Services.GetRequiredService<CurrentActor>().Begin(new Actor(Guid.CreateVersion7(), null, "Test", new HashSet<string> { "people.view" })))
        {
            return [.. (await workbench.Services.GetRequiredService<FindRecords>().RunAsync(SearchQuery.Read(text), Token)).Hits.Select(hit => hit.Summary.Title)];
        }
    }
}
