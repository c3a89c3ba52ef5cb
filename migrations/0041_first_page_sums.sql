-- The two sums of the first page. Their filter by area makes the planner think anew each time, for half of what the sums
-- themselves take; the plan is the same with and without it.

-- What all units owe together by age, and how many units in each age of their oldest invoice. `within`: the RTs; null: all.
create function owed_by_age(within uuid[], as_of date)
returns table (not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint, older bigint, units_30 bigint, units_60 bigint,
               units_90 bigint, units_older bigint, units_not_late bigint)
language plpgsql stable parallel safe rows 1 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with owing as (
        select min(i.due_on) as oldest,
               coalesce(sum(i.open) filter (where i.due_on >= as_of), 0) as not_due,
               coalesce(sum(i.open) filter (where as_of - i.due_on between 1 and 30), 0) as to_30,
               coalesce(sum(i.open) filter (where as_of - i.due_on between 31 and 60), 0) as to_60,
               coalesce(sum(i.open) filter (where as_of - i.due_on between 61 and 90), 0) as to_90,
               coalesce(sum(i.open) filter (where as_of - i.due_on > 90), 0) as older
          from invoice i
         where i.open > 0 and (within is null or exists (
               select from unit_mark u where u.complex_id = i.complex_id and u.unit_id = i.unit_id
                  and u.rt_id = any (within)))
         group by i.unit_id)
    select coalesce(sum(not_due), 0)::bigint, coalesce(sum(to_30), 0)::bigint, coalesce(sum(to_60), 0)::bigint,
           coalesce(sum(to_90), 0)::bigint, coalesce(sum(older), 0)::bigint,
           count(*) filter (where as_of - oldest between 1 and 30),
           count(*) filter (where as_of - oldest between 31 and 60),
           count(*) filter (where as_of - oldest between 61 and 90),
           count(*) filter (where as_of - oldest > 90),
           count(*) filter (where oldest >= as_of)
      from owing;
end $$;

-- What was billed for each month since one, and what of it is settled by now.
create function collected_by_month(within uuid[], since date)
returns table (period date, billed bigint, settled bigint, invoices bigint, paid bigint)
language plpgsql stable parallel safe rows 12 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select i.period, sum(i.total)::bigint, sum(i.total - i.open)::bigint, count(*), count(*) filter (where i.open = 0)
      from invoice i
     where i.period >= since and i.voided_at is null and i.kind in ('dues', 'other')
       and (within is null or exists (
            select from unit_mark u where u.complex_id = i.complex_id and u.unit_id = i.unit_id
               and u.rt_id = any (within)))
     group by i.period order by i.period;
end $$;

revoke execute on function owed_by_age, collected_by_month from public;
grant execute on function owed_by_age, collected_by_month to klustera_app;
