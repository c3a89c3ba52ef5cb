-- The doors: each is one function that finds out who, where and may, and sets the scope in the same round trip as
-- BEGIN. They run as the owner, because before the scope is set nobody may read anything.

-- Who shows a credential is answered by `whose(kind, hash, claimed, at)`; it stands in 0006, since an app's sign-in is
-- one of the things it looks at. `kind` is session, token (a hash is looked up) or account (a verified JWT names it).

-- Everything the caller may be, in all complexes, for the switcher: one small array, at most a few dozen rows.
create function hats_of(wanted uuid) returns jsonb
language sql stable security definer set search_path = public, pg_temp as $$
    select coalesce(jsonb_agg(hat order by hat ->> 'complex_name', hat ->> 'role'), '[]'::jsonb) from (
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
    ) as all_hats
$$;

-- A member enters a complex, or (slug null) an account enters its own affairs. No row: nobody is signed in.
-- A row without complex_id: signed in, but a stranger to that complex, which is the same as no such complex.
create function enter(kind text, hash bytea, claimed uuid, wanted_slug text, at timestamptz, request uuid)
returns table (account_id uuid, account_name text, locale text, session_id uuid, abilities text[], stale boolean,
               complex_id uuid, complex_name text, city text, zone text, roles text[], area_ids uuid[], hats jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    caller record;
    place record;
begin
    perform refuse_old_transaction();
    select w.account_id, w.session_id, w.abilities, w.stale, a.name, a.locale into caller
      from whose(kind, hash, claimed, at) w join account a on a.account_id = w.account_id and a.closed_at is null;
    if caller.account_id is null then
        return;
    end if;
    -- No such complex, no role in it and no complex wanted look the same: a row of nulls.
    select c.complex_id, c.name, c.city, c.zone, r.roles,
           array(select m.area_id from membership m
                  where m.complex_id = c.complex_id and m.account_id = caller.account_id and m.ended_at is null
                    and m.area_id is not null) as area_ids
      into place
      from complex c
     cross join lateral (
           select array(select m.role from membership m
                         where m.complex_id = c.complex_id and m.account_id = caller.account_id and m.ended_at is null
                        union all
                        select 'organization_admin' from organization_member om
                         where om.organization_id = c.organization_id and om.account_id = caller.account_id) as roles
           ) r
     where c.slug = wanted_slug and cardinality(r.roles) > 0;
    if found then
        perform set_config('app.complex_id', place.complex_id::text, true);
    end if;
    perform set_config('app.account_id', caller.account_id::text, true),
            set_config('app.now', at::text, true),
            set_config('app.request_id', coalesce(request::text, ''), true);
    return query select caller.account_id, caller.name, caller.locale, caller.session_id, caller.abilities,
                        caller.stale, place.complex_id, place.name, place.city, place.zone, place.roles,
                        place.area_ids, hats_of(caller.account_id);
end $$;

-- A worker or a signed link enters a complex without an account. Returns false when there is no such complex.
create function enter_complex(wanted uuid, at timestamptz, request uuid)
returns table (complex_id uuid, slug text, complex_name text, city text, zone text)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
begin
    perform refuse_old_transaction();
    perform set_config('app.complex_id', wanted::text, true), set_config('app.account_id', '', true),
            set_config('app.now', at::text, true), set_config('app.request_id', coalesce(request::text, ''), true);
    return query select c.complex_id, c.slug, c.name, c.city, c.zone from complex c where c.complex_id = wanted;
end $$;

-- Nobody in particular enters the front hall: no complex, no account; only functions that answer one question.
create function enter_hall(at timestamptz, request uuid) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform refuse_old_transaction();
    perform set_config('app.now', at::text, true), set_config('app.request_id', coalesce(request::text, ''), true);
    return true;
end $$;

-- An organisation's admin reads across its complexes.
create function enter_group(kind text, hash bytea, claimed uuid, wanted_slug text, at timestamptz, request uuid)
returns table (account_id uuid, account_name text, locale text, session_id uuid, abilities text[], stale boolean,
               organization_id uuid, organization_name text, hats jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    caller record;
    house record;
begin
    perform refuse_old_transaction();
    select w.account_id, w.session_id, w.abilities, w.stale, a.name, a.locale into caller
      from whose(kind, hash, claimed, at) w join account a on a.account_id = w.account_id and a.closed_at is null;
    if caller.account_id is null then
        return;
    end if;
    select o.organization_id, o.name into house
      from organization o join organization_member om using (organization_id)
     where o.slug = wanted_slug and om.account_id = caller.account_id;
    if house.organization_id is not null then
        perform set_config('app.organization_id', house.organization_id::text, true),
                set_config('app.complex_ids', array(select c.complex_id from complex c
                           where c.organization_id = house.organization_id)::text, true);
    end if;
    perform set_config('app.account_id', caller.account_id::text, true), set_config('app.now', at::text, true),
            set_config('app.request_id', coalesce(request::text, ''), true);
    return query select caller.account_id, caller.name, caller.locale, caller.session_id, caller.abilities,
                        caller.stale, house.organization_id, house.name, hats_of(caller.account_id);
end $$;

-- Platform staff; each visit is written down with its reason before anything is read.
create function enter_platform(kind text, hash bytea, claimed uuid, reason text, at timestamptz, request uuid)
returns table (account_id uuid, account_name text, locale text, session_id uuid, abilities text[], stale boolean,
               is_operator boolean, hats jsonb)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    caller record;
    staff boolean;
begin
    perform refuse_old_transaction();
    select w.account_id, w.session_id, w.abilities, w.stale, a.name, a.locale into caller
      from whose(kind, hash, claimed, at) w join account a on a.account_id = w.account_id and a.closed_at is null;
    if caller.account_id is null then
        return;
    end if;
    staff := exists (select from operator p where p.account_id = caller.account_id);
    if staff then
        insert into operator_visit (account_id, reason, request_id, at)
        values (caller.account_id, reason, request, at);
    end if;
    perform set_config('app.account_id', caller.account_id::text, true), set_config('app.now', at::text, true),
            set_config('app.request_id', coalesce(request::text, ''), true);
    return query select caller.account_id, caller.name, caller.locale, caller.session_id, caller.abilities,
                        caller.stale, staff, hats_of(caller.account_id);
end $$;

-- Written outside the request's transaction, at most every five minutes for one credential.
create function mark_seen(kind text, hash bytea, at timestamptz) returns void
language sql security definer set search_path = public, pg_temp as $$
    update session set last_seen_at = at where kind = 'session' and token_hash = hash and last_seen_at < at;
    update access_token set last_used_at = at
     where kind = 'token' and token_hash = hash and (last_used_at is null or last_used_at < at);
$$;

-- Founding: the only ways an organisation and a complex come to be.
create function found_organization(new_id uuid, new_slug text, new_name text, admin uuid) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into organization (organization_id, slug, name) values (new_id, new_slug, new_name);
    insert into organization_member (organization_id, account_id) values (new_id, admin);
end $$;

create function found_complex(new_id uuid, organization uuid, new_slug text, new_name text, new_city text, new_zone text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if organization is distinct from nullif(current_setting('app.organization_id', true), '')::uuid then
        raise exception 'a complex is founded from inside its organisation' using errcode = 'insufficient_privilege';
    end if;
    insert into complex (complex_id, organization_id, slug, name, city, zone)
    values (new_id, organization, new_slug, new_name, new_city, new_zone);
end $$;

-- Our functions are called by whom they were made for; those of extensions (similarity and the like) by everybody.
revoke execute on all functions in schema public from public;
do $$
declare theirs regprocedure;
begin
    for theirs in select d.objid::regprocedure from pg_depend d
                   where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'
                     and (select p.prokind from pg_proc p where p.oid = d.objid) = 'f' loop
        execute format('grant execute on function %s to public', theirs);
    end loop;
end $$;
grant execute on function current_complex, current_account, scope_now, group_complexes to public;
grant execute on function enter, enter_complex, enter_hall, mark_seen, account_name, hats_of to klustera_app;
grant execute on function enter_group, found_complex, mark_seen to klustera_group;
grant execute on function enter_platform, mark_seen to klustera_operator;

-- Sessions begin in the hall.
create function start_session(new_id uuid, who uuid, hash bytea, until timestamptz, verified boolean, agent text, from_address text)
returns void language sql security definer set search_path = public, pg_temp as $$
    insert into session (session_id, account_id, token_hash, created_at, last_seen_at, expires_at, verified_at,
                         user_agent, address)
    values (new_id, who, hash, scope_now(), scope_now(), until, case when verified then scope_now() end, agent,
            from_address);
$$;
create function verify_session(hash bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    update session set verified_at = scope_now()
     where token_hash = hash and verified_at is null and revoked_at is null and expires_at > scope_now();
$$;
revoke execute on function start_session, verify_session from public;
grant execute on function start_session, verify_session to klustera_app;
