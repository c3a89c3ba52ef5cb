-- Meters: what was read at whose meter in which month, what that makes in use, and which of it has been billed.
--
-- A reading belongs to a month (`period`, its first day), whatever the day on which somebody stood before the meter.
-- Use is counted from the reading before it, by the database, so that every way in (grid, spreadsheet, resident, API)
-- counts alike. Nobody edits a reading: a new one takes its place, or it is disputed. One that was billed stays as it is.
-- Deliberately absent: tariffs and money (dues asks meter_usage), and two meters of one kind at one unit at a time.

-- ---------------------------------------------------------------------------------------------------------------
-- What counts as unusual, for each kind of supply of this complex. Without a row the program's own figures hold.

create table meter_setting (
    complex_id uuid not null default current_complex() references complex,
    setting_id uuid not null,
    utility text not null check (utility in ('water', 'electricity', 'gas')),
    -- So many units in one month are a leak until somebody says otherwise; null for no such limit.
    leak_limit numeric(12, 3) check (leak_limit > 0),
    -- Whole digits of a new meter's counter.
    digits smallint not null default 5 check (digits between 3 and 9),
    -- May residents send in their own readings?
    from_residents boolean not null default true,
    primary key (complex_id, setting_id),
    constraint meter_setting_once unique (complex_id, utility)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Meters. A replaced meter keeps its row and its last figure; the new one is a row of its own.

create table meter (
    complex_id uuid not null default current_complex() references complex,
    meter_id uuid not null,
    unit_id uuid not null,
    utility text not null check (utility in ('water', 'electricity', 'gas')),
    -- As it stands on the casing; many complexes never wrote it down.
    serial text not null default '' check (length(serial) <= 40),
    -- Whole digits of the counter: with five, 99999 is followed by 0.
    digits smallint not null check (digits between 3 and 9),
    -- What one step of the counter is worth, for meters behind a transformer.
    factor numeric(10, 4) not null default 1 check (factor > 0),
    installed_on date not null,
    initial_value numeric(12, 3) not null check (initial_value >= 0),
    removed_on date,
    final_value numeric(12, 3) check (final_value >= 0),
    removed_because text not null default '' check (length(removed_because) <= 300),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, meter_id),
    constraint meter_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    -- For readings, which carry unit and utility so that a month of ten thousand is read from one index.
    constraint meter_of_unit unique (complex_id, meter_id, unit_id, utility),
    constraint meter_removed_whole check ((removed_on is null) = (final_value is null)),
    constraint meter_removed_after check (removed_on >= installed_on),
    constraint meter_fits_digits check (initial_value < 10::numeric ^ digits and final_value < 10::numeric ^ digits),
    constraint meter_one_at_a_time exclude using gist
        (complex_id with =, unit_id with =, utility with =, daterange(installed_on, removed_on) with &&)
);
create unique index meter_live_once on meter (complex_id, unit_id, utility) where removed_on is null;
create unique index meter_serial_once on meter (complex_id, utility, upper(serial))
    where removed_on is null and serial <> '';

-- ---------------------------------------------------------------------------------------------------------------
-- Readings

create table reading (
    complex_id uuid not null default current_complex() references complex,
    reading_id uuid not null,
    meter_id uuid not null,
    unit_id uuid not null,
    utility text not null,
    period date not null check (extract(day from period) = 1),
    read_on date not null,
    value numeric(12, 3) not null check (value >= 0),
    source text not null check (source in ('officer', 'resident', 'import', 'estimate', 'iot')),
    -- draft: waits for somebody to accept it. rejected: was not. accepted and disputed count; superseded: another
    -- reading took its place. Who and when stand in reading_step.
    state text not null check (state in ('draft', 'accepted', 'disputed', 'superseded', 'rejected')),
    state_reason text not null default '' check (length(state_reason) <= 500),
    -- Why the figure may be lower than the one before. rollover: the counter passed its end. correction: the one before
    -- was too high and has been billed already, so this month counts nothing and starts anew from here.
    explanation text check (explanation in ('rollover', 'correction')),
    -- Why an unusual figure is right, in somebody's words.
    note text not null default '' check (length(note) <= 500),
    photo_id uuid,
    -- The reading that this one stands in for.
    replaces uuid,
    -- Filled in by the trigger once the reading counts; null before.
    counted_from numeric(12, 3),
    turned_at numeric(12, 0),
    factor numeric(10, 4) not null default 1,
    used numeric(14, 3) generated always as
        (round((value - counted_from + coalesce(turned_at, 0)) * factor, 3)) stored,
    -- A whole month of one meter, so that it may stand for what the unit usually uses: not what a replaced meter still
    -- counted, nor what a new one counted in the month of its beginning.
    whole boolean not null default false,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, reading_id),
    constraint reading_meter foreign key (complex_id, meter_id, unit_id, utility)
        references meter (complex_id, meter_id, unit_id, utility),
    constraint reading_photo foreign key (complex_id, photo_id) references file (complex_id, file_id),
    constraint reading_replaces foreign key (complex_id, replaces) references reading (complex_id, reading_id),
    constraint reading_counts_up check (used >= 0)
);
create unique index reading_once on reading (complex_id, meter_id, period) where state in ('accepted', 'disputed');
-- One waiting reading for a meter and month: whoever sends a second one takes back the first.
create unique index reading_one_draft on reading (complex_id, meter_id, period) where state = 'draft';
-- A month of the whole complex.
create index reading_of_month on reading (complex_id, utility, period, unit_id) where state in ('accepted', 'disputed');
-- What each unit usually uses, unit by unit from the index alone: nothing is sorted but twelve figures at a time.
create index reading_usual on reading (complex_id, utility, unit_id, period) include (used) where state = 'accepted' and whole;
-- A unit's own history, newest first, whatever became of each reading.
create index reading_of_unit on reading (complex_id, unit_id, utility, period, reading_id);
-- What waits for somebody.
create index reading_waiting on reading (complex_id, utility, state, period) where state in ('draft', 'disputed');
create index reading_replaced on reading (complex_id, replaces) where replaces is not null;
create index reading_with_photo on reading (complex_id, photo_id) where photo_id is not null;

-- Who brought a reading into which state, when and why. Written by the trigger, so that nobody can forget it.
create table reading_step (
    complex_id uuid not null default current_complex() references complex,
    step_id bigint generated always as identity,
    reading_id uuid not null,
    state text not null,
    reason text not null default '',
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, step_id)
);
create index reading_step_of on reading_step (complex_id, reading_id, step_id);

-- Readings that stand on an issued invoice. A row of its own: ten thousand of them are marked in one billing run, and
-- neither the readings nor their indexes are written anew.
create table reading_billed (
    complex_id uuid not null default current_complex() references complex,
    reading_id uuid not null,
    -- Copied, so that the last billed month of a unit is one look at one index.
    unit_id uuid not null,
    utility text not null,
    period date not null,
    at timestamptz not null default scope_now(),
    primary key (complex_id, reading_id),
    constraint reading_billed_reading foreign key (complex_id, reading_id) references reading (complex_id, reading_id)
);
create index reading_billed_last on reading_billed (complex_id, unit_id, utility, period);

-- Refusals carry the name of a promise, as constraints do, so that the program finds the sentence for it.
create function refuse_reading(promise text, said text) returns void language plpgsql as $$
begin
    raise exception '%', said using errcode = 'check_violation', constraint = promise, table = 'reading';
end $$;

-- The plans of both triggers are made once for each connection, perhaps while the table is still empty: they must not be
-- the ones that suit an empty table.
create function count_reading() returns trigger language plpgsql set enable_seqscan = off as $$
declare
    counts boolean := new.state in ('accepted', 'disputed');
    counted boolean := tg_op = 'UPDATE' and old.state in ('accepted', 'disputed');
    of_meter meter;
    before_value numeric;
    before_on date;
begin
    if tg_op = 'UPDATE' and new.state <> old.state and not (
            (old.state = 'draft' and new.state in ('accepted', 'rejected', 'superseded'))
            or (old.state in ('accepted', 'disputed') and new.state in ('accepted', 'disputed', 'superseded'))) then
        perform refuse_reading('reading_state_way', format('a reading does not go from %s to %s', old.state, new.state));
    end if;
    if counted and not counts
       and exists (select from reading_billed b where b.complex_id = old.complex_id and b.reading_id = old.reading_id) then
        perform refuse_reading('reading_is_billed', 'this reading stands on an invoice');
    end if;
    if not counts then
        return new;
    end if;

    select * into of_meter from meter m where m.complex_id = new.complex_id and m.meter_id = new.meter_id;
    if new.value >= 10::numeric ^ of_meter.digits then
        perform refuse_reading('reading_fits_digits', format('the counter has %s digits', of_meter.digits));
    end if;
    -- It counts from the last counted reading before it, or from where the meter began.
    select r.value, r.read_on into before_value, before_on from reading r
     where r.complex_id = new.complex_id and r.meter_id = new.meter_id and r.period < new.period
       and r.state in ('accepted', 'disputed')
     order by r.period desc limit 1;
    new.whole := of_meter.removed_on is null or new.read_on < of_meter.removed_on;
    if before_on is null then
        before_value := of_meter.initial_value;
        before_on := of_meter.installed_on;
        new.whole := new.whole and before_on <= new.period;
    end if;
    if new.read_on < before_on then
        perform refuse_reading('reading_after_previous', format('the reading before it is of %s', before_on));
    end if;
    if new.read_on > of_meter.removed_on then
        perform refuse_reading('reading_of_removed_meter', format('the meter was removed on %s', of_meter.removed_on));
    end if;
    new.factor := of_meter.factor;
    new.turned_at := case when new.explanation = 'rollover' then 10::numeric ^ of_meter.digits end;
    new.counted_from := case when new.explanation = 'correction' then new.value else before_value end;

    if counted and (new.counted_from, new.value) is distinct from (old.counted_from, old.value)
       and exists (select from reading_billed b where b.complex_id = old.complex_id and b.reading_id = old.reading_id) then
        perform refuse_reading('reading_is_billed', 'this reading stands on an invoice');
    end if;
    -- What is added to a month that was billed would never be billed itself; it belongs to the next month.
    if not counted and new.period <= (
            select b.period from reading_billed b
             where b.complex_id = new.complex_id and b.unit_id = new.unit_id and b.utility = new.utility
             order by b.period desc limit 1) then
        perform refuse_reading('reading_month_is_billed', 'this month of the unit is on an invoice already');
    end if;
    return new;
end $$;
create trigger count_reading before insert or update on reading for each row execute function count_reading();

-- Writes the step, and counts the reading after this one anew: it starts where this one ends.
create function follow_reading() returns trigger language plpgsql security definer
    set search_path = public, pg_temp set enable_seqscan = off as $$
declare
    counts boolean := new.state in ('accepted', 'disputed');
    counted boolean := tg_op = 'UPDATE' and old.state in ('accepted', 'disputed');
begin
    if tg_op = 'INSERT' or new.state <> old.state then
        insert into reading_step (complex_id, reading_id, state, reason)
        values (new.complex_id, new.reading_id, new.state, new.state_reason);
    end if;
    -- While a reading waits to take this one's place, what follows is counted once, from the new one.
    if counts <> counted and (counts or not exists (
            select from reading r where r.complex_id = new.complex_id and r.replaces = new.reading_id
               and r.state = 'draft')) then
        update reading r set counted_from = null
         where r.complex_id = new.complex_id and r.reading_id = (
               select n.reading_id from reading n
                where n.complex_id = new.complex_id and n.meter_id = new.meter_id and n.period > new.period
                  and n.state in ('accepted', 'disputed')
                order by n.period limit 1);
    end if;
    return null;
end $$;
create trigger follow_reading after insert or update on reading for each row execute function follow_reading();

-- A first figure that was typed wrongly is mended, and the first reading counts anew; not once it was billed.
create function meter_begins_anew() returns trigger language plpgsql security definer
    set search_path = public, pg_temp as $$
begin
    update reading r set counted_from = null
     where r.complex_id = new.complex_id and r.reading_id = (
           select f.reading_id from reading f
            where f.complex_id = new.complex_id and f.meter_id = new.meter_id and f.state in ('accepted', 'disputed')
            order by f.period limit 1);
    return null;
end $$;
create trigger meter_begins_anew after update of initial_value, installed_on on meter
    for each row execute function meter_begins_anew();

-- ---------------------------------------------------------------------------------------------------------------
-- What this room asks about units, in one place: code, order, and to which block and RT they belong.

create view metered_unit with (security_invoker) as
    select u.complex_id, u.unit_id, u.code, u.sort_key, u.block_id, u.rt_id from unit u where u.retired_at is null;

-- The units of whoever is signed in, as owner, tenant or family on that day.
create function own_metered_units(today date) returns table (unit_id uuid) language sql stable as $$
    select distinct o.unit_id from occupancy o
     where o.person_id = own_person() and o.period @> today and o.kind <> 'staff'
$$;

-- ---------------------------------------------------------------------------------------------------------------
-- For dues, which calls these in its own statements.

-- Each unit's own median of monthly use over the twelve months before, for units with at least three of them. Disputed
-- readings and broken months are left out of it.
create function meter_usual(before date, wanted_utility text)
returns table (unit_id uuid, usual numeric) language sql stable parallel safe as $$
    select m.unit_id, round((m.sorted[(m.months + 1) / 2] + m.sorted[m.months / 2 + 1]) / 2, 3)
      from (select r.unit_id, array_agg(r.used order by r.used) as sorted, count(*)::int as months from reading r
             where r.utility = wanted_utility and r.period >= (before - interval '12 months')::date and r.period < before
               and r.state = 'accepted' and r.whole
             group by r.unit_id having count(*) >= 3) m
$$;

-- What each unit used in the months of [period_start, period_end), the parts of a replaced meter together. `used` is
-- never negative. `usual` is what the unit uses in as many months. A unit without a counted reading has no row.
create function meter_usage(period_start date, period_end date, wanted_utility text)
returns table (unit_id uuid, reading_from numeric, reading_to numeric, used numeric, estimated boolean,
               disputed boolean, usual numeric, reading_ids uuid[])
language sql stable parallel safe as $$
    select u.unit_id, u.first, u.last, u.used, u.estimated, u.disputed,
           h.usual * ((extract(year from period_end) - extract(year from period_start)) * 12
                      + extract(month from period_end) - extract(month from period_start)), u.readings
      from (select r.unit_id,
                   (array_agg(r.counted_from order by r.period, r.read_on, r.reading_id))[1] as first,
                   (array_agg(r.value order by r.period desc, r.read_on desc, r.reading_id desc))[1] as last,
                   sum(r.used) as used,
                   bool_or(r.source = 'estimate') as estimated,
                   bool_or(r.state = 'disputed') as disputed,
                   array_agg(r.reading_id order by r.period, r.read_on, r.reading_id) as readings
              from reading r
             where r.utility = wanted_utility and r.period >= period_start and r.period < period_end
               and r.state in ('accepted', 'disputed')
             group by r.unit_id) u
      left join meter_usual(period_start, wanted_utility) h on h.unit_id = u.unit_id
$$;

-- Units with a meter in that month of which no reading counts: they are billed without use unless somebody reads or
-- estimates.
create function meter_missing(period_start date, wanted_utility text)
returns table (unit_id uuid) language sql stable parallel safe as $$
    select m.unit_id from meter m join metered_unit u using (complex_id, unit_id)
     where m.utility = wanted_utility and m.removed_on is null
       and m.installed_on < (period_start + interval '1 month')::date
       and not exists (
           select from reading r
            where r.complex_id = m.complex_id and r.meter_id = m.meter_id and r.period = period_start
              and r.state in ('accepted', 'disputed'))
$$;

-- These readings stand on an issued invoice now, and stay as they are. Refuses when one of them no longer counts, which
-- happens when somebody corrected it since the run looked. Marking twice does nothing.
create function meter_lock(reading_ids uuid[]) returns bigint language plpgsql as $$
declare marked bigint;
begin
    perform from reading r
      where r.reading_id = any (meter_lock.reading_ids) and r.state in ('accepted', 'disputed') for share;
    get diagnostics marked = row_count;
    if marked <> (select count(distinct wanted) from unnest(meter_lock.reading_ids) wanted) then
        perform refuse_reading('reading_counts_still', 'a reading was corrected meanwhile');
    end if;
    insert into reading_billed (reading_id, unit_id, utility, period)
    select r.reading_id, r.unit_id, r.utility, r.period from reading r
     where r.reading_id = any (meter_lock.reading_ids)
    on conflict do nothing;
    get diagnostics marked = row_count;
    return marked;
end $$;

-- The invoice was voided: the readings may be corrected again. Answers how many were marked.
create function meter_unlock(reading_ids uuid[]) returns bigint language plpgsql as $$
declare freed bigint;
begin
    delete from reading_billed b where b.reading_id = any (meter_unlock.reading_ids);
    get diagnostics freed = row_count;
    return freed;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Who may touch what

select make_tenant_table('meter_setting', 'select, insert, update');
select make_tenant_table('meter', 'select, insert, update (serial, digits, factor, installed_on, initial_value, removed_on,
                                   final_value, removed_because)');
select make_tenant_table('reading', 'select, insert, update (state, state_reason)');
select make_tenant_table('reading_step', 'select');
select make_tenant_table('reading_billed', 'select, insert, delete');
grant select on metered_unit to klustera_app;

create trigger audit after insert or update or delete on meter_setting
    for each row execute function audit('setting_id');
create trigger audit after insert or update or delete on meter for each row execute function audit('meter_id');
create trigger audit after update or delete on reading for each row execute function audit('reading_id');

revoke execute on function refuse_reading, own_metered_units, meter_usual, meter_usage, meter_missing,
    meter_lock, meter_unlock from public;
grant execute on function refuse_reading, own_metered_units, meter_usual, meter_usage, meter_missing,
    meter_lock, meter_unlock to klustera_app;
