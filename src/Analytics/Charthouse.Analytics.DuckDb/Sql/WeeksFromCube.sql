-- Each clinician's weeks by combination of groups, under three estimators. Categories and windows are summed apart: their combinations are ten times as many.
with
people as (select profile, {key} as key from profiles),
day_totals as (
    select d.clinician, p.key, (d.local_date - $first_day) // 7 as week, sum(events)::bigint as events, sum(scheduled)::bigint as scheduled
    from days d join people p using (profile)
    where d.local_date >= $first_day and d.local_date < $end_day
    group by all
),
by_category as (
    select clinician, profile, (local_date - $first_day) // 7 as week, category, {credits}
    from cells where local_date >= $first_day and local_date < $end_day
    group by all
),
by_windows as (
    select clinician, profile, (local_date - $first_day) // 7 as week, windows, {credits}
    from cells where local_date >= $first_day and local_date < $end_day
    group by all
),
category_totals as (select c.clinician, p.key, c.week, sum(union_credit) as active, {category_sums} from by_category c join people p using (profile) group by all),
window_totals as (select c.clinician, p.key, c.week, {window_sums} from by_windows c join people p using (profile) group by all)
select week::int, u.name, key::int, coalesce(d.events, 0), coalesce(d.scheduled, 0), {outputs}
from day_totals d
full join category_totals c using (clinician, key, week)
left join window_totals w using (clinician, key, week)
join clinicians u using (clinician)
where d.clinician is not null or c.active <> 0
