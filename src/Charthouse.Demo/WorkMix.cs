namespace Charthouse.Demo;

internal enum Setting { Visit, Desk, Evening, Shift }

/// <summary>What is done in one setting: lookup tables from a random number to a category and from there to an action.</summary>
internal sealed class WorkMix
{
    private const int Steps = 1024;

    private static readonly double[][] Emphasis =
    [
        //  inbox notes review result order rx   alert navig hand  disch image other unmapped
        [0.25, 0.95, 1.25, 1.10, 1.25, 1.15, 1.20, 1.10, 1.00, 1.00, 1.10, 1.20, 1.00],
        [2.00, 0.95, 0.80, 1.00, 0.85, 1.10, 0.90, 0.95, 1.00, 1.00, 1.00, 1.00, 1.00],
        [1.45, 1.25, 0.70, 0.80, 0.55, 0.60, 0.60, 0.85, 0.80, 0.80, 0.70, 0.60, 1.00],
        [1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00],
    ];

    private static readonly byte[][] ActionsBefore = ActionTables(afterGoLive: false);
    private static readonly byte[][] ActionsAfter = ActionTables(afterGoLive: true);

    private readonly byte[] categories = new byte[Steps];

    /// <param name="shares">Share of time by category over all settings.</param>
    /// <param name="setting">Where the work is done.</param>
    /// <param name="noteTimeCut">The share by which note writing got shorter; everything else takes as long as before.</param>
    public WorkMix(double[] shares, Setting setting, double noteTimeCut)
    {
        var time = new double[AuditActions.CategoryCount];
        double before = 0;
        for (var c = 0; c < time.Length; c++) before += time[c] = shares[c] * Emphasis[(int)setting][c];
        time[(int)Category.NoteWriting] *= 1 - noteTimeCut;
        TimeFactor = time.Sum() / before;

        var rows = new double[time.Length];
        for (var c = 0; c < rows.Length; c++) rows[c] = time[c] / AuditActions.PauseSeconds[c];
        Fill(categories, rows);
        MeanPauseMilliseconds = 1000 * time.Sum() / rows.Sum();
        Actions = noteTimeCut > 0 ? ActionsAfter : ActionsBefore;
    }

    /// <summary>How long the same work takes compared with no cut.</summary>
    public double TimeFactor { get; }

    public double MeanPauseMilliseconds { get; }

    /// <summary>256 equally likely actions by category.</summary>
    public byte[][] Actions { get; }

    public byte CategoryFor(int random) => categories[random & (Steps - 1)];

    private static byte[][] ActionTables(bool afterGoLive)
    {
        var tables = new byte[AuditActions.CategoryCount][];
        for (var c = 0; c < tables.Length; c++)
        {
            var weights = AuditActions.All
                .Select(a => (int)a.Category == c && (afterGoLive || !a.AfterGoLiveOnly) ? (double)a.Weight : 0).ToArray();
            tables[c] = new byte[256];
            Fill(tables[c], weights);
        }

        return tables;
    }

    private static void Fill(byte[] table, double[] weights)
    {
        var total = weights.Sum();
        double upTo = 0;
        var next = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            upTo += weights[i];
            // The half keeps the last entry in reach whatever the sum rounds to.
            while (next < table.Length && next + 0.5 < upTo / total * table.Length) table[next++] = (byte)i;
        }
    }
}
