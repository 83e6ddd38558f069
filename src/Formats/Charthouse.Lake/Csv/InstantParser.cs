namespace Charthouse.Lake.Csv;

internal enum InstantReading
{
    /// <summary>Microseconds since the Unix epoch, UTC.</summary>
    Ok,

    /// <summary>No offset: the microseconds are those of the wall clock, as if it were UTC; see <see cref="LocalTime"/>.</summary>
    NoOffset,

    Unreadable,
}

/// <summary>
/// ISO 8601 timestamps: <c>yyyy-MM-ddTHH:mm[:ss[.fraction]][Z|±hh[:mm]|±hhmm]</c>, also with a space for the T, lower case letters
/// and a comma before the fraction. Finer than a microsecond is cut. Hour 24 is midnight at the end of the day; there is no second 60.
/// </summary>
internal static class InstantParser
{
    private const long MicrosecondsPerSecond = 1_000_000;
    private const long SecondsPerDay = 86_400;
    private const int EpochDay = 719_162;
    private const uint NoNumber = 1000;
    private const int MostFractionDigits = 12;

    private static ReadOnlySpan<ushort> DaysBeforeMonth => [0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];

    private static ReadOnlySpan<byte> DaysInMonth => [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

    public static InstantReading Parse(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        if (text.Length < 16) return InstantReading.Unreadable;
        if (text[4] != '-' || text[7] != '-' || text[13] != ':' || text[10] is not ((byte)'T' or (byte)' ' or (byte)'t'))
            return InstantReading.Unreadable;

        var century = TwoDigits(text, 0);
        var yearOfCentury = TwoDigits(text, 2);
        var month = TwoDigits(text, 5);
        var day = TwoDigits(text, 8);
        var hour = TwoDigits(text, 11);
        var minute = TwoDigits(text, 14);
        if (century > 99 || yearOfCentury > 99 || month is 0 or > 12 || hour > 24 || minute > 59) return InstantReading.Unreadable;
        var year = (int)(century * 100 + yearOfCentury);
        if (year == 0) return InstantReading.Unreadable;
        var isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        if (day == 0 || day > DaysInMonth[(int)month] + (isLeap && month == 2 ? 1u : 0u)) return InstantReading.Unreadable;

        var second = 0u;
        var fraction = 0L;
        var at = 16;
        if (text.Length > 16 && text[16] == ':')
        {
            if (text.Length < 19) return InstantReading.Unreadable;
            second = TwoDigits(text, 17);
            if (second > 59) return InstantReading.Unreadable;
            at = 19;
            if (text.Length > 19 && text[19] is (byte)'.' or (byte)',')
            {
                at = Fraction(text, out fraction);
                if (at < 0) return InstantReading.Unreadable;
            }
        }
        if (hour == 24 && (minute != 0 || second != 0 || fraction != 0)) return InstantReading.Unreadable;

        var before = year - 1;
        var days = before * 365L + before / 4 - before / 100 + before / 400
            + DaysBeforeMonth[(int)month] + (isLeap && month > 2 ? 1 : 0) + day - 1 - EpochDay;
        microseconds = (days * SecondsPerDay + hour * 3600 + minute * 60 + second) * MicrosecondsPerSecond + fraction;
        if (at == text.Length) return InstantReading.NoOffset;
        if (Offset(text[at..]) is not { } offsetMinutes)
        {
            microseconds = 0;
            return InstantReading.Unreadable;
        }
        microseconds -= offsetMinutes * 60 * MicrosecondsPerSecond;
        return InstantReading.Ok;
    }

    private static uint TwoDigits(ReadOnlySpan<byte> text, int at)
    {
        var tens = (uint)(text[at] - '0');
        var ones = (uint)(text[at + 1] - '0');
        return tens <= 9 && ones <= 9 ? tens * 10 + ones : NoNumber;
    }

    // The position behind the fraction that starts after second 19, or -1.
    private static int Fraction(ReadOnlySpan<byte> text, out long microseconds)
    {
        microseconds = 0;
        var unit = 100_000;
        var at = 20;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9) break;
            microseconds += digit * unit;
            unit /= 10;
        }
        return at - 20 is 0 or > MostFractionDigits ? -1 : at;
    }

    // Offsets reach 14 hours, as clocks do.
    private static long? Offset(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'Z' or (byte)'z']) return 0;
        if (text.Length is not (3 or 5 or 6) || text[0] is not ((byte)'+' or (byte)'-')) return null;
        if (text.Length == 6 && text[3] != ':') return null;
        var hours = TwoDigits(text, 1);
        var minutes = text.Length == 3 ? 0 : TwoDigits(text, text.Length - 2);
        if (minutes > 59 || hours * 60 + minutes > 14 * 60) return null;
        return text[0] == '-' ? -(long)(hours * 60 + minutes) : hours * 60 + minutes;
    }
}
