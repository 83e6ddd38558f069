using System.Runtime.InteropServices;

namespace Charthouse.Lake.Import;

/// <summary>One event on its way into the lake. Texts are codes of dictionaries (0 = absent); the event id and the encounter stand in a text buffer beside the rows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct EventRow
{
    public long At;

    /// <summary>File number × 2^40 + line for a row of this import; −1 − index for a row that the lake holds already.</summary>
    public long Ordinal;

    /// <summary>Where event id and encounter stand in the text buffer.</summary>
    public long Text;

    public int Clinician;
    public int Source;
    public int Action;
    public int Patient;
    public int Detail;
    public int Workstation;
    public int Department;
    public int Application;
    public int EventLength;
    public int EncounterLength;

    public const int FileShift = 40;

    public readonly bool IsNew => Ordinal >= 0;

    public readonly int File => (int)(Ordinal >> FileShift);

    public readonly long Line => Ordinal & ((1L << FileShift) - 1);
}

/// <summary>The dictionaries of one import, shared by all workers.</summary>
internal sealed class ImportDictionaries : IDisposable
{
    public ImportDictionaries(PatientKey key, LakeState state)
    {
        Patients = new PatientDictionary(key);
        foreach (var clinician in state.Clinicians) Clinicians.Code(System.Text.Encoding.UTF8.GetBytes(clinician.User));
        foreach (var action in state.Actions) Actions.Code(System.Text.Encoding.UTF8.GetBytes(action));
    }

    public SharedDictionary Clinicians { get; } = new();

    public SharedDictionary Actions { get; } = new();

    /// <summary>Sources, details, workstations, departments, applications.</summary>
    public SharedDictionary Texts { get; } = new();

    public PatientDictionary Patients { get; }

    public void Dispose()
    {
        Clinicians.Dispose();
        Actions.Dispose();
        Texts.Dispose();
        Patients.Dispose();
    }

    /// <summary>One worker's view of all dictionaries.</summary>
    public sealed class View(ImportDictionaries shared) : IDisposable
    {
        public SharedDictionary.View Clinicians { get; } = new(shared.Clinicians);

        public SharedDictionary.View Actions { get; } = new(shared.Actions);

        public SharedDictionary.View Texts { get; } = new(shared.Texts);

        public PatientDictionary.View Patients { get; } = new(shared.Patients);

        public void Dispose()
        {
            Clinicians.Dispose();
            Actions.Dispose();
            Texts.Dispose();
            Patients.Dispose();
        }
    }
}
