using Charthouse.Platform.Records;
using Charthouse.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Charthouse.Measure.Lake;

/// <summary>The clinicians of the activity log, for the directory of people.</summary>
internal sealed class ClinicianLogUsers : ILogUsers
{
    public IQueryable<string> UsersIn(WorkbenchDb db) => db.Set<ActivityClinician>().AsNoTracking().Select(c => c.User);
}
