-- Checkout: the link with which a unit's bill is paid without signing in, each attempt at paying, what the gateway said,
-- and what of it stands in the books. Messages and states are never changed; whoever errs adds a row.

-- Money that the gateway collected is a way of paying of its own.
alter table payment drop constraint payment_method_check;
alter table payment add constraint payment_method_check check (method in ('cash', 'transfer', 'other', 'gateway'));
alter table payment drop constraint payment_came_from_check;
alter table payment add constraint payment_came_from_check check (came_from in ('office', 'resident', 'gateway'));

-- How this complex is paid online.
create table checkout_setting (
    complex_id uuid not null default current_complex() references complex primary key,
    -- Subject of the signed address to which the gateway sends its notifications.
    setting_id uuid not null unique,
    -- 'off': bank transfer and printed QRIS only; 'trial': the simulator (MODE COBA).
    mode text not null default 'off' check (mode in ('off', 'trial', 'sandbox', 'production')),
    use_qris boolean not null default true,
    use_va boolean not null default true,
    use_snap boolean not null default true,
    -- Whether whoever pays by VA bears its fee. A fee on QRIS is never put on the payer (Bank Indonesia).
    payer_bears_va_fee boolean not null default false,
    -- What the gateway keeps: rupiah for each VA, hundredths of a percent for QRIS.
    va_fee bigint not null default 4000 check (va_fee between 0 and 100000),
    qris_fee_bps smallint not null default 70 check (qris_fee_bps between 0 and 1000),
    -- Payload of the committee's printed QRIS.
    static_qris text not null default '' check (length(static_qris) <= 512),
    updated_at timestamptz not null default scope_now()
);

-- Server keys of the gateway, sealed with the installation's secret and bound to their row. The newest of a mode is used;
-- notifications signed with the one before it are believed for a week after the change.
create table checkout_key (
    complex_id uuid not null default current_complex() references complex,
    key_id uuid not null,
    mode text not null check (mode in ('trial', 'sandbox', 'production')),
    sealed bytea not null check (length(sealed) between 40 and 400),
    -- The last four characters, by which people know which one it is.
    tail text not null check (length(tail) <= 4),
    -- Where the simulator answers; empty: the gateway's own address of the mode.
    address text not null default '' check (length(address) <= 200),
    at timestamptz not null default scope_now(),
    account_id uuid default current_account(),
    primary key (complex_id, key_id)
);

-- One open link for each unit; its seal is made from the row's id.
create table bill_link (
    complex_id uuid not null default current_complex() references complex,
    link_id uuid not null,
    unit_id uuid not null,
    made_at timestamptz not null default scope_now(),
    made_by uuid default current_account(),
    revoked_at timestamptz,
    revoked_by uuid,
    primary key (complex_id, link_id),
    constraint bill_link_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id),
    constraint bill_link_revoked check (revoked_at is not null or revoked_by is null)
);
create unique index bill_link_one_open on bill_link (complex_id, unit_id) where revoked_at is null;

-- Somebody wants to pay this amount in this way. Written before the gateway is called.
create table payment_attempt (
    complex_id uuid not null default current_complex() references complex,
    attempt_id uuid not null,
    -- What the gateway calls it; never used again.
    order_id text not null check (order_id ~ '^KLS-[0-9a-f]{32}$'),
    link_id uuid not null,
    unit_id uuid not null,
    method text not null check (method in ('qris', 'bca', 'bni', 'bri', 'permata', 'cimb', 'mandiri', 'snap')),
    mode text not null check (mode in ('trial', 'sandbox', 'production')),
    payer_name text not null check (length(payer_name) between 1 and 120),
    -- Rupiah for the bills; and what the payer bears on top.
    amount bigint not null check (amount > 0),
    fee bigint not null default 0 check (fee >= 0),
    -- What the gateway keeps of it.
    cost bigint not null default 0 check (cost >= 0),
    -- The invoices that were chosen; none: the oldest first.
    invoices uuid[] not null default '{}',
    -- The attempt in whose place it came.
    renews uuid,
    made_at timestamptz not null default scope_now(),
    expires_at timestamptz not null,
    primary key (complex_id, attempt_id),
    constraint payment_attempt_order_once unique (complex_id, order_id),
    constraint payment_attempt_no_fee_on_qris check (method <> 'qris' or (fee = 0 and amount <= 10000000)),
    constraint payment_attempt_link foreign key (complex_id, link_id) references bill_link (complex_id, link_id),
    constraint payment_attempt_unit foreign key (complex_id, unit_id) references unit (complex_id, unit_id)
);
create index payment_attempt_of_link on payment_attempt (complex_id, link_id, attempt_id);
create index payment_attempt_in_order on payment_attempt (complex_id, made_at, attempt_id);

-- What the gateway gave to pay with.
create table attempt_charge (
    complex_id uuid not null default current_complex() references complex,
    attempt_id uuid not null,
    transaction_id text not null default '',
    qr text not null default '',
    va_number text not null default '',
    biller_code text not null default '',
    redirect_url text not null default '',
    at timestamptz not null default scope_now(),
    primary key (complex_id, attempt_id),
    constraint attempt_charge_attempt foreign key (complex_id, attempt_id)
        references payment_attempt (complex_id, attempt_id)
);

-- Where it stands: the newest row is true.
create table attempt_state (
    complex_id uuid not null default current_complex() references complex,
    state_id uuid not null,
    attempt_id uuid not null,
    state text not null check (state in ('made', 'open', 'failed', 'paid', 'expired', 'denied', 'cancelled',
        'refunded', 'partly_refunded', 'charged_back', 'parked')),
    -- The gateway's own word, and why we say so.
    said text not null default '' check (length(said) <= 60),
    note text not null default '' check (length(note) <= 300),
    at timestamptz not null default scope_now(),
    primary key (complex_id, state_id),
    constraint attempt_state_attempt foreign key (complex_id, attempt_id)
        references payment_attempt (complex_id, attempt_id)
);
create index attempt_state_of_attempt on attempt_state (complex_id, attempt_id, state_id);

-- What of it stands in the books: a payment that was recorded (above zero), or taken back (below).
create table attempt_booking (
    complex_id uuid not null default current_complex() references complex,
    booking_id uuid not null,
    attempt_id uuid not null,
    payment_id uuid not null,
    amount bigint not null check (amount <> 0),
    -- The entry of the gateway's fee, if it kept one.
    fee_entry uuid,
    at timestamptz not null default scope_now(),
    primary key (complex_id, booking_id),
    constraint attempt_booking_attempt foreign key (complex_id, attempt_id)
        references payment_attempt (complex_id, attempt_id),
    constraint attempt_booking_payment foreign key (complex_id, payment_id) references payment (complex_id, payment_id)
);
create unique index attempt_booking_once on attempt_booking (complex_id, payment_id, sign(amount));
create index attempt_booking_of_attempt on attempt_booking (complex_id, attempt_id, booking_id);

-- Every notification as it came, before anybody believed it.
create table gateway_message (
    complex_id uuid not null default current_complex() references complex,
    message_id uuid not null,
    body bytea not null check (length(body) <= 65536),
    -- What could be read of it.
    order_id text not null default '' check (length(order_id) <= 60),
    said text not null default '' check (length(said) <= 60),
    signature text not null check (signature in ('good', 'bad', 'missing', 'unreadable')),
    attempt_id uuid,
    at timestamptz not null default scope_now(),
    primary key (complex_id, message_id),
    constraint gateway_message_attempt foreign key (complex_id, attempt_id)
        references payment_attempt (complex_id, attempt_id)
);
create index gateway_message_of_attempt on gateway_message (complex_id, attempt_id, message_id);

-- What became of it. A message without one waits.
create table gateway_message_outcome (
    complex_id uuid not null default current_complex() references complex,
    message_id uuid not null,
    outcome text not null check (outcome in ('applied', 'nothing_new', 'unknown_order', 'refused', 'waits')),
    note text not null default '' check (length(note) <= 300),
    at timestamptz not null default scope_now(),
    primary key (complex_id, message_id, outcome),
    constraint gateway_message_outcome_message foreign key (complex_id, message_id)
        references gateway_message (complex_id, message_id)
);

-- A day's comparison of the gateway with the books.
create table gateway_comparison (
    complex_id uuid not null default current_complex() references complex,
    comparison_id uuid not null,
    day date not null,
    attempts int not null,
    gateway_total bigint not null,
    booked_total bigint not null,
    unanswered int not null,
    -- [{attempt, gateway, booked}]
    differences jsonb not null default '[]',
    at timestamptz not null default scope_now(),
    primary key (complex_id, comparison_id)
);
create index gateway_comparison_by_day on gateway_comparison (complex_id, day, comparison_id);

create view attempt_mark with (security_invoker = true) as
    select a.*, s.state, s.said, s.note, s.at as stands_since,
           coalesce((select sum(b.amount) from attempt_booking b
                      where b.complex_id = a.complex_id and b.attempt_id = a.attempt_id), 0)::bigint as booked
      from payment_attempt a
      join lateral (select t.state, t.said, t.note, t.at from attempt_state t
                     where t.complex_id = a.complex_id and t.attempt_id = a.attempt_id
                     order by t.state_id desc limit 1) s on true;

-- ---------------------------------------------------------------------------------------------------------------
select make_tenant_table('checkout_setting', 'select, insert, update');
select make_tenant_table('checkout_key', 'select, insert');
select make_tenant_table('bill_link', 'select, insert, update (revoked_at, revoked_by)');
select make_tenant_table('payment_attempt', 'select, insert');
select make_tenant_table('attempt_charge', 'select, insert');
select make_tenant_table('attempt_state', 'select, insert');
select make_tenant_table('attempt_booking', 'select, insert');
select make_tenant_table('gateway_message', 'select, insert');
select make_tenant_table('gateway_message_outcome', 'select, insert');
select make_tenant_table('gateway_comparison', 'select, insert');
create trigger audit after insert or update or delete on checkout_setting
    for each row execute function audit('setting_id');
create trigger audit after insert or update or delete on bill_link for each row execute function audit('link_id');
grant select on attempt_mark to klustera_app;
