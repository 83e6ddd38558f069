using Charthouse.Improve.Aims;
using Charthouse.Improve.Cycles;

namespace Charthouse.Improve.Tests;

/// <summary>Aims and cycles with honest defaults.</summary>
internal static class A
{
    public static readonly DateTimeOffset Now = new(2026, 8, 3, 8, 0, 0, TimeSpan.Zero);

    public static AimForm AimForm() => new() { Title = "Note time down", Measured = "Note time per visit", Unit = "min", StartValue = "11.4", TargetValue = "9", DueOn = "2026-12-30", Owner = "Documentation committee" };

    public static CycleForm CycleForm() => new() { Title = "Drafted notes", Owner = "Samir Haddad", Prediction = "Two minutes less", PredictedValue = "9.5", Measured = "Note time per visit", Unit = "min", Scale = nameof(CycleScale.OneClinician), People = "8" };

    /// <summary>A cycle that has run, with a value on each day from its start.</summary>
    public static Cycle Cycle(Action<CycleForm>? change = null, Cycle? after = null, params double[] values)
    {
        var id = Guid.CreateVersion7();
        var cycle = new Cycle { Id = id, ChainId = after?.ChainId ?? id, PredecessorId = after?.Id, Number = (after?.Number ?? 0) + 1, CreatedAt = Now };
        var first = new DateOnly(2026, 8, 3).AddDays(7 * cycle.Number);
        var form = CycleForm();
        var data = string.Join('\n', values.Select((value, day) => FormattableString.Invariant($"{Iso(first.AddDays(day))} {value}")));
        form.StartedOn = Iso(first);
        form.Data = data;
        change?.Invoke(form);
        // The prediction stands before what came of it.
        var (ended, points, findings) = (form.EndedOn, form.Data, form.Findings);
        (form.EndedOn, form.Data, form.Findings) = (null, null, null);
        Assert.Empty(cycle.Change(form, null, out _));
        (form.EndedOn, form.Data, form.Findings) = (ended, points, findings);
        Assert.Empty(cycle.Change(form, null, out _));
        return cycle;
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
