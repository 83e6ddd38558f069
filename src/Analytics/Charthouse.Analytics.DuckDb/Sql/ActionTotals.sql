select n.name, a.category::int, sum(e.events)::bigint, sum(e.active)::bigint
from (select action, count(*) as events, sum(case when gap <= 300000000 then gap else 0 end) as active from events group by action) e
join action_names n using (action)
join actions a using (action)
group by all
