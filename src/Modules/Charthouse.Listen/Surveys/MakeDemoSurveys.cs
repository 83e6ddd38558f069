using System.Text.Json;
using Charthouse.Listen.Surveys.Answering;
using Charthouse.Listen.Surveys.Instruments;
using Charthouse.Listen.Surveys.Rounds;
using Charthouse.Platform;
using Charthouse.Platform.Storage;
using Charthouse.Ui;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Listen.Surveys;

/// <summary>The demo's experience survey, one round before and one after its go-live. Nobody was asked: the answers are made from a fixed seed.</summary>
internal sealed class MakeDemoSurveys(IDbContextFactory<WorkbenchDb> dbs, SaveRound save, CloseRound close)
{
    // Sizes that show what is hidden: few pharmacists answer at first, and two groups are pooled because fewer than five were invited.
    private static readonly (string Name, int Invited, double Mood)[] groups =
        [("Physician", 64, -0.15), ("Nurse", 96, 0.1), ("Advanced practice provider", 22, 0.0), ("Therapist", 17, 0.25), ("Pharmacist", 8, 0.3), ("Dietitian", 4, 0.2), ("Social worker", 3, 0.0)];

    private static readonly string[] hinders =
    [
        "Notes: I write at home what the patient told me at ten.", "The list of past orders in every note. Nobody reads it.", "Alerts about drugs that the patient has taken for years.", "Logging in again at every workstation.",
        "I look in three places for one result.", "The medication list from outside comes as a picture.", "Too many messages that are not for me.", "It is slow between seven and nine in the morning.", "Discharge takes eleven screens.", "Handover is on paper because the record has no place for it.",
    ];

    private static readonly string[] helps =
    [
        "The draft of the note. I check it and am done.", "Results on the phone.", "The colleague who sat with me in the first week.", "Order sets for the common things.", "That somebody answered when I reported the double alert.", "Seeing what the family doctor changed.",
    ];

    public async Task RunAsync(DateOnly goLiveOn, CancellationToken cancellationToken)
    {
        var questionnaire = BuiltInInstruments.Find("experience")!;
        await RoundAsync("Experience with the record, before the drafting", goLiveOn.AddDays(-42), 0, 0.58, 11);
        await RoundAsync("Experience with the record, ten weeks after", goLiveOn.AddDays(70), 0.55, 0.63, 12);

        async Task RoundAsync(string title, DateOnly opensOn, double lift, double share, int seed)
        {
            var chance = new Chance(seed);
            Queue<(string LinkId, string Text)> words = new([.. hinders.Select(text => ("hinders", text)), .. helps.Select(text => ("helps", text))]);
            var id = Made(await save.RunAsync(null, new RoundForm
            {
                Title = title,
                Introduction = "How is it to work with the record? Your answers decide what we change first.",
                Owner = "Maren Holt",
                Instrument = questionnaire.Key,
                OpensOn = FormReader.Iso(opensOn),
                ClosesOn = FormReader.Iso(opensOn.AddDays(13)),
                Source = nameof(AudienceSource.List),
                Addresses = string.Join('\n', from part in groups from number in Enumerable.Range(1, part.Invited) select $"{part.Name.Replace(' ', '-')}-{number}@example.org, {part.Name}"),
            }, opensOn, cancellationToken));

            // Nobody is written to: these people do not exist.
            await using (var db = await dbs.CreateDbContextAsync(cancellationToken))
            {
                var round = await db.Set<SurveyRound>().SingleAsync(r => r.Id == id, cancellationToken);
                var people = AddressList.Read(round.Addresses).People;
                var of = round.Invite(questionnaire, people, opensOn).Value;
                db.AddRange(round.Groups);
                for (var i = 0; i < people.Count; i++)
                {
                    var group = groups.First(one => one.Name == people[i].Group);
                    // The small groups answer seldom in the first round and all in the second, so that they are hidden there and shown here.
                    if (chance.Next() > (group.Invited < 10 ? lift == 0 ? 0.4 : 1 : share)) continue;
                    AddAnswer(db, id, of[i]?.Id, group.Mood + lift, chance);
                    // Each says something of their own, until there is nothing left.
                    if (chance.Next() < 0.3 && words.TryDequeue(out var said)) db.Add(new SurveyText { Id = SurveyAnswer.NewId(), RoundId = id, LinkId = said.LinkId, Text = said.Text });
                }

                await db.SaveChangesAsync(cancellationToken);
            }

            Made(await close.RunAsync(id, opensOn.AddDays(14), isEarly: false, cancellationToken));
        }

        void AddAnswer(WorkbenchDb db, Guid round, Guid? group, double mood, Chance chance)
        {
            var self = mood + 0.8 * chance.Normal();
            SortedDictionary<string, int> numbers = new(StringComparer.Ordinal);
            foreach (var question in questionnaire.Questions.Where(question => question.HasNumber))
            {
                // Time and fit go along with burnout most, as they do in published surveys.
                var part = question.LinkId switch { "time" => mood - 0.5 + 0.9 * (self - mood), "fits" => mood - 0.2 + 0.9 * (self - mood), "outside" => mood - 0.7, "reliable" or "safety" => 0.6, "burnout" => -0.5 - 0.9 * self, "ehr-part" => -0.8 * self, _ => 0.15 + 0.5 * self };
                numbers.Add(question.LinkId, Math.Clamp((int)Math.Round(3 + part + 0.8 * chance.Normal()), 1, 5));
            }

            db.Add(new SurveyAnswer { Id = SurveyAnswer.NewId(), RoundId = round, GroupId = group, Numbers = JsonSerializer.Serialize(numbers) });
        }
    }

    // The demo is ours: a refusal is a bug.
    private static Guid Made(Outcome<Guid> outcome) => outcome.Succeeded ? outcome.Value : throw new InvalidOperationException(outcome.Problems[0].Message);

    /// <summary>The same numbers on every machine.</summary>
    private sealed class Chance(int seed)
    {
        private uint state = (uint)seed * 2_654_435_761;

        public double Next()
        {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            return state / 4_294_967_296.0;
        }

        public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Next())) * Math.Cos(2 * Math.PI * Next());
    }
}
