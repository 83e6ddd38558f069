-- Credited intervals that run beyond the end of their event's {boundary}: from there on the engine cuts them exactly.
select m.clinician, {out_key} as key, m.local_date, m.cell, m.at_us + m.{room}, m.at_us + {credit}
from marks m
join (select profile, {key} as key from profiles {filter}) p using (profile)
join clinicians u using (clinician)
where m.local_date >= $first_day - 2 and m.local_date < $end_day and {credit} > m.{room}
