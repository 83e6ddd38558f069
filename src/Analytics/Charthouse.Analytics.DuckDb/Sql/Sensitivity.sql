with
people as (select profile, {key} as key from profiles {filter}),
day_totals as (
    select d.clinician, p.key, sum(events) as events, sum(scheduled) as scheduled
    from days d join people p using (profile)
    where d.local_date >= $first_day and d.local_date < $end_day
    group by all
),
cells_in as (
    select c.clinician, p.key, c.windows,
        sum(drop30) as drop30, sum(drop60) as drop60, sum(drop90) as drop90, sum(drop300) as drop300,
        sum(capped30) as capped30, sum(capped60) as capped60, sum(capped90) as capped90, sum(capped300) as capped300,
        sum(last30) as last30, sum(last60) as last60, sum(last90) as last90, sum(last300) as last300
    from cells c join people p using (profile)
    where c.local_date >= $first_day and c.local_date < $end_day
    group by all
),
cell_totals as (
    select clinician, key,
        sum(drop30) as drop30, sum(drop60) as drop60, sum(drop90) as drop90, sum(drop300) as drop300,
        sum(capped30) as capped30, sum(capped60) as capped60, sum(capped90) as capped90, sum(capped300) as capped300,
        sum(last30) as last30, sum(last60) as last60, sum(last90) as last90, sum(last300) as last300, {sums}
    from cells_in group by all
)
select {out_key} as key, u.name, coalesce(d.events, 0) > 0 or coalesce(d.scheduled, 0) > 0, coalesce(d.scheduled, 0)::bigint,
    coalesce(drop30, 0)::bigint, coalesce(drop60, 0)::bigint, coalesce(drop90, 0)::bigint, coalesce(drop300, 0)::bigint,
    coalesce(capped30 - last30, 0)::bigint, coalesce(capped60 - last60, 0)::bigint, coalesce(capped90 - last90, 0)::bigint, coalesce(capped300 - last300, 0)::bigint,
    coalesce(capped30, 0)::bigint, coalesce(capped60, 0)::bigint, coalesce(capped90, 0)::bigint, coalesce(capped300, 0)::bigint, {outputs}
from day_totals d
full join cell_totals c using (clinician, key)
join clinicians u using (clinician)
where d.clinician is not null or c.capped300 <> 0
