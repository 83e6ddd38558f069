using Charthouse.Listen.PainPoints;

namespace Charthouse.Listen.Tests.PainPoints;

/// <summary>What looks like a patient is found, and what clinicians write every day is not.</summary>
public sealed class PatientIdentityTests
{
    [Theory]
    [InlineData("Order for Mrs Jane Miller was lost", "Order for Mrs [name] was lost")]
    [InlineData("Mr. O'Brien waits, MRN 445566", "Mr. [name] waits, MRN [record number]")]
    [InlineData("patient Maria Gonzalez cannot be found", "patient [name] cannot be found")]
    [InlineData("DOB 03/14/1962 shows wrong", "DOB [date of birth] shows wrong")]
    [InlineData("born on 14 March 1962", "born on [date of birth]")]
    [InlineData("Frau Müller-Lüdenscheidt, geb. 01.02.1950", "Frau [name], geb. [date of birth]")]
    [InlineData("case number A-99-1234 twice", "case number [record number] twice")]
    [InlineData("call 555-123-4567", "call [contact]")]
    [InlineData("write to jane.miller@example.org", "write to [contact]")]
    [InlineData("123-45-6789", "[number]")]
    [InlineData("scanned 84071234567 again", "scanned [number] again")]
    public void Redact_TakesOutWhatLooksLikeAPatient(string text, string clean) => Assert.Equal(clean, PatientIdentity.Redact(text));

    [Theory]
    [InlineData("Every potassium order asks me the same thing three times")]
    [InlineData("Dr. Solano signs 40 notes before 06:45, 120 mg each")]
    [InlineData("It costs 24 s, 8,400 times a day, on 4 West and 3 North")]
    [InlineData("Patient list is slow since 17 September 2026")]
    [InlineData("The patient Portal asks twice")]
    [InlineData("Room 1234, extension 7233, version 2026.9")]
    [InlineData("")]
    public void Find_LetsTheWorkOfEveryDayPass(string text) => Assert.Empty(PatientIdentity.Find(text));

    [Fact]
    public void Find_ManyFindings_StandApartAndInOrder()
    {
        var text = string.Concat(Enumerable.Repeat("Mrs Jane Miller MRN 445566 born 1.2.1950. ", 50));
        var found = PatientIdentity.Find(text);
        Assert.Equal(150, found.Count);
        Assert.All(found.Zip(found.Skip(1)), pair => Assert.True(pair.First.Start + pair.First.Length <= pair.Second.Start));
        Assert.Empty(PatientIdentity.Find(PatientIdentity.Redact(text)));
    }

    [Fact]
    public void Find_HundredThousandLetters_EndsInTime()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        PatientIdentity.Find(new string('A', 50_000) + string.Concat(Enumerable.Repeat("Mr A", 12_500)));
        // A pattern that runs away needs minutes; this one needs milliseconds.
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }
}
