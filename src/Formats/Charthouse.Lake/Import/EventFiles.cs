using Charthouse.Lake.Csv;

namespace Charthouse.Lake.Import;

/// <summary>Reads files of events, CSV (plain or gzip) and Parquet.</summary>
internal static class EventFiles
{
    public static readonly string[] Needed = ["user", "at", "action"];
    public static readonly string[] Optional = ["event", "patient", "detail", "encounter", "workstation", "department", "application"];

    /// <summary>Reads a CSV; several workers may share the file.</summary>
    public static void ReadCsv(CsvFile file, int fileNumber, string name, EventIntake intake, Action<long> bytesDone, CancellationToken cancellationToken)
    {
        var header = file.Header;
        var (user, at, action) = (header.Position("user")!.Value, header.Position("at")!.Value, header.Position("action")!.Value);
        var (eventId, patient, detail, encounter) = (At("event"), At("patient"), At("detail"), At("encounter"));
        var (workstation, department, application) = (At("workstation"), At("department"), At("application"));

        while (file.ReadBlock() is { } block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var rows = block.Rows(file.FieldCount);
            while (rows.MoveNext())
            {
                if (rows.Refusal != RowRefusal.None)
                {
                    Refuse(rows, user, at, patient, name, intake);
                    continue;
                }

                intake.Take(fileNumber, name, rows.Line, new EventFields
                {
                    Event = rows[eventId],
                    User = rows[user],
                    At = rows[at],
                    Action = rows[action],
                    Patient = rows[patient],
                    Detail = rows[detail],
                    Encounter = rows[encounter],
                    Workstation = rows[workstation],
                    Department = rows[department],
                    Application = rows[application],
                });
            }

            bytesDone(block.Length);
            file.Return(block);
        }

        // An absent column reads as an empty field.
        int At(string column) => header.Position(column) ?? int.MaxValue;
    }

    // When fields are missing or too many, a patient may stand in any later column: only what stands before a readable time is sure to be what it seems.
    private static void Refuse(CsvRows rows, int user, int at, int patient, string name, EventIntake intake)
    {
        if (rows.Refusal == RowRefusal.WrongNumberOfFields && InstantParser.Parse(rows[at], out _) != InstantReading.Unreadable)
            intake.Refuse(name, rows.Line, rows.Refusal.Code(), user < at && patient > at ? EventIntake.Shown(rows[user]) : null, EventIntake.Shown(rows[at]));
        else
            intake.Refuse(name, rows.Line, rows.Refusal.Code());
    }

    public static void ReadParquet(ParquetRows file, int fileNumber, string name, EventIntake intake, Action<long> bytesDone, CancellationToken cancellationToken)
    {
        long line = 0;
        var (eventId, user, at, action, patient) = (file.Find("event"), file.Find("user"), file.Find("at"), file.Find("action"), file.Find("patient"));
        var (detail, encounter, workstation) = (file.Find("detail"), file.Find("encounter"), file.Find("workstation"));
        var (department, application) = (file.Find("department"), file.Find("application"));
        while (file.MoveBatch())
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var row = 0; row < file.BatchRows; row++)
            {
                if (file.Judge(row) is not RowRefusal.None and var refusal)
                {
                    intake.Refuse(name, ++line, refusal.Code());
                    continue;
                }

                intake.Take(fileNumber, name, ++line, new EventFields
                {
                    Event = file.Text(eventId, row),
                    User = file.Text(user, row),
                    At = file.Text(at, row),
                    AtMicroseconds = file.Instant(at, row),
                    Action = file.Text(action, row),
                    Patient = file.Text(patient, row),
                    Detail = file.Text(detail, row),
                    Encounter = file.Text(encounter, row),
                    Workstation = file.Text(workstation, row),
                    Department = file.Text(department, row),
                    Application = file.Text(application, row),
                });
            }

            bytesDone(file.BatchBytes);
        }
    }
}
