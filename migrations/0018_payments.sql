-- Payments: how money came, who checked it, the receipt, and what was taken back. Nothing here is ever changed: whoever
-- errs adds a row that says so. Which invoices the money settles stands in settlement (0014).

create table payment (
    complex_id uuid not null default current_complex() references complex,
    -- Made by the form that is sent, so that the same form twice is one payment.
    payment_id uuid not null,
    method text not null check (method in ('cash', 'transfer', 'other')),
    -- Where the money lies, or is said to lie.
    money_account_id uuid not null,
    payer_id uuid,
    payer_name text not null check (length(payer_name) between 1 and 120),
    -- Rupiah; the sum of its parts.
    amount bigint not null check (amount > 0),
    -- When the money moved.
    value_on date not null,
    -- What the bank calls it.
    reference text not null default '' check (length(reference) <= 60),
    note text not null default '' check (length(note) <= 300),
    -- 'office' at the desk or the door, 'resident' from the own page.
    came_from text not null default 'office' check (came_from in ('office', 'resident')),
    recorded_at timestamptz not null default scope_now(),
    recorded_by uuid default current_account(),
    primary key (complex_id, payment_id),
    constraint payment_money_account foreign key (complex_id, money_account_id)
        references ledger_account (complex_id, account_id)
);
create index payment_in_order on payment (complex_id, recorded_at, payment_id);
create index payment_by_value on payment (complex_id, value_on, payment_id);
-- The same transfer recorded twice: by what the bank calls it, and by amount and day.
create index payment_by_reference on payment (complex_id, lower(reference)) where reference <> '';
create index payment_by_amount on payment (complex_id, amount, value_on);

-- A payment for several units has several parts, each of a unit of its own.
create table payment_part (
    complex_id uuid not null default current_complex() references complex,
    payment_id uuid not null,
    part smallint not null check (part > 0),
    unit_id uuid not null,
    amount bigint not null check (amount > 0),
    primary key (complex_id, payment_id, part),
    constraint payment_part_unit_once unique (complex_id, payment_id, unit_id),
    constraint payment_part_payment foreign key (complex_id, payment_id) references payment (complex_id, payment_id),
    constraint payment_part_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id)
);
create index payment_part_of_unit on payment_part (complex_id, unit_id, payment_id);

-- A picture of the transfer, the first one or one that was asked for later.
create table payment_proof (
    complex_id uuid not null default current_complex() references complex,
    proof_id uuid not null,
    payment_id uuid not null,
    file_id uuid not null,
    -- Of the picture as it is kept: the same picture again is the same hash.
    sha256 bytea not null check (length(sha256) = 32),
    note text not null default '' check (length(note) <= 300),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, proof_id),
    constraint payment_proof_payment foreign key (complex_id, payment_id) references payment (complex_id, payment_id),
    constraint payment_proof_file foreign key (complex_id, file_id) references file (complex_id, file_id)
);
create index payment_proof_of_payment on payment_proof (complex_id, payment_id, proof_id);
create index payment_proof_by_picture on payment_proof (complex_id, sha256);

-- What somebody said about it. 'needs_info' may be said several times; the last word once.
create table payment_check (
    complex_id uuid not null default current_complex() references complex,
    check_id uuid not null,
    payment_id uuid not null,
    verdict text not null check (verdict in ('verified', 'rejected', 'needs_info')),
    reason text not null default '' check (length(reason) <= 300),
    -- KW-2026-000123: without gap per complex and year; it stays used when the payment is taken back.
    receipt_number text,
    -- The receipt as it was given: lines, credit, what was left to pay. payments::receipt::Snapshot as JSON.
    receipt jsonb,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, check_id),
    constraint payment_check_payment foreign key (complex_id, payment_id) references payment (complex_id, payment_id),
    constraint payment_check_receipt check ((verdict = 'verified') = (receipt_number is not null)
        and (verdict = 'verified') = (receipt is not null)),
    constraint payment_check_reason check (verdict = 'verified' or length(reason) >= 3)
);
create unique index payment_check_last_word on payment_check (complex_id, payment_id)
    where verdict in ('verified', 'rejected');
create unique index payment_receipt_number_once on payment_check (complex_id, receipt_number)
    where receipt_number is not null;
create index payment_check_of_payment on payment_check (complex_id, payment_id, check_id);

-- The payment never was.
create table payment_reversal (
    complex_id uuid not null default current_complex() references complex,
    payment_id uuid not null,
    reason text not null check (length(reason) between 3 and 300),
    reversed_on date not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, payment_id),
    constraint payment_reversal_payment foreign key (complex_id, payment_id) references payment (complex_id, payment_id)
);

-- Titipan that was paid back. The id is the source of its entry in the books.
create table payment_refund (
    complex_id uuid not null default current_complex() references complex,
    refund_id uuid not null,
    credit_id uuid not null,
    unit_id uuid not null,
    amount bigint not null check (amount > 0),
    money_account_id uuid not null,
    reason text not null check (length(reason) between 3 and 300),
    refunded_on date not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, refund_id),
    constraint payment_refund_credit foreign key (complex_id, credit_id) references credit (complex_id, credit_id),
    constraint payment_refund_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id)
);
create index payment_refund_of_unit on payment_refund (complex_id, unit_id, refund_id);

-- Whoever wrote a transfer down does not say that it arrived (KL015). What a hand took is seen by the hand that took it.
create function other_eyes() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if new.verdict = 'verified' and exists (
            select from payment p where p.complex_id = new.complex_id and p.payment_id = new.payment_id
               and p.method <> 'cash' and p.recorded_by = new.account_id) then
        raise exception 'another person verifies a transfer' using errcode = 'KL015';
    end if;
    return new;
end $$;
create trigger other_eyes before insert on payment_check for each row execute function other_eyes();

-- Where each payment stands: what lists, filters and counts go by.
create view payment_mark with (security_invoker = true) as
    select p.*, v.verdict, v.receipt_number, v.at as checked_at, v.account_id as checked_by, r.reason as reversed_because,
           case when r.payment_id is not null then 'reversed'
                when v.verdict is not null then v.verdict
                when exists (select from payment_check i where i.complex_id = p.complex_id
                                and i.payment_id = p.payment_id and i.verdict = 'needs_info'
                                and not exists (select from payment_proof o where o.complex_id = i.complex_id
                                                   and o.payment_id = i.payment_id and o.at > i.at)) then 'needs_info'
                else 'waiting' end as state
      from payment p
      left join payment_check v on v.complex_id = p.complex_id and v.payment_id = p.payment_id
                               and v.verdict in ('verified', 'rejected')
      left join payment_reversal r on r.complex_id = p.complex_id and r.payment_id = p.payment_id;

-- ---------------------------------------------------------------------------------------------------------------
select make_tenant_table('payment', 'select, insert');
select make_tenant_table('payment_part', 'select, insert');
select make_tenant_table('payment_proof', 'select, insert');
select make_tenant_table('payment_check', 'select, insert');
select make_tenant_table('payment_reversal', 'select, insert');
select make_tenant_table('payment_refund', 'select, insert');
grant select on payment_mark to klustera_app;
grant execute on function other_eyes to klustera_app;
