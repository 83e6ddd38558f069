-- The same under a time-out that the cube does not hold: one scan of the events, no sort.
-- An event's whole credit is added to its own cell here; what runs beyond the cell is moved where it belongs by the engine (see Overruns).
with scanned as materialized (
    select ((local_date - $first_day) // 7)::int as week, clinician, profile, cell,
        sum({drop})::bigint as drop_credit, sum({cap})::bigint as cap_credit, sum({union})::bigint as union_credit
    from events where local_date >= $first_day and local_date < $end_day
    group by all
)
select ((local_date - $first_day) // 7)::int as week, clinician, profile, -1 as part, sum(events)::bigint, sum(scheduled)::bigint, 0::bigint
from days where local_date >= $first_day and local_date < $end_day
group by all
union all
select week, clinician, profile, cell // 256, sum(drop_credit)::bigint, sum(cap_credit)::bigint, sum(union_credit)::bigint from scanned group by all
union all
select week, clinician, profile, 256 + cell % 256, sum(drop_credit)::bigint, sum(cap_credit)::bigint, sum(union_credit)::bigint from scanned group by all
