-- Dues: what is charged (charge types, tariffs, overrides), how a month is billed (runs, invoices, lines), and how an
-- invoice is settled (money that was received, reductions). Payments as documents, penalties and relief come after.

create extension if not exists btree_gist;

-- ---------------------------------------------------------------------------------------------------------------
-- What is charged

create table charge_type (
    complex_id uuid not null default current_complex() references complex,
    charge_type_id uuid not null,
    code text not null check (code ~ '^[A-Z0-9]{2,12}$'),
    name text not null check (length(name) between 1 and 60),
    cadence text not null check (cadence in ('monthly', 'quarterly', 'yearly', 'once')),
    -- The month that a quarter or year is counted from, or the one month of 'once'.
    anchor date not null check (anchor = date_trunc('month', anchor)),
    obligation text not null default 'compulsory' check (obligation in ('compulsory', 'voluntary')),
    -- 'occupant': whoever pays for the house on that day. 'owner': always the owner.
    liable text not null default 'occupant' check (liable in ('occupant', 'owner')),
    fund_id uuid not null,
    income_account_id uuid not null,
    -- PP 49/2022 as the tax office reads it: the service part of a fee is taxable, what is passed through is not.
    tax_class text not null default 'none' check (tax_class in ('none', 'pass_through', 'service')),
    -- Which of two lines of one age is settled first; smaller goes first.
    priority smallint not null default 100 check (priority between 1 and 999),
    -- For a metered charge: what the meter counts.
    utility text check (utility ~ '^[a-z]{3,20}$'),
    note text not null default '' check (length(note) <= 500),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    retired_at timestamptz,
    primary key (complex_id, charge_type_id),
    constraint charge_type_code_once unique (complex_id, code),
    constraint charge_type_fund foreign key (complex_id, fund_id) references fund (complex_id, fund_id),
    constraint charge_type_income foreign key (complex_id, income_account_id)
        references ledger_account (complex_id, account_id)
);

-- A dated version of what a charge costs. A version that an invoice used is never edited, only followed.
create table tariff (
    complex_id uuid not null default current_complex() references complex,
    tariff_id uuid not null,
    charge_type_id uuid not null,
    valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
    -- dues::tariff::Rule as JSON: flat, per_m2, by_unit_type, by_occupancy, metered.
    rule jsonb not null check (jsonb_typeof(rule) = 'object'),
    proration text not null default 'days' check (proration in ('days', 'whole_month')),
    -- Percent of tax on top, for a taxable charge of a taxable complex; null: none.
    tax_percent numeric(5, 2) check (tax_percent > 0 and tax_percent <= 100),
    -- The meeting and its minutes: no tariff without somebody who decided it.
    decision text not null default '' check (length(decision) <= 300),
    -- Set with the first invoice that used it.
    used_at timestamptz,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, tariff_id),
    constraint tariff_charge_type foreign key (complex_id, charge_type_id)
        references charge_type (complex_id, charge_type_id),
    constraint tariff_no_overlap exclude using gist (complex_id with =, charge_type_id with =, valid with &&)
);

create table tariff_override (
    complex_id uuid not null default current_complex() references complex,
    override_id uuid not null,
    unit_id uuid not null,
    charge_type_id uuid not null,
    valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
    kind text not null check (kind in ('exempt', 'fixed', 'discount_rupiah', 'discount_percent')),
    amount bigint check (amount > 0),
    percent numeric(5, 2) check (percent > 0 and percent <= 100),
    reason text not null check (length(reason) between 3 and 300),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, override_id),
    constraint override_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint override_charge_type foreign key (complex_id, charge_type_id)
        references charge_type (complex_id, charge_type_id),
    constraint override_figure check ((kind in ('fixed', 'discount_rupiah')) = (amount is not null)
        and (kind = 'discount_percent') = (percent is not null)),
    constraint override_no_overlap exclude using gist
        (complex_id with =, unit_id with =, charge_type_id with =, valid with &&)
);

-- How this complex bills and collects; one row, written with the first change.
create table dues_setting (
    complex_id uuid not null default current_complex() references complex primary key,
    setting_id uuid not null unique,
    -- Invoices of a month are due on this day of it (28 at most is safe; later is the month's last day).
    due_day smallint not null default 10 check (due_day between 1 and 31),
    -- 'same' or 'next': the month that the due day lies in.
    due_month text not null default 'same' check (due_month in ('same', 'next')),
    -- The day on which the month is billed by itself; null: somebody presses the button.
    run_day smallint check (run_day between 1 and 28),
    -- What money settles first among lines of one age.
    settle_first text not null default 'principal' check (settle_first in ('principal', 'penalty')),
    -- Whether the unit's code is added to amounts that are to be transferred.
    use_unique_code boolean not null default true,
    -- Where to transfer to, as it stands on invoices: bank, number, holder.
    bank_name text not null default '' check (length(bank_name) <= 60),
    bank_number text not null default '' check (length(bank_number) <= 40),
    bank_holder text not null default '' check (length(bank_holder) <= 80),
    -- Letterhead.
    letterhead_name text not null default '' check (length(letterhead_name) <= 80),
    letterhead_address text not null default '' check (length(letterhead_address) <= 200),
    letterhead_contact text not null default '' check (length(letterhead_contact) <= 120),
    letterhead_logo_id uuid,
    signer_name text not null default '' check (length(signer_name) <= 80),
    signer_title text not null default '' check (length(signer_title) <= 80),
    updated_at timestamptz not null default scope_now()
);

-- ---------------------------------------------------------------------------------------------------------------
-- The unit's account: what two clerks lock, and the code by which a transfer says whose it is.

create table unit_account (
    complex_id uuid not null default current_complex() references complex,
    unit_id uuid not null,
    -- Permanent: 1 to 999 while they last, then up to 9999. Added to an amount, it names the unit. In a larger complex
    -- the last houses have none.
    unique_code smallint check (unique_code between 1 and 9999),
    primary key (complex_id, unit_id),
    constraint unit_account_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint unit_account_code_once unique (complex_id, unique_code)
);

-- Opens accounts for units that have none, in the order of the house numbers; answers how many it opened.
create function open_unit_accounts() returns bigint language plpgsql security definer
set search_path = public, pg_temp as $$
declare
    opened bigint;
begin
    if not exists (select from unit u where u.complex_id = current_complex() and not exists (
            select from unit_account a where a.complex_id = u.complex_id and a.unit_id = u.unit_id)) then
        return 0;
    end if;
    -- Two at once would want the same codes.
    perform pg_advisory_xact_lock(hashtextextended('open_unit_accounts' || current_complex()::text, 0));
    with waiting as (
        select u.unit_id, row_number() over (order by u.sort_key) as place from unit u
         where u.complex_id = current_complex() and not exists (
               select from unit_account a where a.complex_id = u.complex_id and a.unit_id = u.unit_id)),
    free as (
        select code, row_number() over (order by code) as place from generate_series(1, 9999) code
         where not exists (select from unit_account a
                            where a.complex_id = current_complex() and a.unique_code = code))
    insert into unit_account (complex_id, unit_id, unique_code)
    select current_complex(), w.unit_id, f.code from waiting w left join free f using (place)
    on conflict do nothing;
    get diagnostics opened = row_count;
    return opened;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
-- Billing runs and invoices

create table billing_run (
    complex_id uuid not null default current_complex() references complex,
    run_id uuid not null,
    period date not null check (period = date_trunc('month', period)),
    issued_on date not null,
    due_on date not null,
    -- 'button', 'schedule' or 'api'.
    started_by text not null check (started_by in ('button', 'schedule', 'api')),
    units_total integer not null default 0,
    units_done integer not null default 0,
    -- House number order: everything up to here is billed. What a worker that takes over begins after.
    done_up_to text collate "C" not null default '',
    invoices integer not null default 0,
    amount bigint not null default 0,
    started_at timestamptz not null default scope_now(),
    started_account uuid default current_account(),
    finished_at timestamptz,
    failed_at timestamptz,
    failure text not null default '',
    primary key (complex_id, run_id)
);
-- One at a time.
create unique index billing_run_one_active on billing_run (complex_id)
    where finished_at is null and failed_at is null;
create index billing_run_of_period on billing_run (complex_id, period, run_id);

create table invoice (
    complex_id uuid not null default current_complex() references complex,
    invoice_id uuid not null,
    -- INV-2026-11-0042: without gap per complex and series.
    number text not null,
    kind text not null check (kind in ('dues', 'penalty', 'opening', 'other')),
    run_id uuid,
    unit_id uuid not null,
    period date not null check (period = date_trunc('month', period)),
    -- Frozen at issue.
    unit_code text not null,
    payer_id uuid,
    payer_name text not null,
    issued_on date not null,
    due_on date not null,
    -- Rupiah.
    total bigint not null check (total > 0),
    -- What is still to be settled: total less settlements. Written by settle() and void_invoice() alone.
    open bigint not null,
    -- Tariff versions, areas, days, readings: how the figures came to be. See dues::invoice::Snapshot.
    snapshot jsonb not null default '{}',
    replaces uuid,
    voided_at timestamptz,
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, invoice_id),
    constraint invoice_number_once unique (complex_id, number),
    constraint invoice_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint invoice_run foreign key (complex_id, run_id) references billing_run (complex_id, run_id),
    constraint invoice_replaces foreign key (complex_id, replaces) references invoice (complex_id, invoice_id),
    constraint invoice_not_oversettled check (open between 0 and total),
    constraint invoice_void_owes_nothing check (voided_at is null or open = 0)
);
create index invoice_of_period on invoice (complex_id, period, invoice_id);
create index invoice_of_unit on invoice (complex_id, unit_id, invoice_id);
-- What is owed: the arrears list, aging and every payment read this and nothing else.
create index invoice_open on invoice (complex_id, unit_id, due_on, invoice_id) include (open, kind) where open > 0;

create table invoice_line (
    complex_id uuid not null default current_complex() references complex,
    invoice_id uuid not null,
    line smallint not null check (line > 0),
    unit_id uuid not null,
    -- Null for opening balances, penalties and other lines.
    charge_type_id uuid,
    tariff_id uuid,
    period date not null,
    -- The stretch of the period that this line covers: 0 is the first or only one, others follow a move.
    part smallint not null default 0 check (part >= 0),
    fund_id uuid not null,
    income_account_id uuid not null,
    -- The invoice that a penalty is for.
    penalty_for uuid,
    description text not null check (length(description) between 1 and 200),
    quantity numeric(14, 3),
    rate numeric(14, 2),
    priority smallint not null default 100,
    -- Of the amount, what is tax.
    tax bigint not null default 0 check (tax >= 0),
    -- Rupiah, tax included.
    amount bigint not null check (amount > 0),
    -- Sum of settlements. Written by settle() alone.
    settled bigint not null default 0,
    voided boolean not null default false,
    primary key (complex_id, invoice_id, line),
    constraint invoice_line_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id),
    constraint invoice_line_not_oversettled check (settled between 0 and amount)
);
-- The same unit, charge and period is billed once. Whoever bills a period at all bills its part 0.
create unique index invoice_line_billed_once on invoice_line (complex_id, unit_id, charge_type_id, period, part)
    where charge_type_id is not null and not voided;
create index invoice_line_penalty_for on invoice_line (complex_id, penalty_for) where penalty_for is not null;

create table invoice_void (
    complex_id uuid not null default current_complex() references complex,
    invoice_id uuid not null,
    reason text not null check (length(reason) between 3 and 300),
    voided_on date not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, invoice_id),
    constraint invoice_void_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Settling

-- Money received for one unit. What is neither used nor returned is the unit's credit (titipan).
create table credit (
    complex_id uuid not null default current_complex() references complex,
    credit_id uuid not null,
    unit_id uuid not null,
    -- The document that brought it; a payment for three units has three credits.
    source_id uuid not null,
    -- How people name that document: KW-2026-0012.
    reference text not null default '' check (length(reference) <= 60),
    -- Where the money lies.
    money_account_id uuid not null,
    amount bigint not null check (amount > 0),
    -- Settled invoices with. Written by settle() alone.
    used bigint not null default 0 check (used >= 0),
    -- Paid back or taken back. Written by return_credit() alone.
    returned bigint not null default 0 check (returned >= 0),
    -- When the money moved.
    value_on date not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, credit_id),
    constraint credit_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint credit_money_account foreign key (complex_id, money_account_id)
        references ledger_account (complex_id, account_id),
    constraint credit_not_overspent check (used + returned <= amount)
);
create index credit_left on credit (complex_id, unit_id, value_on, credit_id) where used + returned < amount;
create index credit_of_source on credit (complex_id, source_id);
create index credit_of_unit on credit (complex_id, unit_id, credit_id);

-- What lowers an invoice without money.
create table reduction (
    complex_id uuid not null default current_complex() references complex,
    reduction_id uuid not null,
    -- KR-2026-0007, without gap.
    number text not null,
    kind text not null check (kind in ('credit_note', 'waiver', 'amnesty', 'penalty_reversal', 'write_off')),
    invoice_id uuid not null,
    amount bigint not null check (amount > 0),
    reason text not null check (length(reason) between 3 and 300),
    reduced_on date not null,
    requested_by uuid,
    at timestamptz not null default scope_now(),
    -- Who approved it, which is who wrote it.
    account_id uuid default current_account(),
    primary key (complex_id, reduction_id),
    constraint reduction_number_once unique (complex_id, number),
    constraint reduction_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id)
);
create index reduction_of_invoice on reduction (complex_id, invoice_id);

-- One line of an invoice settled by some money or a reduction; negative when that is taken back.
create table settlement (
    complex_id uuid not null default current_complex() references complex,
    settlement_id uuid not null,
    invoice_id uuid not null,
    line smallint not null,
    unit_id uuid not null,
    credit_id uuid,
    reduction_id uuid,
    amount bigint not null check (amount <> 0),
    -- The day that counts for penalties: when the money moved.
    value_on date not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, settlement_id),
    constraint settlement_line foreign key (complex_id, invoice_id, line)
        references invoice_line (complex_id, invoice_id, line),
    constraint settlement_credit foreign key (complex_id, credit_id) references credit (complex_id, credit_id),
    constraint settlement_reduction foreign key (complex_id, reduction_id)
        references reduction (complex_id, reduction_id),
    constraint settlement_has_one_cause check (num_nonnulls(credit_id, reduction_id) = 1)
);
create index settlement_of_invoice on settlement (complex_id, invoice_id);
create index settlement_of_credit on settlement (complex_id, credit_id) where credit_id is not null;

create type settlement_draft as (
    settlement_id uuid, invoice_id uuid, line smallint, unit_id uuid, credit_id uuid, reduction_id uuid,
    amount bigint, value_on date);

-- The one road by which an invoice becomes paid. The checks on line, invoice and credit refuse too much of anything,
-- whoever else is at work; callers lock the unit's account first, so that they wait instead of failing.
create function settle(drafts settlement_draft[]) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    insert into settlement (settlement_id, invoice_id, line, unit_id, credit_id, reduction_id, amount, value_on)
    select d.settlement_id, d.invoice_id, d.line, d.unit_id, d.credit_id, d.reduction_id, d.amount, d.value_on
      from unnest(drafts) d;
    update invoice_line l set settled = l.settled + s.amount
      from (select d.invoice_id, d.line, sum(d.amount)::bigint as amount from unnest(drafts) d
             group by d.invoice_id, d.line) s
     where l.complex_id = current_complex() and l.invoice_id = s.invoice_id and l.line = s.line;
    update invoice i set open = i.open - s.amount
      from (select d.invoice_id, sum(d.amount)::bigint as amount from unnest(drafts) d group by d.invoice_id) s
     where i.complex_id = current_complex() and i.invoice_id = s.invoice_id and i.voided_at is null;
    if exists (select from unnest(drafts) d join invoice i
                   on i.complex_id = current_complex() and i.invoice_id = d.invoice_id and i.voided_at is not null) then
        raise exception 'the invoice is void' using errcode = 'KL012';
    end if;
    update credit c set used = c.used + s.amount
      from (select d.credit_id, sum(d.amount)::bigint as amount from unnest(drafts) d
             where d.credit_id is not null group by d.credit_id) s
     where c.complex_id = current_complex() and c.credit_id = s.credit_id;
end $$;

-- Money of a unit's credit goes back: a refund, or a payment that never was.
create function return_credit(wanted uuid, how_much bigint) returns void
language sql security definer set search_path = public, pg_temp as $$
    update credit set returned = returned + how_much
     where complex_id = current_complex() and credit_id = wanted
$$;

-- An issued invoice never was. Whatever settled it has been taken back before (KL013 otherwise).
create function void_invoice(wanted uuid, why text, on_day date) returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform from invoice where complex_id = current_complex() and invoice_id = wanted for update;
    if exists (select from invoice where complex_id = current_complex() and invoice_id = wanted
                and open <> total and voided_at is null) then
        raise exception 'the invoice is settled in part' using errcode = 'KL013';
    end if;
    insert into invoice_void (invoice_id, reason, voided_on) values (wanted, why, on_day);
    update invoice set open = 0, voided_at = scope_now()
     where complex_id = current_complex() and invoice_id = wanted;
    update invoice_line set voided = true where complex_id = current_complex() and invoice_id = wanted;
end $$;

-- ---------------------------------------------------------------------------------------------------------------
select make_tenant_table('charge_type', 'select, insert, update');
select make_tenant_table('tariff', 'select, insert, update, delete');
select make_tenant_table('tariff_override', 'select, insert, update, delete');
select make_tenant_table('dues_setting', 'select, insert, update');
select make_tenant_table('unit_account', 'select, update (unique_code)');
select make_tenant_table('billing_run', 'select, insert, update');
select make_tenant_table('invoice', 'select, insert');
select make_tenant_table('invoice_line', 'select, insert');
select make_tenant_table('invoice_void', 'select');
select make_tenant_table('credit', 'select, insert');
select make_tenant_table('reduction', 'select, insert');
select make_tenant_table('settlement', 'select');
create trigger audit after insert or update or delete on charge_type for each row execute function audit('charge_type_id');
create trigger audit after insert or update or delete on tariff for each row execute function audit('tariff_id');
create trigger audit after insert or update or delete on tariff_override for each row execute function audit('override_id');
create trigger audit after insert or update or delete on dues_setting for each row execute function audit('setting_id');

-- What was once charged by stays as it was; only its end may be moved forward to where its follower begins.
create function used_tariff_stays() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if old.used_at is not null and (tg_op = 'DELETE' or new.rule is distinct from old.rule
            or new.charge_type_id <> old.charge_type_id or lower(new.valid) <> lower(old.valid)
            or new.proration <> old.proration or new.tax_percent is distinct from old.tax_percent) then
        raise exception 'the tariff was used by an issued invoice' using errcode = 'KL014';
    end if;
    return case tg_op when 'DELETE' then old else new end;
end $$;
create trigger used_tariff_stays before update or delete on tariff
    for each row execute function used_tariff_stays();

revoke execute on function open_unit_accounts, settle, return_credit, void_invoice, used_tariff_stays from public;
grant execute on function open_unit_accounts, settle, return_credit, void_invoice to klustera_app;
