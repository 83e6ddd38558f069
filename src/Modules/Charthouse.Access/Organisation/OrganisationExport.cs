using Charthouse.Access.People;
using Charthouse.Ui;
using Charthouse.Ui.Export;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Charthouse.Access.Organisation;

/// <summary>The organisation of a day as a file. A file cannot indent: it names what each part lies in.</summary>
internal static class OrganisationExport
{
    private static readonly string[] columns = ["Name", "Lies in", "Kind", "Code", "Here since", "Until", "People, with all in it"];

    public static async Task<FileContentHttpResult> GetAsync(string format, string? on, OrganisationOfDay organisation, PeopleList list, CancellationToken cancellationToken)
    {
        var day = Days.Of(on) ?? await list.TodayAsync(cancellationToken);
        var answer = await organisation.ReadAsync(day, cancellationToken);
        return TableFiles.Of(new Table("Organisation", columns,
        [
            .. answer.Rows.Select(row => (object?[])[row.Unit.Name, row.Parent?.Name, UnitWords.Title(row.Unit.Kind), row.Unit.Code, row.Placement.ValidFrom, row.Placement.ValidTo, row.People]),
        ]), format, FormattableString.Invariant($"organisation-{day:yyyy-MM-dd}"));
    }
}
