-- Arrears: the rule by which being late costs something, what softens it, and the letters that are sent.

-- A dated version of the late-fee rule; the one in force on an invoice's due day is the one it is judged by.
create table penalty_rule (
    complex_id uuid not null default current_complex() references complex,
    rule_id uuid not null,
    valid daterange not null check (not isempty(valid) and not lower_inf(valid)),
    -- arrears::penalty::Rule as JSON.
    rule jsonb not null check (jsonb_typeof(rule) = 'object'),
    fund_id uuid not null,
    decision text not null default '' check (length(decision) <= 300),
    created_at timestamptz not null default scope_now(),
    created_by uuid default current_account(),
    primary key (complex_id, rule_id),
    constraint penalty_rule_fund foreign key (complex_id, fund_id) references fund (complex_id, fund_id),
    constraint penalty_rule_no_overlap exclude using gist (complex_id with =, valid with &&)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Relief

-- Somebody asks that a part of an invoice be given up; somebody else decides.
create table waiver_request (
    complex_id uuid not null default current_complex() references complex,
    request_id uuid not null,
    invoice_id uuid not null,
    invoice_number text not null,
    unit_id uuid not null,
    amount bigint not null check (amount > 0),
    reason text not null check (length(reason) between 3 and 300),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, request_id),
    constraint waiver_request_invoice foreign key (complex_id, invoice_id) references invoice (complex_id, invoice_id)
);
create index waiver_request_of_invoice on waiver_request (complex_id, invoice_id);
create table waiver_decision (
    complex_id uuid not null default current_complex() references complex,
    request_id uuid not null,
    decision text not null check (decision in ('granted', 'refused')),
    note text not null default '' check (length(note) <= 300),
    -- What was granted, in full or in part.
    reduction_id uuid,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, request_id),
    constraint waiver_decision_request foreign key (complex_id, request_id)
        references waiver_request (complex_id, request_id),
    constraint waiver_decision_reduction foreign key (complex_id, reduction_id)
        references reduction (complex_id, reduction_id),
    constraint waiver_granted_reduces check ((decision = 'granted') = (reduction_id is not null))
);

-- Penalties given up for many at once, by decision of a meeting.
create table amnesty (
    complex_id uuid not null default current_complex() references complex,
    amnesty_id uuid not null,
    reason text not null check (length(reason) between 3 and 300),
    -- Penalties of invoices that were due on or before this day.
    due_until date not null,
    -- An RT or block, or the whole complex.
    area_id uuid,
    percent smallint not null check (percent between 1 and 100),
    -- Only units whose principal is paid.
    only_when_paid boolean not null,
    units integer not null default 0,
    amount bigint not null default 0,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    finished_at timestamptz,
    primary key (complex_id, amnesty_id)
);
create table amnesty_reduction (
    complex_id uuid not null default current_complex() references complex,
    amnesty_id uuid not null,
    reduction_id uuid not null,
    unit_id uuid not null,
    primary key (complex_id, amnesty_id, reduction_id),
    constraint amnesty_reduction_amnesty foreign key (complex_id, amnesty_id)
        references amnesty (complex_id, amnesty_id),
    constraint amnesty_reduction_reduction foreign key (complex_id, reduction_id)
        references reduction (complex_id, reduction_id)
);

-- Arrears paid in parts, as agreed. While it is kept, nothing more is charged for being late.
create table installment_plan (
    complex_id uuid not null default current_complex() references complex,
    plan_id uuid not null,
    unit_id uuid not null,
    agreed_on date not null,
    agreed_with text not null check (length(agreed_with) between 1 and 120),
    reason text not null check (length(reason) between 3 and 300),
    -- What was open of the invoices below when it was agreed, rupiah.
    total bigint not null check (total > 0),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    ended_on date,
    -- 'kept', 'broken' or 'cancelled'.
    ended_as text check (ended_as in ('kept', 'broken', 'cancelled')),
    end_note text not null default '' check (length(end_note) <= 300),
    primary key (complex_id, plan_id),
    constraint installment_plan_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint installment_plan_ended check ((ended_on is null) = (ended_as is null))
);
create unique index installment_plan_one_running on installment_plan (complex_id, unit_id) where ended_on is null;
create table installment (
    complex_id uuid not null default current_complex() references complex,
    plan_id uuid not null,
    number smallint not null check (number between 1 and 60),
    due_on date not null,
    amount bigint not null check (amount > 0),
    primary key (complex_id, plan_id, number),
    constraint installment_plan_of foreign key (complex_id, plan_id) references installment_plan (complex_id, plan_id)
);
create table installment_invoice (
    complex_id uuid not null default current_complex() references complex,
    plan_id uuid not null,
    invoice_id uuid not null,
    open_then bigint not null check (open_then > 0),
    primary key (complex_id, plan_id, invoice_id),
    constraint installment_invoice_plan foreign key (complex_id, plan_id)
        references installment_plan (complex_id, plan_id),
    constraint installment_invoice_invoice foreign key (complex_id, invoice_id)
        references invoice (complex_id, invoice_id)
);

-- ---------------------------------------------------------------------------------------------------------------
-- Letters: SP1 to SP3, and the letter that nothing is owed.

create table letter (
    complex_id uuid not null default current_complex() references complex,
    letter_id uuid not null,
    -- SP1/2026/0007: without gap per kind and year.
    number text not null,
    kind text not null check (kind in ('sp1', 'sp2', 'sp3', 'clearance')),
    unit_id uuid not null,
    unit_code text not null,
    addressee text not null check (length(addressee) between 1 and 120),
    issued_on date not null,
    -- What was owed then, rupiah; zero on a clearance.
    amount bigint not null check (amount >= 0),
    -- The open invoices as the letter lists them.
    snapshot jsonb not null,
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, letter_id),
    constraint letter_number_once unique (complex_id, number),
    constraint letter_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id)
);
create index letter_of_unit on letter (complex_id, unit_id, letter_id);

select make_tenant_table('penalty_rule', 'select, insert, update, delete');
select make_tenant_table('waiver_request', 'select, insert');
select make_tenant_table('waiver_decision', 'select, insert');
select make_tenant_table('amnesty', 'select, insert, update (units, amount, finished_at)');
select make_tenant_table('amnesty_reduction', 'select, insert');
select make_tenant_table('installment_plan', 'select, insert, update (ended_on, ended_as, end_note)');
select make_tenant_table('installment', 'select, insert');
select make_tenant_table('installment_invoice', 'select, insert');
select make_tenant_table('letter', 'select, insert');
create trigger audit after insert or update or delete on penalty_rule for each row execute function audit('rule_id');
create trigger audit after update on installment_plan for each row execute function audit('plan_id');
