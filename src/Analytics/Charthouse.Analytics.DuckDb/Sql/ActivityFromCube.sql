-- Totals of each clinician from the cube: the twelve standard definitions, with either boundary, never touch events.
with
people as (select profile, {key} as key from profiles {filter}),
days_in as (
    select d.*, p.key
    from days d join people p using (profile)
    where d.local_date >= $first_day and d.local_date < $end_day
),
day_totals as (
    select clinician, key,
        sum(events) as events, sum({sessions}) as sessions, sum({switches}) as switches,
        count(distinct local_date) filter (where events > 0) as active_days,
        sum(starts) as scheduled_days, sum(scheduled) as scheduled
    from days_in group by all
),
-- The first event of the period always starts a session, and the first patient of the period is never a switch.
firsts as (
    select clinician,
        arg_min(profile, first_at) as event_profile, arg_min_null(first_since, first_at) as since,
        arg_min(profile, first_patient_at) as patient_profile, arg_min_null(first_switch_gap, first_patient_at) as switch_gap
    from days where local_date >= $first_day and local_date < $end_day and events > 0
    group by all
),
added as (select f.clinician, p.key, 1 as sessions from firsts f join people p on p.profile = f.event_profile where f.since {within}),
taken as (select f.clinician, p.key, 1 as switches from firsts f join people p on p.profile = f.patient_profile where f.switch_gap {within}),
cells_in as (
    select c.clinician, p.key, c.category, c.windows, sum({credit}) as credit
    from cells c join people p using (profile)
    where c.local_date >= $first_day and c.local_date < $end_day
    group by all
),
cell_totals as (
    select clinician, key, sum(credit) as active, {sums}
    from cells_in group by all
)
select {out_key} as key, u.name,
    coalesce(d.events, 0)::bigint, (coalesce(d.sessions, 0) + coalesce(a.sessions, 0))::bigint, (coalesce(d.switches, 0) - coalesce(t.switches, 0))::bigint,
    coalesce(d.active_days, 0)::bigint, coalesce(d.scheduled_days, 0)::bigint, coalesce(d.scheduled, 0)::bigint, {outputs}
from day_totals d
full join cell_totals c using (clinician, key)
left join added a using (clinician, key)
left join taken t using (clinician, key)
join clinicians u using (clinician)
where d.clinician is not null or c.active <> 0
