-- Faster pages: what the doors, the history, the overview, the search and a large import cost, measured with 10,000
-- units. Nothing here changes an answer; functions of earlier migrations are replaced by quicker ones of the same name.

-- ---------------------------------------------------------------------------------------------------------------
-- The doors. PostgreSQL plans the body of an SQL function anew at every call, and keeps the plans of a PL/pgSQL one for
-- the session: the two unions below were two thirds of what it cost to admit a member. A set_config in an assignment
-- is computed on the spot, without a statement of its own. The fence of 0001 stands in the function itself.

-- Only other doors may call it, and they set the path to the schema.
create or replace function whose(kind text, hash bytea, claimed uuid, at timestamptz)
returns table (account_id uuid, session_id uuid, abilities text[], stale boolean)
language plpgsql stable security invoker as $$
#variable_conflict use_column
begin
    if kind = 'session' then
        return query select s.account_id, s.session_id, null::text[], s.last_seen_at < at - interval '5 minutes'
          from session s
         where s.token_hash = hash and s.revoked_at is null and s.verified_at is not null and s.expires_at > at;
    elsif kind = 'token' then
        return query select t.account_id, t.token_id, t.abilities,
                            coalesce(t.last_used_at < at - interval '5 minutes', true)
          from access_token t
         where t.token_hash = hash and t.revoked_at is null and (t.expires_at is null or t.expires_at > at);
    elsif kind = 'account' then
        return query select f.account_id, null::uuid, null::text[], false
          from refresh_family f where f.family_id = claimed and f.revoked_at is null;
    end if;
end $$;

create or replace function hats_of(wanted uuid) returns jsonb
language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
    return (select coalesce(jsonb_agg(hat order by hat ->> 'complex_name', hat ->> 'role'), '[]'::jsonb) from (
        select jsonb_build_object('role', m.role, 'complex', c.slug, 'complex_name', c.name, 'area_id', m.area_id) as hat
          from membership m join complex c using (complex_id)
         where m.account_id = wanted and m.ended_at is null
        union all
        select jsonb_build_object('role', 'organization_admin', 'complex', o.slug, 'complex_name', o.name, 'area_id', null)
          from organization_member om join organization o using (organization_id)
         where om.account_id = wanted
        union all
        select jsonb_build_object('role', 'operator', 'complex', '', 'complex_name', '', 'area_id', null)
          from operator p where p.account_id = wanted
    ) as all_hats);
end $$;

create or replace function enter(kind text, hash bytea, claimed uuid, wanted_slug text, at timestamptz, request uuid)
returns table (account_id uuid, account_name text, locale text, session_id uuid, abilities text[], stale boolean,
               complex_id uuid, complex_name text, city text, zone text, roles text[], area_ids uuid[], hats jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    scope text;
begin
    if now() <> statement_timestamp() then
        raise exception 'this connection is still inside an earlier transaction' using errcode = 'KL001';
    end if;
    select w.account_id, w.session_id, w.abilities, w.stale, a.name, a.locale
      into account_id, session_id, abilities, stale, account_name, locale
      from whose(kind, hash, claimed, at) w join account a on a.account_id = w.account_id and a.closed_at is null;
    if not found then
        return;
    end if;
    -- No such complex, no role in it and no complex wanted look the same: a row of nulls.
    select c.complex_id, c.name, c.city, c.zone, r.roles,
           array(select m.area_id from membership m
                  where m.complex_id = c.complex_id and m.account_id = enter.account_id and m.ended_at is null
                    and m.area_id is not null)
      into complex_id, complex_name, city, zone, roles, area_ids
      from complex c
     cross join lateral (
           select array(select m.role from membership m
                         where m.complex_id = c.complex_id and m.account_id = enter.account_id and m.ended_at is null
                        union all
                        select 'organization_admin' from organization_member om
                         where om.organization_id = c.organization_id and om.account_id = enter.account_id) as roles
           ) r
     where c.slug = wanted_slug and cardinality(r.roles) > 0;
    if found then
        scope := set_config('app.complex_id', complex_id::text, true);
    end if;
    scope := set_config('app.account_id', account_id::text, true) || set_config('app.now', at::text, true)
          || set_config('app.request_id', coalesce(request::text, ''), true);
    hats := hats_of(account_id);
    return next;
end $$;

-- A signed link enters a complex. With the rights of the caller: once the scope is set, the policy shows the complex.
create or replace function enter_complex(wanted uuid, at timestamptz, request uuid)
returns table (complex_id uuid, slug text, complex_name text, city text, zone text)
language plpgsql security invoker as $$
#variable_conflict use_column
begin
    if not work_in(wanted, at, request) then
        return;
    end if;
    return query select c.complex_id, c.slug, c.name, c.city, c.zone from complex c where c.complex_id = wanted;
end $$;

-- A worker enters a complex, without an account; it needs to know no more than that there is such a complex.
create function work_in(wanted uuid, at timestamptz, request uuid) returns boolean
language plpgsql security invoker as $$
declare
    scope text;
begin
    if now() <> statement_timestamp() then
        raise exception 'this connection is still inside an earlier transaction' using errcode = 'KL001';
    end if;
    scope := set_config('app.complex_id', wanted::text, true) || set_config('app.account_id', '', true)
          || set_config('app.now', at::text, true) || set_config('app.request_id', coalesce(request::text, ''), true);
    return exists (select from complex c where c.complex_id = wanted);
end $$;
revoke execute on function work_in from public;
grant execute on function work_in to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- History

-- Whose changes, and which days; the list of everything walks the primary key, the one by kind has 0004's index.
create index audit_entry_of_account on audit_entry (complex_id, account_id, audit_id desc) where account_id is not null;
create index audit_entry_at on audit_entry (complex_id, at);
-- Nobody filters by what is inside, so the planner need not read ten thousand documents to know it.
alter table audit_entry alter column before set statistics 0, alter column after set statistics 0;

-- The changes below a number, newest first; null leaves a filter out. Planned for the filters at hand, each time: one
-- plan for all of them walks backwards through everything in search of a rare kind.
create function changes(below bigint, wanted_table text, wanted_account uuid, since timestamptz, until timestamptz,
                        most bigint)
returns setof audit_entry language plpgsql stable parallel safe set plan_cache_mode = force_custom_plan as $$
begin
    return query select e.* from audit_entry e
     where e.audit_id < below
       and (wanted_table is null or e.table_name = wanted_table)
       and (wanted_account is null or e.account_id = wanted_account)
       and (since is null or e.at >= since)
       and (until is null or e.at < until)
     order by e.audit_id desc limit most;
end $$;
revoke execute on function changes from public;
grant execute on function changes to klustera_app;

-- The names behind changes of this complex, all at once.
create function account_names(wanted uuid[]) returns table (account_id uuid, name text)
language plpgsql stable security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    return query select a.account_id, a.name from account a
     where a.account_id = any (wanted)
       and exists (select from audit_entry e where e.complex_id = current_complex() and e.account_id = a.account_id);
end $$;
revoke execute on function account_names from public;
grant execute on function account_names to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Overview: what the data lack, counted from indexes alone.

create index unit_by_id on unit (complex_id, unit_id) include (status) where retired_at is null;
create index occupancy_payer on occupancy (complex_id, unit_id) include (period) where payer;
create index person_without_phone on person (complex_id, person_id) where phone is null and merged_into is null;

-- ---------------------------------------------------------------------------------------------------------------
-- Search. Under row policies an index answers only what cannot leak, and LIKE can (it raises errors about patterns):
-- so the beginning of a house number is a range, and names are read from the narrowest index that holds them.

create index unit_to_search on unit (complex_id, search_key) where retired_at is null;

-- Ids of units by the beginning of their number, a pattern for names and digits of a phone; the same one may come twice.
create function units_named(name_like text, code_like text, phone_like text, today date)
returns setof uuid language plpgsql stable parallel safe rows 100 as $$
begin
    if code_like is not null then
        -- A key holds capitals and digits only, and the bracket comes after them.
        return query select u.unit_id from unit u
         where u.retired_at is null and u.search_key >= rtrim(code_like, '%') collate "C"
           and u.search_key < (rtrim(code_like, '%') || '[') collate "C";
    end if;
    return query select o.unit_id from people_called(name_like, phone_like) as found(person_id)
                   join occupancy o using (person_id) where o.period @> today;
end $$;

-- Ids of people by a pattern for their name or digits of their phone. Those who became somebody else as well: they
-- live nowhere.
create function people_called(name_like text, phone_like text)
returns setof uuid language plpgsql stable parallel safe rows 100 as $$
begin
    return query select p.person_id from person p where p.merged_into is null and p.sort_name like lower(name_like);
    if phone_like is not null then
        return query select p.person_id from person p where p.merged_into is null and p.phone like phone_like;
    end if;
end $$;

create or replace function units_found(name_like text, code_like text, phone_like text, wanted_status text,
                                       wanted_block uuid, wanted_rt uuid, wanted_care text, today date)
returns setof unit language sql stable parallel safe as $$
    select u.* from unit u
     where u.retired_at is null
       and (wanted_status is null or u.status = wanted_status)
       and (wanted_block is null or u.block_id = wanted_block)
       and (wanted_rt is null or u.rt_id = wanted_rt)
       and (wanted_care is distinct from 'without_rt' or u.rt_id is null)
       and (wanted_care is distinct from 'without_payer' or u.status <> 'plot' and u.unit_id not in (
            select o.unit_id from occupancy o where o.payer and o.period @> today))
       and (name_like is null or u.unit_id in (
            select found.unit_id from units_named(name_like, code_like, phone_like, today) as found(unit_id)))
$$;

create or replace function people_found(name_like text, code_like text, phone_like text, wanted text, today date)
returns setof person language sql stable parallel safe as $$
    select p.* from person p
     where p.merged_into is null
       and (name_like is null
            or p.person_id in (select found.person_id from people_called(name_like, phone_like) as found(person_id))
            or code_like is not null and p.person_id in (
               select o.person_id from unit u join occupancy o using (complex_id, unit_id)
                where u.search_key >= rtrim(code_like, '%') collate "C"
                  and u.search_key < (rtrim(code_like, '%') || '[') collate "C"
                  and u.retired_at is null and o.period @> today))
       and (wanted is null or wanted = 'without_unit' or p.phone is null)
       and (wanted is distinct from 'payer_without_phone' or exists (
            select from occupancy o
             where o.complex_id = p.complex_id and o.person_id = p.person_id and o.payer and o.period @> today))
       and (wanted is distinct from 'without_unit' or not exists (
            select from occupancy o
             where o.complex_id = p.complex_id and o.person_id = p.person_id and o.period @> today))
$$;

-- The few people whom a search offers: who is called so first, then whose name contains it, then who lives in such a
-- house or has such a phone. The names are walked in order, and no further than to the last one wanted.
create function people_offered(name_like text, code_like text, phone_like text, today date, most bigint)
returns table (person_id uuid, place bigint) language plpgsql stable parallel safe rows 8 as $$
#variable_conflict use_column
declare
    -- The pattern as it was typed: without the signs around it, and nothing escaped.
    typed text := regexp_replace(lower(substr(name_like, 2, length(name_like) - 2)), '\\(.)', '\1', 'g');
    found_first bigint;
    found_next bigint;
begin
    return query select p.person_id, row_number() over (order by p.sort_name, p.person_id) from person p
     where p.merged_into is null and p.sort_name >= typed collate "C" and p.sort_name < (typed || chr(1114111)) collate "C"
     order by p.sort_name, p.person_id limit most;
    get diagnostics found_first = row_count;
    if found_first = most then
        return;
    end if;
    return query select p.person_id, found_first + row_number() over (order by p.sort_name, p.person_id) from person p
     where p.merged_into is null and p.sort_name like lower(name_like) and not starts_with(p.sort_name, typed)
     order by p.sort_name, p.person_id limit most - found_first;
    get diagnostics found_next = row_count;
    if found_first + found_next = most or code_like is null and phone_like is null then
        return;
    end if;
    return query select p.person_id, most + row_number() over (order by p.sort_name, p.person_id) from person p
     where p.merged_into is null and not p.sort_name like lower(name_like)
       and (p.phone like phone_like or p.person_id in (
            select o.person_id from unit u join occupancy o using (complex_id, unit_id)
             where u.search_key >= rtrim(code_like, '%') collate "C"
               and u.search_key < (rtrim(code_like, '%') || '[') collate "C"
               and u.retired_at is null and o.period @> today))
     order by p.sort_name, p.person_id limit most - found_first - found_next;
end $$;
revoke execute on function units_named, people_called, people_offered from public;
grant execute on function units_named, people_called, people_offered to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- Import: while a table is as good as empty, the planner thinks any index that begins with the complex as good as the
-- key, and every check of a reference walks through all units that were added before. Called after the first of many.
-- Skips when another import is at it: waiting would last until that one has ended.
create function note_first_homes() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    analyze (skip_locked) unit, person;
end $$;
revoke execute on function note_first_homes from public;
grant execute on function note_first_homes to klustera_app;
