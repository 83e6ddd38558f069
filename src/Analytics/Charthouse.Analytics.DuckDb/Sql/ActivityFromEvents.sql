-- Totals of each clinician under a time-out that the cube does not hold: one scan of the events, no sort.
-- An event's whole credit is added to its own cell here; what runs beyond the cell is moved where it belongs by the engine (see Overruns).
with
people as (select profile, {key} as key from profiles {filter}),
-- Sessions begin after each gap that is not within the time-out. The scan counts the gaps after the events of a day; what the first and the
-- last gap of the day are worth is settled here.
day_totals as (
    select d.clinician, p.key,
        sum(events) as events, count(distinct local_date) filter (where events > 0) as active_days,
        count(*) filter (where events > 0 and (first_since {within}) is not true) - count(*) filter (where events > 0 and (last_gap {within}) is not true) as sessions,
        sum(starts) as scheduled_days, sum(scheduled) as scheduled
    from days d join people p using (profile)
    where d.local_date >= $first_day and d.local_date < $end_day
    group by all
),
firsts as (
    select clinician,
        arg_min(profile, first_at) as event_profile, arg_min_null(first_since, first_at) as since,
        arg_min(profile, first_patient_at) as patient_profile, arg_min_null(first_switch_gap, first_patient_at) as switch_gap
    from days where local_date >= $first_day and local_date < $end_day and events > 0
    group by all
),
added as (select f.clinician, p.key, 1 as sessions from firsts f join people p on p.profile = f.event_profile where f.since {within}),
taken as (select f.clinician, p.key, 1 as switches from firsts f join people p on p.profile = f.patient_profile where f.switch_gap {within}),
scanned as (
    select clinician, profile, cell, sum({credit})::bigint as credit, count(*) filter (where (gap {within}) is not true) as breaks
    from events
    where local_date >= $first_day and local_date < $end_day
    group by all
),
switched as (
    select m.clinician, p.key, sum(m.switches) as switches
    from (
        select clinician, profile, count(*) as switches
        from marks
        where local_date >= $first_day and local_date < $end_day and switch_gap {within}
        group by all
    ) m join people p using (profile)
    group by all
),
cell_totals as (
    select clinician, key, sum(credit) as active, sum(breaks) as breaks, {sums}
    from (select clinician, profile, cell // 256 as category, cell % 256 as windows, credit, breaks from scanned) join people using (profile)
    group by all
)
select {out_key} as key, u.name,
    coalesce(d.events, 0)::bigint, (coalesce(c.breaks, 0) + coalesce(d.sessions, 0) + coalesce(a.sessions, 0))::bigint, (coalesce(w.switches, 0) - coalesce(t.switches, 0))::bigint,
    coalesce(d.active_days, 0)::bigint, coalesce(d.scheduled_days, 0)::bigint, coalesce(d.scheduled, 0)::bigint, {outputs}
from day_totals d
full join cell_totals c using (clinician, key)
left join added a using (clinician, key)
left join taken t using (clinician, key)
left join switched w using (clinician, key)
join clinicians u using (clinician)
where d.clinician is not null or c.active <> 0
