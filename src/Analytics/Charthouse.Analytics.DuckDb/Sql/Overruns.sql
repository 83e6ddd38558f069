-- Credited intervals that run beyond a boundary of their event's {boundary}: from there on they are cut exactly.
select e.clinician, {out_key} as key, a.category::int, epoch_us(e.at_utc) + e.{room}, epoch_us(e.at_utc) + {credit}
from events e
join (select profile, {key} as key from profiles {filter}) p using (profile)
join actions a using (action)
join clinicians u using (clinician)
where e.local_date >= $first_day - 2 and e.local_date < $end_day and {credit} > e.{room}
