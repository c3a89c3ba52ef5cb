-- Homes: blocks and RT/RW as two trees over the same units, the units, the people a complex knows, and who lived
-- where from which day to which.

-- ---------------------------------------------------------------------------------------------------------------
-- House numbers. A-2 comes before A-10, and A-01, a1 and "A 1" are one house.

-- Every number padded to eight digits, all separators gone. Read in "C", so that order is bytes on every machine.
create function unit_sort_key(code text) returns text language sql immutable strict parallel safe
    as $$ select regexp_replace(regexp_replace(regexp_replace(upper(code collate "C"),
                 '([0-9]+)', '00000000\1', 'g'), '[0-9]*([0-9]{8})', '\1', 'g'), '[^A-Z0-9]+', '', 'g') $$;

-- What people type when they look for it: no separators, no leading zeros. "a12" finds A-012.
create function unit_search_key(code text) returns text language sql immutable strict parallel safe
    as $$ select regexp_replace(regexp_replace(upper(code collate "C"),
                 '(^|[^0-9])0+([0-9])', '\1\2', 'g'), '[^A-Z0-9]+', '', 'g') $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Areas. A block may lie in a cluster (a block too); an RT lies in an RW.

create table area (
    complex_id uuid not null default current_complex() references complex,
    area_id uuid not null,
    kind text not null check (kind in ('block', 'rw', 'rt')),
    -- What stands on the sign: A, 07. The name is what people say: Blok A, RW 07.
    code text not null check (length(code) between 1 and 20),
    name text not null check (length(name) between 1 and 60),
    parent_id uuid,
    sort_key text collate "C" not null generated always as (unit_sort_key(code)) stored,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, area_id),
    constraint area_parent foreign key (complex_id, parent_id) references area (complex_id, area_id),
    constraint area_not_own_parent check (parent_id is distinct from area_id),
    constraint area_rw_on_top check (kind <> 'rw' or parent_id is null)
);
create unique index area_code_once on area (complex_id, kind, parent_id, sort_key) nulls not distinct;

-- An area head's membership names an area of the same complex.
alter table membership add constraint membership_area
    foreign key (complex_id, area_id) references area (complex_id, area_id);

-- ---------------------------------------------------------------------------------------------------------------
-- Units

create table unit (
    complex_id uuid not null default current_complex() references complex,
    unit_id uuid not null,
    code text not null check (length(code) between 1 and 30),
    sort_key text collate "C" not null generated always as (unit_sort_key(code)) stored,
    search_key text collate "C" not null generated always as (unit_search_key(code)) stored,
    block_id uuid,
    rt_id uuid,
    unit_type text not null default '' check (length(unit_type) <= 60),
    land_m2 numeric(10, 2) check (land_m2 > 0),
    building_m2 numeric(10, 2) check (building_m2 > 0),
    handed_over_on date,
    -- plot: no house on it yet.
    status text not null default 'empty' check (status in ('lived_in', 'rented', 'empty', 'plot')),
    note text not null default '' check (length(note) <= 2000),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    -- A unit that was drawn in by mistake or joined with its neighbour; its history stays.
    retired_at timestamptz,
    retired_by uuid,
    primary key (complex_id, unit_id),
    constraint unit_code_has_letters check (sort_key <> ''),
    constraint unit_code_once unique (complex_id, sort_key),
    constraint unit_block foreign key (complex_id, block_id) references area (complex_id, area_id),
    constraint unit_rt foreign key (complex_id, rt_id) references area (complex_id, area_id)
);
-- The list: by house number, from any page on. The narrower ones serve an RT's and a block's own list.
create index unit_in_order on unit (complex_id, sort_key) where retired_at is null;
create index unit_of_rt on unit (complex_id, rt_id, sort_key) where retired_at is null;
create index unit_of_block on unit (complex_id, block_id, sort_key) where retired_at is null;
-- The figures above the list, from the index alone.
create index unit_figures on unit (complex_id, status, rt_id, block_id) where retired_at is null;

-- ---------------------------------------------------------------------------------------------------------------
-- People, as one complex knows them. The phone is what makes two rows the same human.

create table person (
    complex_id uuid not null default current_complex() references complex,
    person_id uuid not null,
    name text not null check (length(name) between 1 and 120),
    sort_name text collate "C" not null generated always as (lower(name)) stored,
    phone text check (phone ~ '^\+[0-9]{8,15}$'),
    email text check (email = lower(email)),
    note text not null default '' check (length(note) <= 2000),
    -- The account that signs in as this person, once somebody proved it.
    account_id uuid references account,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    -- The row that stands for this human now, after two were found to be one.
    merged_into uuid,
    primary key (complex_id, person_id),
    constraint person_merged_into foreign key (complex_id, merged_into) references person (complex_id, person_id),
    constraint person_not_into_oneself check (merged_into is distinct from person_id)
);
create unique index person_phone_once on person (complex_id, phone) where merged_into is null;
create unique index person_account_once on person (complex_id, account_id) where merged_into is null;
create index person_in_order on person (complex_id, sort_name, person_id) where merged_into is null;
create index person_of_account on person (account_id) where account_id is not null;

-- Two rows became one: what it takes to part them again.
create table person_merge (
    complex_id uuid not null default current_complex() references complex,
    merge_id uuid not null,
    kept_id uuid not null,
    merged_id uuid not null,
    -- Which blanks of the kept row were filled, and the occupancies as they were before.
    filled text[] not null default '{}',
    occupancies jsonb not null default '[]',
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    undone_at timestamptz,
    undone_by uuid,
    primary key (complex_id, merge_id),
    foreign key (complex_id, kept_id) references person (complex_id, person_id),
    foreign key (complex_id, merged_id) references person (complex_id, person_id)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Occupancy: who, where, as what, from which day up to (not including) which. An open end means: still; an open
-- start means: since before anybody wrote it down.

create table occupancy (
    complex_id uuid not null default current_complex() references complex,
    occupancy_id uuid not null,
    unit_id uuid not null,
    person_id uuid not null,
    kind text not null check (kind in ('owner', 'tenant', 'family', 'staff')),
    period daterange not null default daterange(null, null) check (not isempty(period)),
    -- Who gets the bill.
    payer boolean not null default false,
    -- Why it ended, in the manager's words.
    ended_because text not null default '' check (length(ended_because) <= 200),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, occupancy_id),
    constraint occupancy_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint occupancy_person foreign key (complex_id, person_id) references person (complex_id, person_id),
    -- Co-owners and several tenants are normal; the same person twice as the same is not, nor are two payers. They
    -- can be put off to the commit, since parting two merged people passes through a moment with both.
    -- One key for unit, person and kind: with columns of their own the planner took this index, at the same price, for
    -- every look-up of a person, and read a hundred pages where occupancy_of_person reads three.
    constraint occupancy_not_twice exclude using gist
        (complex_id with =, (md5(unit_id::text || person_id::text || kind)::uuid) with =, period with &&)
        deferrable initially immediate,
    constraint occupancy_one_payer exclude using gist (complex_id with =, unit_id with =, period with &&) where (payer)
        deferrable initially immediate
);
-- With what every list asks of a stay, so that the list reads this index alone and not the exclusion's slower one.
create index occupancy_of_unit on occupancy (complex_id, unit_id) include (person_id, kind, period, payer);
create index occupancy_of_person on occupancy (complex_id, person_id) include (unit_id, kind, period, payer);

-- ---------------------------------------------------------------------------------------------------------------
-- The list of changes pages by its own number within one kind of thing.
create index audit_entry_of_table on audit_entry (complex_id, table_name, audit_id desc);
create index audit_entry_of_request on audit_entry (complex_id, request_id) where request_id is not null;

select make_tenant_table('area');
select make_tenant_table('unit', 'select, insert, update');
select make_tenant_table('person', 'select, insert, update');
select make_tenant_table('person_merge', 'select, insert, update (undone_at, undone_by)');
select make_tenant_table('occupancy');

create trigger audit after insert or update or delete on area for each row execute function audit('area_id');
create trigger audit after insert or update or delete on unit for each row execute function audit('unit_id');
create trigger audit after insert or update or delete on person for each row execute function audit('person_id');
create trigger audit after insert or update or delete on person_merge for each row execute function audit('merge_id');
create trigger audit after insert or update or delete on occupancy for each row execute function audit('occupancy_id');

-- What a list of units filters by, in one place. Null leaves a filter out; the three texts are one search: a pattern
-- for names, the beginning of a house number, digits of a phone. `wanted_care` is without_payer or without_rt. Simple
-- enough that the planner sees through it.
create function units_found(name_like text, code_like text, phone_like text, wanted_status text, wanted_block uuid,
                            wanted_rt uuid, wanted_care text, today date)
returns setof unit language sql stable parallel safe as $$
    select u.* from unit u
     where u.retired_at is null
       and (wanted_status is null or u.status = wanted_status)
       and (wanted_block is null or u.block_id = wanted_block)
       and (wanted_rt is null or u.rt_id = wanted_rt)
       and (wanted_care is distinct from 'without_rt' or u.rt_id is null)
       and (wanted_care is distinct from 'without_payer' or u.status <> 'plot' and not exists (
            select from occupancy o
             where o.complex_id = u.complex_id and o.unit_id = u.unit_id and o.payer and o.period @> today))
       and (name_like is null or u.search_key like code_like or u.unit_id in (
            select o.unit_id from person p join occupancy o using (complex_id, person_id)
             where (p.name ilike name_like or p.phone like phone_like) and o.period @> today))
$$;

-- What a list of people filters by. `wanted` is one of: without_phone, payer_without_phone, without_unit.
create function people_found(name_like text, code_like text, phone_like text, wanted text, today date)
returns setof person language sql stable parallel safe as $$
    select p.* from person p
     where p.merged_into is null
       and (name_like is null or p.name ilike name_like or p.phone like phone_like or p.person_id in (
            select o.person_id from unit u join occupancy o using (complex_id, unit_id)
             where u.search_key like code_like and u.retired_at is null and o.period @> today))
       and (wanted is null or wanted = 'without_unit' or p.phone is null)
       and (wanted is distinct from 'payer_without_phone' or exists (
            select from occupancy o
             where o.complex_id = p.complex_id and o.person_id = p.person_id and o.payer and o.period @> today))
       and (wanted is distinct from 'without_unit' or not exists (
            select from occupancy o
             where o.complex_id = p.complex_id and o.person_id = p.person_id and o.period @> today))
$$;

-- Which of this complex's people the caller is; null for somebody whom nobody linked yet.
create function own_person() returns uuid language sql stable parallel safe
    as $$ select p.person_id from person p where p.account_id = current_account() and p.merged_into is null $$;
