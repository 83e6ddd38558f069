select ((h.local_date - $first_day) // 7)::int, p.key::int, (isodow(h.local_date) - 1)::int, h.hour::int, sum({credit})::bigint
from hours h join (select profile, {key} as key from profiles) p using (profile)
where h.local_date >= $first_day and h.local_date < $end_day
group by all
