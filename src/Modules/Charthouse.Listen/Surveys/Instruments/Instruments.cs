using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys.Instruments;

/// <summary>All instruments: those that Charthouse brings, and those that somebody brought.</summary>
internal sealed class InstrumentList(IDbContextFactory<WorkbenchDb> dbs)
{
    /// <param name="Saved">The stored one; <c>null</c> for one that Charthouse brings.</param>
    public sealed record Row(Questionnaire Questionnaire, Instrument? Saved)
    {
        public bool IsArchived => Saved?.ArchivedAt is not null;
    }

    public async Task<IReadOnlyList<Row>> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        var saved = await db.Set<Instrument>().AsNoTracking().OrderBy(i => i.Title).ThenBy(i => i.Id).ToListAsync(cancellationToken);
        return [.. BuiltInInstruments.All.Select(built => new Row(built, null)), .. saved.Select(RowOf)];
    }

    public async Task<Row?> FindAsync(string? key, CancellationToken cancellationToken)
    {
        if (key is null) return null;
        if (BuiltInInstruments.Find(key) is { } built) return new(built, null);
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        return await db.Set<Instrument>().AsNoTracking().SingleOrDefaultAsync(i => i.Key == key, cancellationToken) is { } saved ? RowOf(saved) : null;
    }

    private static Row RowOf(Instrument saved) => new(QuestionnaireJson.Read(saved.Json, saved.Key).Value, saved);
}

/// <summary>Brings an instrument: from a FHIR Questionnaire, or as a pulse of one to three questions.</summary>
internal sealed class AddInstrument(IDbContextFactory<WorkbenchDb> dbs, TimeProvider clock)
{
    public const int MostPulseQuestions = 3;

    /// <summary>A pulse as its form holds it.</summary>
    public sealed class PulseForm
    {
        public string? Title { get; set; }
        public string? Question1 { get; set; }
        public string? Kind1 { get; set; }
        public string? Question2 { get; set; }
        public string? Kind2 { get; set; }
        public string? Question3 { get; set; }
        public string? Kind3 { get; set; }

        public IReadOnlyList<(string? Text, string? Kind)> Questions => [(Question1, Kind1), (Question2, Kind2), (Question3, Kind3)];
    }

    public async Task<Outcome<string>> ImportAsync(string? json, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(json)) return InstrumentProblems.Nothing;
        var read = QuestionnaireJson.Read(json);
        return read.Succeeded ? await SaveAsync(read.Value, cancellationToken) : read.Problems.ToList();
    }

    public async Task<Outcome<string>> RunAsync(PulseForm form, CancellationToken cancellationToken)
    {
        var read = new FormReader();
        var title = read.Required("Title", "a title", form.Title, Questionnaire.LongestTitle);
        List<Question> questions = [];
        for (var i = 0; i < MostPulseQuestions; i++)
        {
            var (name, id) = ($"Question{i + 1}", $"q{i + 1}");
            if (read.Text(name, form.Questions[i].Text, Question.LongestText) is not { } text) continue;
            questions.Add(form.Questions[i].Kind switch
            {
                "recommend" => new(id, QuestionKind.Whole, text) { IsRequired = true, Lowest = 0, Highest = 10 },
                "text" => new(id, QuestionKind.Text, text),
                _ => BuiltInInstruments.Agree(id, text, "agreement"),
            });
        }

        if (questions.Count == 0) read.Missing("Question1", "at least one question");
        if (read.Problems.Count > 0) return read.Problems;
        // One answer from 0 to 10 is a net promoter score; two of them are two numbers.
        if (questions.Where(question => question.Kind == QuestionKind.Whole).ToList() is [var only]) questions[questions.IndexOf(only)] = only with { Scale = "enps" };
        return await SaveAsync(new(QuestionnaireJson.KeyOf(title), "1", title, questions), cancellationToken);
    }

    private async Task<Outcome<string>> SaveAsync(Questionnaire instrument, CancellationToken cancellationToken)
    {
        if (instrument.Check() is { Count: > 0 } wrong) return wrong;
        await using var db = await dbs.CreateDbContextAsync(cancellationToken);
        // Another version of the same instrument is told apart by its version.
        var key = instrument.Key;
        for (var next = 2; await IsTakenAsync(key); next++) key = FormattableString.Invariant($"{instrument.Key[..Math.Min(instrument.Key.Length, Questionnaire.LongestKey - 5)]}-{next}");
        if (key != instrument.Key && await SameAsync(instrument)) return InstrumentProblems.Taken;
        db.Add(new Instrument { Id = Guid.CreateVersion7(), Key = key, Title = instrument.Title, Json = QuestionnaireJson.Write(instrument with { Key = key }), CreatedAt = clock.GetUtcNow(), Version = 1 });
        return await db.TrySaveAsync(InstrumentProblems.Taken, null, cancellationToken) is { } problem ? problem : key;

        async Task<bool> IsTakenAsync(string wanted) => BuiltInInstruments.Find(wanted) is not null || wanted is "new" or "import" or "pulse" || await db.Set<Instrument>().AnyAsync(i => i.Key == wanted, cancellationToken);

        // The same title and version twice would be two lines in every list that nobody can tell apart.
        async Task<bool> SameAsync(Questionnaire wanted) =>
            BuiltInInstruments.All.Any(built => built.Title == wanted.Title && built.Version == wanted.Version)
            || (await db.Set<Instrument>().AsNoTracking().Where(i => i.Title == wanted.Title && i.ArchivedAt == null).ToListAsync(cancellationToken)).Exists(saved => QuestionnaireJson.Read(saved.Json, saved.Key).Value.Version == wanted.Version);
    }
}
