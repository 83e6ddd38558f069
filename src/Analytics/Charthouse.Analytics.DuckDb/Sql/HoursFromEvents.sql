-- An event's whole credit is added to its own hour here; what runs beyond the hour is moved where it belongs by the engine.
select ((local_date - $first_day) // 7)::int, profile, (isodow(local_date) - 1)::int,
    (((epoch_us(at_utc) + offset_minutes::bigint * 60000000) % 86400000000) // 3600000000)::int, sum({credit})::bigint
from events where local_date >= $first_day and local_date < $end_day
group by all
