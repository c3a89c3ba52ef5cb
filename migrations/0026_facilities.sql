-- Facilities (fasilitas) and who has booked them when.
--
-- That a place is never given away twice is a promise of this file, not of the program: every place of a facility is
-- a number, and no two live bookings of one place may overlap, the pause after them included. A facility for one party
-- at a time has one place; a gym for twelve has twelve, and the thirteenth finds no number that is left.
-- Deliberately absent: money.

create table facility (
    complex_id uuid not null default current_complex() references complex,
    facility_id uuid not null,
    name text not null check (length(name) between 2 and 60),
    description text not null default '' check (length(description) <= 1000),
    -- What whoever books has to accept; empty: nothing.
    rules text not null default '' check (length(rules) <= 2000),
    -- How many parties at a time.
    places smallint not null check (places between 1 and 500),
    slot_minutes smallint not null check (slot_minutes between 15 and 1440),
    -- Free minutes behind each booking, for cleaning.
    pause_minutes smallint not null default 0 check (pause_minutes between 0 and 720),
    -- At least so many hours before it begins.
    notice_hours smallint not null default 0 check (notice_hours between 0 and 720),
    -- At most so many days ahead.
    ahead_days smallint not null default 14 check (ahead_days between 1 and 365),
    -- Minutes after midnight for Monday to Sunday; null: closed that day.
    opens smallint[] not null check (cardinality(opens) = 7),
    closes smallint[] not null check (cardinality(closes) = 7),
    needs_approval boolean not null default false,
    -- Of one house, not yet over; null: no limit.
    most_open smallint check (most_open > 0),
    -- Of one house in one week from Monday; null: no limit.
    most_weekly smallint check (most_weekly > 0),
    is_open boolean not null default true,
    created_at timestamptz not null default scope_now(),
    primary key (complex_id, facility_id),
    constraint facility_name_once unique (complex_id, name)
);
select make_tenant_table('facility', 'select, insert, update');
create trigger audit after insert or update on facility for each row execute function audit('facility_id');

-- Closed for work, for an event, for a day.
create table facility_closure (
    complex_id uuid not null default current_complex() references complex,
    closure_id uuid not null,
    facility_id uuid not null,
    period tstzrange not null check (not isempty(period) and not lower_inf(period) and not upper_inf(period)),
    reason text not null check (length(reason) between 2 and 200),
    primary key (complex_id, closure_id),
    constraint facility_closure_facility foreign key (complex_id, facility_id)
        references facility (complex_id, facility_id)
);
create index facility_closure_of on facility_closure using gist (complex_id, facility_id, period);
select make_tenant_table('facility_closure', 'select, insert, delete');
create trigger audit after insert or delete on facility_closure for each row execute function audit('closure_id');

create table booking_count (
    complex_id uuid not null default current_complex() references complex,
    last integer not null check (last > 0),
    primary key (complex_id)
);
select make_tenant_table('booking_count', 'select, insert, update');

create table booking (
    complex_id uuid not null default current_complex() references complex,
    booking_id uuid not null,
    -- What people say: P-0123.
    number integer not null,
    facility_id uuid not null,
    unit_id uuid not null,
    -- Which of the facility's places, from one.
    place smallint not null check (place > 0),
    period tstzrange not null check (not isempty(period)),
    -- The period and the pause behind it.
    blocked tstzrange not null,
    state text not null check (state in ('hold', 'waiting', 'confirmed', 'in_use', 'done', 'rejected', 'cancelled',
                                         'no_show', 'expired')),
    -- Until when a hold holds.
    held_until timestamptz not null,
    -- Why it was rejected or cancelled.
    reason text not null default '' check (length(reason) <= 300),
    booked_by uuid default current_account(),
    created_at timestamptz not null default scope_now(),
    primary key (complex_id, booking_id),
    constraint booking_number_once unique (complex_id, number),
    constraint booking_facility foreign key (complex_id, facility_id) references facility (complex_id, facility_id),
    constraint booking_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint booking_blocks_its_period check (blocked @> period),
    constraint booking_reason check (reason <> '' or state not in ('rejected', 'cancelled')),
    constraint booking_not_twice exclude using gist
        (complex_id with =, facility_id with =, place with =, blocked with &&)
        where (state in ('hold', 'waiting', 'confirmed', 'in_use')),
    -- A house takes one place at a time.
    constraint booking_one_place exclude using gist
        (complex_id with =, facility_id with =, unit_id with =, period with &&)
        where (state in ('hold', 'waiting', 'confirmed', 'in_use'))
);
create index booking_of_unit on booking (complex_id, unit_id, booking_id);
create index booking_of_day on booking (complex_id, lower(period), booking_id);
create index booking_that_waits on booking (complex_id, state, booking_id)
    where state in ('hold', 'waiting', 'confirmed', 'in_use');
select make_tenant_table('booking', 'select, insert, update');
create trigger audit after insert or update on booking for each row execute function audit('booking_id');

-- The machine of docs/facilities.md. The program asks `State::may_become` first, for the sentence; this is the truth.
create function booking_keeps_to_its_states() returns trigger language plpgsql as $$
begin
    if new.state is distinct from old.state and not (
           (old.state = 'hold' and new.state in ('waiting', 'confirmed', 'cancelled', 'expired'))
        or (old.state = 'waiting' and new.state in ('confirmed', 'rejected', 'cancelled', 'expired'))
        or (old.state = 'confirmed' and new.state in ('in_use', 'cancelled', 'no_show'))
        or (old.state = 'in_use' and new.state = 'done'))
    then
        raise exception 'a booking that is % cannot become %', old.state, new.state
            using errcode = 'check_violation', constraint = 'booking_state_machine';
    end if;
    if (new.facility_id, new.unit_id, new.place, new.period, new.blocked, new.number)
       is distinct from (old.facility_id, old.unit_id, old.place, old.period, old.blocked, old.number)
    then
        raise exception 'what was booked does not change'
            using errcode = 'check_violation', constraint = 'booking_stays';
    end if;
    return new;
end $$;
revoke execute on function booking_keeps_to_its_states from public;
create trigger booking_states before update on booking for each row execute function booking_keeps_to_its_states();

-- The houses for which the caller may book: of the own household, not where one only works.
create function own_booking_units(today date) returns table (unit_id uuid, code text, sort_key text)
language sql stable parallel safe as $$
    select distinct u.unit_id, u.code, u.sort_key
      from stay s join unit_mark u using (complex_id, unit_id)
     where s.person_id = own_person() and s.period @> today and s.kind <> 'staff' and u.retired_at is null
$$;
revoke execute on function own_booking_units from public;
grant execute on function own_booking_units to klustera_app;
