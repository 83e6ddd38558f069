namespace Charthouse.Platform.Records;

/// <summary>Somebody of the directory who can be reached by mail, with the first of today's assignments.</summary>
/// <param name="Email">E-mail address.</param>
/// <param name="Role">Role in the hospital, such as Physician; <c>null</c> without an assignment.</param>
/// <param name="Specialty">Specialty; <c>null</c> where there is none.</param>
/// <param name="Department">Department with its site; <c>null</c> where there is none.</param>
public sealed record AudienceMember(string Email, string? Role, string? Specialty, string? Department);

/// <summary>Whom one can write to. The module Access answers.</summary>
public interface IAudience
{
    /// <summary>Everybody who is not archived and has an e-mail address.</summary>
    /// <param name="today">The hospital's day.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<IReadOnlyList<AudienceMember>> EverybodyAsync(DateOnly today, CancellationToken cancellationToken);
}
