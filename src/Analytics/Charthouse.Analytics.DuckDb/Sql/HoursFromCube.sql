select (isodow(h.local_date) - 1)::int, h.hour::int, sum({credit})::bigint
from hours h join (select profile from profiles {filter}) p using (profile)
where h.local_date >= $first_day and h.local_date < $end_day
group by all
