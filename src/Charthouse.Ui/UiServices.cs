using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Charthouse.Ui;

public static class UiServices
{
    /// <summary>Registers what the components need. The host adds a <see cref="ReadShellState"/>, modules add their <see cref="NavigationGroup"/>s.</summary>
    public static IServiceCollection AddCharthouseUi(this IServiceCollection services)
    {
        services.TryAddScoped<PageIds>();
        return services;
    }
}

/// <summary>Hands out element ids that are unique on a page and the same on each rendering of it.</summary>
public sealed class PageIds
{
    private int last;

    public string Next(string prefix) => FormattableString.Invariant($"{prefix}-{++last}");
}
