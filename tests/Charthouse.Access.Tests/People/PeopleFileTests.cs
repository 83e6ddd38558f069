using System.Text;
using Charthouse.Access.Organisation;
using Charthouse.Access.People.Import;

namespace Charthouse.Access.Tests.People;

/// <summary>Reading a people file.</summary>
public sealed class PeopleFileTests
{
    [Theory, InlineData("name,email,role,department", ','), InlineData("name;email;role;department", ';'), InlineData("name\temail\trole\tdepartment", '\t')]
    public void Separators_AreRecognised(string header, char separator)
    {
        var row = Assert.Single(Read(header + "\r\n" + string.Join(separator, "\"Ada \"\"A\"\" Anchor\"", "ada@example.org", "Nurse", "\"Ward 1, east\"") + "\r\n").Rows);
        Assert.Equal("Ada \"A\" Anchor", row.Name);
        Assert.Equal([(UnitKind.Department, "Ward 1, east")], row.Path);
    }

    [Fact]
    public void Text_IsReadWithAndWithoutByteOrderMark()
    {
        foreach (var encoding in (Encoding[])[new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode])
        {
            var text = PeopleFile.Decode([.. encoding.GetPreamble(), .. encoding.GetBytes("name,email\nZoë,zoe@example.org\n")]);
            Assert.Equal("Zoë", Assert.Single(Read(text.Value).Rows).Name);
        }
    }

    [Fact]
    public void OtherEncodings_AreRefusedWithTheLine()
    {
        var refused = PeopleFile.Decode([.. "name,email\nZo"u8, 0xEB, .. ",zoe@example.org\n"u8]);
        Assert.Equal("access.people-file-no-utf8", Assert.Single(refused.Problems).Code);
        Assert.StartsWith("Line 2 ", refused.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void BinaryFile_IsRefused() => Assert.Equal("access.people-file-no-text", PeopleFile.Decode("PK\0\0"u8).Problems[0].Code);

    [Theory]
    [InlineData("", "access.people-file-empty")]
    [InlineData("\n\n", "access.people-file-empty")]
    [InlineData("Ada,Nurse\n", "access.people-file-no-columns")]
    [InlineData("email,name,Email\n", "access.people-file-column-twice")]
    public void FileThatTellsNothing_IsRefused(string text, string code) => Assert.Equal(code, Assert.Single(PeopleFile.Read(text).Problems).Code);

    [Theory]
    [InlineData("Ada,ada,,,,,", "email")]
    [InlineData("Ada,,,,,,", "email")]
    [InlineData("Ada,ada@example.org,Nurse,,,,", "department")]
    [InlineData("Ada,ada@example.org,,Ward,,,", "role")]
    [InlineData("Ada,ada@example.org,Nurse,Ward,31.12.2025,,", "from")]
    [InlineData("Ada,ada@example.org,Nurse,Ward,0206-01-01,,", "from")]
    [InlineData("Ada,ada@example.org,Nurse,Ward,2025-12-31,2025-12-31,", "to")]
    [InlineData("Ada,ada@example.org,Nurse,Ward,,,perhaps", "archived")]
    [InlineData(",,Nurse,Ward,,,", "email")]
    [InlineData(",,,,2025-01-01,,", null)]
    [InlineData("Ada,ada@example.org,Nurse,Ward,,,no,one too many", null)]
    public void BadRow_IsNamedWithLineAndColumn(string row, string? column)
    {
        var file = Read("name,email,role,department,from,to,archived\n\n\"Ben\nBeacon\",ben@example.org,,,,,\n" + row + "\n");
        var issue = Assert.Single(file.Issues);
        // Line 2 is empty, lines 3 and 4 are one row.
        Assert.Equal((5, column), (issue.Line, issue.Column));
        Assert.Equal(2, file.RowCount);
        Assert.Equal(3, Assert.Single(file.Rows).Line);
    }

    [Fact]
    public void UnknownColumns_AreTold() => Assert.Equal(["salary"], Read("email,salary\nada@example.org,1\n").UnknownColumns);

    private static PeopleFile Read(string text) => PeopleFile.Read(text).Value;
}
