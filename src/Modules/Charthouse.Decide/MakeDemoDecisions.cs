namespace Charthouse.Decide;

internal sealed class MakeDemoDecisions
{
}
