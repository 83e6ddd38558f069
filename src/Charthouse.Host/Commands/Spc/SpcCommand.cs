using System.CommandLine;

namespace Charthouse.Host.Commands.Spc;

/// <summary><c>charthouse spc</c>: one chart for one or many series of a CSV file. Nothing is stored.</summary>
internal static class SpcCommand
{
    private static readonly string help = $"""
        Compute a run or control chart, EWMA, CUSUM, funnel plot, Pareto chart, interrupted time series or difference in differences.
        The settings are one JSON object; "chart" says which: {string.Join(' ', SpcSettings.Charts)}.
        docs/guides/charts.md explains every setting.

        Exit codes: 0 done, 1 some rows were refused and the rest is computed, 2 wrong usage.

        Examples:
          charthouse spc samples/spc/falls.csv --settings samples/spc/falls.json
          charthouse spc samples/spc/falls.csv --settings samples/spc/falls.json --json
          charthouse spc samples/spc/falls.csv --settings samples/spc/falls.json --svg falls.svg
        """;

    public static Command Make()
    {
        var input = new Argument<FileInfo>("INPUT.csv") { Description = "CSV, UTF-8, with a line of column names: label, value or numerator and denominator, series, part." };
        var settings = new Option<FileInfo>("--settings") { Description = "Settings, one JSON object.", Required = true, HelpName = "SETTINGS.json" };
        var json = new Option<bool>("--json") { Description = "Print one JSON document." };
        var svg = new Option<FileInfo?>("--svg") { Description = "Also draw the chart into this file.", HelpName = "FILE" };
        var png = new Option<FileInfo?>("--png") { Description = "Also draw the chart into this file.", HelpName = "FILE" };
        var command = new Command("spc", help) { input, settings, json, svg, png };
        command.SetAction(parsed => Run(parsed.GetValue(input)!, parsed.GetValue(settings)!, parsed.GetValue(json), parsed.GetValue(svg), parsed.GetValue(png)));
        return command;
    }

    private static int Run(FileInfo input, FileInfo settingsFile, bool asJson, FileInfo? svg, FileInfo? png)
    {
        foreach (var file in new[] { settingsFile, input })
        {
            if (!file.Exists) return Exit.Refuse($"{file.FullName} does not exist.");
        }

        foreach (var picture in new[] { svg, png })
        {
            if (picture is { Directory.Exists: false }) return Exit.Refuse($"The folder of {picture.FullName} does not exist.");
        }

        // What is wrong with file or settings is thrown as InvalidDataException, which the program ends with 2.
        var settings = SpcSettings.Read(settingsFile.Name, File.ReadAllBytes(settingsFile.FullName));
        var table = SpcTable.Read(input.Name, File.ReadAllBytes(input.FullName));
        var answer = Answer(settings, table);
        foreach (var message in answer.Messages) Console.Error.WriteLine(message);
        if (svg is not null || png is not null)
        {
            if (answer.Draw is not { } draw) return Exit.Refuse(settings.Chart is "bcusum" or "did" ? $"A picture of \"{settings.Chart}\" cannot be drawn." : $"There is nothing to draw: no row of {input.Name} can be used.");
            SpcPicture.Save(draw(), svg, png);
        }

        if (asJson) answer.PrintJson(settings.Definition());
        else answer.PrintTables(settings.Definition());
        return answer.HasRefusedRows ? Exit.DoneInPart : Exit.Done;
    }

    private static SpcAnswer Answer(SpcSettings settings, SpcTable table) => settings.Chart switch
    {
        "funnel" => FunnelAnswer.Of(settings, table),
        "its" => BeforeAfterAnswer.OfSegments(settings, table),
        "did" => BeforeAfterAnswer.OfDifferences(settings, table),
        "pareto" => ParetoAnswer.Of(settings, table),
        "bcusum" => BernoulliAnswer.Of(settings, table),
        _ => ControlAnswer.Of(settings, table),
    };
}
