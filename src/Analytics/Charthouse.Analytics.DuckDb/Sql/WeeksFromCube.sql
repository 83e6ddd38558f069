-- Each clinician's weeks by profile, in parts that the engine puts together: events and scheduled time (part -1); credit under three estimators by category
-- (part 0 to 255) and, over again, by set of windows (from 256). Categories and windows together would be ten times as many groups.
select ((local_date - $first_day) // 7)::int as week, clinician, profile, -1 as part, sum(events)::bigint, sum(scheduled)::bigint, 0::bigint
from days where local_date >= $first_day and local_date < $end_day
group by all
union all
select ((local_date - $first_day) // 7)::int as week, clinician, profile, category, sum({drop})::bigint, sum({cap})::bigint, sum({union})::bigint
from cells where local_date >= $first_day and local_date < $end_day
group by all
union all
select ((local_date - $first_day) // 7)::int as week, clinician, profile, 256 + windows, sum({drop})::bigint, sum({cap})::bigint, sum({union})::bigint
from cells where local_date >= $first_day and local_date < $end_day
group by all
