namespace Charthouse.Ui;

/// <summary>Hours of a day, from 0 to 24.</summary>
public readonly record struct HourSpan(double Start, double End);
