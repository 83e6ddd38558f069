-- Credited intervals that run beyond the end of their event's {boundary}: from there on the engine cuts them exactly.
select m.clinician, m.profile, m.local_date, m.cell, m.at_us, m.{room}, m.gap
from marks m
join (select profile from profiles {filter}) p using (profile)
where m.local_date >= $first_day - 2 and m.local_date < $end_day and {credit} > m.{room}
