using Charthouse.Access.Organisation;
using Charthouse.Platform.Records;

namespace Charthouse.Access.People;

/// <summary>Whom one can write to: people of the directory with an e-mail address.</summary>
internal sealed class AudienceOfPeople(KeptPeople kept) : IAudience
{
    public async Task<IReadOnlyList<AudienceMember>> EverybodyAsync(DateOnly today, CancellationToken cancellationToken)
    {
        var people = await kept.ReadAsync(cancellationToken);
        return [.. people.In(null).Where(person => person is { IsArchived: false, Email: not null }).Select(Member)];

        AudienceMember Member(KeptPerson person)
        {
            var assignment = person.On(today).OrderBy(held => held.ValidFrom ?? DateOnly.MinValue).ThenBy(held => held.Id).FirstOrDefault();
            var department = people.Tree.Find(assignment?.UnitId) is { } unit ? people.Tree.PathOf(unit, today).FirstOrDefault(part => part.Kind == UnitKind.Department) : null;
            return new AudienceMember(person.Email!, assignment?.Role, assignment?.Specialty, department is null ? null : people.Tree.NameOf(department, today));
        }
    }
}
