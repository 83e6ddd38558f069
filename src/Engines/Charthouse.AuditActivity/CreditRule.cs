namespace Charthouse.AuditActivity;

/// <summary>How the time between two events becomes active time (docs/methods/active-time.md).</summary>
public enum Estimator
{
    /// <summary>A gap counts whole when it is within the time-out, else not at all (WUSTL; Lou, Kim, Kannampallil).</summary>
    Drop,
    /// <summary>A gap counts up to the time-out; the very last event gets nothing.</summary>
    Cap,
    /// <summary>A gap counts up to the time-out; the very last event gets the time-out. The model of an idle timer.</summary>
    Union,
}

/// <summary>Whether a gap that equals the time-out is within it.</summary>
public enum TimeOutBoundary
{
    /// <summary>A gap equal to the time-out counts (g ≤ T).</summary>
    Inclusive,
    /// <summary>A gap equal to the time-out does not count (g &lt; T).</summary>
    Exclusive,
}

/// <summary>Gives each event its credit: the active time that begins with it.</summary>
public readonly record struct CreditRule
{
    /// <summary>The default of Charthouse: drop, 300 s, a gap of exactly 300 s counts.</summary>
    public static CreditRule Default { get; } = new(Estimator.Drop, 300 * Microseconds.PerSecond, TimeOutBoundary.Inclusive);

    /// <summary>Makes a rule.</summary>
    /// <param name="estimator">How a gap becomes time.</param>
    /// <param name="timeOutMicroseconds">The time-out; more than 0, at most a day.</param>
    /// <param name="boundary">Whether a gap equal to the time-out is within it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time-out is not above 0 or is longer than a day, or a name is unknown.</exception>
    public CreditRule(Estimator estimator, long timeOutMicroseconds, TimeOutBoundary boundary = TimeOutBoundary.Inclusive)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(timeOutMicroseconds);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(timeOutMicroseconds, Microseconds.PerDay);
        if (!Enum.IsDefined(estimator)) throw new ArgumentOutOfRangeException(nameof(estimator), estimator, null);
        if (!Enum.IsDefined(boundary)) throw new ArgumentOutOfRangeException(nameof(boundary), boundary, null);
        Estimator = estimator;
        TimeOutMicroseconds = timeOutMicroseconds;
        Boundary = boundary;
    }

    /// <summary>How a gap becomes time.</summary>
    public Estimator Estimator { get; }

    /// <summary>The time-out in microseconds.</summary>
    public long TimeOutMicroseconds { get; }

    /// <summary>Whether a gap equal to the time-out is within it.</summary>
    public TimeOutBoundary Boundary { get; }

    /// <summary>Whether a gap is within the time-out, so that the session goes on.</summary>
    public bool IsWithin(long gapMicroseconds) =>
        gapMicroseconds < TimeOutMicroseconds || (gapMicroseconds == TimeOutMicroseconds && Boundary == TimeOutBoundary.Inclusive);

    /// <summary>The active time that begins with an event, in microseconds.</summary>
    /// <param name="gapMicroseconds">Time to the next event of the same clinician; <c>null</c> for the very last event.</param>
    public long Credit(long? gapMicroseconds)
    {
        if (gapMicroseconds is not { } gap) return Estimator == Estimator.Union ? TimeOutMicroseconds : 0;
        if (Estimator == Estimator.Drop) return IsWithin(gap) ? gap : 0;
        return Math.Min(gap, TimeOutMicroseconds);
    }
}
