-- Accounts: how somebody proves who they are, and how somebody comes to hold a role.
--
-- Before a person is known nobody may read anything, so signing in goes through functions that answer one question
-- each. What belongs to one account is guarded by "oneself", what belongs to one complex by "one_complex".

-- ---------------------------------------------------------------------------------------------------------------
-- Throttle: attempts per key and window, counted here so that any number of processes count together. Keys are
-- hashes of what was typed and of the address, never the thing itself.

create table throttle (
    key bytea primary key,
    window_ends timestamptz not null,
    hits integer not null
);
create index on throttle (window_ends);

-- Takes one attempt from each window, before anything is verified, and answers how many seconds to wait (0: go on).
-- The keys always come in the same order, from narrow to wide, so that two attempts never wait for each other. What a
-- narrow window refuses is not counted in the wider ones: one stranger who never stops must not use up the attempts of
-- an account's owner, nor those of the whole site.
create function throttle_take(keys bytea[], limits integer[], seconds integer[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    at timestamptz := scope_now();
    wait integer := 0;
    ends timestamptz;
    counted integer;
begin
    for i in 1 .. cardinality(keys) loop
        insert into throttle as t (key, window_ends, hits) values (keys[i], at + make_interval(secs => seconds[i]), 1)
        on conflict (key) do update set
            hits = case when t.window_ends <= at then 1 else t.hits + 1 end,
            window_ends = case when t.window_ends <= at then excluded.window_ends else t.window_ends end
        returning t.hits, t.window_ends into counted, ends;
        if counted > limits[i] then
            wait := greatest(ceil(extract(epoch from ends - at))::integer, 1);
            exit;
        end if;
    end loop;
    -- Windows that are over leave the table again, a few at a time.
    if random() < 0.02 then
        delete from throttle where key in
            (select o.key from throttle o where o.window_ends < at - interval '1 hour' limit 500 for update skip locked);
    end if;
    return wait;
end $$;

-- The attempt was honest: it does not count, and what was held against this very account is forgotten.
create function throttle_forgive(honest bytea[], forgotten bytea[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from throttle where key = any (forgotten);
    for i in 1 .. cardinality(honest) loop
        update throttle set hits = greatest(hits - 1, 0) where key = honest[i];
    end loop;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Accounts: found and opened one at a time

-- False when the number or address already belongs to somebody.
create function open_account(new_id uuid, new_name text, new_phone text, new_email text, hash text, language text)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into account (account_id, name, phone, email, password_hash, locale)
    values (new_id, new_name, new_phone, new_email, hash, language)
    on conflict do nothing;
    return found;
end $$;

-- An older hash is replaced by a stronger one of the same password, unless the password changed meanwhile.
create function upgrade_password(who uuid, old_hash text, new_hash text) returns void
language sql security definer set search_path = public, pg_temp as $$
    update account set password_hash = new_hash where account_id = who and password_hash = old_hash;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Signing in: the trail, the second factor, the half-finished session

create table sign_in_event (
    event_id bigint generated always as identity primary key,
    at timestamptz not null default scope_now(),
    account_id uuid references account,
    outcome text not null check (outcome in
        ('signed_in', 'wrong_password', 'unknown', 'throttled', 'wrong_code', 'recovery_code', 'app')),
    address text not null default '',
    user_agent text not null default '',
    request_id uuid
);
create index on sign_in_event (account_id, event_id desc);

-- Whoever was told to wait and goes on is written down once in a quarter of an hour, and not at all where there is no
-- account: otherwise a stranger fills the disk with refusals.
create function note_sign_in(who uuid, what text, from_address text, agent text) returns void
language sql security definer set search_path = public, pg_temp as $$
    insert into sign_in_event (account_id, outcome, address, user_agent, request_id)
    select who, what, from_address, agent, nullif(current_setting('app.request_id', true), '')::uuid
     where what <> 'throttled'
        or who is not null and not exists (
           select from sign_in_event e
            where e.account_id = who and e.outcome = 'throttled' and e.address = from_address
              and e.at > scope_now() - interval '15 minutes');
$$;

-- The secret is sealed with a key that the database does not know, bound to the account. `last_step` is the newest
-- thirty-second step whose code was used: a code read over a shoulder is worth nothing.
create table second_factor (
    account_id uuid primary key default current_account() references account,
    sealed_secret bytea not null,
    created_at timestamptz not null default scope_now(),
    confirmed_at timestamptz,
    last_step bigint not null default 0
);

create table recovery_code (
    account_id uuid not null default current_account() references account,
    code_hash bytea not null,
    created_at timestamptz not null default scope_now(),
    used_at timestamptz,
    primary key (account_id, code_hash)
);

create function account_for_sign_in(wanted_phone text, wanted_email text)
returns table (account_id uuid, password_hash text, locale text, has_second_factor boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.account_id, a.password_hash, a.locale,
           exists (select from second_factor f where f.account_id = a.account_id and f.confirmed_at is not null)
      from account a
     where a.closed_at is null and (a.phone = wanted_phone or a.email = wanted_email)
$$;

-- A session whose second factor is still due lives ten minutes.
create function pending_sign_in(hash bytea)
returns table (account_id uuid, locale text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.account_id, a.locale
      from session s
      join account a on a.account_id = s.account_id and a.closed_at is null
      join second_factor f on f.account_id = s.account_id and f.confirmed_at is not null
     where s.token_hash = hash and s.verified_at is null and s.revoked_at is null
       and s.created_at > scope_now() - interval '10 minutes'
$$;

create function sealed_secret_of(who uuid) returns bytea
language sql stable security definer set search_path = public, pg_temp as $$
    select f.sealed_secret from second_factor f where f.account_id = who and f.confirmed_at is not null
$$;

-- True once for each step, whoever asks at the same time.
create function use_code_step(who uuid, step bigint) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update second_factor set last_step = step where account_id = who and last_step < step;
    return found;
end $$;

create function use_recovery_code(who uuid, hash bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    update recovery_code set used_at = scope_now() where account_id = who and code_hash = hash and used_at is null;
    return found;
end $$;

-- Leaving, and giving up the old session at a new sign-in.
create function end_session(hash bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    update session set revoked_at = scope_now() where token_hash = hash and revoked_at is null;
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Apps: a family is one app on one device; its refresh token changes with every use.

create table refresh_family (
    family_id uuid primary key,
    account_id uuid not null references account,
    device text not null default '',
    address text not null default '',
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    revoked_at timestamptz
);
create index on refresh_family (account_id, last_used_at desc);

create table refresh_token (
    token_hash bytea primary key,
    family_id uuid not null references refresh_family,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index on refresh_token (family_id);

create function start_refresh_family(new_id uuid, who uuid, hash bytea, until timestamptz, app text, from_address text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into refresh_family (family_id, account_id, device, address, created_at, last_used_at)
    values (new_id, who, app, from_address, scope_now(), scope_now());
    insert into refresh_token (token_hash, family_id, created_at, expires_at)
    values (hash, new_id, scope_now(), until);
end $$;

-- Who shows a credential; every door of 0002 asks it first. A session and a personal token are known by their hash. A
-- signed access token names the app's sign-in it came from, and is worth nothing once that was ended: otherwise it would
-- outlive a new password by a quarter of an hour, which is enough to make a personal token that lives a year.
create function whose(kind text, hash bytea, claimed uuid, at timestamptz)
returns table (account_id uuid, session_id uuid, abilities text[], stale boolean)
language sql stable security definer set search_path = public, pg_temp as $$
    select s.account_id, s.session_id, null::text[], s.last_seen_at < at - interval '5 minutes'
      from session s
     where kind = 'session' and s.token_hash = hash and s.revoked_at is null and s.verified_at is not null
       and s.expires_at > at
    union all
    select t.account_id, t.token_id, t.abilities, coalesce(t.last_used_at < at - interval '5 minutes', true)
      from access_token t
     where kind = 'token' and t.token_hash = hash and t.revoked_at is null
       and (t.expires_at is null or t.expires_at > at)
    union all
    select f.account_id, null, null::text[], false
      from refresh_family f
     where kind = 'account' and f.family_id = claimed and f.revoked_at is null
$$;
revoke execute on function whose from public;

-- No row: unknown, expired or revoked. `reused`: a token that was given out for another one came back, so somebody
-- has a copy, and the whole family ends.
create function rotate_refresh_token(old_hash bytea, new_hash bytea, until timestamptz)
returns table (account_id uuid, family_id uuid, reused boolean)
language plpgsql security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare
    old record;
begin
    select t.family_id, t.expires_at, t.used_at, f.account_id, f.revoked_at into old
      from refresh_token t join refresh_family f using (family_id) join account a using (account_id)
     where t.token_hash = old_hash and a.closed_at is null
       for update of t, f;
    if old.family_id is null or old.revoked_at is not null then
        return;
    end if;
    if old.used_at is not null then
        update refresh_family set revoked_at = scope_now() where family_id = old.family_id;
        return query select old.account_id, old.family_id, true;
        return;
    end if;
    if old.expires_at <= scope_now() then
        return;
    end if;
    update refresh_token set used_at = scope_now() where token_hash = old_hash;
    update refresh_family set last_used_at = scope_now() where family_id = old.family_id;
    insert into refresh_token (token_hash, family_id, created_at, expires_at)
    values (new_hash, old.family_id, scope_now(), until);
    return query select old.account_id, old.family_id, false;
end $$;

create function end_refresh_family(hash bytea) returns void
language sql security definer set search_path = public, pg_temp as $$
    update refresh_family set revoked_at = scope_now()
     where revoked_at is null and family_id = (select t.family_id from refresh_token t where t.token_hash = hash);
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- Coming into a complex: invited by the manager, or by asking

create table invitation (
    complex_id uuid not null default current_complex() references complex,
    invitation_id uuid not null,
    role text not null check (role in ('manager', 'treasurer', 'area_head', 'resident', 'guard')),
    name text not null check (length(name) between 1 and 120),
    phone text not null check (phone ~ '^\+[0-9]{8,15}$'),
    unit_id uuid,
    -- The unit's number as the inviting person saw it.
    unit_code text not null default '' check (length(unit_code) <= 30),
    area_id uuid,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    accepted_by uuid references account,
    revoked_at timestamptz,
    revoked_by uuid,
    primary key (complex_id, invitation_id),
    constraint invitation_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint invitation_area foreign key (complex_id, area_id) references area (complex_id, area_id),
    check ((role = 'area_head') = (area_id is not null)),
    check (unit_id is null or role = 'resident')
);
create unique index invitation_once on invitation (complex_id, phone, role, area_id, unit_id) nulls not distinct
    where accepted_at is null and revoked_at is null;
create index on invitation (complex_id, created_at desc) where accepted_at is null and revoked_at is null;

create table claim (
    complex_id uuid not null default current_complex() references complex,
    claim_id uuid not null,
    account_id uuid not null references account,
    unit_id uuid not null,
    unit_code text not null check (length(unit_code) <= 30),
    -- As typed by the person; the complex decides by it.
    name text not null check (length(name) between 1 and 120),
    phone text not null check (phone ~ '^\+[0-9]{8,15}$'),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null default scope_now(),
    decided_at timestamptz,
    decided_by uuid,
    approved boolean,
    reason text not null default '' check (length(reason) <= 500),
    primary key (complex_id, claim_id),
    constraint claim_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    check ((decided_at is null) = (approved is null)),
    check (approved is distinct from false or reason <> '')
);
create unique index claim_once on claim (complex_id, account_id, unit_id) where decided_at is null;
create index on claim (complex_id, created_at) where decided_at is null;
create index on claim (account_id, created_at desc);

-- The sign at the door: which complex this is, for somebody who is not in it yet.
create function complex_named(wanted_slug text) returns table (complex_id uuid, complex_name text, city text)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.complex_id, c.name, c.city from complex c where c.slug = wanted_slug
$$;

-- What became of the caller's own requests, in every complex.
create function own_claims()
returns table (complex_name text, unit_code text, created_at timestamptz, approved boolean, reason text)
language sql stable security definer set search_path = public, pg_temp as $$
    select c.name, k.unit_code, k.created_at, k.approved, k.reason
      from claim k join complex c using (complex_id)
     where k.account_id = current_account() and (k.approved is null or k.decided_at > scope_now() - interval '30 days')
     order by k.created_at desc
     limit 20
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- A new password by a link from the manager

create table password_reset (
    complex_id uuid not null default current_complex() references complex,
    reset_id uuid not null,
    account_id uuid not null references account,
    created_at timestamptz not null default scope_now(),
    created_by uuid not null default current_account(),
    expires_at timestamptz not null,
    used_at timestamptz,
    primary key (complex_id, reset_id)
);

-- May `helper` let this person choose a new password? Only when every role that the person holds, anywhere, is in a
-- complex that the helper manages: otherwise a manager could take over an account that can do more than the manager.
create function may_reset(target uuid, helper uuid) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select target <> helper
       and exists (select from membership m where m.account_id = target and m.ended_at is null
                      and m.complex_id = current_complex())
       and not exists (select from operator o where o.account_id = target)
       and not exists (select from organization_member o where o.account_id = target)
       and not exists (
           select from membership m join complex c using (complex_id)
            where m.account_id = target and m.ended_at is null
              and not exists (select from membership h where h.complex_id = m.complex_id and h.account_id = helper
                                 and h.role = 'manager' and h.ended_at is null)
              and not exists (select from organization_member o where o.account_id = helper
                                 and o.organization_id = c.organization_id))
$$;

-- Whose password a link changes, if it is still good: unused, in time, and its maker still may.
create function open_reset(wanted uuid) returns table (account_id uuid, account_name text)
language sql stable security definer set search_path = public, pg_temp as $$
    select a.account_id, a.name
      from password_reset r join account a using (account_id)
     where r.complex_id = current_complex() and r.reset_id = wanted and r.used_at is null
       and r.expires_at > scope_now() and a.closed_at is null and may_reset(r.account_id, r.created_by)
$$;

-- Everything that is signed in anywhere as this account ends with the old password.
create function finish_reset(wanted uuid, hash text) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
declare
    whom uuid;
begin
    perform 1 from password_reset r where r.complex_id = current_complex() and r.reset_id = wanted for update;
    select o.account_id into whom from open_reset(wanted) o;
    if whom is null then
        return false;
    end if;
    -- The other links that were made for this account too: one of them may lie in a wrong chat.
    update password_reset set used_at = scope_now()
     where complex_id = current_complex() and account_id = whom and used_at is null;
    update account set password_hash = hash where account_id = whom;
    update session set revoked_at = scope_now() where account_id = whom and revoked_at is null;
    update access_token set revoked_at = scope_now() where account_id = whom and revoked_at is null;
    update refresh_family set revoked_at = scope_now() where account_id = whom and revoked_at is null;
    return true;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- The very first organisation of an empty installation, by a one-time link that the program prints

create table setup_link (
    only_one boolean primary key default true check (only_one),
    token_hash bytea not null,
    created_at timestamptz not null default scope_now()
);

-- A new link makes the one before worthless. False when there is an organisation already.
create function renew_setup_link(hash bytea) returns boolean
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    if exists (select from organization) then
        return false;
    end if;
    insert into setup_link (token_hash) values (hash)
    on conflict (only_one) do update set token_hash = excluded.token_hash, created_at = scope_now();
    return true;
end $$;

create function setup_is_open(hash bytea) returns boolean
language sql stable security definer set search_path = public, pg_temp as $$
    select exists (select from setup_link s where s.token_hash = hash) and not exists (select from organization)
$$;

-- Organisation, complex and the one who runs both. Whoever comes second waits for the row of the link, and then
-- finds it gone.
create function set_up(hash bytea, who uuid, new_name text, new_phone text, new_password text, language text,
                       house uuid, house_slug text, house_name text,
                       place uuid, place_slug text, place_name text, place_city text, place_zone text, member uuid)
returns boolean language plpgsql security definer set search_path = public, pg_temp as $$
begin
    delete from setup_link where token_hash = hash;
    if not found or exists (select from organization) then
        return false;
    end if;
    perform set_config('app.complex_id', place::text, true), set_config('app.account_id', who::text, true);
    insert into account (account_id, name, phone, password_hash, locale)
    values (who, new_name, new_phone, new_password, language);
    insert into operator (account_id) values (who);
    insert into organization (organization_id, slug, name) values (house, house_slug, house_name);
    insert into organization_member (organization_id, account_id) values (house, who);
    insert into complex (complex_id, organization_id, slug, name, city, zone)
    values (place, house, place_slug, place_name, place_city, place_zone);
    insert into membership (membership_id, account_id, role, created_by) values (member, who, 'manager', who);
    return true;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Who may touch what

select make_tenant_table('invitation', 'select, insert, update');
select make_tenant_table('claim', 'select, insert, update');
select make_tenant_table('password_reset', 'select, insert');

create trigger audit after insert or update or delete on invitation
    for each row execute function audit('invitation_id');
create trigger audit after insert or update or delete on claim for each row execute function audit('claim_id');
create trigger audit after insert or update or delete on password_reset
    for each row execute function audit('reset_id');

do $$
declare
    wanted text;
begin
    foreach wanted in array array['throttle', 'sign_in_event', 'second_factor', 'recovery_code', 'refresh_family',
                                  'refresh_token', 'setup_link'] loop
        execute format('alter table %I enable row level security', wanted);
        execute format('alter table %I force row level security', wanted);
        execute format('create policy owner on %I to current_user using (true)', wanted);
    end loop;
    foreach wanted in array array['sign_in_event', 'second_factor', 'recovery_code', 'refresh_family'] loop
        execute format('create policy oneself on %I to klustera_app using (account_id = current_account())', wanted);
        execute format('grant select on %I to klustera_app', wanted);
    end loop;
end $$;
grant insert, update, delete on second_factor, recovery_code to klustera_app;
grant update (revoked_at) on refresh_family to klustera_app;
grant select on sign_in_event to klustera_operator;
create policy platform on sign_in_event for select to klustera_operator using (true);

revoke execute on function throttle_take, throttle_forgive, account_for_sign_in, open_account, upgrade_password,
    note_sign_in, pending_sign_in, sealed_secret_of, use_code_step, use_recovery_code, end_session,
    start_refresh_family, rotate_refresh_token, end_refresh_family, complex_named, own_claims, may_reset, open_reset,
    finish_reset, renew_setup_link, setup_is_open, set_up from public;
grant execute on function throttle_take, throttle_forgive, account_for_sign_in, open_account, upgrade_password,
    note_sign_in, pending_sign_in, sealed_secret_of, use_code_step, use_recovery_code, end_session,
    start_refresh_family, rotate_refresh_token, end_refresh_family, complex_named, own_claims, may_reset, open_reset,
    finish_reset, renew_setup_link, setup_is_open, set_up to klustera_app;
