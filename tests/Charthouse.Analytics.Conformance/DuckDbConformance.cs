using System.Runtime.CompilerServices;

namespace Charthouse.Analytics.Conformance;

/// <summary>DuckDB over a lake that the import made of the same data.</summary>
public sealed class DuckDbConformance : EngineConformance
{
    private readonly ConditionalWeakTable<IAnalyticsEngine, TestLake> lakes = [];

    private protected override async Task<IAnalyticsEngine> EngineAsync(Scenario scenario)
    {
        var lake = new TestLake();
        await scenario.ImportAsync(lake);
        lakes.Add(lake.Engine, lake);
        return lake.Engine;
    }

    private protected override void Close(IAnalyticsEngine engine)
    {
        if (lakes.TryGetValue(engine, out var lake)) lake.Dispose();
    }
}
