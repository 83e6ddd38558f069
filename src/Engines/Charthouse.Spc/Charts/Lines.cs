namespace Charthouse.Spc;

/// <summary>The lines of a control chart at one point, in units of the plotted value, clipped to what is possible.</summary>
/// <param name="Lower3">Lower limit (3 sigma).</param>
/// <param name="Upper3">Upper limit (3 sigma).</param>
/// <param name="Lower2">Lower 2 sigma line.</param>
/// <param name="Upper2">Upper 2 sigma line.</param>
/// <param name="Lower1">Lower 1 sigma line.</param>
/// <param name="Upper1">Upper 1 sigma line.</param>
/// <param name="RawLower3">The lower limit before it was clipped.</param>
/// <param name="RawUpper3">The upper limit before it was clipped.</param>
public readonly record struct Lines(double Lower3, double Upper3, double Lower2, double Upper2, double Lower1, double Upper1, double RawLower3, double RawUpper3);
