namespace Charthouse.Access.People.Import;

/// <summary>Changes of an import in words.</summary>
internal static class PeopleChangeWords
{
    public static string WouldBe(PeopleChangeKind kind) => kind switch
    {
        PeopleChangeKind.Added => "Would be added",
        PeopleChangeKind.Changed => "Would be changed",
        _ => "Would be ended",
    };

    public static string Of(PeopleSubject subject) => subject switch
    {
        PeopleSubject.Unit => "Organisation",
        PeopleSubject.Person => "Person",
        _ => "Assignment",
    };

    public static string Plural(PeopleSubject subject) => subject switch
    {
        PeopleSubject.Unit => "Organisation",
        PeopleSubject.Person => "People",
        _ => "Assignments",
    };
}
