using System.Runtime.InteropServices;

namespace Charthouse.Demo;

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Row(long At, int Patient, int Encounter, byte Action, byte Detail, byte Place);

[StructLayout(LayoutKind.Auto)]
internal readonly record struct Appointment(int Clinician, int Day, int StartMinute, int EndMinute, string Status, int Patient);

/// <summary>Where a row was made: not a desk of the clinic but one of these, or a desk by number from <see cref="FirstDesk"/>.</summary>
internal static class Place
{
    public const byte Mobile = 0;
    public const byte Remote = 1;
    public const byte FirstDesk = 2;
}

/// <summary>One clinician's weeks, one after the other: first the appointments and the bursts of work are planned, then the rows are made.</summary>
internal sealed class ClinicianWeeks
{
    public const int NoPatient = -1;
    /// <summary>More would need a ninth digit in the encounter numbers.</summary>
    public const int MostClinicians = 4_000;
    private const int PatientsPerDepartment = 4_285;
    private const int EncountersPerClinician = 20_000;
    private const double BurstSeconds = 1500;

    private readonly Clinician clinician;
    private readonly int seed;
    private readonly long? eventsPerPeriod;
    private readonly int weeks;
    private readonly int? goLiveWeek;
    private readonly WorkMix[] before;
    private readonly WorkMix[] after;
    private readonly List<Burst> bursts = [];
    private readonly List<(int Patient, int Encounter)> seen = [];
    private Dice dice;
    private int encounters;

    public ClinicianWeeks(Clinician clinician, int seed, int weeks, int? goLiveWeek, long? eventsPerPeriod)
    {
        this.clinician = clinician;
        this.seed = seed;
        this.weeks = weeks;
        this.goLiveWeek = goLiveWeek;
        this.eventsPerPeriod = eventsPerPeriod;
        var shares = clinician.Role switch
        {
            Role.Nurse => Specialty.NurseMix,
            Role.Pharmacist => Specialty.PharmacistMix,
            _ => clinician.Specialty.Mix,
        };
        var cut = clinician.Role is Role.Physician or Role.AdvancedPractice ? clinician.Specialty.NoteTimeCutAtGoLive : 0;
        before = [.. Enum.GetValues<Setting>().Select(s => new WorkMix(shares, s, 0))];
        after = [.. Enum.GetValues<Setting>().Select(s => new WorkMix(shares, s, cut))];
    }

    /// <summary>Rows not yet written, not quite in order of time.</summary>
    public List<Row> Rows { get; } = [];

    public List<Appointment> Appointments { get; } = [];

    public void Make(int week)
    {
        dice = Dice.For(seed, clinician.Index, week);
        encounters = week * (EncountersPerClinician / 64);
        bursts.Clear();
        seen.Clear();
        var mixes = week >= goLiveWeek ? after : before;
        Plan(week, mixes);
        bursts.Sort((a, b) => a.Start.CompareTo(b.Start));
        Emit(week, mixes);
    }

    private void Plan(int week, WorkMix[] mixes)
    {
        if (clinician.Specialty.EhrTime8 is null) PlanShifts(week, mixes);
        else if (clinician.SeesPatientsByAppointment) PlanClinic(week, mixes);
        else PlanDeskWork(week, mixes);

        if (bursts.Count == 0 && eventsPerPeriod is not null) Place(mixes, Setting.Desk, 7 * week + 2, 9 * 60, 16 * 60, 3600);
    }

    private void PlanClinic(int week, WorkMix[] mixes)
    {
        var specialty = clinician.Specialty;
        var visits = new List<(Appointment Appointment, int Encounter)>();
        double scheduledMinutes = 0;
        var deskWindows = new List<(int Day, int From, int To)>();
        var freeDays = new List<int>();
        for (var weekday = 0; weekday < 5; weekday++)
        {
            var day = 7 * week + weekday;
            if (clinician.IsAway(week) || Calendar.IsHoliday(day)) continue;

            var morning = clinician.ClinicOn(weekday, afternoon: false) && !dice.Chance(0.04);
            var afternoon = clinician.ClinicOn(weekday, afternoon: true) && !dice.Chance(0.04);
            if (!morning && !afternoon) { freeDays.Add(day); continue; }
            if (morning) scheduledMinutes += Book(day, 8 * 60, visits);
            if (afternoon) scheduledMinutes += Book(day, 13 * 60, visits);
            deskWindows.Add((day, 7 * 60 + 5, 7 * 60 + 55));
            deskWindows.Add(morning ? (day, 12 * 60 + 6, 12 * 60 + 56) : (day, 10 * 60, 12 * 60 + 50));
            deskWindows.Add(afternoon ? (day, 17 * 60 + 5, 17 * 60 + 30) : (day, 12 * 60 + 56, 16 * 60));
        }

        if (visits.Count == 0)
        {
            // Away: the inbox is looked at all the same.
            if (dice.Chance(0.4)) Place(mixes, Setting.Evening, 7 * week + dice.Below(7), 19 * 60, 22 * 60, dice.Between(300, 1800));
            return;
        }

        var total = specialty.EhrTime8!.Value / 8 * scheduledMinutes * 60 * clinician.Pace * dice.Between(0.92, 1.08);
        var when = specialty.When;
        var weightSum = 0.0;
        var weights = visits.ConvertAll(_ => { var w = dice.Between(0.6, 1.4); weightSum += w; return w; });
        for (var i = 0; i < visits.Count; i++)
        {
            var (appointment, encounter) = visits[i];
            var slotSeconds = (appointment.EndMinute - appointment.StartMinute) * 60;
            var seconds = Math.Min(when.Visits * total * weights[i] / weightSum, 0.88 * slotSeconds);
            Add(mixes, Setting.Visit, appointment.Day, appointment.StartMinute + dice.Between(0, 0.1) * slotSeconds / 60, seconds,
                DeskNear(appointment.StartMinute), appointment.Patient, encounter);
        }

        var evening = when.Evening * clinician.EveningPull;
        Spread(mixes, Setting.Evening, Nights(week), evening * total);
        var weekend = when.Weekend * clinician.EveningPull;
        Spread(mixes, Setting.Evening, Weekend(week), weekend * total);
        var early = when.Early;
        Spread(mixes, Setting.Desk, [.. Weekdays(week).Select(d => (d, 5 * 60 + 50, 6 * 60 + 58))], early * total);

        var desk = when.Desk + when.Evening - evening;
        var free = 1 - when.Visits - when.Desk - when.Early - when.Evening - when.Weekend + when.Weekend - weekend;
        if (freeDays.Count == 0) desk += free;
        else Spread(mixes, Setting.Desk, freeDays.ConvertAll(d => (d, 8 * 60 + 30, 17 * 60)), free * total);
        Spread(mixes, Setting.Desk, deskWindows, desk * total);
    }

    private void PlanDeskWork(int week, WorkMix[] mixes)
    {
        if (clinician.IsAway(week)) return;
        foreach (var day in Weekdays(week))
        {
            if (Calendar.IsHoliday(day) || dice.Chance(0.12)) continue;
            Place(mixes, Setting.Desk, day, 7 * 60 + 30, 12 * 60, 2600 * clinician.Pace * dice.Between(0.7, 1.3));
            Place(mixes, Setting.Desk, day, 12 * 60 + 40, 17 * 60, 2300 * clinician.Pace * dice.Between(0.7, 1.3));
            if (dice.Chance(0.08)) Place(mixes, Setting.Evening, day, 17 * 60 + 30, 20 * 60, dice.Between(300, 1500));
        }
    }

    /// <summary>Seven days on, seven off, twelve hours each; a third of the weeks are nights.</summary>
    private void PlanShifts(int week, WorkMix[] mixes)
    {
        // A log that wants as many rows from everyone every week gets half a block each week instead.
        var half = eventsPerPeriod is not null;
        if (!half && ((week + clinician.Index) % 2 != 0 || clinician.IsAway(week))) return;
        var nights = (week / 2 + clinician.Index / 2) % 3 == 2;
        var (from, to) = nights ? (19 * 60, 31 * 60) : (6 * 60 + 50, 19 * 60 + 20);
        var (firstDay, lastDay) = half ? (clinician.Index % 2 * 3, clinician.Index % 2 * 3 + 3) : (0, 6);
        for (var patient = 0; patient < 14; patient++) seen.Add((PatientOfDepartment(), NextEncounter()));
        for (var weekday = firstDay; weekday <= lastDay; weekday++)
        {
            var seconds = (nights ? 3.3 : 4.8) * 3600 * clinician.Pace * dice.Between(0.85, 1.15);
            Place(mixes, Setting.Shift, 7 * week + weekday, from, to, clinician.Role is Role.Nurse or Role.Pharmacist ? 0.8 * seconds : seconds);
        }
    }

    private List<(int Day, int From, int To)> Nights(int week)
    {
        var nights = Weekdays(week).Where(_ => dice.Chance(0.6)).Select(d => (d, 17 * 60 + 35 + dice.Below(90), 22 * 60 + 50)).ToList();
        if (nights.Count == 0) nights.Add((7 * week + dice.Below(5), 18 * 60, 22 * 60 + 50));
        return nights;
    }

    private List<(int Day, int From, int To)> Weekend(int week) => dice.Below(3) switch
    {
        0 => [(7 * week + 5, 7 * 60 + 40, 21 * 60)],
        1 => [(7 * week + 6, 9 * 60, 22 * 60)],
        _ => [(7 * week + 5, 8 * 60, 17 * 60), (7 * week + 6, 12 * 60, 22 * 60)],
    };

    private static IEnumerable<int> Weekdays(int week) => Enumerable.Range(7 * week, 5);

    /// <summary>Fills four hours with appointments and returns the scheduled minutes.</summary>
    private int Book(int day, int fromMinute, List<(Appointment Appointment, int Encounter)> visits)
    {
        var length = clinician.Specialty.VisitMinutes;
        var scheduled = 0;
        for (var start = fromMinute; start + length <= fromMinute + 240; start += length)
        {
            var bookings = dice.Chance(0.93) ? dice.Chance(0.02) ? 2 : 1 : 0;
            var counted = false;
            for (var b = 0; b < bookings; b++)
            {
                var fate = dice.Below(100);
                var status = fate < 88 ? "completed" : fate < 93 ? "no-show" : fate < 99 ? "cancelled" : "arrived";
                var appointment = new Appointment(clinician.Index, day, start, start + length, status, PatientOfDepartment());
                Appointments.Add(appointment);
                if (status == "cancelled") continue;
                if (!counted) scheduled += length;
                if (status != "no-show" && !counted) visits.Add((appointment, NextEncounter()));
                counted = true;
            }
        }

        foreach (var (appointment, encounter) in visits) if (appointment.Day == day) seen.Add((appointment.Patient, encounter));
        return scheduled;
    }

    /// <summary>Shares the time out over the windows by their length.</summary>
    private void Spread(WorkMix[] mixes, Setting setting, List<(int Day, int From, int To)> windows, double seconds)
    {
        double minutes = windows.Sum(w => w.To - w.From);
        foreach (var (day, from, to) in windows) Place(mixes, setting, day, from, to, seconds * (to - from) / minutes);
    }

    /// <summary>Bursts of about 25 minutes, each in its own part of the window.</summary>
    private void Place(WorkMix[] mixes, Setting setting, int day, int fromMinute, int toMinute, double seconds)
    {
        if (seconds < 90) return;
        var count = Math.Max(1, (int)(seconds / (setting == Setting.Shift ? 900 : BurstSeconds) + dice.Share()));
        var partSeconds = (toMinute - fromMinute) * 60.0 / count;
        for (var i = 0; i < count; i++)
        {
            var length = Math.Min(seconds / count * dice.Between(0.7, 1.3), 0.95 * partSeconds);
            var start = fromMinute * 60 + i * partSeconds + dice.Share() * (partSeconds - length);
            var place = setting == Setting.Evening ? length < 900 && dice.Chance(0.6) ? Demo.Place.Mobile : Demo.Place.Remote : DeskNear((int)(start / 60));
            Add(mixes, setting, day, start / 60, length, place, NoPatient, 0);
        }
    }

    private void Add(WorkMix[] mixes, Setting setting, int day, double minute, double seconds, byte place, int patient, int encounter)
    {
        var start = Calendar.ToUtc(day, minute, clinician.Department.WinterOffsetHours);
        bursts.Add(new Burst(start, (long)(seconds * 1000 * mixes[(int)setting].TimeFactor), setting, place, patient, encounter));
    }

    private void Emit(int week, WorkMix[] mixes)
    {
        long left = 0;
        foreach (var burst in bursts) left += burst.Milliseconds;
        var wanted = eventsPerPeriod is { } all ? (int)(all * (week + 1) / weeks - all * week / weeks) : int.MaxValue;
        var endOfPeriod = eventsPerPeriod is null ? Calendar.ToUtc(7 * weeks, 0, clinician.Department.WinterOffsetHours) : long.MaxValue;
        var made = 0;
        long debt = 0;
        var previousEnd = long.MinValue / 2;
        for (var b = 0; b < bursts.Count; b++)
        {
            var burst = bursts[b];
            var mix = mixes[(int)burst.Setting];
            // With a number of rows to reach, the pauses shrink or grow with what is left to do.
            var tempo = wanted == int.MaxValue ? 1 : left / (Math.Max(1, wanted - made) * mix.MeanPauseMilliseconds);
            var last = wanted != int.MaxValue && b == bursts.Count - 1;
            left -= burst.Milliseconds;

            var room = burst.Milliseconds * 3 / 10;
            var length = burst.Milliseconds + Math.Clamp(debt, -room, room);
            var at = Math.Max(burst.Start, previousEnd + 2000);
            if (at - previousEnd <= 300_000) debt -= at - previousEnd;
            var start = at;
            var category = (byte)Category.Navigation;
            var action = AuditActions.ChartOpened;
            var (patient, encounter) = burst.Patient == NoPatient ? NextPatient() : (burst.Patient, burst.Encounter);
            while (made < wanted)
            {
                if (at >= endOfPeriod) return;
                var random = dice.Next();
                Write(at, action, category, burst, patient, encounter, random >> 40);
                made++;

                var pause = Pauses.Draw(
                    category == (byte)Category.NoteWriting ? Pauses.Typing : Pauses.Reading, AuditActions.PauseSeconds[category] * 1000 * tempo, random);
                var oddity = (int)(random >> 21) & 127;
                if (oddity == 0) pause = 0;
                var next = at + pause;
                if (oddity is > 0 and < 5) next += 999 - (next + 999) % 1000;
                if (next - start > length && !last) break;
                at = next;

                random = dice.Next();
                if ((random & 0xFF) >= 140) category = mix.CategoryFor((int)(random >> 8));
                action = mix.Actions[category][(int)(random >> 20) & 0xFF];
                if (burst.Patient == NoPatient && ((random >> 30) & 63) < 3)
                {
                    (patient, encounter) = NextPatient();
                    action = AuditActions.ChartOpened;
                    category = (byte)Category.Navigation;
                }
            }

            debt += burst.Milliseconds - (at - start);
            previousEnd = at;
        }
    }

    private void Write(long at, byte action, byte category, in Burst burst, int patient, int encounter, ulong random)
    {
        var chance = (int)(random & 127);
        if (category == (byte)Category.Inbox && action != AuditActions.ChartOpened)
        {
            // Messages are about anyone, and folders about no one.
            if (chance < 26) patient = NoPatient;
            else if (chance < 90) { patient = AnyPatient((uint)(random >> 7)); encounter = 0; }
        }
        else if (category == (byte)Category.Navigation && chance < 45 && action != AuditActions.ChartOpened || chance == 127) patient = NoPatient;

        var details = AuditActions.All[action].Details;
        var detail = details is null ? 0 : 1 + (int)((random >> 10) % (uint)details.Length);
        Rows.Add(new Row(at, patient, patient == NoPatient ? 0 : encounter, action, (byte)detail, burst.Place));
    }

    private (int Patient, int Encounter) NextPatient() =>
        seen.Count > 0 && dice.Chance(0.75) ? seen[dice.Below(seen.Count)] : (PatientOfDepartment(), 0);

    private int PatientOfDepartment() => clinician.DepartmentIndex * PatientsPerDepartment + dice.Below(PatientsPerDepartment);

    private int AnyPatient(uint random) => clinician.DepartmentIndex * PatientsPerDepartment + (int)(random % PatientsPerDepartment);

    private int NextEncounter() => 10_000_000 + clinician.Index * EncountersPerClinician + encounters++;

    private byte DeskNear(int minute) => (byte)(Demo.Place.FirstDesk + (clinician.Index * 3 + minute / 240) % 40);

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Burst(long Start, long Milliseconds, Setting Setting, byte Place, int Patient, int Encounter);
}
