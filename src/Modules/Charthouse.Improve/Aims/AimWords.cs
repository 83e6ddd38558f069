using Charthouse.Ui;

namespace Charthouse.Improve.Aims;

/// <summary>Aims in words.</summary>
internal static class AimWords
{
    public static string State(AimState state) => state switch
    {
        AimState.Reached => "reached",
        AimState.NotReached => "not reached",
        _ => "open",
    };

    public static string State(Aim aim) => aim.ArchivedAt is null ? State(aim.State) : "archived";

    /// <summary>"from 11 to 9 min"</summary>
    public static string Size(double? start, double target, string? unit) => start is { } from
        ? $"from {Numbers.Fixed(from, Amount.Decimals([from, target]))} to {Numbers.WithUnit(Numbers.Fixed(target, Amount.Decimals([from, target])), unit)}"
        : $"to {Amount.Words(target, unit)}";

    /// <summary>"Note time per visit from 11 to 9 min by 31 Dec, for family medicine."</summary>
    public static string Sentence(Aim aim, DateOnly today) =>
        $"{aim.Measured} {Size(aim.StartValue, aim.TargetValue, aim.Unit)} by {Dates.ShortDay(aim.DueOn, today)}{(aim.Scope is { } scope ? $", for {scope.TrimEnd('.')}" : "")}.";
}
