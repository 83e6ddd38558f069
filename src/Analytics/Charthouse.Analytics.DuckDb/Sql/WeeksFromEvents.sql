-- Each clinician's weeks by combination of groups under a time-out that the cube does not hold: one scan of the events, no sort.
-- An event's whole credit is added to its own cell here; what runs beyond the cell is moved where it belongs by the engine (see Overruns).
with
people as (select profile, {key} as key from profiles),
day_totals as (
    select d.clinician, p.key, (d.local_date - $first_day) // 7 as week, sum(events)::bigint as events, sum(scheduled)::bigint as scheduled
    from days d join people p using (profile)
    where d.local_date >= $first_day and d.local_date < $end_day
    group by all
),
scanned as materialized (
    select clinician, profile, (local_date - $first_day) // 7 as week, cell, {credits}
    from events where local_date >= $first_day and local_date < $end_day
    group by all
),
by_category as (select clinician, profile, week, cell // 256 as category, {credits_again} from scanned group by all),
by_windows as (select clinician, profile, week, cell % 256 as windows, {credits_again} from scanned group by all),
category_totals as (select c.clinician, p.key, c.week, sum(union_credit) as active, {category_sums} from by_category c join people p using (profile) group by all),
window_totals as (select c.clinician, p.key, c.week, {window_sums} from by_windows c join people p using (profile) group by all)
select week::int, u.name, key::int, coalesce(d.events, 0), coalesce(d.scheduled, 0), {outputs}
from day_totals d
full join category_totals c using (clinician, key, week)
left join window_totals w using (clinician, key, week)
join clinicians u using (clinician)
where d.clinician is not null or c.active <> 0
