using Charthouse.Platform.Storage;

namespace Charthouse.Platform.Records;

/// <summary>The users that audit logs name. The module that keeps the logs says who they are; the directory links them to people.</summary>
public interface ILogUsers
{
    /// <summary>The users, as a question to the same database, so that joining them with people costs one question.</summary>
    IQueryable<string> UsersIn(WorkbenchDb db);
}
