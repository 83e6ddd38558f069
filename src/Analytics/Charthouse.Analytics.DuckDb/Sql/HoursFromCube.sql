select ((local_date - $first_day) // 7)::int, profile, (isodow(local_date) - 1)::int, hour, sum({credit})::bigint
from hours where local_date >= $first_day and local_date < $end_day
group by all
