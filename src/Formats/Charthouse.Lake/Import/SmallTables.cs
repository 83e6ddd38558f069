using System.Text;
using Charthouse.AuditActivity;
using Charthouse.Lake.Csv;
using Charthouse.Lake.Segments;

namespace Charthouse.Lake.Import;

/// <summary>Reads people, actions and appointments, CSV or Parquet, row by row.</summary>
internal static class SmallTables
{
    public delegate string? TakeRow(long line, Func<string, string?> field, Func<string, long?> instant);

    /// <summary>Gives each row to <paramref name="take"/>; what it answers with a reason is set aside.</summary>
    /// <returns>How many rows there were, or the reason why the file was refused.</returns>
    public static (long Rows, ImportRefusal? Refusal, string? Damage) Read(
        string path, string[] needed, string[] optional, string[] times, RejectedRows rejected, TakeRow take, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(path);
        if (!CsvFile.TryOpen(path, needed, optional, out var csv, out var problem))
        {
            return problem.Code == CsvFile.IsParquet ? ReadParquet(path, needed, optional, times, rejected, take, cancellationToken) : (0, new ImportRefusal(problem.Code, problem.Message), null);
        }

        using (csv)
        {
            long count = 0;
            while (csv.ReadBlock() is { } block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = block.Rows(csv.FieldCount);
                while (rows.MoveNext())
                {
                    count++;
                    if (rows.Refusal != RowRefusal.None)
                    {
                        rejected.Add(name, rows.Line, rows.Refusal.Code());
                        continue;
                    }

                    var fields = new string[csv.FieldCount];
                    for (var i = 0; i < fields.Length; i++) fields[i] = Encoding.UTF8.GetString(rows[i]);
                    string? Field(string column) => csv.Header.Position(column) is { } position && fields[position].Length > 0 ? fields[position] : null;
                    if (take(rows.Line, Field, static _ => null) is { } reason) rejected.Add(name, rows.Line, reason, Shown(needed, "user", Field), null, Shown(needed, "action", Field));
                }

                csv.Return(block);
            }

            return (count, null, csv.Damage);
        }
    }

    private static (long, ImportRefusal?, string?) ReadParquet(string path, string[] needed, string[] optional, string[] times, RejectedRows rejected, TakeRow take, CancellationToken cancellationToken)
    {
        if (!ParquetRows.TryOpen(path, needed, optional, times, out var parquet, out var refusal)) return (0, refusal, null);
        using (parquet)
        {
            var name = Path.GetFileName(path);
            long line = 0;
            while (parquet.MoveBatch())
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var row = 0; row < parquet.BatchRows; row++)
                {
                    line++;
                    var current = row;
                    string? Field(string column) => parquet.Text(parquet.Find(column), current) is { IsEmpty: false } text ? Encoding.UTF8.GetString(text) : null;
                    if (parquet.Judge(row) is not RowRefusal.None and var unread) rejected.Add(name, line, unread.Code());
                    else if (take(line, Field, column => parquet.Instant(parquet.Find(column), current)) is { } reason)
                        rejected.Add(name, line, reason, Shown(needed, "user", Field), null, Shown(needed, "action", Field));
                }
            }

            return (line, null, null);
        }
    }

    // Only a column that the file must have is sure to hold what it says.
    private static string? Shown(string[] needed, string column, Func<string, string?> field) =>
        needed.Contains(column) && field(column) is { } text ? EventIntake.Shown(Encoding.UTF8.GetBytes(text)) : null;

    /// <summary>Reads appointments; user, start, end and patient identify one.</summary>
    public static (long Rows, ImportRefusal? Refusal, string? Damage) ReadAppointments(
        string path, TimeZoneInfo? zone, ImportDictionaries dictionaries, RejectedRows rejected, Dictionary<AppointmentKey, string> into, CancellationToken cancellationToken)
    {
        using var view = new ImportDictionaries.View(dictionaries);
        var localTime = zone is null ? null : new LocalTime(zone);
        return Read(path, ["user", "start", "end"], ["status", "patient"], ["start", "end"], rejected, (_, field, instant) =>
        {
            if (field("user") is not { } user) return "no-user";
            if (IsTooLong(user)) return "user-too-long";
            if (Time("start", out var start) is { } badStart) return badStart;
            if (Time("end", out var end) is { } badEnd) return badEnd;
            if (end <= start) return "ends-before-it-starts";
            if (start < earliest || end > latest) return "implausible-time";
            var patient = field("patient") is { } identifier ? view.Patients.Hash(view.Patients.Code(Encoding.UTF8.GetBytes(identifier))) : UInt128.Zero;
            AppointmentSegments.Merge(into, new AppointmentKey(view.Clinicians.Code(Encoding.UTF8.GetBytes(user)), start, end, patient), field("status") ?? "");
            return null;

            string? Time(string column, out long at)
            {
                if (instant(column) is { } known)
                {
                    at = known;
                    return null;
                }

                return EventIntake.ReadInstant(Encoding.UTF8.GetBytes(field(column) ?? ""), localTime, out at);
            }
        }, cancellationToken);
    }

    /// <summary>Whether a name is too long for the manifest.</summary>
    public static bool IsTooLong(string? name) => name is not null && Encoding.UTF8.GetByteCount(name) > EventIntake.LongestNameBytes;

    // The calendar of zones ends with the year 2100.
    private static readonly long latest = Microseconds.FromInstant(new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private static readonly long earliest = Microseconds.FromInstant(new DateTimeOffset(1990, 1, 1, 0, 0, 0, TimeSpan.Zero));
}
