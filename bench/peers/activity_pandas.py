"""`charthouse activity report --by specialty` as a careful researcher would write it with pandas: the same definitions, the same figures.

usage: activity_pandas.py EVENTS.csv APPOINTMENTS.csv FROM TO [--json]

people.csv and actions.csv are taken from the folder of EVENTS.csv. Prints seconds to read and seconds for the report; with --json the groups.
"""
import json
import pathlib
import sys
import time

import numpy as np
import pandas as pd

TIMEOUT = pd.Timedelta(seconds=300)
MARGIN = pd.Timedelta(minutes=30)
MINIMUM_HOURS = 8
MINIMUM_CLINICIANS = 5
CATEGORIES = ["inbox", "note-writing", "chart-review", "results", "orders", "prescriptions", "alerts", "navigation", "handoff", "discharge", "imaging", "other", "unmapped"]
WINDOWS = ["outsideScheduled", "outsideSchedule30", "unscheduledDay", "outside7to19", "pajama", "after18before6Weekend", "night18to6", "weekend"]
MEASURES = {"ehrTime8": "activeHours", "wow8": "outsideScheduled", "noteTime8": "note-writing", "inboxTime8": "inbox", "rxTime8": "prescriptions"}
COUNTS = ["events", "sessions", "patientSwitches", "activeDays", "scheduledDays"]


def read(events_file, appointments_file):
    folder = pathlib.Path(events_file).parent
    repeated = ["user", "action", "patient", "detail", "encounter", "workstation", "department", "application"]
    log = pd.read_csv(events_file, dtype={"event": str, "at": str, **{column: "category" for column in repeated}})
    log["at"] = pd.to_datetime(log["at"], utc=True)
    # Ties in time are in order of the event id.
    if not log["event"].is_monotonic_increasing:
        log = log.sort_values("event", ignore_index=True)
    appointments = pd.read_csv(appointments_file, dtype=str)
    for column in ["start", "end"]:
        appointments[column] = pd.to_datetime(appointments[column], utc=True)
    return log, appointments, pd.read_csv(folder / "people.csv", dtype=str), pd.read_csv(folder / "actions.csv", dtype=str)


def local_date(times, users, zone_of):
    """Local date (midnight, without a zone) of each time in the zone of its clinician."""
    zones = users.map(zone_of)
    return pd.concat([part.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize() for zone, part in times.groupby(zones)]).reindex(times.index)


def clock_edges(dates, zone):
    """Instants at which a window may begin or end by the clock."""
    clock = [dates + pd.Timedelta(hours=hour) for hour in (0, 6, 7, 17.5, 18, 19)]
    return pd.DatetimeIndex(np.concatenate(clock)).tz_localize(zone, ambiguous=np.ones(6 * len(dates), bool), nonexistent="shift_forward").tz_convert("UTC")


def report(log, appointments, people, actions, first, last):
    dates = pd.date_range(first, last, inclusive="left")
    origin = pd.Timestamp(first, tz="UTC")
    people = people.drop_duplicates("user", keep="last").set_index("user")
    people = people.reindex(people.index.union(log["user"].cat.categories).union(appointments["user"].unique()))
    people["specialty"] = people["specialty"].fillna("(none)")
    zone_of = people["timezone"] = people["timezone"].fillna("UTC")
    people["from"] = pd.to_datetime([pd.Timestamp(first, tz=zone) for zone in zone_of], utc=True)
    people["to"] = pd.to_datetime([pd.Timestamp(last, tz=zone) for zone in zone_of], utc=True)

    # Appointments: their union per clinician, and first start and last end per local date.
    booked = appointments[(appointments["status"] != "cancelled") & (appointments["end"] > appointments["start"])]
    booked = booked.merge(people[["from", "to"]], left_on="user", right_index=True).sort_values(["user", "start"], ignore_index=True)
    latest_end = booked.groupby("user")["end"].cummax()
    block = (booked["start"] > latest_end.groupby(booked["user"]).shift()) | (booked["user"] != booked["user"].shift())
    blocks = booked.groupby(["user", block.cumsum()]).agg({"start": "min", "end": "max", "from": "first", "to": "first"}).reset_index("user")
    blocks["start"] = blocks[["start", "from"]].max(axis=1)
    blocks["end"] = blocks[["end", "to"]].min(axis=1)
    blocks = blocks[blocks["end"] > blocks["start"]]
    starting = booked[(booked["start"] >= booked["from"]) & (booked["start"] < booked["to"])]
    days = starting.assign(date=local_date(starting["start"], starting["user"], zone_of)).groupby(["user", "date"]).agg(opens=("start", "min"), closes=("end", "max")).reset_index()
    days["opens"] -= MARGIN
    days["closes"] += MARGIN

    # Credit of each event: the gap to the clinician's next one, when within the time-out.
    log = log[["user", "at", "action", "patient"]].sort_values(["user", "at"], ignore_index=True)
    gap = log.groupby("user", observed=True)["at"].shift(-1) - log["at"]
    log["within"] = gap <= TIMEOUT
    log["until"] = log["at"] + gap.where(log["within"], pd.Timedelta(0))
    begins = log["user"].map(people["from"]).astype("datetime64[ns, UTC]")
    ends = log["user"].map(people["to"]).astype("datetime64[ns, UTC]")
    credited = log[["user", "action"]].copy()
    credited["start"] = (log["at"].where(log["at"] > begins, begins) - origin).dt.total_seconds()
    credited["end"] = (log["until"].where(log["until"] < ends, ends) - origin).dt.total_seconds()
    credited["seconds"] = credited["end"] - credited["start"]
    credited = credited[credited["seconds"] > 0]
    inside = log[(log["at"] >= begins) & (log["at"] < ends)]

    by_action = credited.groupby(["user", "action"], observed=True)["seconds"].sum().reset_index()
    by_action["category"] = by_action["action"].astype(object).map(actions.set_index("action")["category"]).fillna("unmapped")
    categories = by_action.pivot_table(index="user", columns="category", values="seconds", aggfunc="sum", observed=True).reindex(columns=CATEGORIES) / 3600

    # Sessions and switches.
    within_before = inside.groupby("user", observed=True)["within"].shift(fill_value=False)
    session = (~within_before).cumsum()
    with_patient = inside["patient"].notna()
    patient, session_of_patient = inside.loc[with_patient, "patient"], session[with_patient]
    switch = (patient.cat.codes != patient.cat.codes.shift()) & (session_of_patient == session_of_patient.shift())
    counts = pd.DataFrame({
        "events": inside.groupby("user", observed=True).size(),
        "sessions": (~within_before).groupby(inside["user"], observed=True).sum(),
        "patientSwitches": switch.groupby(inside.loc[with_patient, "user"], observed=True).sum(),
        "activeDays": local_date(inside["at"], inside["user"], zone_of).groupby(inside["user"], observed=True).nunique(),
        "scheduledDays": days.groupby("user").size(),
    })

    # Windows: active time between any two edges of a clinician, and what each such stretch lies in.
    edges = pd.concat([
        pd.concat([pd.DataFrame({"user": user, "at": times}) for zone, users in people.groupby("timezone").groups.items() for times in [clock_edges(dates, zone)] for user in users]),
        blocks[["user", "start"]].rename(columns={"start": "at"}), blocks[["user", "end"]].rename(columns={"end": "at"}),
        days[["user", "opens"]].rename(columns={"opens": "at"}), days[["user", "closes"]].rename(columns={"closes": "at"}),
        people["to"].rename("at").reset_index().set_axis(["user", "at"], axis=1),
    ]).merge(people[["from", "to"]], left_on="user", right_index=True)
    edges = edges[(edges["at"] >= edges["from"]) & (edges["at"] <= edges["to"])]
    edges = edges[["user", "at"]].drop_duplicates().sort_values(["user", "at"], ignore_index=True)
    edges["seconds"] = (edges["at"] - origin).dt.total_seconds()
    edges["active"] = 0.0
    edges_of = edges.groupby("user").indices
    for user, mine in credited.groupby("user", observed=True):
        total = mine["seconds"].cumsum()
        knots = mine[["start", "end"]].to_numpy().ravel()
        active_until = np.column_stack([total - mine["seconds"], total]).ravel()
        rows = edges_of[user]
        edges.loc[rows, "active"] = np.interp(edges["seconds"].to_numpy()[rows], knots, active_until)
    edges["hours"] = (edges.groupby("user")["active"].shift(-1) - edges["active"]) / 3600
    pieces = edges.dropna(subset=["hours"]).copy()
    pieces["date"] = local_date(pieces["at"], pieces["user"], zone_of)
    zone_of_piece = pieces["user"].map(zone_of)
    clock = pd.concat([part.dt.tz_convert(zone).dt.hour + part.dt.tz_convert(zone).dt.minute / 60 for zone, part in pieces["at"].groupby(zone_of_piece)])
    pieces["clock"] = clock
    pieces = pieces.merge(days, on=["user", "date"], how="left")
    pieces = pd.merge_asof(pieces.sort_values("at"), blocks[["user", "start", "end"]].sort_values("start"), left_on="at", right_on="start", by="user")
    weekend = pieces["date"].dt.dayofweek >= 5
    clock = pieces["clock"]
    lies_in = {
        "outsideScheduled": ~(pieces["at"] < pieces["end"]),
        "outsideSchedule30": (pieces["at"] < pieces["opens"]) | (pieces["at"] >= pieces["closes"]),
        "unscheduledDay": pieces["opens"].isna(),
        "outside7to19": (clock < 7) | (clock >= 19),
        "pajama": weekend | (clock < 7) | (clock >= 17.5),
        "after18before6Weekend": weekend | (clock < 6) | (clock >= 18),
        "night18to6": (clock < 6) | (clock >= 18),
        "weekend": weekend,
    }
    windows = pd.DataFrame({window: pieces["hours"].where(part, 0) for window, part in lies_in.items()}).groupby(pieces["user"]).sum()

    # By clinician, then by specialty.
    clinicians = pd.concat([counts, categories, windows], axis=1)
    clinicians["activeHours"] = categories.sum(axis=1)
    clinicians["scheduledHours"] = ((blocks["end"] - blocks["start"]).dt.total_seconds() / 3600).groupby(blocks["user"]).sum()
    clinicians = clinicians.fillna(0)
    clinicians = clinicians[(clinicians["events"] > 0) | (clinicians["scheduledHours"] > 0)]
    specialty = clinicians.index.map(people["specialty"])
    enough = clinicians["scheduledHours"] >= MINIMUM_HOURS
    sums = clinicians.groupby(specialty).sum()
    included = clinicians[enough].groupby(specialty[enough]).sum().reindex(sums.index)
    groups = sums.assign(
        clinicians=clinicians.groupby(specialty).size(),
        included=enough.groupby(specialty).sum(),
        **{measure: 8 * included[numerator] / included["scheduledHours"] for measure, numerator in MEASURES.items()})
    groups["suppressed"] = groups["clinicians"] < MINIMUM_CLINICIANS
    groups.loc[groups["included"] < MINIMUM_CLINICIANS, list(MEASURES)] = np.nan
    groups.loc[groups["suppressed"], [column for column in groups if column not in ("clinicians", "included", "suppressed")]] = np.nan
    return groups.sort_index()


def as_json(groups):
    def figure(value):
        return None if pd.isna(value) else float(value)

    return json.dumps([{
        "key": key, "clinicians": int(row["clinicians"]), "included": int(row["included"]), "suppressed": bool(row["suppressed"]),
        **{name: figure(row[name]) for name in [*COUNTS, "scheduledHours", "activeHours", *MEASURES]},
        "categoryHours": None if row["suppressed"] else {name: figure(row[name]) for name in CATEGORIES},
        "windowHours": None if row["suppressed"] else {name: figure(row[name]) for name in WINDOWS},
    } for key, row in groups.iterrows()], indent=2)


def main():
    events_file, appointments_file, first, last = sys.argv[1:5]
    started = time.perf_counter()
    frames = read(events_file, appointments_file)
    have_read = time.perf_counter()
    groups = report(*frames, first, last)
    done = time.perf_counter()
    print(as_json(groups) if "--json" in sys.argv[5:] else f"{have_read - started:.3f} {done - have_read:.3f}")


main()
