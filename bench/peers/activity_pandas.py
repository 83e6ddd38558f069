"""The report as a researcher would write it with pandas: read the log, credit gaps (drop, 300 s), EHR time per 8 scheduled hours by clinician.

usage: activity_pandas.py EVENTS.csv APPOINTMENTS.csv FROM TO   prints seconds to read and seconds for the report
"""
import sys
import time

import pandas as pd

events_file, appointments_file, first, last = sys.argv[1:5]

started = time.perf_counter()
log = pd.read_csv(events_file, usecols=["user", "at", "action", "patient"], dtype={"user": "category", "action": "category", "patient": "category"})
log["at"] = pd.to_datetime(log["at"], utc=True)
appointments = pd.read_csv(appointments_file)
appointments["start"] = pd.to_datetime(appointments["start"], utc=True)
appointments["end"] = pd.to_datetime(appointments["end"], utc=True)
read = time.perf_counter() - started

started = time.perf_counter()
log = log.sort_values(["user", "at"], kind="stable")
gap = log.groupby("user", observed=True)["at"].shift(-1) - log["at"]
credit = gap.dt.total_seconds().where(gap <= pd.Timedelta(seconds=300), 0).fillna(0)
local = log["at"].dt.tz_convert("America/New_York")
inside = (local >= pd.Timestamp(first, tz="America/New_York")) & (local < pd.Timestamp(last, tz="America/New_York"))
hour = local.dt.hour + local.dt.minute / 60
weekend = local.dt.dayofweek >= 5
frame = pd.DataFrame({"user": log["user"], "action": log["action"], "credit": credit, "pajama": credit.where(weekend | (hour < 7) | (hour >= 17.5), 0)})[inside]
totals = frame.groupby("user", observed=True)[["credit", "pajama"]].sum() / 3600
by_action = frame.groupby(["user", "action"], observed=True)["credit"].sum().unstack(fill_value=0) / 3600
sessions = ((gap > pd.Timedelta(seconds=300)) | gap.isna())[inside].groupby(log["user"][inside], observed=True).sum()
booked = appointments[appointments["status"] != "cancelled"].copy()
booked["hours"] = (booked["end"] - booked["start"]).dt.total_seconds() / 3600
scheduled = booked.groupby("user")["hours"].sum()
report = totals.join(scheduled.rename("scheduled")).join(by_action).join(sessions.rename("sessions"))
report["ehrTime8"] = 8 * report["credit"] / report["scheduled"]
print(f"{read:.3f} {time.perf_counter() - started:.3f}")
