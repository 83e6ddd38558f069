-- Credit within the event's own hour; what runs beyond is cut by the engine.
select (isodow(local_date) - 1)::int, hour::int, sum(least({credit}, hour_room))::bigint
from events_by_hour e join (select profile from profiles {filter}) p using (profile)
where local_date >= $first_day and local_date < $end_day
group by all
