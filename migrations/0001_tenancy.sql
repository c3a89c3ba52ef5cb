-- Tenancy: who signs in, which complexes there are, who may do what there, and the fence between them.
--
-- Three promises stand in this file and every later migration repeats them for its own tables:
--   1. Keys are (complex_id, id) and references carry complex_id, because foreign keys do not look at row policies.
--   2. Row-level security is forced; without a scope a statement fails, it does not return nothing.
--   3. The web's role owns nothing, so it can neither lift a policy nor change a table.

create extension if not exists btree_gist;
create extension if not exists pg_trgm;

do $$
declare wanted text;
begin
    foreach wanted in array array['klustera_app', 'klustera_group', 'klustera_operator'] loop
        if not exists (select from pg_roles where rolname = wanted) then
            execute format('create role %I nologin noinherit nosuperuser nobypassrls nocreatedb nocreaterole', wanted);
        end if;
    end loop;
end $$;

revoke create on schema public from public;
grant usage on schema public to klustera_app, klustera_group, klustera_operator;

-- The scope of a transaction. Rooms never write complex_id: inserts take this default, selects pass the policy.
create function current_complex() returns uuid language sql stable parallel safe
    as $$ select current_setting('app.complex_id')::uuid $$;

-- The account that acts; null for a worker or a signed link.
create function current_account() returns uuid language sql stable parallel safe
    as $$ select nullif(current_setting('app.account_id', true), '')::uuid $$;

-- The instant that the application's clock gave to this transaction.
create function scope_now() returns timestamptz language sql stable parallel safe
    as $$ select coalesce(nullif(current_setting('app.now', true), '')::timestamptz, now()) $$;

-- The complexes that a group reader may see.
create function group_complexes() returns uuid[] language sql stable parallel safe
    as $$ select current_setting('app.complex_ids')::uuid[] $$;

-- A connection that some cancelled request left inside a transaction must never serve the next one. In the first
-- statement of a fresh transaction now() and statement_timestamp() are one instant; in an old one they differ.
create function refuse_old_transaction() returns void language plpgsql as $$
begin
    if now() <> statement_timestamp() then
        raise exception 'this connection is still inside an earlier transaction' using errcode = 'KL001';
    end if;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Organisations and complexes

create table organization (
    organization_id uuid primary key,
    slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$'),
    name text not null check (length(name) between 2 and 120),
    created_at timestamptz not null default scope_now()
);

create table complex (
    complex_id uuid primary key,
    organization_id uuid not null references organization,
    slug text not null unique check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])$'),
    name text not null check (length(name) between 2 and 120),
    city text not null default '' check (length(city) <= 80),
    zone text not null default 'wib' check (zone in ('wib', 'wita', 'wit')),
    created_at timestamptz not null default scope_now()
);
create index on complex (organization_id);

-- ---------------------------------------------------------------------------------------------------------------
-- Accounts: one human, one phone number, many roles in many complexes. What a complex knows about the same human
-- is a `person` of that complex (0004): no complex ever reads what another one wrote.

create table account (
    account_id uuid primary key,
    name text not null check (length(name) between 1 and 120),
    phone text unique check (phone ~ '^\+[0-9]{8,15}$'),
    email text unique check (email = lower(email)),
    password_hash text,
    locale text not null default 'id' check (locale in ('id', 'en')),
    created_at timestamptz not null default scope_now(),
    closed_at timestamptz,
    check (phone is not null or email is not null)
);

create table session (
    session_id uuid primary key,
    account_id uuid not null references account,
    token_hash bytea not null unique,
    created_at timestamptz not null,
    last_seen_at timestamptz not null,
    expires_at timestamptz not null,
    -- Null until the second factor was shown; such a session opens no door.
    verified_at timestamptz,
    revoked_at timestamptz,
    user_agent text not null default '',
    address text not null default ''
);
create index on session (account_id, last_seen_at desc);

-- Personal access tokens: opaque, only their hash is kept. `abilities` are capability names.
create table access_token (
    token_id uuid primary key,
    account_id uuid not null references account,
    name text not null check (length(name) between 1 and 80),
    token_hash bytea not null unique,
    abilities text[] not null,
    created_at timestamptz not null default scope_now(),
    expires_at timestamptz,
    last_used_at timestamptz,
    revoked_at timestamptz
);
create index on access_token (account_id);

create table organization_member (
    organization_id uuid not null references organization,
    account_id uuid not null references account,
    created_at timestamptz not null default scope_now(),
    primary key (organization_id, account_id)
);
create index on organization_member (account_id);

create table operator (
    account_id uuid primary key references account,
    created_at timestamptz not null default scope_now()
);

-- Every entry through the operator's door, with the reason that was given.
create table operator_visit (
    visit_id bigint generated always as identity primary key,
    account_id uuid not null references account,
    reason text not null,
    request_id uuid,
    at timestamptz not null
);

create table membership (
    complex_id uuid not null default current_complex() references complex,
    membership_id uuid not null,
    account_id uuid not null references account,
    role text not null check (role in ('manager', 'treasurer', 'area_head', 'resident', 'guard')),
    -- An area head sees one RT only; the reference to area comes with 0004.
    area_id uuid,
    created_at timestamptz not null default scope_now(),
    created_by uuid,
    ended_at timestamptz,
    ended_by uuid,
    primary key (complex_id, membership_id),
    check ((role = 'area_head') = (area_id is not null))
);
create unique index membership_one_of_a_kind on membership
    (complex_id, account_id, role, coalesce(area_id, '00000000-0000-0000-0000-000000000000')) where ended_at is null;
create index on membership (account_id) where ended_at is null;

-- ---------------------------------------------------------------------------------------------------------------
-- Audit: who, when, before, after, in which request. Written by triggers, so that nobody can forget it.

create table audit_entry (
    complex_id uuid not null default current_complex() references complex,
    audit_id bigint generated always as identity,
    at timestamptz not null default scope_now(),
    account_id uuid,
    request_id uuid,
    table_name text not null,
    row_id uuid not null,
    action text not null check (action in ('insert', 'update', 'delete')),
    before jsonb,
    after jsonb,
    primary key (complex_id, audit_id)
);
create index on audit_entry (complex_id, table_name, row_id, audit_id desc);

-- Row trigger; its argument names the id column. Unchanged rows leave no entry.
create function audit() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
    was jsonb := case when tg_op <> 'INSERT' then to_jsonb(old) end;
    is_now jsonb := case when tg_op <> 'DELETE' then to_jsonb(new) end;
begin
    if tg_op = 'UPDATE' and was = is_now then
        return null;
    end if;
    insert into audit_entry (account_id, request_id, table_name, row_id, action, before, after)
    values (current_account(), nullif(current_setting('app.request_id', true), '')::uuid, tg_table_name,
            (coalesce(is_now, was) ->> tg_argv[0])::uuid, lower(tg_op), was - 'complex_id', is_now - 'complex_id');
    return null;
end $$;

create trigger audit after insert or update or delete on membership
    for each row execute function audit('membership_id');
create trigger audit after update on complex for each row execute function audit('complex_id');

-- ---------------------------------------------------------------------------------------------------------------
-- Policies. `make_tenant_table` is what every later migration calls for its own tables.

create function make_tenant_table(wanted regclass, app_rights text default 'select, insert, update, delete')
returns void language plpgsql as $$
begin
    execute format('alter table %s enable row level security', wanted);
    execute format('alter table %s force row level security', wanted);
    execute format('create policy one_complex on %s to klustera_app using (complex_id = current_complex())', wanted);
    execute format('create policy owner on %s to current_user using (true)', wanted);
    execute format('create policy one_group on %s for select to klustera_group
                    using (complex_id = any (group_complexes()))', wanted);
    execute format('create policy platform on %s for select to klustera_operator using (true)', wanted);
    execute format('grant %s on %s to klustera_app', app_rights, wanted);
    execute format('grant select on %s to klustera_group, klustera_operator', wanted);
end $$;
revoke execute on function make_tenant_table from public;

select make_tenant_table('membership', 'select, insert, update');
select make_tenant_table('audit_entry', 'select');
select make_tenant_table('complex', 'select, update (name, city, zone)');

-- An account sees itself; finding one by phone goes through functions that answer one question each.
alter table account enable row level security;
alter table account force row level security;
create policy owner on account to current_user using (true);
create policy oneself on account to klustera_app using (account_id = current_account());
create policy platform on account for select to klustera_operator using (true);
grant select on account to klustera_app;
grant update (name, email, password_hash, locale) on account to klustera_app;
grant select (account_id, name, phone, email, locale, created_at, closed_at) on account to klustera_operator;

alter table session enable row level security;
alter table session force row level security;
create policy owner on session to current_user using (true);
create policy oneself on session to klustera_app using (account_id = current_account());
grant select, update (revoked_at) on session to klustera_app;

alter table access_token enable row level security;
alter table access_token force row level security;
create policy owner on access_token to current_user using (true);
create policy oneself on access_token to klustera_app using (account_id = current_account());
grant select, insert, update (revoked_at) on access_token to klustera_app;

alter table organization enable row level security;
alter table organization force row level security;
create policy owner on organization to current_user using (true);
create policy one_group on organization to klustera_group
    using (organization_id = nullif(current_setting('app.organization_id', true), '')::uuid);
create policy platform on organization for select to klustera_operator using (true);
grant select, update (name) on organization to klustera_group;
grant select on organization, organization_member, operator, operator_visit to klustera_operator;

-- The people of this complex who sign in: the only window from a complex to account names.
create view member with (security_barrier) as
    select m.complex_id, m.membership_id, m.account_id, m.role, m.area_id, m.created_at, m.ended_at,
           a.name, a.phone, a.email,
           (a.password_hash is not null) as has_password,
           (select max(s.last_seen_at) from session s where s.account_id = m.account_id) as last_seen_at
      from membership m join account a using (account_id)
     where m.complex_id = current_complex();
grant select on member to klustera_app;

-- The names behind audit entries of this complex.
create function account_name(wanted uuid) returns text language sql stable security definer
    set search_path = public, pg_temp as $$
    select a.name from account a
     where a.account_id = wanted
       and exists (select from audit_entry e where e.complex_id = current_complex() and e.account_id = wanted)
$$;
