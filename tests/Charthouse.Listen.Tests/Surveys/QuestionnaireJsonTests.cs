using Charthouse.Listen.Surveys.Instruments;

namespace Charthouse.Listen.Tests.Surveys;

/// <summary>Instruments as FHIR Questionnaire, there and back, and what is refused.</summary>
public sealed class QuestionnaireJsonTests
{
    public static TheoryData<string> BuiltIn => [.. BuiltInInstruments.All.Select(instrument => instrument.Key)];

    [Theory, MemberData(nameof(BuiltIn))]
    public void BuiltInInstrument_IsSound_ShortEnough_AndComesBackAsItWas(string key)
    {
        var instrument = BuiltInInstruments.Find(key)!;
        Assert.Empty(instrument.Check());
        Assert.InRange(instrument.Minutes, 1, Questionnaire.MostMinutes);
        var json = QuestionnaireJson.Write(instrument);
        var back = QuestionnaireJson.Read(json);
        Assert.True(back.Succeeded);
        Assert.Equal((instrument.Key, instrument.Version, instrument.Title, instrument.Description, instrument.Copyright), (back.Value.Key, back.Value.Version, back.Value.Title, back.Value.Description, back.Value.Copyright));
        Assert.Equal(instrument.Questions.Select(Told), back.Value.Questions.Select(Told));
        Assert.Equal(json, QuestionnaireJson.Write(back.Value));

        static string Told(Question question) => $"{question.LinkId}|{question.Kind}|{question.Text}|{question.IsRequired}|{question.Scale}|{question.Lowest}|{question.Highest}|{string.Join(';', question.Options.Select(option => $"{option.Value}={option.Text}"))}";
    }

    [Fact]
    public void Experience_AsksElevenThemes_TrustAndBurnout()
    {
        var instrument = BuiltInInstruments.Find("experience")!;
        Assert.Equal(11, instrument.Of(SurveyScale.Find("experience")!).Count);
        Assert.Equal(3, instrument.Of(SurveyScale.Find("trust")!).Count);
        Assert.Single(instrument.Of(SurveyScale.Find("burnout")!));
        Assert.Equal(2, instrument.Questions.Count(question => question.Kind == QuestionKind.Text));
    }

    // A questionnaire as other programs write it: narrative and contacts are passed over, nested groups become headings.
    [Fact]
    public void ForeignQuestionnaire_IsRead()
    {
        var read = QuestionnaireJson.Read("""
            {"resourceType":"Questionnaire","id":"x","text":{"status":"generated","div":"<div>…</div>"},"name":"Ward","title":"Ward round","status":"draft","contact":[{"name":"Me"}],
             "item":[{"linkId":"1","text":"Part","type":"group","item":[
               {"linkId":"1.1","text":"How was it?","type":"choice","required":true,"answerOption":[{"valueCoding":{"code":"LA1","display":"Bad"}},{"valueCoding":{"code":"LA2","display":"Good"}}]},
               {"linkId":"1.2","type":"group","item":[{"linkId":"1.2.1","text":"How many?","type":"integer"}]}]},
              {"linkId":"2","text":"Pick","type":"choice","answerOption":[{"valueInteger":0},{"valueInteger":5}]},
              {"linkId":"3","text":"Say","type":"choice","answerOption":[{"valueString":"yes"},{"valueString":"no"}]},
              {"linkId":"4","text":"More","type":"string"}]}
            """);
        Assert.True(read.Succeeded);
        Assert.Equal(("ward-round", "Ward round"), (read.Value.Key, read.Value.Title));
        Assert.Equal(["1 Heading", "1.1 Choice", "1.2.1 Whole", "2 Choice", "3 Choice", "4 Text"], read.Value.Questions.Select(question => $"{question.LinkId} {question.Kind}"));
        Assert.Equal([1, 2], read.Value.Questions[1].Options.Select(option => option.Value));
        Assert.Equal([0, 5], read.Value.Questions[3].Options.Select(option => option.Value));
    }

    [Theory]
    [InlineData("not json", "no JSON")]
    [InlineData("[]", "not a FHIR R4 Questionnaire")]
    [InlineData("""{"resourceType":"Patient"}""", "not a FHIR R4 Questionnaire")]
    [InlineData("""{"resourceType":"Questionnaire","title":"Empty"}""", "There is no question in it")]
    [InlineData("""{"resourceType":"Questionnaire","title":"Empty","item":[{"linkId":"1","text":"Part","type":"group","item":[]}]}""", "There is no question in it")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":{}}""", "item is no list")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"text":"A","type":"text"}]}""", "item[0] has no linkId")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"text"},{"linkId":"1","text":"B","type":"text"}]}""", "linkId \"1\" stands twice")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"g","type":"group","item":[{"linkId":"1","text":"A","type":"date"}]}]}""", "item[0] (linkId \"g\").item[0] (linkId \"1\") is of type \"date\"")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"choice"}]}""", "item[0] (linkId \"1\") has no answerOption")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"choice","answerOption":[{"valueDate":"2026-01-01"}]}]}""", "answerOption[0] is no coding")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"choice","answerValueSet":"http://x"}]}""", "has answerValueSet")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"text","enableWhen":[{}]}]}""", "has enableWhen")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","text":"A","type":"text","repeats":true}]}""", "has repeats")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","modifierExtension":[],"item":[{"linkId":"1","text":"A","type":"text"}]}""", "modifierExtension changes")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"linkId":"1","type":"text"}]}""", "has no text")]
    [InlineData("""{"resourceType":"Questionnaire","item":[{"linkId":"1","text":"A","type":"text"}]}""", "title is missing")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"extension":[{"url":"urn:charthouse:survey-scale","valueCode":"sus"}],"linkId":"1","text":"A","type":"choice","answerOption":[{"valueInteger":1},{"valueInteger":5}]}]}""", "scale \"sus\" has 10 items, and here are 1")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"extension":[{"url":"urn:charthouse:survey-scale","valueCode":"enps"}],"linkId":"1","text":"A","type":"text"}]}""", "counts from 0 to 10, and \"1\" does not")]
    [InlineData("""{"resourceType":"Questionnaire","title":"T","item":[{"extension":[{"url":"urn:charthouse:survey-scale","valueCode":"mood"}],"linkId":"1","text":"A","type":"text"}]}""", "scale \"mood\" is not known")]
    public void WhatCannotBeAsked_IsRefusedWithItsPlace(string json, string message)
    {
        var read = QuestionnaireJson.Read(json);
        Assert.False(read.Succeeded);
        Assert.Contains(read.Problems, problem => problem.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(read.Problems, problem => Assert.EndsWith(".", problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Deep_Large_AndStrange_AreRefused_NotThrown()
    {
        Assert.False(QuestionnaireJson.Read(new string('[', 100_000)).Succeeded);
        Assert.False(QuestionnaireJson.Read(new string(' ', QuestionnaireJson.Longest + 1)).Succeeded);
        foreach (var odd in new[] { "null", "1", "\"x\"", """{"resourceType":7}""", """{"resourceType":"Questionnaire","title":5,"item":[1,null,"x",{"linkId":{}},{"linkId":"1","type":3},{"linkId":"2","text":"x","type":"choice","answerOption":[1,{"valueInteger":1.5},{"valueCoding":"x"}]},{"linkId":"3","text":"x","type":"integer","extension":[{"url":"http://hl7.org/fhir/StructureDefinition/minValue","valueInteger":99999999999}]}]}""" })
            Assert.False(QuestionnaireJson.Read(odd).Succeeded);
    }

    [Fact]
    public void Keys_AreMadeOfTitles()
    {
        Assert.Equal("after-the-go-live-2", QuestionnaireJson.KeyOf("After the go-live (2)"));
        Assert.Equal("instrument", QuestionnaireJson.KeyOf("💡 שלום"));
        Assert.True(QuestionnaireJson.KeyOf(new string('a', 500)).Length <= Questionnaire.LongestKey);
    }
}
