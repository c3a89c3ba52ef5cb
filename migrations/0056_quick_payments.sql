-- A payment at the door asked the planner for 22 plans, a fifth of what it cost the database: functions in SQL are planned
-- anew with every call, and so is what begins from a list of ids, because a plan for one id always looks cheaper than the
-- kept one. Nothing here changes an answer.

create or replace function account_name(wanted uuid) returns text language plpgsql stable security definer
set search_path = public, pg_temp as $$
begin
    return (
        select a.name from account a
         where a.account_id = wanted
           and (exists (select from membership m where m.complex_id = current_complex() and m.account_id = wanted)
                or exists (select from audit_entry e where e.complex_id = current_complex() and e.account_id = wanted)
                or exists (select from organization_member o join complex c using (organization_id)
                            where c.complex_id = current_complex() and o.account_id = wanted)));
end $$;

-- As its owner, whoever asks: a plan under row policies is thrown away when the next caller has another role.
create or replace function books_open_from() returns date language plpgsql stable parallel safe security definer
set search_path = public, pg_temp as $$
begin
    return (select coalesce((max(month) + interval '1 month')::date, '-infinity'::date)
              from closed_month where complex_id = current_complex());
end $$;

create or replace function take_numbers(wanted text, how_many bigint) returns bigint
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    taken bigint;
begin
    insert into number_series as s (series, last) values (wanted, how_many)
    on conflict (complex_id, series) do update set last = s.last + excluded.last
    returning s.last - how_many + 1 into taken;
    return taken;
end $$;

create or replace function enqueue(task text, job jsonb, dedupe text, due timestamptz, attempts int)
returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
begin
    return put_job(current_complex(), task, job, dedupe, due, attempts);
end $$;

-- What happened, and the job that tells whoever listens, in one round trip.
create function announce(event uuid, name text, payload jsonb, task text, job jsonb, attempts int) returns void
language plpgsql as $$
begin
    insert into announcement (event_id, name, payload) values (event, announce.name, announce.payload);
    perform enqueue(task, job, null, null, attempts);
end $$;
revoke execute on function announce from public;
grant execute on function announce to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Money of some units

alter function settle(settlement_draft[]) set plan_cache_mode = force_generic_plan;

-- Locks the accounts of these units, each named once, in the order of their ids; answers how many there are.
create function lock_unit_accounts(units uuid[]) returns bigint language plpgsql set plan_cache_mode = force_generic_plan as $$
begin
    return (with locked as (select from unnest(units) w (unit_id) join unit_account a using (unit_id)
                             where a.complex_id = current_complex() order by w.unit_id for update of a)
            select count(*) from locked);
end $$;

-- Lines of these units that are not settled in full.
create function open_lines(units uuid[])
returns table (invoice_id uuid, line smallint, unit_id uuid, due_on date, is_penalty boolean, priority smallint,
               fund_id uuid, open bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select l.invoice_id, l.line, l.unit_id, i.due_on, i.kind = 'penalty' or l.penalty_for is not null, l.priority, l.fund_id,
           l.amount - l.settled
      from (select distinct u.unit_id from unnest(units) u (unit_id)) w
      join invoice i on i.complex_id = current_complex() and i.unit_id = w.unit_id and i.open > 0
      join invoice_line l on l.complex_id = i.complex_id and l.invoice_id = i.invoice_id and l.settled < l.amount;
end $$;

-- Titipan of these units: money of which something is neither used nor returned.
create function credits_left(units uuid[])
returns table (credit_id uuid, unit_id uuid, money_account_id uuid, value_on date, unused bigint)
language plpgsql stable set plan_cache_mode = force_generic_plan as $$
#variable_conflict use_column
begin
    return query
    select c.credit_id, c.unit_id, c.money_account_id, c.value_on, c.amount - c.used - c.returned
      from (select distinct u.unit_id from unnest(units) u (unit_id)) w
      join credit c on c.complex_id = current_complex() and c.unit_id = w.unit_id and c.used + c.returned < c.amount;
end $$;
revoke execute on function lock_unit_accounts, open_lines, credits_left from public;
grant execute on function lock_unit_accounts, open_lines, credits_left to klustera_app;
