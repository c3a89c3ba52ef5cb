-- Platform: what an organisation's admin and the platform's staff see across complexes.

-- One line for each complex that the reader may see: row policies of the reader apply inside the view. The other
-- rooms' tables are read here and nowhere else, so that a change of theirs meets one place.
create view complex_figures with (security_invoker = true) as
    select c.complex_id, c.organization_id, c.slug, c.name, c.city, c.zone, c.created_at,
           u.units, u.lived_in, u.rented, u.empty, u.plots, n.nobody_known,
           p.people, p.without_phone, m.managers, m.members, k.claims, i.last_import_at
      from complex c
     cross join lateral (
            select (scope_now() at time zone make_interval(hours =>
                       case c.zone when 'wita' then 8 when 'wit' then 9 else 7 end))::date as today) d
     cross join lateral (
            select count(*) as units,
                   count(*) filter (where x.status = 'lived_in') as lived_in,
                   count(*) filter (where x.status = 'rented') as rented,
                   count(*) filter (where x.status = 'empty') as empty,
                   count(*) filter (where x.status = 'plot') as plots
              from unit x where x.complex_id = c.complex_id and x.retired_at is null) u
     -- Somebody lives there, and nobody wrote down who.
     cross join lateral (
            select count(*) as nobody_known from unit x
             where x.complex_id = c.complex_id and x.retired_at is null and x.status in ('lived_in', 'rented')
               and not exists (select from occupancy o
                                where o.complex_id = x.complex_id and o.unit_id = x.unit_id and o.kind <> 'staff'
                                  and o.period @> d.today)) n
     cross join lateral (
            select count(*) as people, count(*) filter (where x.phone is null) as without_phone
              from person x where x.complex_id = c.complex_id and x.merged_into is null) p
     cross join lateral (
            select count(distinct x.account_id) filter (where x.role = 'manager') as managers,
                   count(distinct x.account_id) as members
              from membership x where x.complex_id = c.complex_id and x.ended_at is null) m
     cross join lateral (
            select count(*) as claims from claim x where x.complex_id = c.complex_id and x.decided_at is null) k
     cross join lateral (
            select max(x.at) as last_import_at from import_step x
             where x.complex_id = c.complex_id and x.kind = 'applied'
               and not exists (select from import_step y where y.complex_id = x.complex_id
                                  and y.import_id = x.import_id and y.kind = 'undone')) i;
grant select on complex_figures to klustera_group, klustera_operator;

-- ---------------------------------------------------------------------------------------------------------------
-- The organisation's admin

-- Who runs each complex of the group in scope, by name.
create function group_managers() returns table (complex_id uuid, name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select m.complex_id, a.name
      from membership m join account a using (account_id)
     where m.complex_id = any (group_complexes()) and m.role = 'manager' and m.ended_at is null
     order by m.complex_id, m.created_at
$$;

-- A new complex needs somebody who runs it from its first minute: whoever founds it, until others are invited.
create function found_complex_with_manager(new_id uuid, organization uuid, new_slug text, new_name text, new_city text,
                                           new_zone text, member uuid)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform found_complex(new_id, organization, new_slug, new_name, new_city, new_zone);
    perform set_config('app.complex_id', new_id::text, true);
    insert into membership (membership_id, account_id, role, created_by)
    values (member, current_account(), 'manager', current_account());
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Platform staff

-- The installation in one line.
create function platform_figures(since timestamptz)
returns table (organizations bigint, complexes bigint, units bigint, people bigint, accounts bigint,
               accounts_new bigint, sessions_today bigint, database_bytes bigint, database_version text)
language sql stable security definer set search_path = public, pg_temp as $$
    select (select count(*) from organization),
           (select count(*) from complex),
           (select count(*) from unit where retired_at is null),
           (select count(*) from person where merged_into is null),
           (select count(*) from account where closed_at is null),
           (select count(*) from account where closed_at is null and created_at > since - interval '6 days'),
           (select count(*) from session where last_seen_at >= since and revoked_at is null),
           pg_database_size(current_database()),
           current_setting('server_version')
$$;

-- An organisation with its first admin, who may have an account already. Then nothing of that account changes, and
-- the password given here is not used. Answers whose account it is, and whether it is new.
create function found_organization_with_admin(new_id uuid, new_slug text, new_name text, new_account uuid,
                                              admin_name text, admin_phone text, hash text)
returns table (account_id uuid, is_new boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    admin uuid;
begin
    select a.account_id into admin from account a where a.phone = admin_phone and a.closed_at is null;
    if admin is null then
        insert into account (account_id, name, phone, password_hash)
        values (new_account, admin_name, admin_phone, hash);
    end if;
    perform found_organization(new_id, new_slug, new_name, coalesce(admin, new_account));
    return query select coalesce(admin, new_account), admin is null;
end $$;

-- The list of visits: newest first, one line for each request.
create index on operator_visit (request_id, visit_id);

revoke execute on function group_managers, found_complex_with_manager, platform_figures, found_organization_with_admin
    from public;
grant execute on function group_managers, found_complex_with_manager to klustera_group;
grant execute on function platform_figures, found_organization_with_admin to klustera_operator;
