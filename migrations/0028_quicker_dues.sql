-- Lists of what is billed and owed, at ten thousand houses and three years. Nothing here changes an answer.

-- Sums of a month, and what was collected of each, from the index alone.
drop index invoice_of_period;
create index invoice_of_period on invoice (complex_id, period, invoice_id)
    include (unit_id, kind, due_on, total, open, voided_at);
-- And who owes: a name is searched among the open invoices without a look at the closed ones.
drop index invoice_open;
create index invoice_open on invoice (complex_id, unit_id, due_on, invoice_id) include (open, kind, payer_name)
    where open > 0;

-- Units that owe, the biggest late sum first; a null leaves a filter out. Planned for the filters at hand, each time (see
-- changes() in 0015). Only what decides the order is summed up for all of them, the rest for the lines that are asked for.
create function units_owing(as_of date, within uuid[], wanted_block uuid, wanted_rt uuid, name_like text, number_start text,
                            from_days int, to_days int, after_late bigint, after_key text, most bigint)
returns table (unit_id uuid, code text, sort_key text, payer_name text, phone text, oldest_due date, invoices bigint,
               not_due bigint, to_30 bigint, to_60 bigint, to_90 bigint, older bigint, credit bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
    return query
    with owing as (
        select i.complex_id, i.unit_id, min(i.due_on) as oldest_due, count(*) as invoices,
               coalesce(sum(i.open) filter (where i.due_on < as_of), 0)::bigint as late
          from invoice i where i.open > 0
         group by i.complex_id, i.unit_id
        having as_of - min(i.due_on) between from_days and to_days),
    -- Without a filter by place or name nobody below the last late sum of the page need be looked at.
    least as (
        select o.late from owing o
         where coalesce(within::text, wanted_block::text, wanted_rt::text, name_like) is null
           and (after_late is null or o.late < after_late)
         order by o.late desc offset most - 1 limit 1),
    listed as (
        select o.*, u.code, u.sort_key from owing o join unit_mark u using (complex_id, unit_id)
         where o.late >= coalesce((select late from least), 0)
           and (within is null or u.rt_id = any (within))
           and (wanted_block is null or u.block_id = wanted_block) and (wanted_rt is null or u.rt_id = wanted_rt)
           and (name_like is null or o.unit_id in (
                select v.unit_id from unit_mark v
                 where v.search_key between unit_search_key(number_start) and unit_search_key(number_start) || 'ZZZZZZZZ'
                union all
                select n.unit_id from invoice n where n.open > 0 and lower(n.payer_name) like lower(name_like)))
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
      left join person_mark p on p.complex_id = l.complex_id and p.person_id = newest.payer_id
     order by l.late desc, l.sort_key;
end $$;

-- How many invoices of each standing, what they come to, and what of it is open; a null leaves a filter out.
create function invoice_sums(wanted_period date, today date, wanted_block uuid, wanted_rt uuid, wanted_kind text,
                             name_like text, key_like text, wanted_units uuid[])
returns table (standing text, count bigint, total bigint, open bigint)
language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
#variable_conflict use_column
begin
    return query
    select case when i.voided_at is not null then 'void' when i.open = 0 then 'paid'
                when i.due_on < today then 'late' else 'unpaid' end,
           count(*), sum(i.total)::bigint, sum(i.open)::bigint
      from invoice i
     where (wanted_period is null or i.period = wanted_period)
       and (coalesce(wanted_block, wanted_rt) is null or i.unit_id in (
            select u.unit_id from unit_mark u
             where (wanted_block is null or u.block_id = wanted_block) and (wanted_rt is null or u.rt_id = wanted_rt)))
       and (wanted_kind is null or i.kind = wanted_kind)
       and (name_like is null or i.number ilike name_like or i.payer_name ilike name_like
            or i.unit_id in (select u.unit_id from unit_mark u where u.search_key like key_like))
       and (wanted_units is null or i.unit_id = any (wanted_units))
     group by 1;
end $$;

revoke execute on function units_owing, invoice_sums from public;
grant execute on function units_owing, invoice_sums to klustera_app;
