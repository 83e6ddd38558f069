namespace Charthouse.Ui;

/// <summary>One unit of a funnel.</summary>
/// <param name="Name">Unit.</param>
/// <param name="Size">Its denominator; places it from left to right.</param>
/// <param name="Value">Its value.</param>
/// <param name="Mark">Within the lines, or outside them on the good, the bad or a neutral side.</param>
public sealed record FunnelUnit(string Name, double Size, double Value, SignalMark Mark);

/// <summary>Lines at one denominator.</summary>
public sealed record FunnelLine(double Size, double Lower95, double Upper95, double Lower998, double Upper998);

/// <summary>A funnel plot without its looks.</summary>
/// <param name="Description">What it shows, for those who cannot see it.</param>
/// <param name="Lines">Along the x axis, smallest first.</param>
public sealed record FunnelDrawing(string Title, string Description, string SizeName, int Decimals, double Centre, IReadOnlyList<FunnelUnit> Units, IReadOnlyList<FunnelLine> Lines);
