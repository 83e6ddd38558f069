using Charthouse.Testing;

namespace Charthouse.Deliver.Tests;

/// <summary>Both stores, for theories. PostgreSQL is skipped where ./test did not start it, and never with CI=true.</summary>
public sealed class Stores : TheoryData<StoreKind>
{
    public Stores()
    {
        foreach (var kind in Enum.GetValues<StoreKind>()) Add(new TheoryDataRow<StoreKind>(kind) { Skip = TestStore.ReasonToSkip(kind) });
    }
}
