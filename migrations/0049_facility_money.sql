-- What a booking costs: price, deposit, payment in time, money back. The money itself goes through dues: one invoice for
-- each booking that costs something, whose deposit line is credited to *uang jaminan* instead of an income.

-- A deposit that goes back lowers its invoice as a credit note does, and takes the liability back.
alter table reduction drop constraint reduction_kind_check;
alter table reduction add constraint reduction_kind_check check (kind in
    ('credit_note', 'waiver', 'amnesty', 'penalty_reversal', 'write_off', 'deposit_returned'));

-- The same road as before; it now answers which invoices of other rooms it settled in full, for those who wait for it.
drop function settle(settlement_draft[]);
create function settle(drafts settlement_draft[]) returns setof uuid
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into settlement (settlement_id, invoice_id, line, unit_id, credit_id, reduction_id, amount, value_on)
    select d.settlement_id, d.invoice_id, d.line, d.unit_id, d.credit_id, d.reduction_id, d.amount, d.value_on
      from unnest(drafts) d;
    update invoice_line l set settled = l.settled + s.amount
      from (select d.invoice_id, d.line, sum(d.amount)::bigint as amount from unnest(drafts) d
             group by d.invoice_id, d.line) s
     where l.complex_id = current_complex() and l.invoice_id = s.invoice_id and l.line = s.line;
    return query
    with touched as (
        update invoice i set open = i.open - s.amount
          from (select d.invoice_id, sum(d.amount)::bigint as amount from unnest(drafts) d group by d.invoice_id) s
         where i.complex_id = current_complex() and i.invoice_id = s.invoice_id and i.voided_at is null
        returning i.invoice_id, i.kind, i.open, s.amount)
    select t.invoice_id from touched t where t.kind = 'other' and t.open = 0 and t.amount > 0;
    if exists (select from unnest(drafts) d join invoice i
                   on i.complex_id = current_complex() and i.invoice_id = d.invoice_id and i.voided_at is not null) then
        raise exception 'the invoice is void' using errcode = 'KL012';
    end if;
    update credit c set used = c.used + s.amount
      from (select d.credit_id, sum(d.amount)::bigint as amount from unnest(drafts) d
             where d.credit_id is not null group by d.credit_id) s
     where c.complex_id = current_complex() and c.credit_id = s.credit_id;
end $$;
revoke execute on function settle from public;
grant execute on function settle to klustera_app;

-- ---------------------------------------------------------------------------------------------------------------
-- What a facility costs; without a row it is free.

create table facility_terms (
    complex_id uuid not null default current_complex() references complex,
    facility_id uuid not null,
    -- Rupiah for one slot, where no rule says otherwise.
    price bigint not null default 0 check (price between 0 and 1000000000),
    -- Rupiah, given back after use.
    deposit bigint not null default 0 check (deposit between 0 and 1000000000),
    -- Hours to pay in, never beyond the beginning.
    pay_hours smallint not null default 24 check (pay_hours between 1 and 336),
    -- Rupiah, for a house that does not come.
    no_show_fee bigint not null default 0 check (no_show_fee between 0 and 1000000000),
    -- A house that is late with more than this books nothing; null: never asked.
    most_late bigint check (most_late >= 0),
    -- Whoever cancels at least so many hours before gets so many percent of the rent back; the longest first.
    refund_hours smallint[] not null default '{}',
    refund_percent smallint[] not null default '{}',
    updated_at timestamptz not null default scope_now(),
    primary key (complex_id, facility_id),
    constraint facility_terms_facility foreign key (complex_id, facility_id) references facility (complex_id, facility_id),
    constraint facility_terms_tiers check (cardinality(refund_hours) = cardinality(refund_percent)
        and 0 <= all (refund_hours) and 0 <= all (refund_percent) and 100 >= all (refund_percent))
);
select make_tenant_table('facility_terms', 'select, insert, update');
create trigger audit after insert or update on facility_terms for each row execute function audit('facility_id');

-- Another price at some hours or for some; the first that fits counts.
create table facility_price (
    complex_id uuid not null default current_complex() references complex,
    facility_id uuid not null,
    place smallint not null check (place between 1 and 9),
    -- Monday is 1.
    days smallint[] not null check (cardinality(days) > 0 and days <@ '{1,2,3,4,5,6,7}'::smallint[]),
    -- A slot that begins in these minutes after midnight.
    from_minute smallint not null check (from_minute between 0 and 1439),
    to_minute smallint not null check (to_minute between 1 and 1440),
    who text not null check (who in ('all', 'owner', 'tenant')),
    price bigint not null check (price between 0 and 1000000000),
    primary key (complex_id, facility_id, place),
    constraint facility_price_terms foreign key (complex_id, facility_id)
        references facility_terms (complex_id, facility_id),
    constraint facility_price_hours check (from_minute < to_minute)
);
select make_tenant_table('facility_price', 'select, insert, delete');

-- What one booking costs, as it was when its slot was taken.
create table booking_money (
    complex_id uuid not null default current_complex() references complex,
    booking_id uuid not null,
    rent bigint not null check (rent >= 0),
    deposit bigint not null check (deposit >= 0),
    no_show_fee bigint not null check (no_show_fee >= 0),
    pay_hours smallint not null,
    refund_hours smallint[] not null,
    refund_percent smallint[] not null,
    -- From the moment it has to be paid on.
    invoice_id uuid,
    pay_until timestamptz,
    -- Not paid in time, and booked again when the money came after all.
    retaken_at timestamptz,
    -- What became of the deposit: when it went back, and what was kept of it.
    deposit_back_at timestamptz,
    deducted bigint not null default 0 check (deducted between 0 and deposit),
    deducted_for text not null default '' check (length(deducted_for) <= 300),
    primary key (complex_id, booking_id),
    constraint booking_money_booking foreign key (complex_id, booking_id) references booking (complex_id, booking_id),
    constraint booking_money_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id),
    constraint booking_money_to_pay check ((invoice_id is null) = (pay_until is null)),
    constraint booking_money_tiers check (cardinality(refund_hours) = cardinality(refund_percent))
);
create unique index booking_money_of_invoice on booking_money (complex_id, invoice_id) where invoice_id is not null;
select make_tenant_table('booking_money', 'select, insert, update');
create trigger audit after insert or update on booking_money for each row execute function audit('booking_id');

-- ---------------------------------------------------------------------------------------------------------------
-- 'unpaid': agreed to, and kept until it is paid or its time to pay is over.

alter table booking drop constraint booking_state_check;
alter table booking add constraint booking_state_check check (state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use',
    'done', 'rejected', 'cancelled', 'no_show', 'expired'));
alter table booking drop constraint booking_not_twice;
alter table booking add constraint booking_not_twice exclude using gist
    (complex_id with =, facility_id with =, place with =, blocked with &&)
    where (state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use'));
alter table booking drop constraint booking_one_place;
alter table booking add constraint booking_one_place exclude using gist
    (complex_id with =, facility_id with =, unit_id with =, period with &&)
    where (state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use'));
drop index booking_that_waits;
create index booking_that_waits on booking (complex_id, state, booking_id)
    where state in ('hold', 'waiting', 'unpaid', 'confirmed', 'in_use');

create or replace function booking_keeps_to_its_states() returns trigger language plpgsql as $$
begin
    if new.state is distinct from old.state and not (
           (old.state = 'hold' and new.state in ('waiting', 'unpaid', 'confirmed', 'cancelled', 'expired'))
        or (old.state = 'waiting' and new.state in ('unpaid', 'confirmed', 'rejected', 'cancelled', 'expired'))
        or (old.state = 'unpaid' and new.state in ('confirmed', 'cancelled', 'expired'))
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
