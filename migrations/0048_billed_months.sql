-- What was billed for each month, kept as a figure, and leaner sums of what is open: the first page of a complex with
-- 10,000 houses and three years of invoices no longer adds up a third of a million rows. Nothing here changes an answer.

-- Invoices of a month that are not void, dues and other (what `collected_by_month` shows). Written by the triggers alone,
-- in the transaction that issues or voids; whoever issues holds the month's number series already, so nobody waits anew.
create table billed_month (
    complex_id uuid not null default current_complex() references complex,
    period date not null check (period = date_trunc('month', period)),
    invoices bigint not null check (invoices >= 0),
    -- Rupiah.
    billed bigint not null check (billed >= 0),
    primary key (complex_id, period)
);
select make_tenant_table('billed_month', 'select');

create function count_issued() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    insert into billed_month as m (complex_id, period, invoices, billed)
    select n.complex_id, n.period, count(*), sum(n.total) from issued n
     where n.kind in ('dues', 'other') and n.voided_at is null
     group by n.complex_id, n.period order by n.complex_id, n.period
    on conflict (complex_id, period) do update
        set invoices = m.invoices + excluded.invoices, billed = m.billed + excluded.billed;
    return null;
end $$;
create trigger count_issued after insert on invoice referencing new table as issued
    for each statement execute function count_issued();

create function count_voided() returns trigger language plpgsql security definer
set search_path = public, pg_temp as $$
begin
    update billed_month set invoices = invoices - 1, billed = billed - new.total
     where complex_id = new.complex_id and period = new.period;
    return null;
end $$;
create trigger count_voided after update of voided_at on invoice for each row
    when (old.voided_at is null and new.voided_at is not null and new.kind in ('dues', 'other'))
    execute function count_voided();
revoke execute on function count_issued, count_voided from public;

insert into billed_month (complex_id, period, invoices, billed)
select complex_id, period, count(*), sum(total) from invoice
 where kind in ('dues', 'other') and voided_at is null group by complex_id, period;

-- What is open of each month is read from the open invoices, which are few.
drop index invoice_open;
create index invoice_open on invoice (complex_id, unit_id, due_on, invoice_id) include (open, kind, payer_name, period)
    where open > 0;

create or replace function collected_by_month(within uuid[], since date)
returns table (period date, billed bigint, settled bigint, invoices bigint, paid bigint)
language plpgsql stable parallel safe rows 12 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    if within is null then
        return query
        select m.period, m.billed, m.billed - coalesce(o.open, 0)::bigint, m.invoices, m.invoices - coalesce(o.invoices, 0)
          from billed_month m
          left join (select i.period, sum(i.open) as open, count(*) as invoices
                       from invoice i
                      where i.open > 0 and i.period >= since and i.kind in ('dues', 'other')
                      group by i.period) o using (period)
         where m.period >= since and m.invoices > 0
         order by m.period;
        return;
    end if;
    return query
    select i.period, sum(i.total)::bigint, sum(i.total - i.open)::bigint, count(*), count(*) filter (where i.open = 0)
      from invoice i
     where i.period >= since and i.voided_at is null and i.kind in ('dues', 'other')
       and exists (select from unit_mark u where u.complex_id = i.complex_id and u.unit_id = i.unit_id
                      and u.rt_id = any (within))
     group by i.period order by i.period;
end $$;

-- Due days are few: the rupiah are added up by them, and of each unit only its oldest day is looked at.
create or replace function owed_by_age(within uuid[], as_of date)
returns table (not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint, older bigint, units_30 bigint, units_60 bigint,
               units_90 bigint, units_older bigint, units_not_late bigint)
language plpgsql stable parallel safe rows 1 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with days as (
        select as_of - i.due_on as late, sum(i.open)::bigint as open
          from invoice i
         where i.open > 0 and (within is null or exists (
               select from unit_mark u where u.complex_id = i.complex_id and u.unit_id = i.unit_id
                  and u.rt_id = any (within)))
         group by i.due_on),
    oldest as (
        select as_of - first.due_on as late, count(*) as units
          from (select min(i.due_on) as due_on
                  from invoice i
                 where i.open > 0 and (within is null or exists (
                       select from unit_mark u where u.complex_id = i.complex_id and u.unit_id = i.unit_id
                          and u.rt_id = any (within)))
                 group by i.unit_id) first
         group by first.due_on)
    select sums.*, units.*
      from (select coalesce(sum(open) filter (where late <= 0), 0)::bigint,
                   coalesce(sum(open) filter (where late between 1 and 30), 0)::bigint,
                   coalesce(sum(open) filter (where late between 31 and 60), 0)::bigint,
                   coalesce(sum(open) filter (where late between 61 and 90), 0)::bigint,
                   coalesce(sum(open) filter (where late > 90), 0)::bigint
              from days) sums
     cross join (select coalesce(sum(units) filter (where late between 1 and 30), 0)::bigint,
                        coalesce(sum(units) filter (where late between 31 and 60), 0)::bigint,
                        coalesce(sum(units) filter (where late between 61 and 90), 0)::bigint,
                        coalesce(sum(units) filter (where late > 90), 0)::bigint,
                        coalesce(sum(units) filter (where late <= 0), 0)::bigint
                   from oldest) units;
end $$;

-- The first pages of `units_owing`, where nothing is asked for but how late: planned once.
create function most_owing(as_of date, from_days int, to_days int, after_late bigint, after_key text, most bigint)
returns table (unit_id uuid, code text, sort_key text, payer_name text, phone text, oldest_due date, invoices bigint,
               not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint, older bigint, credit bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    with owing as materialized (
        select i.unit_id, min(i.due_on) as oldest_due, count(*) as invoices,
               coalesce(sum(i.open) filter (where i.due_on < as_of), 0)::bigint as late
          from invoice i where i.open > 0
         group by i.unit_id
        having as_of - min(i.due_on) between from_days and to_days),
    -- Nobody below the last late sum of the page need be looked at.
    least as materialized (
        select o.late from owing o where after_late is null or o.late <= after_late
         order by o.late desc offset most - 1 limit 1),
    listed as materialized (
        select o.*, u.complex_id, u.code, u.sort_key
          from owing o
         cross join lateral (select u.complex_id, u.code, u.sort_key from unit_mark u where u.unit_id = o.unit_id offset 0) u
         where o.late >= coalesce((select late from least), 0)
           and (after_late is null or o.late < after_late or (o.late = after_late and u.sort_key > after_key))
         order by o.late desc, u.sort_key
         limit most)
    select l.unit_id, l.code, l.sort_key, newest.payer_name, p.phone, l.oldest_due, l.invoices,
           ages.not_due, ages.to_30, ages.to_60, ages.to_90, ages.older,
           coalesce((select sum(c.amount - c.used - c.returned) from credit c
                      where c.complex_id = l.complex_id and c.unit_id = l.unit_id
                        and c.used + c.returned < c.amount), 0)::bigint
      from listed l
     cross join lateral (
           select coalesce(sum(i.open) filter (where i.due_on >= as_of), 0)::bigint as not_due,
                  coalesce(sum(i.open) filter (where as_of - i.due_on between 1 and 30), 0)::bigint as to_30,
                  coalesce(sum(i.open) filter (where as_of - i.due_on between 31 and 60), 0)::bigint as to_60,
                  coalesce(sum(i.open) filter (where as_of - i.due_on between 61 and 90), 0)::bigint as to_90,
                  coalesce(sum(i.open) filter (where as_of - i.due_on > 90), 0)::bigint as older
             from invoice i
            where i.complex_id = l.complex_id and i.unit_id = l.unit_id and i.open > 0) ages
     cross join lateral (
           select i.payer_id, i.payer_name from invoice i
            where i.complex_id = l.complex_id and i.unit_id = l.unit_id and i.open > 0
            order by i.due_on desc, i.invoice_id desc limit 1) newest
      left join lateral (
           select m.phone from person_mark m
            where m.complex_id = l.complex_id and m.person_id = newest.payer_id offset 0) p on true
     order by l.late desc, l.sort_key;
end $$;

-- With it the areas of those that owe are read from the index alone.
drop index unit_by_id;
create index unit_by_id on unit (complex_id, unit_id) include (status, rt_id, block_id) where retired_at is null;

-- Blocks and RTs with what their units owe: how many there are by the index of figures, and only those that owe by key.
create function owed_by_area(within uuid[], as_of date)
returns table (area_id uuid, units bigint, late_units bigint, not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint,
               older bigint)
language plpgsql stable parallel safe rows 100 set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
declare
    d30 date := as_of - 30;
    d60 date := as_of - 60;
    d90 date := as_of - 90;
begin
    return query
    -- Everything, and what is older than each step: one comparison a row for each; the ages are the differences.
    with owing as materialized (
        select i.unit_id, min(i.due_on) < as_of as is_late, sum(i.open) as open,
               sum(i.open) filter (where i.due_on < as_of) as over_0, sum(i.open) filter (where i.due_on < d30) as over_30,
               sum(i.open) filter (where i.due_on < d60) as over_60, sum(i.open) filter (where i.due_on < d90) as over_90
          from invoice i where i.open > 0
         group by i.unit_id),
    -- Houses of one RT in one block first: two ways of adding up a few hundred lines instead of ten thousand.
    corners as (
        select u.rt_id, u.block_id, count(*) as units, 0 as late_units, 0 as open, 0 as over_0, 0 as over_30, 0 as over_60,
               0 as over_90
          from unit_mark u
         where u.retired_at is null and (within is null or u.rt_id = any (within))
         group by u.rt_id, u.block_id
        union all
        select u.rt_id, u.block_id, 0, count(*) filter (where o.is_late), sum(o.open), sum(o.over_0), sum(o.over_30),
               sum(o.over_60), sum(o.over_90)
          from owing o
         cross join lateral (select u.rt_id, u.block_id from unit_mark u
                              where u.unit_id = o.unit_id and u.retired_at is null offset 0) u
         where within is null or u.rt_id = any (within)
         group by u.rt_id, u.block_id),
    areas as (
        select coalesce(c.rt_id, c.block_id) as area_id, sum(c.units)::bigint as units, sum(c.late_units)::bigint as late_units,
               coalesce(sum(c.open), 0)::bigint as open, coalesce(sum(c.over_0), 0)::bigint as over_0,
               coalesce(sum(c.over_30), 0)::bigint as over_30, coalesce(sum(c.over_60), 0)::bigint as over_60,
               coalesce(sum(c.over_90), 0)::bigint as over_90
          from corners c
         group by grouping sets ((c.rt_id), (c.block_id)))
    select a.area_id, a.units, a.late_units, a.open - a.over_0, a.over_0 - a.over_30, a.over_30 - a.over_60,
           a.over_60 - a.over_90, a.over_90
      from areas a where a.area_id is not null and a.units > 0;
end $$;

revoke execute on function most_owing, owed_by_area from public;
grant execute on function most_owing, owed_by_area to klustera_app;
