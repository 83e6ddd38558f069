namespace Charthouse.Lake.Csv;

/// <summary>Why a record was set aside.</summary>
internal enum RowRefusal
{
    None,
    WrongNumberOfFields,

    /// <summary>Bytes that are not UTF-8, or a NUL.</summary>
    BrokenUtf8,

    /// <summary>Text after a closing quote.</summary>
    BadQuoting,

    /// <summary>A quote that is not closed within the longest record or by the end of the file. Only its first line is set aside.</summary>
    UnclosedQuote,

    LineTooLong,

    /// <summary>The last record of a compressed file that was cut off inside it.</summary>
    CutOff,
}

internal static class RowRefusals
{
    /// <summary>The stable code that stands in rejected rows.</summary>
    public static string Code(this RowRefusal refusal) => refusal switch
    {
        RowRefusal.WrongNumberOfFields => "wrong-number-of-fields",
        RowRefusal.BrokenUtf8 => "broken-utf8",
        RowRefusal.BadQuoting => "bad-quoting",
        RowRefusal.UnclosedQuote => "unclosed-quote",
        RowRefusal.LineTooLong => "line-too-long",
        RowRefusal.CutOff => "cut-off",
        _ => throw new ArgumentOutOfRangeException(nameof(refusal)),
    };
}
