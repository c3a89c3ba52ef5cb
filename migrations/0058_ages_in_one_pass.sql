-- What is owed by age, from one walk over the open invoices: units come out of the index in their order, each with its
-- oldest day and what is older than each step (the ages are the differences), and whose RT it is is asked once a unit.
-- Before, the open invoices were read twice and the RT was asked for each of them. Nothing here changes an answer.
create or replace function owed_by_age(within uuid[], as_of date)
returns table (not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint, older bigint, units_30 bigint, units_60 bigint,
               units_90 bigint, units_older bigint, units_not_late bigint)
language plpgsql stable parallel safe rows 1 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    d30 date := as_of - 30;
    d60 date := as_of - 60;
    d90 date := as_of - 90;
begin
    return query
    with owing as (
        select i.complex_id, i.unit_id, min(i.due_on) as oldest, sum(i.open) as open,
               sum(i.open) filter (where i.due_on < as_of) as over_0, sum(i.open) filter (where i.due_on < d30) as over_30,
               sum(i.open) filter (where i.due_on < d60) as over_60, sum(i.open) filter (where i.due_on < d90) as over_90
          from invoice i where i.open > 0
         group by i.complex_id, i.unit_id),
    sums as (
        select coalesce(sum(o.open), 0)::bigint as open, coalesce(sum(o.over_0), 0)::bigint as over_0,
               coalesce(sum(o.over_30), 0)::bigint as over_30, coalesce(sum(o.over_60), 0)::bigint as over_60,
               coalesce(sum(o.over_90), 0)::bigint as over_90,
               count(*) as units, count(*) filter (where o.oldest < as_of) as late_0,
               count(*) filter (where o.oldest < d30) as late_30, count(*) filter (where o.oldest < d60) as late_60,
               count(*) filter (where o.oldest < d90) as late_90
          from owing o
         where within is null or exists (
               select from unit_mark u
                where u.complex_id = o.complex_id and u.unit_id = o.unit_id and u.rt_id = any (within)))
    select s.open - s.over_0, s.over_0 - s.over_30, s.over_30 - s.over_60, s.over_60 - s.over_90, s.over_90,
           s.late_0 - s.late_30, s.late_30 - s.late_60, s.late_60 - s.late_90, s.late_90, s.units - s.late_0
      from sums s;
end $$;
